"""What becomes of a run that was killed: the server misses it, the next run completes its work."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from prefect.client.orchestration import SyncPrefectClient

from tests.flows.server import Server
from tests.flows.worker import SLOWLY, final, rows, started, until, worker

pytestmark = [
    pytest.mark.usefixtures("api"),
    pytest.mark.filterwarnings("default"),  # of Prefect and its libraries, about each other
]


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
