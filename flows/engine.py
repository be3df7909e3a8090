"""Where batches run: in this process, over processes, or on Dask. The same code, the same bytes."""

from __future__ import annotations

from typing import Any

from prefect.settings import PREFECT_API_URL
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from schemas.settings import Settings

PAYS = 20.0  # seconds of work for one core from which on it pays to start processes


class NoServerError(ValueError):
    """The engine needs a Prefect server of its own; the message says how to get one."""


def task_runner(settings: Settings, *, runs: int, seconds: float) -> TaskRunner[Any]:
    """Return Prefect's runner for so many independent runs of about so many seconds together.

    Each of our threads has a process of its own to work in (`tasks.worker`); where that is switched
    off (`max_seconds` is 0) there is one thread, for the models are not made for more. `auto` takes
    several where there is work for two that outlasts their start: a small run waits for no pool.
    (Prefect's own pool of processes is not used: beside an embedded server its processes each start
    another one.)
    """
    workers = min(settings.at_once(), max(runs, 1))
    if settings.engine == "dask":
        return _dask(settings.dask, workers)
    small = settings.engine == "auto" and seconds < PAYS
    return ThreadPoolTaskRunner(max_workers=1 if small else workers)


def _dask(address: str, workers: int) -> TaskRunner[Any]:
    from prefect_dask import DaskTaskRunner  # an extra: pip install parquetry[dask]

    if not PREFECT_API_URL.value():
        raise NoServerError(
            "Dask's workers need a Prefect server that all of them reach: start one "
            "(`prefect server start`) and set PREFECT_API_URL here and for the workers"
        )
    cluster = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None}
    where = {"address": address} if address else {"cluster_kwargs": cluster}
    runner: TaskRunner[Any] = DaskTaskRunner(**where)
    return runner
