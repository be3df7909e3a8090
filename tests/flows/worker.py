"""A checkout as a user has it, a worker that runs its deployments, and how to wait for runs."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import FlowRun
from prefect.states import Scheduled

from tests.flows.server import Server

STORIES = 4  # that have landed before the first run
WAITS = 900.0  # seconds for a run, on a machine that many share
SLOWLY = {"inputs": ["landing"], "settings": {"batch_size": 1, "engine": "threads", "data": "data"}}


@contextmanager
def worker(server: Server, checkout: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Have a worker of the pool at work within the block."""
    log = checkout / "worker.log"
    process = server.start("worker", "start", "--pool", "parquetry", cwd=checkout, log=log)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=90)


def until(client: SyncPrefectClient, run: UUID, holds: Callable[[FlowRun], bool]) -> FlowRun:
    """Wait until something holds of a run; return the run."""
    ends = time.monotonic() + WAITS
    while True:
        found = client.read_flow_run(run)
        if holds(found):
            return found
        state = found.state
        assert time.monotonic() < ends, f"{found.name} is {state and (state.name, state.message)}"
        time.sleep(0.5)


def final(run: FlowRun) -> bool:
    return bool(run.state and run.state.is_final())


def started(client: SyncPrefectClient, deployment: UUID, **parameters: Any) -> UUID:
    """Start a run by hand, as the button in the UI does."""
    run = client.create_flow_run_from_deployment(
        deployment, parameters=parameters, state=Scheduled()
    )
    return run.id


def half_way(checkout: Path) -> None:
    """Wait until a run has made something, and is far from its end."""
    ends = time.monotonic() + WAITS
    while not list(checkout.glob("data/staging/remove-boilerplate/*")):
        assert time.monotonic() < ends
        time.sleep(0.02)


def family(pid: int) -> list[int]:
    """Return the process and all that it started."""
    found = [pid]
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = (entry / "stat").read_text("utf-8").rpartition(")")[2].split()[1]
            except OSError:
                continue  # it has ended
            if int(parent) == pid:
                found += family(int(entry.name))
    return found


def manifest(checkout: Path) -> dict[str, Any]:
    """Return what the current snapshot says of itself, nothing before the first."""
    path = checkout / "data/current/manifest.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def rows(checkout: Path, table: str) -> int:
    return int(manifest(checkout)["tables"][table]["rows"])
