"""What running it costs beside the work itself: the share of Prefect, its server, our flows.

``python -m benchmarks.orchestration --documents 10000`` processes so many documents over the cores
and counts the processor time of everything that took part: the processes that run stages and the
bodies of the tasks are work, all the rest (flows, task engine, client, server) is orchestration.
Processor time, for it means the same on a busy machine. ``--check`` holds the share to the floor.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.floors import check
from benchmarks.throughput import write_documents

TICKS = os.sysconf("SC_CLK_TCK")
SERVER = b"uvicorn"


class Bodies:
    """Processor time spent in the bodies of tasks that run in this process."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def timed(self, body: Callable[..., Any], clock: Callable[[], float]) -> Callable[..., Any]:
        """Return `body`, with its time added up by `clock`."""

        def run(*args: Any, **options: Any) -> Any:
            started = clock()
            try:
                return body(*args, **options)
            finally:
                self.seconds += clock() - started

        return run


def measure(number: int) -> dict[str, float]:
    """Process so many documents; return seconds of processor time and of the clock."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        write_documents(folder / "in", number)
        os.environ |= {
            "PREFECT_HOME": str(folder / "prefect"),
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "300",
            "PREFECT_LOGGING_LEVEL": "ERROR",
            "DO_NOT_TRACK": "1",
        }
        return _run(folder)


def _run(folder: Path) -> dict[str, float]:
    from flows import process as module
    from schemas.settings import Settings

    bodies = Bodies()
    serial = ("plan", "select_sources", "resolve_entities", "cluster_stories")
    for name in (*serial, "assemble_snapshot", "publish_snapshot"):
        task = getattr(module, name)
        task.fn = bodies.timed(task.fn, time.process_time)  # nothing else runs meanwhile
    from tasks.validation.task import validate

    validate.fn = bodies.timed(validate.fn, time.thread_time)
    settings = Settings(data=str(folder / "data"), engine="processes")
    began, wall = time.process_time(), time.perf_counter()
    told = module.process([str(folder / "in")], settings)
    wall = time.perf_counter() - wall
    ours = time.process_time() - began
    children = _children()
    stages = sum(seconds for command, seconds in children if SERVER not in command)
    others = sum(seconds for command, seconds in children if SERVER in command)
    orchestration = ours - bodies.seconds + others
    return {
        "documents": told["rows"]["documents"],
        "wall": wall,
        "stages": stages,
        "corpus": bodies.seconds,
        "flows": ours - bodies.seconds,
        "server": others,
        "share": orchestration / (ours + stages + others),
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
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    seconds = measure(options.documents)
    print(f"{options.documents:,} documents on {os.cpu_count()} cores, {platform.machine()}")
    print("\n| processor time of | seconds |\n|---|---|")
    for name in ("stages", "corpus", "flows", "server"):
        print(f"| {name} | {seconds[name]:,.1f} |")
    print(f"\norchestration: {seconds['share']:.1%} of all; {seconds['wall']:,.0f} s by the clock")
    if not options.check:
        return 0
    scores = {"work_share": 1 - seconds["share"]}
    return check("orchestration", scores, f"made documents {options.documents}")


if __name__ == "__main__":
    sys.exit(main())
