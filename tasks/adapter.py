"""The one place where a stage becomes a Prefect task.

Nothing else under `tasks/` imports Prefect, but the thin `task.py` of each step. What passes
between tasks are paths and counts, never tables: Prefect keeps every parameter and result.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger

from schemas.settings import Settings
from tasks.running import run_stage
from tasks.stage import Stage


def as_task(stage: Stage) -> Task[..., dict[str, Any]]:
    """Return the Prefect task that runs `stage` on one batch.

    It takes the number of the batch, the staging folder, the settings, and the results of the
    stages before it (or the output folders themselves, by stage folder). It returns what
    `tasks.staging.StageRun` tells, as plain values.
    """

    @task(
        name=stage.name,
        task_run_name=stage.name + " · batch {batch}",
        cache_policy=NO_CACHE,
        persist_result=False,
        log_prints=False,
    )
    def run(
        batch: int, *, staging: str, settings: dict[str, Any], upstream: list[dict[str, Any]]
    ) -> dict[str, Any]:
        done = run_stage(
            stage,
            batch=batch,
            staging=Path(staging),
            upstream={Path(one["folder"]).parent.name: one["folder"] for one in upstream},
            settings=Settings.model_validate(settings),
        )
        get_run_logger().info(
            "batch %d: %d in, %d out, %d rejected, %.2f s%s",
            batch,
            done.rows_in,
            done.rows_out,
            done.rejected,
            done.seconds,
            " (made before)" if done.reused else "",
        )
        return asdict(done)

    return run
