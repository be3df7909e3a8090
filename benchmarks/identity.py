"""The same documents on every engine and into an object store: the same bytes, and how fast.

    python -m benchmarks.identity --documents 5000 --check [--keep FOLDER [--only WAY ...]]

The ways: ``one`` (one batch at a time), ``two`` (two processes), ``dask`` (a scheduler and two
workers, started by themselves) and ``s3`` (two processes, into a real S3 API server on loopback).
Each is a run of the command in a fresh process, start included. ``--check`` is 1 unless the data
tables of all ways are the same to the byte and ``two`` is at least 1.7 times as fast as ``one``
(asked from 1,000 documents on; below that the start is all there is). With ``--keep`` results stay
in FOLDER, so that the ways can be run one at a time.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.throughput import write_documents
from schemas.tables import TABLES
from tasks.publishing.home import manifest_at, snapshot_at
from tasks.publishing.snapshot import read_table
from tests.flows.server import answers, free_port
from tests.objects import BUCKET, object_store

ROOT = Path(__file__).parent.parent
LEAST = 1.7
ENOUGH = 1000  # documents from which on speed is asked for
WAITS = 300.0
Environment = dict[str, str]


@dataclass(frozen=True)
class Way:
    """How to run: where the data goes, flags of the command, and what must be there."""

    flags: tuple[str, ...]
    data: str = ""
    needs: Callable[[Path], AbstractContextManager[Environment]] = lambda _: nullcontext({})


@contextmanager
def cluster(folder: Path) -> Iterator[Environment]:
    """Have a Prefect server, a Dask scheduler and two workers, each a process by itself."""
    port, address = free_port(), f"tcp://127.0.0.1:{free_port()}"
    url = f"http://127.0.0.1:{port}/api"
    environment = {"PREFECT_API_URL": url, "PREFECT_HOME": str(folder / "prefect")}
    scheduler = ["distributed.cli.dask_scheduler", "--port", address.rpartition(":")[2]]
    worker = ["distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny"]
    local = ["--host", "127.0.0.1", "--no-dashboard"]
    commands = [
        ["prefect", "server", "start", "--port", str(port)],
        [*scheduler, *local],
        [*worker, *local],
        [*worker, *local],
    ]
    with ExitStack() as stack:
        for command in commands:
            stack.enter_context(_started(command, environment))
        until = time.monotonic() + WAITS
        while not answers(f"{url}/health"):
            if time.monotonic() > until:
                raise SystemExit("Prefect's server does not answer")
            time.sleep(0.5)
        yield environment | {"PARQUETRY_DASK": address}


@contextmanager
def _started(command: list[str], environment: Environment) -> Iterator[None]:
    nowhere = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    told: dict[str, Any] = {"cwd": ROOT, "env": os.environ | environment, **nowhere}
    process = subprocess.Popen([sys.executable, "-m", *command], **told)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


@contextmanager
def objects(folder: Path) -> Iterator[Environment]:
    """Have an object store, here and for the command."""
    with object_store() as environment:
        os.environ |= environment
        yield environment | {"PARQUETRY_WORK": str(folder / "work")}


WAYS = {
    "one": Way(("--engine", "threads")),
    "two": Way(("--engine", "processes", "--workers", "2")),
    "dask": Way(("--engine", "dask"), needs=cluster),
    "s3": Way(("--engine", "processes", "--workers", "2"), f"s3://{BUCKET}/tables", objects),
}


def measure(way: Way, inputs: Path, batch_size: int) -> dict[str, Any]:
    """Run the command; return its seconds, those of its stages, and the digest of every file."""
    with tempfile.TemporaryDirectory() as name, way.needs(Path(name)) as environment:
        data = way.data or str(Path(name, "data"))
        command = [sys.executable, "-c", "from flows.command_line import main; main()", "run"]
        options = [str(inputs), "--data", data, "--batch-size", str(batch_size), *way.flags]
        settings = {"PREFECT_HOME": str(Path(name, "prefect"))} | environment
        began = time.perf_counter()
        subprocess.run([*command, *options], cwd=ROOT, env=os.environ | settings, check=True)
        seconds = time.perf_counter() - began
        _, manifest = manifest_at(data)
        with snapshot_at(data) as snapshot:
            stages = _seconds_of_stages(snapshot)
    files = [
        file
        for name, table in TABLES.items()
        if not table.log
        for file in manifest["tables"][name]["files"]
    ]
    tables = {file["path"]: file["sha256"] for file in files}
    return {"seconds": seconds, "stages": stages, "tables": tables}


def _seconds_of_stages(snapshot: Path) -> dict[str, float]:
    """Return the seconds of each stage over all batches, by the clock of its process."""
    found: dict[str, float] = {}
    for table in read_table(snapshot, "stage_runs", ["stage", "seconds"]):
        for row in table.to_pylist():
            found[row["stage"]] = found.get(row["stage"], 0.0) + row["seconds"]
    return found


def report(found: dict[str, dict[str, Any]], documents: int) -> int:
    """Print what was found; return 1 where it is not as it should be."""
    print(f"{documents:,} documents on {os.cpu_count()} cores, {platform.machine()}")
    print("\n| way | seconds | of stages, added up | times as fast as one | data tables |")
    print("|---|---|---|---|---|")
    first = found[next(iter(found))]
    alike = {name: told["tables"] == first["tables"] for name, told in found.items()}
    for name, told in found.items():
        times = f"{found['one']['seconds'] / told['seconds']:.2f}" if "one" in found else ""
        bytes_told = f"{len(told['tables'])} files, {'the same' if alike[name] else 'OTHERS'}"
        stages = sum(told["stages"].values())
        print(f"| {name} | {told['seconds']:.0f} | {stages:.0f} | {times} | {bytes_told} |")
    print("\nof one:", ", ".join(f"{n} {s:.1f} s" for n, s in first["stages"].items()))
    right = all(alike.values()) and set(found) == set(WAYS)
    if documents >= ENOUGH and {"one", "two"} <= set(found):
        right = right and found["one"]["seconds"] >= LEAST * found["two"]["seconds"]
    return 0 if right else 1


def main() -> int:
    """Measure, as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--batch-size", type=int, default=0, help="0: an eighth of the documents")
    parser.add_argument("--only", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--keep", type=Path, help="folder that keeps results between calls")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = asked.keep or Path(name)
        inputs, results = folder / "in", folder / "results.json"
        if not inputs.exists():
            inputs.mkdir(parents=True)
            write_documents(inputs, asked.documents)
        found = json.loads(results.read_text("utf-8")) if results.exists() else {}
        size = asked.batch_size or min(-(-asked.documents // 8), 1000)
        for way in asked.only:
            found[way] = measure(WAYS[way], inputs, size)
            results.write_text(json.dumps(found), "utf-8")
    code = report(found, asked.documents)
    return code if asked.check else 0


if __name__ == "__main__":
    sys.exit(main())
