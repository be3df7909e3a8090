"""One real Prefect server for all tests of flows, for it takes long to start; what is deployed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from prefect import get_client
from prefect.client.orchestration import SyncPrefectClient

from tests.flows.documents import landing
from tests.flows.server import ROOT, Server, serving
from tests.flows.worker import STORIES

DEPLOYMENTS = {
    "process": "process/process",
    "retry": "process/retry",
    "rebuild": "process/rebuild",
    "maintain": "maintain/maintain",
}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a server on a free port of loopback, with a database of its own."""
    with serving(tmp_path_factory.mktemp("prefect-server")) as server:
        yield server


@pytest.fixture(scope="session")
def api(server: Server) -> Iterator[None]:
    """Have flows that run in this process use the server."""
    from prefect.context import _temporary_global_settings_context, get_settings_context
    from prefect.logging.handlers import APILogWorker
    from prefect.settings import (
        PREFECT_API_URL,
        PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW,
        temporary_settings,
    )

    updates = {PREFECT_API_URL: server.url, PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW: "ignore"}
    # Threads do not take over the settings of the one that starts them: they look at the global.
    with temporary_settings(updates), _temporary_global_settings_context(get_settings_context()):
        yield
        APILogWorker.instance().drain()  # what is still to be sent, while the server is there


@pytest.fixture(scope="session")
def client(api: None) -> Iterator[SyncPrefectClient]:
    del api  # it must have been set up
    with get_client(sync_client=True) as client:
        yield client


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder as a user has it: the code, and documents that land in it."""
    place = tmp_path_factory.mktemp("checkout")
    for name in ("flows", "tasks", "schemas"):
        (place / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "prefect.yaml", place)
    landing(place / "landing", range(STORIES))
    return place


@pytest.fixture(scope="session")
def deployed(server: Server, api: None, checkout: Path) -> dict[str, UUID]:
    """Deploy all; return the deployments' ids by name."""
    del api  # it must have been set up
    pool = server.command("work-pool", "create", "parquetry", "--type", "process", cwd=checkout)
    assert pool.returncode == 0, pool.stdout + pool.stderr
    done = server.command("--no-prompt", "deploy", "--all", cwd=checkout)
    assert done.returncode == 0, done.stdout + done.stderr
    with get_client(sync_client=True) as client:
        found = {name: client.read_deployment_by_name(path) for name, path in DEPLOYMENTS.items()}
        for deployment in found.values():  # or on a Sunday at 03:40 upkeep comes between
            for one in deployment.schedules:
                client.update_deployment_schedule(deployment.id, one.id, active=False)
    return {name: deployment.id for name, deployment in found.items()}
