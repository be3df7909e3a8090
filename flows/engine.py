"""Where batches run: in this process, over processes, or on Dask. The same code, the same bytes."""

from __future__ import annotations

import os
from typing import Any

from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner, ThreadPoolTaskRunner

from schemas.settings import Settings


def task_runner(settings: Settings, batches: int) -> TaskRunner[Any]:
    """Return Prefect's runner for so many batches.

    Threads: one, for the models are not made for more. `auto` takes processes where there is more
    than one batch and more than one core.
    """
    workers = min(settings.workers or os.cpu_count() or 1, max(batches, 1))
    if settings.engine == "dask":
        return _dask(settings.dask, workers)
    if settings.engine == "threads" or (settings.engine == "auto" and workers == 1):
        return ThreadPoolTaskRunner(max_workers=1)
    return ProcessPoolTaskRunner(max_workers=workers)


def _dask(address: str, workers: int) -> TaskRunner[Any]:
    from prefect_dask import DaskTaskRunner  # an extra: pip install parquetry[dask]

    cluster = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None}
    where = {"address": address} if address else {"cluster_kwargs": cluster}
    runner: TaskRunner[Any] = DaskTaskRunner(**where)
    return runner
