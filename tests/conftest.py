"""What all tests share: no network but loopback, and one real run over the seeds."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.no_network.sitecustomize import forbid_network

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"

forbid_network()


@dataclass(frozen=True)
class Run:
    """A run of the command: its exit code, what it printed, and its data folder."""

    code: int
    out: str
    err: str
    data: Path

    @property
    def current(self) -> Path:
        """The snapshot that readers see."""
        return (self.data / "current").resolve()


def parquetry(*arguments: str, home: Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would, in a process that may not use the network."""
    environment = {
        **os.environ,
        "PREFECT_HOME": str(home),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "tests" / "no_network"), str(ROOT)]),
        "COLUMNS": "120",
        "GX_ANALYTICS_ENABLED": "",
    }
    command = [sys.executable, "-c", "from flows.command_line import main; main()", *arguments]
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=400, check=False
    )


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for Prefect's own database, the same for all runs of the session."""
    return tmp_path_factory.mktemp("prefect")


@pytest.fixture(scope="session")
def seed_run(tmp_path_factory: pytest.TempPathFactory, prefect_home: Path) -> Run:
    """Return what `parquetry run seeds` did: the whole chain, on a real embedded server."""
    data = tmp_path_factory.mktemp("seeds") / "data"
    done = parquetry("run", "seeds", "--data", str(data), home=prefect_home)
    assert done.returncode == 0, done.stderr + done.stdout
    return Run(done.returncode, done.stdout, done.stderr, data)
