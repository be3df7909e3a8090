"""The Prefect tasks of this step: assemble the snapshot aside, then publish it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.publishing.steps import gate_logs, make_snapshot, publish_checked
from tasks.validation.gate import Check
from tasks.worker import at_work

MOST_SECONDS = 3600.0


@task(
    name="assemble snapshot",
    task_run_name="assemble snapshot",
    cache_policy=NO_CACHE,
    persist_result=False,
)
def assemble_snapshot(
    checked: list[dict[str, Any]],
    entities: str,
    clusters: str,
    site_lines: str,
    *,
    work: dict[str, Any],
) -> dict[str, Any]:
    """Write the data tables of the snapshot to come; return its folder, files and run_id."""
    return make_snapshot(checked, entities, clusters, site_lines, work=work)


@task(name="publish", task_run_name="publish", cache_policy=NO_CACHE, persist_result=False)
def publish_snapshot(
    assembled: dict[str, Any],
    checked: list[dict[str, Any]],
    checks: list[dict[str, Any]],
    stage_runs: list[dict[str, Any]],
    *,
    work: dict[str, Any],
) -> dict[str, Any]:
    """Publish the assembled snapshot if the gate is open; return what is there now."""
    with at_work() as worker:  # one has Great Expectations loaded: this process need not

        def gated(logs: Mapping[str, pa.Table]) -> list[Check]:
            found: list[Check] = worker.call(gate_logs, dict(logs), seconds=MOST_SECONDS)
            return found

        return publish_checked(assembled, checked, checks, stage_runs, work=work, gated=gated)
