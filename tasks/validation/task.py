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

check_rows = as_task(CHECK_ROWS)


@task(
    name="validate",
    task_run_name="validate · {file}",
    cache_policy=NO_CACHE,
    persist_result=False,
)
def validate(assembled: dict[str, Any], file: str) -> list[dict[str, Any]]:
    """Return the results of the gate and of the laws on one part of the assembled tables."""
    checks = validate_part(Path(assembled["folder"]), file)
    failed = [check.told() for check in checks if not check.success]
    for line in failed:
        get_run_logger().error(line)
    get_run_logger().info("%s: %d checks, %d failed", file, len(checks), len(failed))
    return [asdict(check) for check in checks]
