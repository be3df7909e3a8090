"""Prefect's server on a real PostgreSQL, by the one setting that docs/operations.md names."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.flows.documents import landing
from tests.flows.server import free_port, serving

PROGRAMS = ("initdb", "pg_ctl", "psql")
NOBODY = "nobody"  # PostgreSQL refuses to be run by root
pytestmark = pytest.mark.skipif(
    not all(shutil.which(program) for program in PROGRAMS),
    reason="PostgreSQL is not installed: the setting was not tried",
)


def as_somebody(*command: str) -> str:
    """Run a command as somebody who is not root; return what it printed."""
    user = NOBODY if os.geteuid() == 0 else None
    quiet = {"stderr": subprocess.STDOUT, "text": True, "check": True, "cwd": "/"}
    with Path(os.devnull).open() as nothing:
        told = subprocess.run(command, user=user, stdin=nothing, stdout=subprocess.PIPE, **quiet)  # type: ignore[call-overload]
    return str(told.stdout)


@pytest.fixture
def postgres() -> Iterator[int]:
    """Return the port of a new cluster on loopback."""
    home = Path("/tmp") / f"parquetry-postgres-{os.getpid()}"  # where nobody can reach it
    home.mkdir(mode=0o777)
    home.chmod(0o777)
    port = free_port()
    log = home / "log"
    try:
        as_somebody(
            "initdb", "--pgdata", f"{home}/data", "--auth", "trust", "--username", "prefect"
        )
        options = f"-h 127.0.0.1 -p {port} -k {home}"
        control = ("pg_ctl", "--pgdata", f"{home}/data", "--wait")
        # Its log is a file: it would hold a pipe open for as long as it lives.
        as_somebody(*control, "--log", str(log), "--options", options, "start")
        try:
            yield port
        finally:
            as_somebody(*control, "--mode", "fast", "stop")
    finally:
        shutil.rmtree(home)


def test_a_run_on_postgres(postgres: int, tmp_path: Path) -> None:
    url = f"postgresql+asyncpg://prefect@127.0.0.1:{postgres}/postgres"
    (tmp_path / "home").mkdir()
    setting = {"PREFECT_SERVER_DATABASE_CONNECTION_URL": url}
    with serving(tmp_path / "home", **setting) as server:
        inputs, data = landing(tmp_path / "in", range(2)), tmp_path / "data"
        command = "from flows.command_line import main; main()"
        done = server.python("-c", command, "run", str(inputs), "--data", str(data), cwd=ROOT)
        assert done.returncode == 0, done.stderr
    assert (data / "current" / "manifest.json").is_file()
    query = "SELECT state_type FROM flow_run WHERE name LIKE 'process%'"
    where = ("-h", "127.0.0.1", "-p", str(postgres), "-U", "prefect", "-d", "postgres")
    assert as_somebody("psql", *where, "-tAc", query).split() == ["COMPLETED"]
