"""A few seconds of what `make fuzz` does for as long as it is let, and all that it ever found."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.faults import fuzz
from tests.faults.targets import TARGETS

FIXTURES = sorted(fuzz.FINDINGS.iterdir()) if fuzz.FINDINGS.is_dir() else []


@pytest.fixture(autouse=True)
def timed() -> Iterator[None]:
    before = signal.signal(signal.SIGVTALRM, fuzz.too_slow)
    yield
    signal.signal(signal.SIGVTALRM, before)


def test_nothing_falls_over(tmp_path: Path) -> None:
    done, found = fuzz.fuzz(5, 1_000_000, Random(7), tmp_path)
    assert found == 0, sorted(tmp_path.iterdir())
    assert set(done) == set(TARGETS)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_what_was_found_stays_mended(path: Path) -> None:
    target = TARGETS[path.name.rpartition("-")[0]]
    assert fuzz.fault(target, path.read_bytes()) is None
