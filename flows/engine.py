"""Where batches run: in this process, over processes, or on Dask. The same code, the same bytes."""

from __future__ import annotations

import os
from typing import Any

from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner, ThreadPoolTaskRunner

from schemas.settings import Settings

PAYS = 20.0  # seconds of work for one core from which on it pays to start processes


def task_runner(
    settings: Settings, *, runs: int, seconds: float, guarded: bool = True
) -> TaskRunner[Any]:
    """Return Prefect's runner for so many independent runs of about so many seconds together.

    `auto` takes processes where there is work for two that outlasts their start, so a small run
    never waits for a pool. Stages have a process of their own anyhow (`tasks.worker`), one for each
    of our threads; only where that is switched off (`max_seconds` is 0), or the runs are no stages
    (`guarded` is false), it is Prefect that keeps the pool.
    """
    workers = min(settings.workers or os.cpu_count() or 1, max(runs, 1))
    if settings.engine == "dask":
        return _dask(settings.dask, workers)
    small = settings.engine == "auto" and seconds < PAYS
    if settings.engine == "threads" or workers == 1 or small:
        return ThreadPoolTaskRunner(max_workers=1)
    if guarded and settings.max_seconds:
        return ThreadPoolTaskRunner(max_workers=workers)
    return ProcessPoolTaskRunner(max_workers=workers)


def _dask(address: str, workers: int) -> TaskRunner[Any]:
    from prefect_dask import DaskTaskRunner  # an extra: pip install parquetry[dask]

    cluster = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None}
    where = {"address": address} if address else {"cluster_kwargs": cluster}
    runner: TaskRunner[Any] = DaskTaskRunner(**where)
    return runner
