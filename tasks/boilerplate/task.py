"""The Prefect tasks of this step."""

from __future__ import annotations

from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.adapter import apart, as_task, from_io
from tasks.boilerplate.sites import READ_LINES
from tasks.boilerplate.stage import REMOVE_BOILERPLATE
from tasks.boilerplate.steps import cluster_all
from tasks.boilerplate.weighing import weigh

read_lines = as_task(READ_LINES)
remove_boilerplate = as_task(REMOVE_BOILERPLATE)


@task(
    name="weigh site lines",
    task_run_name="weigh site lines",
    cache_policy=NO_CACHE,
    persist_result=False,
)
def weigh_site_lines(read_batches: list[dict[str, Any]], *, work: dict[str, Any]) -> dict[str, Any]:
    """Count the lines that repeat within sites; return the table, evidence and what changes."""
    return weigh(read_batches, work=work)


@task(
    name="cluster stories",
    task_run_name="cluster stories",
    cache_policy=NO_CACHE,
    persist_result=False,
    retries=2,
    retry_delay_seconds=[2, 20],
    retry_condition_fn=from_io,
)
def cluster_stories(checked: list[dict[str, Any]], *, work: dict[str, Any]) -> str:
    """Find the stories of the corpus that repeat each other; return the output's folder."""
    return apart(cluster_all, checked, work=work)
