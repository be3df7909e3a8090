"""The same documents on every engine give the same bytes, also where a worker is killed."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from schemas.settings import Settings
from tasks.publishing.home import manifest_at
from tests.flows.documents import landing
from tests.flows.server import Server, free_port
from tests.objects import BUCKET, object_store

STORIES = 12
BATCH = 3
DATA_TABLES = ("sources", "documents", "blocks", "dates", "mentions", "entities")
WAITS = 120.0
pytestmark = [
    pytest.mark.usefixtures("api"),
    pytest.mark.filterwarnings("default"),  # of Prefect, Dask and their libraries
]
needs_dask = pytest.mark.skipif(
    importlib.util.find_spec("prefect_dask") is None, reason="prefect-dask is not installed"
)


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return landing(tmp_path_factory.mktemp("engines") / "landing", range(STORIES))


def tables(folder: Path, data: Path | str, **settings: Any) -> dict[str, str]:
    """Run the flow; return the digest of every file of the data tables."""
    from flows.process import process

    process([str(folder)], Settings(data=str(data), batch_size=BATCH, **settings))
    told = manifest_at(str(data))[1]["tables"]
    return {file["path"]: file["sha256"] for name in DATA_TABLES for file in told[name]["files"]}


@pytest.fixture(scope="module")
def expected(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What one stage at a time makes."""
    return tables(documents, tmp_path_factory.mktemp("threads") / "data", engine="threads")


def test_over_processes(documents: Path, expected: dict[str, str], tmp_path: Path) -> None:
    settings = {"engine": "processes", "workers": 2}
    assert tables(documents, tmp_path / "data", **settings) == expected


def test_in_this_very_process(documents: Path, expected: dict[str, str], tmp_path: Path) -> None:
    assert tables(documents, tmp_path / "data", max_seconds=0) == expected


def test_into_an_object_store(
    documents: Path, expected: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with object_store() as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        address = f"s3://{BUCKET}/tables"
        settings = {"engine": "processes", "workers": 2, "work": tmp_path / "work"}
        assert tables(documents, address, **settings) == expected


@contextmanager
def dask_cluster(server: Server) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Have a scheduler and two workers, started by themselves; yield address and workers."""
    address = f"tcp://127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--no-dashboard"]
    work = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1"]
    options = ["--no-nanny", "--no-dashboard", "--host", "127.0.0.1"]
    commands = [
        [*command, "--port", address.rpartition(":")[2], "--host", "127.0.0.1"],
        [*work, *options],
        [*work, *options],
    ]
    started = [_quietly(one, server.environment) for one in commands]
    try:
        yield address, started[1:]
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def _quietly(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


@needs_dask
def test_on_dask_with_a_worker_killed_in_the_middle(
    server: Server, documents: Path, expected: dict[str, str], tmp_path: Path
) -> None:
    data = tmp_path / "data"
    with dask_cluster(server) as (address, workers):

        def kill() -> None:
            ends = time.monotonic() + WAITS
            while not list(data.glob("staging/remove-boilerplate/*")):
                if time.monotonic() > ends:
                    return
                time.sleep(0.05)
            workers[0].kill()

        killer = threading.Thread(target=kill)
        killer.start()
        made = tables(documents, data, engine="dask", dask=address)
        killer.join()
        assert workers[0].wait(timeout=10) < 0
    assert made == expected
