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

import pyarrow.dataset as ds
import pytest
import yaml
from prefect import get_client
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
)
from prefect.client.schemas.objects import FlowRun
from prefect.states import Cancelling, Scheduled

from tests.flows.conftest import ROOT, Server
from tests.flows.documents import landing

STORIES = 4
WAITS = 900.0  # seconds for a run, on a machine that many share
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


SLOWLY = {"batch_size": 1, "engine": "threads", "data": "data"}
CRASHED_WITHIN = 40  # seconds without a heartbeat: of those there is one every 30


def test_a_cancelled_run_leaves_the_last_snapshot_and_the_next_goes_on(
    server: Server, client: SyncPrefectClient, deployed: dict[str, UUID], checkout: Path
) -> None:
    before = manifest(checkout)
    landing(checkout / "landing", range(10, 18))
    slowly = {"inputs": ["landing"], "settings": SLOWLY}
    with worker(server, checkout):
        cancelled = started(client, deployed["process"], **slowly)
        half_way(checkout)
        client.set_flow_run_state(cancelled, Cancelling(), force=True)
        run = until(client, cancelled, final)
        assert run.state is not None
        assert run.state.is_cancelled(), run.state.message
        assert manifest(checkout) == before

        run = until(client, started(client, deployed["process"], **slowly), final)
        assert run.state is not None
        assert run.state.is_completed(), run.state.message
    assert rows(checkout, "sources") == before["tables"]["sources"]["rows"] + 8
    reused = ds.dataset(checkout / "data/current/stage_runs").to_table(["reused"])
    assert any(reused["reused"].to_pylist())


def test_a_killed_worker_leaves_a_crashed_run_and_the_next_completes_it(
    server: Server, client: SyncPrefectClient, deployed: dict[str, UUID], checkout: Path
) -> None:
    alerts = yaml.safe_load((ROOT / "automations.yaml").read_text("utf-8"))
    for alert in alerts["automations"]:
        if "crashed" in alert["name"]:
            alert["trigger"]["within"] = CRASHED_WITHIN
    (checkout / "alerts.yaml").write_text(yaml.safe_dump(alerts), "utf-8")
    made = server.python("-m", "flows.alerts", "alerts.yaml", cwd=checkout)
    assert made.returncode == 0, made.stderr
    before = manifest(checkout)
    landing(checkout / "landing", range(20, 28))
    slowly = {"inputs": ["landing"], "settings": SLOWLY}
    with worker(server, checkout) as process:
        killed = started(client, deployed["process"], **slowly)
        half_way(checkout)
        for pid in family(process.pid):
            os.kill(pid, signal.SIGKILL)
    assert manifest(checkout) == before
    run = until(client, killed, final)
    assert run.state is not None
    assert run.state.is_crashed(), run.state.message
    with worker(server, checkout):
        run = until(client, started(client, deployed["process"], **slowly), final)
        assert run.state is not None
        assert run.state.is_completed(), run.state.message
    assert rows(checkout, "sources") == before["tables"]["sources"]["rows"] + 8


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
