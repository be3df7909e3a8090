"""Quality floors that cannot be lowered by accident.

A floor is a score reached once on one corpus, pinned with the digest of that corpus. A benchmark
that falls below a floor fails; a floor moves up by hand or with ``raise_floors``, and down only
when asked for by name. The idea is trafilatura's ``eval_gate``.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path

FLOORS = Path(__file__).parent / "floors"
TOLERANCE = 1e-4


def digest(files: Iterable[Path]) -> str:
    """Return the sha256 (hex) of the files' bytes, in the order of their names."""
    total = hashlib.sha256()
    for file in sorted(files, key=lambda path: path.as_posix()):
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def check(name: str, scores: dict[str, float], corpus: str, *, lower: bool = False) -> int:
    """Compare `scores` with the floors of benchmark `name`; return the exit code (0 or 1).

    `corpus` is the digest of the data that was scored. A first run, or a run on another corpus
    with `lower`, writes the floors; otherwise a lower score or another corpus is an error that
    is printed, and floors stay as they are.
    """
    file = FLOORS / f"{name}.json"
    pinned = json.loads(file.read_text("utf-8")) if file.exists() else None
    if pinned is None or lower:
        _write(file, scores, corpus)
        print(f"floors of {name} written: {file.name}")
        return 0
    if pinned["corpus"] != corpus:
        print(
            f"{name}: the corpus is another one than the floors were measured on", file=sys.stderr
        )
        return 1
    below = {
        key: (scores.get(key), floor)
        for key, floor in pinned["floors"].items()
        if scores.get(key, float("-inf")) < floor - TOLERANCE
    }
    for key, (score, floor) in below.items():
        print(f"{name}: {key} is {score}, below its floor {floor}", file=sys.stderr)
    return 1 if below else 0


def _write(file: Path, scores: dict[str, float], corpus: str) -> None:
    FLOORS.mkdir(exist_ok=True)
    rounded = {key: round(value, 4) for key, value in sorted(scores.items())}
    file.write_text(
        json.dumps({"corpus": corpus, "floors": rounded}, indent=2, ensure_ascii=False) + "\n",
        "utf-8",
    )
