"""The engine: a small run never waits for a pool."""

from __future__ import annotations

from typing import Any

import pytest
from prefect.task_runners import ProcessPoolTaskRunner, ThreadPoolTaskRunner

from flows.engine import PAYS, task_runner
from schemas.settings import Settings


def chosen(*, runs: int, seconds: float, guarded: bool = True, **settings: Any) -> tuple[type, int]:
    """Return the kind of runner and its number of workers."""
    found = task_runner(Settings(**settings), runs=runs, seconds=seconds, guarded=guarded)
    return type(found), found._max_workers  # type: ignore[attr-defined]


@pytest.mark.parametrize("runs", [1, 4])
def test_a_small_run_takes_one_worker(runs: int) -> None:
    assert chosen(runs=runs, seconds=PAYS - 1, workers=4) == (ThreadPoolTaskRunner, 1)


def test_a_large_run_takes_a_worker_for_each_core() -> None:
    assert chosen(runs=9, seconds=PAYS, workers=4) == (ThreadPoolTaskRunner, 4)


def test_one_batch_needs_one_worker_however_large_it_is() -> None:
    for engine in ("auto", "processes"):
        found = chosen(runs=1, seconds=10 * PAYS, workers=4, engine=engine, guarded=False)
        assert found == (ThreadPoolTaskRunner, 1)


def test_who_asks_for_threads_gets_one() -> None:
    assert chosen(runs=9, seconds=10 * PAYS, engine="threads") == (ThreadPoolTaskRunner, 1)


def test_prefect_keeps_the_pool_where_stages_have_no_process_of_their_own() -> None:
    pool = (ProcessPoolTaskRunner, 3)
    assert chosen(runs=3, seconds=PAYS, workers=4, max_seconds=0) == pool
    assert chosen(runs=3, seconds=PAYS, workers=4, guarded=False) == pool
