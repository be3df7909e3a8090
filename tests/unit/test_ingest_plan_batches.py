"""Batches grow before they become more."""

from __future__ import annotations

import pytest

from flows.analyse import MOST_RUNS, STAGES
from tasks.ingest.plan import MOST_BATCHES, grown


@pytest.mark.parametrize(
    ("inputs", "size"),
    [(0, 1000), (1, 1000), (100_000, 1000), (100_001, 1001), (400_000, 4000), (10**7, 8000)],
)
def test_batches_grow_first(inputs: int, size: int) -> None:
    assert grown(1000, inputs) == size


def test_as_many_batches_as_fit_into_one_flow_run() -> None:
    assert MOST_BATCHES * len(STAGES) <= MOST_RUNS
