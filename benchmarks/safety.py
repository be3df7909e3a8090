"""What safety costs: hashing, syncing, checking and validating as a share of a whole run.

    python -m benchmarks.safety --documents 10000 [--twice]

Documents are made here (small stories, each different). The chain runs in this process, without
Prefect, gate and laws included; what is timed is every call of the functions in `SAFETY`, each
counted once where one calls another. With ``--twice`` also twice the documents: time and memory.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

SAFETY = (
    "tasks.staging.sync",
    "tasks.staging.sync_folder",
    "tasks.publishing.snapshot.sync",
    "tasks.publishing.snapshot.sync_folder",
    "tasks.publishing.snapshot.describe",
    "tasks.publishing.folder.sync",
    "tasks.publishing.folder.sync_folder",
    "tasks.publishing.publish.sync_folder",
    "tasks.validation.part.gate",
    "tasks.validation.part.laws_of_part",
    "tasks.publishing.steps.gate",
    "tasks.publishing.steps.counts",
    "tasks.validation.stage._broken",
    "tasks.staging.digest",
)
MOST = 0.10
STORY = (
    "Talks number {n}\n\nGENEVA, 3 May 2016 - Ministers of {n} countries met on Monday and spoke "
    "of peace for {n} hours, said Anna Lind, who chairs the council.\n\n"
    "The next round begins in June "
    "2017 in Vienna, Jean Roux of the agency said. It was the {n}th meeting since the vote.\n"
)


def main() -> None:
    """Print the share of safety, and with ``--twice`` how time and memory grow."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--twice", action="store_true")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(*measured(asked.documents))
        return
    numbers = [asked.documents, *([2 * asked.documents] if asked.twice else [])]
    results = [_apart(number) for number in numbers]
    print(f"{'documents':>10} {'seconds':>8} {'safety':>8} {'share':>7} {'peak MB':>8}")
    for number, (seconds, safety, peak) in zip(numbers, results, strict=True):
        print(f"{number:>10,} {seconds:>8.1f} {safety:>8.1f} {safety / seconds:>7.1%} {peak:>8.0f}")
    if asked.twice:
        (first, _, small), (second, _, large) = results
        print(
            f"time(2n) / time(n) = {second / first:.2f}, "
            f"memory(2n) / memory(n) = {large / small:.2f}"
        )
    raise SystemExit(0 if all(safety <= MOST * whole for whole, safety, _ in results) else 1)


def _apart(number: int) -> tuple[float, float, float]:
    told = [sys.executable, "-m", "benchmarks.safety", "--one", "--documents", str(number)]
    done = subprocess.run(told, capture_output=True, text=True, check=True)
    seconds, safety, peak = map(float, done.stdout.split()[-3:])
    return seconds, safety, peak


def measured(number: int) -> tuple[float, float, float]:
    """Return seconds of a run, seconds of safety in it (by the clock), and the peak in MB."""
    from tasks.validation.gate import _library
    from tests.chain import process

    _library()  # its import is the same for any number of documents
    with tempfile.TemporaryDirectory() as home, clocked() as spent:
        inputs = Path(home) / "in"
        inputs.mkdir()
        for n in range(number):
            (inputs / f"{n:06d}.txt").write_text(STORY.format(n=n), "utf-8")
        started = time.perf_counter()
        process([inputs], Path(home) / "data", gated=True)
        seconds = time.perf_counter() - started
    return seconds, spent[0], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


@contextmanager
def clocked() -> Iterator[list[float]]:
    """Time the functions of `SAFETY` while the block runs; yield the seconds, in a list."""
    spent, depth = [0.0], [0]

    def timed(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            depth[0] += 1
            started = time.perf_counter()
            try:
                made = real(*args, **more)
                return list(made) if isinstance(made, Iterator) else made
            finally:
                depth[0] -= 1
                if not depth[0]:
                    spent[0] += time.perf_counter() - started

        return call

    with ExitStack() as stack:
        for name in SAFETY:
            module, _, function = name.rpartition(".")
            real = getattr(__import__(module, fromlist=[function]), function)
            stack.enter_context(patch(name, timed(real)))
        yield spent


if __name__ == "__main__":
    main()
