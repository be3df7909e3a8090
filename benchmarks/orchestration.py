"""What running it costs beside the work itself: the share of Prefect, its server, our flows.

``python -m benchmarks.orchestration --documents 10000`` processes so many documents over the cores,
in a process of its own, and counts the processor time of everything that took part. Work is what
the processes of the stages take, and the bodies of the tasks. All the rest is orchestration: the
import of Prefect, flows, task engine, client, and the server from its start to its end. Its
database is made before, which only the first run on a machine does: what that takes is told apart.
Processor time, for it means the same on a busy machine. ``--check`` holds the share of work to its
floor.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from benchmarks.floors import check
from benchmarks.throughput import write_documents

TICKS = os.sysconf("SC_CLK_TCK")
SERVER = b"uvicorn"
ROOT = Path(__file__).parent.parent


PARTS = ("stages", "corpus", "loading", "flows", "server")
NAMED = {*PARTS, "documents", "wall", "share", "database"}
SERIAL = (
    "plan",
    "select_sources",
    "weigh_site_lines",
    "replan",
    "assemble_snapshot",
    "publish_snapshot",
)


class Bodies:
    """Processor time spent in the bodies of tasks that run in this process, by their names."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def timed(self, task: Any, clock: Callable[[], float]) -> Callable[..., Any]:
        """Return the body of `task`, with its time added up by `clock`."""
        body, name = task.fn, task.name

        @wraps(body)  # Prefect looks at the names of its parameters
        def run(*args: Any, **options: Any) -> Any:
            started = clock()
            try:
                return body(*args, **options)
            finally:
                self.seconds[name] = self.seconds.get(name, 0.0) + clock() - started

        return run


def measure(number: int, batch_size: int) -> dict[str, float]:
    """Process so many documents; return seconds of processor time and of the clock."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        write_documents(folder / "in", number)
        environment = os.environ | {
            "PREFECT_HOME": str(folder / "prefect"),
            "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "300",
        }
        made = [sys.executable, "-m", "prefect", "server", "database", "upgrade", "--yes"]
        subprocess.run(made, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "benchmarks.orchestration", "--within", name]
        options = ["--batch-size", str(batch_size)]
        done = subprocess.run(
            [*command, *options], cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True
        )
        told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        return told | {"database": used.ru_utime + used.ru_stime}


def run_within(folder: Path, batch_size: int) -> dict[str, float]:
    """Do what the command does, with a look at the clock: in a process that does nothing else."""
    from flows.command_line import PREFECT

    for name, value in PREFECT.items():
        os.environ.setdefault(name, value)
    from flows import process as module
    from schemas.settings import Settings
    from tasks.validation.task import validate

    bodies = Bodies()
    for name in SERIAL:
        task = getattr(module, name)
        task.fn = bodies.timed(task, time.process_time)  # nothing else runs meanwhile
    validate.fn = bodies.timed(validate, time.thread_time)
    settings = Settings(data=str(folder / "data"), engine="processes", batch_size=batch_size)
    loaded, wall = time.process_time(), time.perf_counter()
    told = module.process([str(folder / "in")], settings)
    wall = time.perf_counter() - wall
    ours = time.process_time()
    children = _children()
    stages = sum(seconds for command, seconds in children if SERVER not in command)
    server = sum(seconds for command, seconds in children if SERVER in command)
    corpus = sum(bodies.seconds.values())
    return {
        **bodies.seconds,
        "documents": told["rows"]["documents"],
        "wall": wall,
        "stages": stages,
        "corpus": corpus,
        "loading": loaded,
        "flows": ours - loaded - corpus,
        "server": server,
        "share": (ours - corpus + server) / (ours + stages + server),
    }


def _children() -> list[tuple[bytes, float]]:
    """Command and processor time of every living process that this one started."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text("utf-8").rpartition(")")[2].split()
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue  # it has ended
        if int(fields[1]) == os.getpid():
            found.append((command, (int(fields[11]) + int(fields[12])) / TICKS))
    return found


def main() -> int:
    """Print the table; with --check, 1 where the share is above what is asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--batch-size", type=int, default=1000)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--within", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.within:
        print(json.dumps(run_within(options.within, options.batch_size)))
        return 0
    seconds = measure(options.documents, options.batch_size)
    print(f"{options.documents:,} documents on {os.cpu_count()} cores, {platform.machine()}")
    print("\n| processor time of | seconds |\n|---|---|")
    for name in PARTS:
        print(f"| {name} | {seconds[name]:,.1f} |")
    told = (f"{name} {took:,.1f}" for name, took in seconds.items() if name not in NAMED)
    print(f"\nof the corpus: {', '.join(told)}")
    print(f"once on a machine, not counted: {seconds['database']:.1f} s to make the database")
    print(f"\norchestration: {seconds['share']:.1%} of all; {seconds['wall']:,.0f} s by the clock")
    if not options.check:
        return 0
    corpus = f"made documents {options.documents}, batches of {options.batch_size}"
    scores = {"work_share": 1 - seconds["share"]}
    return check("orchestration", scores, corpus)


if __name__ == "__main__":
    sys.exit(main())
