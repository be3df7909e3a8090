"""Kills of the command itself: `parquetry run`, with Prefect, its server and the real stages."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from tasks.publishing.folder import current
from tasks.publishing.verify import verify
from tests.chain import fingerprint, now, rows
from tests.faults.reading import Reader

ROOT = Path(__file__).parent.parent.parent
COMMAND = "from flows.command_line import main; main()"
STORY = (
    "Talks number {n}\n\nGENEVA, 3 May 2016 - Ministers of {n} countries met on Monday, said Anna "
    "Lind, who chairs the council.\n\nThe next round begins in June 2017 in Vienna.\n"
)
STARTING = 0.2  # share of a run in which it imports and starts its server: no use to kill it there


def real_kills(home: Path, number: int, rng: random.Random, documents: int = 40) -> int:
    """Kill the command so often at random times, with a reader; return the number of faults.

    A folder is filled until a run comes through, which must have made what an undisturbed run
    makes; then it is emptied, and filled again.
    """
    if not number:
        return 0
    inputs, data = home / "in", home / "data"
    inputs.mkdir()
    for n in range(documents):
        (inputs / f"{n:03d}.txt").write_text(STORY.format(n=n))
    started = time.monotonic()
    faults = int(_run(inputs, home / "whole", home) != 0)
    seconds = time.monotonic() - started
    reader = Reader(data, home / "reads")
    killed = filled = 0
    while killed < number:
        wait = seconds * (STARTING + (1 - STARTING) * rng.random())
        code = _run(inputs, data, home, kill_after=wait)
        killed += code == -signal.SIGKILL
        faults += code not in (0, -signal.SIGKILL)
        snapshot = current(data) if data.exists() else None
        faults += bool(snapshot and list(verify(snapshot)))
        if code == 0 or killed == number:
            faults += _run(inputs, data, home) != 0
            faults += _other(inputs, data, home / "whole")
            (data).rename(home / f"filled-{filled}")
            filled += 1
    reads = reader.stop()
    print(
        f"{killed} kills of `parquetry run`, {filled} folders filled: {faults} faults, "
        f"reads {dict(reads)}",
        flush=True,
    )
    return faults + reads.total() - reads["good"]


def _other(inputs: Path, data: Path, whole: Path) -> int:
    if not (data / "current").exists():
        return 1
    uris = sorted(row["uri"] for row in rows(now(data), "sources"))
    lost = uris != sorted(path.as_uri() for path in inputs.iterdir())
    return (fingerprint(now(data)) != fingerprint(now(whole))) + lost


def _run(inputs: Path, data: Path, home: Path, *, kill_after: float = 0) -> int:
    """Run the command, and kill its process after so many seconds; return its exit code."""
    told = [sys.executable, "-c", COMMAND, "run", str(inputs), "--data", str(data)]
    running = subprocess.Popen(
        [*told, "--batch-size", "10"],
        cwd=ROOT,
        env=os.environ | {"PREFECT_HOME": str(home / "prefect"), "DO_NOT_TRACK": "1"},
        stdout=subprocess.DEVNULL,
        stderr=(home / "told").open("w"),
        start_new_session=True,
    )
    try:
        code = running.wait(kill_after or None)
    except subprocess.TimeoutExpired:
        running.kill()  # this process alone, as the kernel would: its workers find out
        code = running.wait()
    with suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)  # Prefect's server, which nobody needs now
    if code not in (0, -signal.SIGKILL):
        print(f"exit code {code}: {(home / 'told').read_text()[-1500:]}", flush=True)
    return code
