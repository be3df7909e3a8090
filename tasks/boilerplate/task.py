"""The Prefect tasks of this step."""

from __future__ import annotations

from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.adapter import as_task
from tasks.boilerplate.stage import REMOVE_BOILERPLATE
from tasks.boilerplate.steps import cluster_all

remove_boilerplate = as_task(REMOVE_BOILERPLATE)


@task(
    name="cluster stories",
    task_run_name="cluster stories",
    cache_policy=NO_CACHE,
    persist_result=False,
)
def cluster_stories(checked: list[dict[str, Any]], *, work: dict[str, Any]) -> str:
    """Find the stories of the corpus that repeat each other; return the output's folder."""
    return cluster_all(checked, work=work)
