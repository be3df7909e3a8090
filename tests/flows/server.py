"""A Prefect server of our own, on a free port of loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
STARTS_WITHIN = 400.0


@dataclass(frozen=True)
class Server:
    """A running server, and the environment in which commands find it."""

    url: str
    environment: dict[str, str]

    def command(self, *arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
        """Run `prefect` against this server."""
        return self.python("-m", "prefect", *arguments, cwd=cwd)

    def python(self, *arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
        """Run Python against this server."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=cwd,
            env=self.environment | {"PWD": str(cwd)},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def start(self, *arguments: str, cwd: Path = ROOT, log: Path) -> subprocess.Popen[bytes]:
        """Start `prefect` in a process group of its own, against this server."""
        with log.open("wb") as told:
            return subprocess.Popen(
                [sys.executable, "-m", "prefect", *arguments],
                cwd=cwd,
                env=self.environment | {"PWD": str(cwd)},
                stdout=told,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )


def free_port() -> int:
    """Return a port of loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(url: str) -> bool:
    """Tell whether something answers at `url`."""
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def serving(home: Path, **more: str) -> Iterator[Server]:
    """Have a server at work, with `more` in its environment."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/api"
    guard = [str(ROOT / "tests" / "no_network"), str(ROOT)]
    environment = {
        **os.environ,
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": url,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
        "PREFECT_WORKER_QUERY_SECONDS": "1",
        "DO_NOT_TRACK": "1",
        "PYTHONPATH": os.pathsep.join(guard),
        "OMP_NUM_THREADS": "1",
        "COLUMNS": "200",
        **more,
    }
    log = home / "server.log"
    with log.open("wb") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "prefect", "server", "start", "--port", str(port)],
            env=environment,
            stdout=told,
            stderr=subprocess.STDOUT,
        )
    try:
        until = time.monotonic() + STARTS_WITHIN
        while not answers(f"{url}/health"):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.5)
        yield Server(url, environment)
    finally:
        process.terminate()
        process.wait(timeout=60)
