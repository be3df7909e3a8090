"""What becomes of a run that was killed: the server misses it, the next run completes its work."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from uuid import UUID

import pytest
import yaml
from prefect.client.orchestration import SyncPrefectClient

from tests.flows.documents import landing
from tests.flows.server import ROOT, Server
from tests.flows.worker import (
    SLOWLY,
    family,
    final,
    half_way,
    manifest,
    rows,
    started,
    until,
    worker,
)

CRASHED_WITHIN = 40  # seconds without a heartbeat: of those there is one every 30

pytestmark = [
    pytest.mark.usefixtures("api"),
    pytest.mark.filterwarnings("default"),  # of Prefect and its libraries, about each other
]


@pytest.fixture
def killed(
    server: Server, client: SyncPrefectClient, deployed: dict[str, UUID], checkout: Path
) -> UUID:
    """Return a run that was killed half way, with its worker and all that it had started.

    The alerts are made here, in the last file: what they write with every event, while other tests
    keep the server busy, is too much for SQLite ("database is locked").
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


def test_a_killed_run_is_crashed_and_the_next_completes_it(
    server: Server,
    client: SyncPrefectClient,
    deployed: dict[str, UUID],
    killed: UUID,
    checkout: Path,
) -> None:
    run = until(client, killed, final)
    assert run.state is not None
    assert run.state.is_crashed(), run.state.message
    with worker(server, checkout):
        run = until(client, started(client, deployed["process"], **SLOWLY), final)
        assert run.state is not None
        assert run.state.is_completed(), run.state.message
    assert rows(checkout, "sources") == len(list((checkout / "landing").iterdir()))
