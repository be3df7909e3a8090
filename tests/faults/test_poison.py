"""A document that hangs, kills or breaks a stage costs itself, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from tasks.worker import DiedError, TimedOutError, at_work
from tests.chain import process, rows, statuses
from tests.light import LIGHT
from tests.poison import POISONED, POISONED_INGEST


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    with patch("tasks.running.LOADING", 0.5), patch("tasks.running.PER_SOURCE", 0.01):
        yield


def corpus(folder: Path, poison: str, number: int = 8) -> Path:
    folder.mkdir()
    for one in range(number):
        said = poison if one == 5 else "spoke of peace"
        (folder / f"{one:02d}.txt").write_text(f"Anna number {one} {said}.")
    return folder


@pytest.mark.parametrize(
    ("poison", "code"),
    [("STUCK", "timed_out"), ("KILLED", "crashed"), ("RAISES", "stage_failed")],
)
def test_one_poison_document_costs_itself(tmp_path: Path, poison: str, code: str) -> None:
    folder = corpus(tmp_path / "in", poison)
    stages = POISONED["boilerplate"]
    snapshot = process([folder], tmp_path / "data", stages=stages, max_seconds=0.5)
    assert snapshot is not None
    became = statuses(snapshot)
    assert [name for name, status in became.items() if status != "published"] == ["05.txt"]
    assert [(row["code"], row["stage"]) for row in rows(snapshot, "rejects")] == [
        (code, "remove boilerplate")
    ]


def test_one_that_eats_all_memory_costs_itself(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "in", "HUNGRY", number=8)
    snapshot = process(
        [folder],
        tmp_path / "data",
        stages=POISONED["boilerplate"],
        max_seconds=30,
        max_memory=1500,
    )
    assert snapshot is not None
    assert [row["code"] for row in rows(snapshot, "rejects")] == ["crashed"]
    assert "out of memory" in rows(snapshot, "rejects")[0]["message"]
    assert sum(status == "published" for status in statuses(snapshot).values()) == 7


@pytest.mark.parametrize("where", ["language", "entities", "check"])
def test_whichever_stage_it_is(tmp_path: Path, where: str) -> None:
    folder = corpus(tmp_path / "in", "RAISES")
    (folder / "09.txt").write_bytes((folder / "05.txt").read_bytes())
    snapshot = process([folder], tmp_path / "data", stages=POISONED[where])
    assert snapshot is not None
    odd = {name: status for name, status in statuses(snapshot).items() if status != "published"}
    assert odd == {"05.txt": "rejected", "09.txt": "duplicate"}
    assert [row["code"] for row in rows(snapshot, "rejects")] == ["stage_failed"]


def test_also_while_it_is_read(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "in", "KILLED")
    with patch("tests.chain.READING", POISONED_INGEST):
        snapshot = process([folder], tmp_path / "data", stages=LIGHT, max_seconds=0.5)
    assert snapshot is not None
    assert statuses(snapshot)["05.txt"] == "rejected"
    assert rows(snapshot, "rejects")[0]["code"] == "crashed"


def test_what_the_machine_refuses_is_no_fault_of_a_document(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "in", "spoke", number=3)
    full = OSError(28, "No space left on device")
    with patch("tasks.running.write", side_effect=full), pytest.raises(OSError, match="No space"):
        process([folder], tmp_path / "data", stages=LIGHT)
    assert not (tmp_path / "data" / "current").exists()


def test_a_worker_says_how_it_died_and_is_replaced() -> None:
    with at_work() as worker, pytest.raises(TimedOutError):
        worker.call(_sleep, 30, seconds=0.1)
    with at_work() as worker, pytest.raises(DiedError, match="SIGKILL"):
        worker.call(_die, seconds=30)
    with at_work() as worker:
        assert worker.call(_double, 21, seconds=30) == 42
        assert worker.call(_double, 4, seconds=1e12) == 8  # longer than the kernel can wait
        first = worker.call(_identity, seconds=30)
    with at_work() as worker:
        assert worker.call(_identity, seconds=30) == first
        worker.end()


def _sleep(seconds: float) -> None:
    import time

    time.sleep(seconds)


def _die() -> None:
    import os
    import signal

    os.kill(os.getpid(), signal.SIGKILL)


def _identity() -> int:
    import os

    return os.getpid()


def _double(number: int) -> int:
    return number * 2
