"""What a look at the whole corpus costs: ``python -m benchmarks.corpus_pass``.

Invented news (`benchmarks.invented_news`) is put where the check stage would put it; then entities
are resolved and stories clustered, first of all documents, then with some more of them, then of
those alone. Each pass runs in a process of its own, so that its memory can be told.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.invented_news import batches

SIZES = (1_000, 10_000, 40_000)
BATCH = 1_000


def make(folder: Path, first: int, documents: int, of: int) -> list[dict[str, str]]:
    """Write the batches of the documents from number `first` on; return where they lie."""
    from tasks.staging import write

    checked = []
    for number, tables in enumerate(batches(first, documents, of, BATCH)):
        target = folder / "check-rows" / f"{first:08d}-{number:05d}"
        checked.append({"folder": str(write(target, tables, told={}))})
    return checked


def work_of(folder: Path, previous: Path | None) -> dict[str, Any]:
    """Return what the plan would tell of a run."""
    from schemas.settings import Settings
    from tasks.ingest.change import Change

    (folder / "staging").mkdir(parents=True, exist_ok=True)
    Change().save(folder / "staging" / "change.json")
    return {
        "data": str(folder),
        "staging": str(folder / "staging"),
        "change": str(folder / "staging" / "change.json"),
        "previous": str(previous) if previous else None,
        "recipe": "00",
        "judgements": None,
        "settings": Settings(data=str(folder)).model_dump(mode="json"),
    }


def look(checked: list[dict[str, str]], work: dict[str, Any]) -> dict[str, Any]:
    """Look at the whole corpus; return what it cost."""
    from tasks.boilerplate.steps import cluster_all
    from tasks.entities.steps import resolve_all

    before = _peak()
    started, wall = time.process_time(), time.monotonic()
    entities, _ = resolve_all(checked, work=work)
    resolving = time.process_time() - started
    clusters = cluster_all(checked, work=work)
    return {
        "entities": entities,
        "clusters": clusters,
        "resolving": resolving,
        "clustering": time.process_time() - started - resolving,
        "wall": time.monotonic() - wall,
        "before": before,
        "peak": _peak(),
    }


def publish(checked: list[dict[str, str]], work: dict[str, Any], cost: dict[str, Any]) -> Path:
    """Make what was found the last snapshot, as far as the next look needs one."""
    from tasks.boilerplate.weighing import weigh
    from tasks.publishing.steps import make_snapshot

    lines = weigh((), work=work)["site_lines"]
    made = make_snapshot(checked, cost["entities"], cost["clusters"], lines, work=work)
    snapshot = Path(work["data"]) / "snapshot"
    Path(made["folder"]).rename(snapshot)
    (snapshot / "manifest.json").write_text(json.dumps({"run_id": made["run_id"]}))
    return snapshot


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _in_process(step: str, folder: Path, **options: object) -> Any:
    """Run a step in a process of its own; return what it told."""
    told = json.dumps({"folder": str(folder), **options})
    command = [sys.executable, "-m", "benchmarks.corpus_pass", "--step", step, told]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def _step(step: str, told: dict[str, Any]) -> Any:
    folder = Path(told["folder"])
    if step == "make":
        return make(folder, told["first"], told["documents"], told["of"])
    previous = Path(told["previous"]) if told["previous"] else None
    work = work_of(folder, previous)
    if step == "look":
        return look(told["checked"], work)
    return str(publish(told["checked"], work, told["cost"]))


def measure(documents: int, more: int) -> None:
    """Print the rows of a corpus of so many documents."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, other = Path(scratch, "whole"), Path(scratch, "alone")
        size = documents + more
        checked = _in_process("make", folder, first=0, documents=documents, of=size)
        coming = _in_process("make", folder, first=documents, documents=more, of=size)
        cost = _in_process("look", folder, checked=checked, previous=None)
        _print(f"{documents:,} documents, nothing known", cost)
        snapshot = _in_process("publish", folder, checked=checked, previous=None, cost=cost)
        index = sum(file.stat().st_size for file in (folder / "index").rglob("*.arrow"))
        cost = _in_process("look", folder, checked=coming, previous=snapshot)
        _print(f"{more:,} more of them", cost)
        _print(f"those {more:,} alone", _in_process("look", other, checked=coming, previous=None))
        print(f"index on disk: {index / 1e6:.0f} MB", flush=True)


def _print(what: str, cost: dict[str, Any]) -> None:
    cells = [cost[name] for name in ("resolving", "clustering", "wall", "before", "peak")]
    print(f"{what:36}" + "".join(f"{cell:12.1f}" for cell in cells), flush=True)


def main() -> None:
    """Print the table: seconds of one core, seconds by the clock, MB before and at the peak."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=SIZES)
    parser.add_argument("--more", type=int, default=1_000, help="documents that come after")
    parser.add_argument("--step", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        print(json.dumps(_step(options.step[0], json.loads(options.step[1]))))
        return
    heads = ("resolve s", "cluster s", "clock s", "MB before", "MB peak")
    print(" " * 36 + "".join(f"{head:>12}" for head in heads))
    for documents in options.documents:
        measure(documents, options.more)


if __name__ == "__main__":
    main()
