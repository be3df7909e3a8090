"""Batches grow before they become more."""

from __future__ import annotations

import pytest

from flows.analyse import MOST_RUNS, STAGES
from tasks.ingest.plan import LEAST, MOST_BATCHES, sized


@pytest.mark.parametrize(
    ("inputs", "size"),
    [(0, 1000), (1, 1000), (100_000, 1000), (100_001, 1001), (400_000, 4000), (10**7, 8000)],
)
def test_batches_grow_first(inputs: int, size: int) -> None:
    assert sized(1000, inputs, workers=1) == size


@pytest.mark.parametrize(
    ("inputs", "size"),
    [(1, LEAST), (1000, LEAST), (5000, 625), (8000, 1000), (100_001, 1001)],
)
def test_each_of_two_workers_gets_some_batches(inputs: int, size: int) -> None:
    assert sized(1000, inputs, workers=2) == size


def test_batches_are_not_larger_than_was_asked_for_the_sake_of_workers() -> None:
    assert sized(3, 12, workers=2) == 3


def test_as_many_batches_as_fit_into_one_flow_run() -> None:
    assert MOST_BATCHES * len(STAGES) <= MOST_RUNS
