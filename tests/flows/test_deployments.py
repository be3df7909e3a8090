"""What `prefect --no-prompt deploy --all` makes, and that a worker runs it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from prefect import get_client
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
)
from prefect.client.schemas.objects import FlowRun
from prefect.states import Scheduled

from tests.flows.conftest import ROOT, Server
from tests.flows.documents import landing

STORIES = 4
WAITS = 240.0  # seconds for a run on a slow machine
DEPLOYMENTS = {
    "process": "process/process",
    "retry": "process/retry",
    "rebuild": "process/rebuild",
    "maintain": "maintain/maintain",
}
pytestmark = [
    pytest.mark.usefixtures("api"),
    pytest.mark.filterwarnings("default"),  # of Prefect and its libraries, about each other
]


@pytest.fixture(scope="module")
def client() -> Iterator[SyncPrefectClient]:
    with get_client(sync_client=True) as client:
        yield client


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder as a user has it: the code, and documents that land in it."""
    place = tmp_path_factory.mktemp("checkout")
    for name in ("flows", "tasks", "schemas"):
        (place / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "prefect.yaml", place)
    landing(place / "landing", range(STORIES))
    return place


@pytest.fixture(scope="module")
def deployed(server: Server, checkout: Path) -> dict[str, UUID]:
    """Deploy all; return the deployments' ids by name."""
    pool = server.command("work-pool", "create", "parquetry", "--type", "process", cwd=checkout)
    assert pool.returncode == 0, pool.stdout + pool.stderr
    done = server.command("--no-prompt", "deploy", "--all", cwd=checkout)
    assert done.returncode == 0, done.stdout + done.stderr
    with get_client(sync_client=True) as client:
        found = {name: client.read_deployment_by_name(path) for name, path in DEPLOYMENTS.items()}
    return {name: deployment.id for name, deployment in found.items()}


@contextmanager
def worker(server: Server, checkout: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Have a worker of the pool at work within the block."""
    log = checkout / "worker.log"
    process = server.start("worker", "start", "--pool", "parquetry", cwd=checkout, log=log)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=60)
        finally:
            with_group(process, signal.SIGKILL)


def with_group(process: subprocess.Popen[bytes], sign: signal.Signals) -> None:
    """Send a signal to the process and to all that it started."""
    try:
        os.killpg(process.pid, sign)
    except ProcessLookupError:
        return


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


def started(client: SyncPrefectClient, deployment: UUID) -> UUID:
    """Start a run by hand, as the button in the UI does."""
    return client.create_flow_run_from_deployment(deployment, state=Scheduled()).id


def manifest(checkout: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((checkout / "data/current/manifest.json").read_text("utf-8"))
    return found


def rows(checkout: Path, table: str) -> int:
    return int(manifest(checkout)["tables"][table]["rows"])


def test_deployments_have_schedules_and_limits(
    client: SyncPrefectClient, deployed: dict[str, UUID]
) -> None:
    found = {name: client.read_deployment(deployed[name]) for name in deployed}
    schedules = {
        name: [getattr(one.schedule, "cron", None) for one in deployment.schedules]
        for name, deployment in found.items()
    }
    assert schedules == {
        "process": ["0 * * * *"],
        "retry": ["20 2 * * *"],
        "rebuild": [],
        "maintain": ["40 3 * * 0"],
    }
    for deployment in found.values():
        limit, options = deployment.global_concurrency_limit, deployment.concurrency_options
        assert limit is not None
        assert options is not None
        assert (limit.limit, options.collision_strategy) == (1, "CANCEL_NEW")
        assert deployment.description
        assert deployment.tags == ["parquetry"]


def test_the_form_names_and_explains_every_parameter(
    client: SyncPrefectClient, deployed: dict[str, UUID]
) -> None:
    schema = client.read_deployment(deployed["process"]).parameter_openapi_schema
    assert schema is not None
    inputs = schema["properties"]["inputs"]
    assert (inputs["type"], inputs["items"]) == ("array", {"type": "string"})
    assert all(one["description"] for one in schema["properties"].values())
    settings = schema["definitions"]["Settings"]["properties"]
    assert settings["engine"]["enum"] == ["auto", "threads", "processes", "dask"]
    assert all(one["description"] for one in settings.values())


def test_a_worker_takes_runs_to_their_end(
    server: Server, client: SyncPrefectClient, deployed: dict[str, UUID], checkout: Path
) -> None:
    """By schedule, by hand, one killed half way and the one that completes it, and upkeep."""
    with worker(server, checkout):
        soon = datetime.now(UTC) + timedelta(seconds=2)
        scheduled = client.create_flow_run_from_deployment(
            deployed["process"], state=Scheduled(scheduled_time=soon)
        )
        run = until(client, scheduled.id, final)
        assert run.state is not None
        assert run.state.is_completed(), run.state.message
        assert run.name.endswith(f" · {STORIES} documents")
        assert rows(checkout, "sources") == STORIES

        landing(checkout / "landing", range(STORIES, STORIES + 2))
        by_hand = until(client, started(client, deployed["process"]), final)
        assert by_hand.state is not None
        assert by_hand.state.is_completed(), by_hand.state.message
        assert by_hand.name.endswith(" · 2 documents")
        assert rows(checkout, "sources") == STORIES + 2

        upkeep = until(client, started(client, deployed["maintain"]), final)
        assert upkeep.state is not None
        assert upkeep.state.is_completed(), upkeep.state.message


def runs_of(client: SyncPrefectClient, deployment: UUID) -> list[FlowRun]:
    chosen = FlowRunFilter(deployment_id=FlowRunFilterDeploymentId(any_=[deployment]))
    return client.read_flow_runs(flow_run_filter=chosen)


def test_the_schedule_plans_runs_ahead(
    client: SyncPrefectClient, deployed: dict[str, UUID]
) -> None:
    ends = time.monotonic() + WAITS
    while not runs_of(client, deployed["retry"]):
        assert time.monotonic() < ends
        time.sleep(1)
    planned = runs_of(client, deployed["retry"])[0]
    assert planned.state is not None
    assert planned.state.is_scheduled()
    assert planned.expected_start_time is not None
    assert planned.expected_start_time.minute == 20
