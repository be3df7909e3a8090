"""A few seconds of what `make fuzz` does for as long as it is let."""

from __future__ import annotations

import signal
from pathlib import Path
from random import Random

from tests.faults import fuzz


def test_nothing_falls_over(tmp_path: Path) -> None:
    before = signal.signal(signal.SIGVTALRM, fuzz.too_slow)
    try:
        done, found = fuzz.fuzz(5, 1_000_000, Random(7), tmp_path)
    finally:
        signal.signal(signal.SIGVTALRM, before)
    assert found == 0, sorted(tmp_path.iterdir())
    assert set(done) == set(fuzz.TARGETS)
