"""What is tried again and what is not, and how many task runs a flow run gets."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

import pytest
from prefect import State, flow, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterParentFlowRunId,
    TaskRunFilter,
    TaskRunFilterFlowRunId,
)
from prefect.client.schemas.objects import TaskRun

from schemas.settings import Settings
from tasks.staging import StageRun
from tests.flows.documents import landing

pytestmark = [
    pytest.mark.usefixtures("api"),
    pytest.mark.filterwarnings("default"),  # of Prefect and its libraries, about each other
]
DONE = StageRun("ingest", "1", 0, "nowhere", 1, 1, 0, 0.1, 1, reused=False)


def tried(tmp_path: Path, *outcomes: Exception | StageRun) -> tuple[State[Any], int]:
    """Run the task of a stage that ends so, time after time; return its state and its tries."""
    from tasks.ingest.task import ingest

    @flow(name="one batch")
    def one_batch() -> State[Any]:
        impatient = ingest.with_options(retry_delay_seconds=0)
        upstream = [{"folder": str(tmp_path)}]
        told = {"staging": str(tmp_path), "settings": Settings().model_dump(mode="json")}
        return cast("State[Any]", impatient(0, upstream=upstream, **told, return_state=True))

    with patch("tasks.adapter.run_stage", side_effect=outcomes) as ran:
        one_batch(return_state=True)
        with get_client(sync_client=True) as client:
            newest = client.read_task_runs(limit=1, sort="EXPECTED_START_TIME_DESC")  # type: ignore[arg-type]
        state = newest[0].state
        assert state is not None
        return state, ran.call_count


def test_reading_and_writing_is_tried_again(tmp_path: Path) -> None:
    flaky: list[Exception | StageRun] = [
        OSError(5, "Input/output error"),
        OSError(116, "Stale file handle"),
        DONE,
    ]
    state, tries = tried(tmp_path, *flaky)
    assert (state.is_completed(), tries) == (True, 3)


def test_reading_and_writing_is_tried_three_times_and_no_more(tmp_path: Path) -> None:
    full: list[Exception | StageRun] = [OSError(28, "No space left on device") for _ in range(5)]
    state, tries = tried(tmp_path, *full)
    assert (state.is_failed(), tries) == (True, 3)
    assert "No space left on device" in str(state.message)


@pytest.mark.parametrize("bug", [ValueError("a bug in a rule"), KeyError("place"), RuntimeError()])
def test_a_bug_is_not_tried_again(bug: Exception, tmp_path: Path) -> None:
    state, tries = tried(tmp_path, bug, DONE)
    assert (state.is_failed(), tries) == (True, 1)
    assert "mend the cause and run again" in str(state.message)


BATCHES, MOST = 6, 10


def test_many_batches_take_several_flow_runs(tmp_path: Path) -> None:
    """The limit is lowered, as it would take 100,000 documents to reach it."""
    from flows.process import process

    inputs = landing(tmp_path / "landing", range(BATCHES))
    settings = Settings(data=str(tmp_path / "data"), batch_size=1, workers=2, engine="processes")
    with patch("flows.analyse.MOST_RUNS", MOST):
        state = cast("State[Any]", process([str(inputs)], settings, return_state=True))
    assert state.is_completed(), state.message
    manifest = json.loads((tmp_path / "data/current/manifest.json").read_text("utf-8"))
    assert manifest["tables"]["sources"]["rows"] == BATCHES
    runs = children(state)
    assert sorted(runs) == [
        "analyse · from batch 0",
        "analyse · from batch 2",
        "analyse · from batch 4",
        "read lines · from batch 0",
        "read · from batch 0",
        "validate",
        "whole corpus",
    ]
    assert max(len(tasks) for tasks in runs.values()) == MOST
    names = Counter(task.name for tasks in runs.values() for task in tasks)
    assert all(names[f"check rows · batch {number}"] == 1 for number in range(BATCHES))


def children(state: State[Any]) -> dict[str, list[TaskRun]]:
    """Return the task runs of every flow run within the run that ended so, by its name."""
    parent = state.state_details.flow_run_id
    assert parent is not None
    within = FlowRunFilter(parent_flow_run_id=FlowRunFilterParentFlowRunId(any_=[parent]))
    with get_client(sync_client=True) as client:
        return {
            run.name: client.read_task_runs(
                task_run_filter=TaskRunFilter(flow_run_id=TaskRunFilterFlowRunId(any_=[run.id]))
            )
            for run in client.read_flow_runs(flow_run_filter=within)
        }
