"""The engine: a small run never waits for a pool."""

from __future__ import annotations

from typing import Any

import pytest
from prefect.task_runners import ThreadPoolTaskRunner

from flows.engine import PAYS, task_runner
from schemas.settings import Settings


def workers(*, runs: int, seconds: float, **settings: Any) -> int:
    """Return how many workers the runner has."""
    found = task_runner(Settings(**settings), runs=runs, seconds=seconds)
    assert isinstance(found, ThreadPoolTaskRunner)
    return found._max_workers


@pytest.mark.parametrize("runs", [1, 4])
def test_a_small_run_takes_one_worker(runs: int) -> None:
    assert workers(runs=runs, seconds=PAYS - 1, workers=4) == 1


def test_a_large_run_takes_a_worker_for_each_core() -> None:
    assert workers(runs=9, seconds=PAYS, workers=4) == 4


def test_one_batch_needs_one_worker_however_large_it_is() -> None:
    assert workers(runs=1, seconds=10 * PAYS, workers=4, engine="processes") == 1


def test_who_asks_for_threads_gets_one() -> None:
    assert workers(runs=9, seconds=10 * PAYS, workers=4, engine="threads") == 1


def test_stages_without_a_process_of_their_own_run_one_at_a_time() -> None:
    assert workers(runs=9, seconds=10 * PAYS, workers=4, max_seconds=0) == 1
