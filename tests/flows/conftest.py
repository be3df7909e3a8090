"""One real Prefect server for all tests of flows, for it takes long to start; what is deployed."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
import yaml
from prefect import get_client
from prefect.client.orchestration import SyncPrefectClient

from tests.flows.documents import landing
from tests.flows.server import ROOT, Server, serving
from tests.flows.worker import SLOWLY, STORIES, family, half_way, manifest, started, worker

DEPLOYMENTS = {
    "process": "process/process",
    "retry": "process/retry",
    "rebuild": "process/rebuild",
    "maintain": "maintain/maintain",
}
CRASHED_WITHIN = 40  # seconds without a heartbeat: of those there is one every 30


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


@pytest.fixture(scope="session")
def killed(
    server: Server, client: SyncPrefectClient, deployed: dict[str, UUID], checkout: Path
) -> UUID:
    """Return a run that was killed half way, with its worker and all that it had started.

    It takes a minute until the server misses it: other tests run meanwhile (`test_recovery`).
    """
    alerts = yaml.safe_load((ROOT / "automations.yaml").read_text("utf-8"))
    for alert in alerts["automations"]:
        if "crashed" in alert["name"]:
            alert["trigger"]["within"] = CRASHED_WITHIN
    (checkout / "alerts.yaml").write_text(yaml.safe_dump(alerts), "utf-8")
    made = server.python("-m", "flows.alerts", "alerts.yaml", cwd=checkout)
    assert made.returncode == 0, made.stderr
    before = manifest(checkout)
    landing(checkout / "landing", range(20, 28))
    with worker(server, checkout) as process:
        run = started(client, deployed["process"], **SLOWLY)
        half_way(checkout)
        for pid in family(process.pid):
            os.kill(pid, signal.SIGKILL)
    assert manifest(checkout) == before
    return run
