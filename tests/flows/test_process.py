"""The main flow on a real server: what it makes, what it does again, what one sees of it."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import pyarrow.dataset as ds
import pytest
from prefect import get_client
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterFlowRunId,
    FlowRunFilter,
    FlowRunFilterParentFlowRunId,
    LogFilter,
    LogFilterFlowRunId,
    TaskRunFilter,
    TaskRunFilterFlowRunId,
)

from schemas.settings import Settings
from tests.flows.documents import landing
from tests.flows.server import Server

if TYPE_CHECKING:
    from prefect import State

STORIES = 5
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.usefixtures("api"),
    pytest.mark.filterwarnings("default"),  # of Prefect and its libraries, about each other
]


@dataclass(frozen=True)
class Done:
    """A finished run: what it returned, and what the server knows of it."""

    result: dict[str, Any]
    name: str
    id: UUID
    children: list[UUID]
    data: Path

    def artifacts(self) -> dict[str, Any]:
        """Return the data of the run's artifacts by key."""
        chosen = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[self.id]))
        with get_client(sync_client=True) as client:
            found = client.read_artifacts(artifact_filter=chosen)
        return {str(one.key): one.data for one in found}

    def task_names(self) -> Counter[str]:
        """Return the names of all task runs of the run and of the flow runs within it."""
        within = TaskRunFilterFlowRunId(any_=[self.id, *self.children])
        with get_client(sync_client=True) as client:
            found = client.read_task_runs(task_run_filter=TaskRunFilter(flow_run_id=within))
        return Counter(run.name for run in found)


def run(folder: Path, data: Path, **settings: Any) -> Done:
    """Run the flow in this process; return what it did."""
    from flows.process import process

    chosen = Settings(data=str(data), engine="threads", **settings)
    state = cast("State[Any]", process([str(folder)], chosen, return_state=True))
    assert state.is_completed(), state.message
    run_id = state.state_details.flow_run_id
    assert run_id is not None
    parent = FlowRunFilterParentFlowRunId(any_=[run_id])
    with get_client(sync_client=True) as client:
        name = client.read_flow_run(run_id).name
        children = client.read_flow_runs(flow_run_filter=FlowRunFilter(parent_flow_run_id=parent))
    result = state.result()
    return Done(result, name, run_id, [child.id for child in children], data)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("process")


@pytest.fixture(scope="module")
def first(place: Path) -> Done:
    folder = landing(place / "landing", range(STORIES))
    (folder / "empty.txt").write_text(" \n", "utf-8")
    return run(folder, place / "data", batch_size=3)


@pytest.fixture(scope="module")
def second(place: Path, first: Done) -> Done:
    return run(landing(place / "landing", range(STORIES, STORIES + 1)), first.data, batch_size=3)


def rows(data: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ds.dataset(data / "current" / table).to_table().to_pylist()
    return found


def test_documents_become_a_snapshot(first: Done) -> None:
    assert len(rows(first.data, "sources")) == STORIES + 1
    assert len(rows(first.data, "documents")) >= STORIES
    assert [row["code"] for row in rows(first.data, "rejects")] == ["empty"]


def test_what_the_flow_returns_is_plain(first: Done) -> None:
    assert json.loads(json.dumps(first.result, default=str))["read_anew"] == STORIES + 1


def test_the_run_is_named_by_what_it_does(first: Done) -> None:
    kind, day, what = first.name.split(" · ")
    assert (kind, what) == ("process", f"{STORIES + 1} documents")
    assert len(day) == len("2026-11-21")


def test_tasks_are_named_by_what_they_do(first: Done) -> None:
    names = first.task_names()
    stages = ("ingest", "remove boilerplate", "detect language", "detect dates")
    for stage in (*stages, "extract entities", "check rows"):
        assert names[f"{stage} · batch 0"] == names[f"{stage} · batch 1"] == 1
    assert names["validate · part-00000.parquet"] >= 1


def test_the_stage_table_counts_every_source(first: Done) -> None:
    stages = {row["stage"]: row for row in json.loads(first.artifacts()["stages"])}
    assert stages["ingest"]["in"] == STORIES + 1
    assert stages["ingest"]["rejected"] == 1
    assert stages["check rows"]["batches"] == 2


def test_the_report_tells_what_there_is_and_where(first: Done) -> None:
    report = first.artifacts()["run-report"]
    stories = len(rows(first.data, "documents"))
    assert f"**{stories:,} stories**" in report
    assert "Rosalind Oliver" in report
    assert first.result["snapshot"] in report


def test_the_rejects_table_names_the_document_and_the_reason(first: Done) -> None:
    (reject,) = json.loads(first.artifacts()["rejects"])
    assert reject["code"] == "empty"
    assert "empty" in reject["example"]


def test_the_live_progress_ends_at_the_whole(first: Done) -> None:
    assert first.artifacts()["progress"] == 100


def test_logs_are_one_line_per_stage_and_batch(first: Done) -> None:
    chosen = LogFilter(flow_run_id=LogFilterFlowRunId(any_=first.children))
    with get_client(sync_client=True) as client:
        for _ in range(20):  # logs are sent behind the run's back, every two seconds
            lines = [log.message for log in client.read_logs(log_filter=chosen)]
            told = [line for line in lines if line.startswith("batch ")]
            if len(told) >= 7 * 2:
                break
            time.sleep(1)
    assert len(told) == 7 * 2  # stages and batches
    assert all(" in, " in line and " s" in line for line in told)


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: the UI was not looked at")
def test_the_ui_shows_the_run_and_its_report(first: Done, server: Server, tmp_path: Path) -> None:
    chosen = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[first.id]))
    with get_client(sync_client=True) as client:
        artifacts = {one.key: one.id for one in client.read_artifacts(artifact_filter=chosen)}
    ui = server.url.removesuffix("/api")
    run = seen(f"{ui}/runs/flow-run/{first.id}", tmp_path / "run.png")
    assert first.name in run
    report = seen(f"{ui}/artifacts/artifact/{artifacts['run-report']}", tmp_path / "report.png")
    assert "Names met most" in report
    assert "Rosalind Oliver" in report


def seen(url: str, picture: Path) -> str:
    """Have a browser show the page and take a picture of it; return what the page then holds."""
    assert CHROMIUM is not None
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1400,900"]
    profile = f"--user-data-dir={picture.parent / 'browser'}"
    patience = ["--virtual-time-budget=30000", f"--screenshot={picture}", "--dump-dom"]
    done = subprocess.run(
        [*command, profile, *patience, url], capture_output=True, timeout=180, check=False
    )
    assert picture.stat().st_size > 10_000
    return done.stdout.decode("utf-8", "replace")


def test_a_second_run_reads_what_is_new_only(first: Done, second: Done) -> None:
    assert second.result["read_anew"] == 1
    assert second.result["unchanged"] == STORIES + 1
    assert len(rows(second.data, "sources")) == STORIES + 2
    assert second.name.endswith(" · 1 document")
    assert second.result["snapshot"] != first.result["snapshot"]


def test_a_run_without_anything_new_publishes_nothing(place: Path, second: Done) -> None:
    third = run(place / "landing", second.data, batch_size=3)
    assert third.result["snapshot"] == second.result["snapshot"]
    assert third.name.endswith(" · nothing new")
    assert not third.children


def test_a_run_that_finds_another_at_work_is_cancelled(place: Path, first: Done) -> None:
    from flows.process import process
    from tasks.publishing.folder import locked

    with locked(first.data):
        again = process([str(place / "landing")], Settings(data=str(first.data)), return_state=True)
    state = cast("State[Any]", again)
    assert state.is_cancelled()
    assert "another run is writing" in str(state.message)
