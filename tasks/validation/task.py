"""The Prefect tasks of this step: check the rows of a batch, validate a part of the snapshot."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger

from tasks.adapter import as_task
from tasks.validation.part import validate_part
from tasks.validation.stage import CHECK_ROWS
from tasks.worker import at_work

check_rows = as_task(CHECK_ROWS)

MOST_SECONDS = 3600.0  # that a part may take: some 20 s on an idle machine


@task(
    name="validate",
    task_run_name="validate · {file}",
    cache_policy=NO_CACHE,
    persist_result=False,
)
def validate(assembled: dict[str, Any], file: str) -> list[dict[str, Any]]:
    """Return the results of the gate and of the laws on one part of the assembled tables."""
    with at_work() as worker:  # for Great Expectations would hold up all threads of this process
        checks = worker.call(validate_part, Path(assembled["folder"]), file, seconds=MOST_SECONDS)
    failed = [check.told() for check in checks if not check.success]
    for line in failed:
        get_run_logger().error(line)
    get_run_logger().info("%s: %d checks, %d failed", file, len(checks), len(failed))
    return [asdict(check) for check in checks]
