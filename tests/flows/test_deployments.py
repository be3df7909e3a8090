"""What `prefect --no-prompt deploy --all` makes, and that a worker runs it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pyarrow.dataset as ds
import pytest
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
)
from prefect.client.schemas.objects import FlowRun
from prefect.states import Cancelling, Scheduled

from tests.flows.documents import landing
from tests.flows.server import Server
from tests.flows.worker import (
    SLOWLY,
    STORIES,
    WAITS,
    final,
    half_way,
    manifest,
    rows,
    started,
    until,
    worker,
)

pytestmark = [
    pytest.mark.usefixtures("api"),
    pytest.mark.filterwarnings("default"),  # of Prefect and its libraries, about each other
]


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


def test_a_cancelled_run_leaves_the_last_snapshot_and_the_next_goes_on(
    server: Server, client: SyncPrefectClient, deployed: dict[str, UUID], checkout: Path
) -> None:
    before = manifest(checkout)
    landing(checkout / "landing", range(10, 18))
    with worker(server, checkout):
        cancelled = started(client, deployed["process"], **SLOWLY)
        half_way(checkout)
        client.set_flow_run_state(cancelled, Cancelling(), force=True)
        run = until(client, cancelled, final)
        assert run.state is not None
        assert run.state.is_cancelled(), run.state.message
        assert manifest(checkout) == before

        run = until(client, started(client, deployed["process"], **SLOWLY), final)
        assert run.state is not None
        assert run.state.is_completed(), run.state.message
    assert rows(checkout, "sources") == before["tables"]["sources"]["rows"] + 8
    reused = ds.dataset(checkout / "data/current/stage_runs").to_table(["reused"])
    assert any(reused["reused"].to_pylist())


def runs_of(client: SyncPrefectClient, deployment: UUID) -> list[FlowRun]:
    chosen = FlowRunFilter(deployment_id=FlowRunFilterDeploymentId(any_=[deployment]))
    return client.read_flow_runs(flow_run_filter=chosen)


def test_the_schedule_plans_runs_ahead(
    client: SyncPrefectClient, deployed: dict[str, UUID]
) -> None:
    schedule = client.read_deployment(deployed["retry"]).schedules[0].id
    client.update_deployment_schedule(deployed["retry"], schedule, active=True)
    ends = time.monotonic() + WAITS
    while not runs_of(client, deployed["retry"]):
        assert time.monotonic() < ends
        time.sleep(1)
    planned = runs_of(client, deployed["retry"])[0]
    client.update_deployment_schedule(deployed["retry"], schedule, active=False)
    assert planned.state is not None
    assert planned.state.is_scheduled()
    assert planned.expected_start_time is not None
    assert planned.expected_start_time.minute == 20
