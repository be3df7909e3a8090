"""The Prefect tasks of this step: plan, ingest, select."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger

from schemas.settings import Settings
from tasks.adapter import as_task
from tasks.ingest.planning import make_plan, make_selection, plan_again
from tasks.ingest.stage import INGEST

ingest = as_task(INGEST)


@task(name="plan", task_run_name="plan", cache_policy=NO_CACHE, persist_result=False)
def plan(
    inputs: list[str],
    *,
    data: str,
    recipe: str,
    settings: dict[str, Any],
    forget: list[str] | None = None,
    retry: bool = False,
) -> dict[str, Any]:
    """Find out what is new or changed; return the batches to read and what they replace."""
    work = make_plan(
        inputs,
        data=Path(data),
        recipe=recipe,
        settings=Settings.model_validate(settings),
        forget=forget or (),
        retry=retry,
    )
    get_run_logger().info(
        "%d sources to read in %d batches, %d unchanged, %d forgotten",
        work["sources"],
        len(work["batches"]),
        work["unchanged"],
        work["forgotten"],
    )
    return work


@task(name="plan again", task_run_name="plan again", cache_policy=NO_CACHE, persist_result=False)
def replan(uris: list[str], *, work: dict[str, Any]) -> dict[str, Any]:
    """Add sources of the last snapshot to what is read; return what that changes in `work`."""
    return plan_again(uris, work=work)


@task(
    name="select sources",
    task_run_name="select sources",
    cache_policy=NO_CACHE,
    persist_result=False,
)
def select_sources(
    read_batches: list[dict[str, Any]], *, work: dict[str, Any]
) -> list[dict[str, Any]]:
    """Find the sources that repeat another's bytes; return the selection of each batch."""
    return make_selection(read_batches, work=work)
