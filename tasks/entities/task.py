"""The Prefect tasks of this step."""

from __future__ import annotations

from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger

from tasks.adapter import apart, as_task, from_io
from tasks.entities.stage import EXTRACT_ENTITIES
from tasks.entities.steps import resolve_all
from tasks.reporting.plain import plain

extract_entities = as_task(EXTRACT_ENTITIES)


@task(
    name="resolve entities",
    task_run_name="resolve entities",
    cache_policy=NO_CACHE,
    persist_result=False,
    retries=2,
    retry_delay_seconds=[2, 20],
    retry_condition_fn=from_io,
)
def resolve_entities(checked: list[dict[str, Any]], *, work: dict[str, Any]) -> str:
    """Link every mention of the corpus to the thing that it names; return the output's folder."""
    folder, warnings = apart(resolve_all, checked, work=work)
    for warning in warnings:
        get_run_logger().warning(plain(warning, 300))
    return folder
