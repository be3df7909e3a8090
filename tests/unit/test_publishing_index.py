"""What is known of a corpus is kept: less is read, all else is the same, nothing forgotten is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from tasks.entities import corpus as entities
from tasks.entities.resolve.local import read_document
from tests.chain import fingerprint, now, process, rows
from tests.light import LIGHT

TEXTS = (
    "Anna Berg met Bruno Holm.",
    "Carla Wolf and Anna Berg spoke of Holm.",
    "Berg wrote of Carla Wolf.",
    "Dora Lind thanked Emil Lund.",
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for number, text in enumerate(TEXTS):
        (tmp_path / "in" / f"{number}.txt").write_text(text)
    process([tmp_path / "in"], tmp_path / "data", stages=LIGHT)
    return tmp_path / "data"


def arrive(data: Path, text: str = "Anna Berg came with Lund.") -> None:
    (data.parent / "in" / "new.txt").write_text(text)
    process([data.parent / "in"], data, stages=LIGHT)


def whole(data: Path) -> dict[str, str]:
    process([data.parent / "in"], data.parent / "whole", stages=LIGHT)
    return fingerprint(now(data.parent / "whole"))


@contextmanager
def counted() -> Iterator[list[str]]:
    read: list[str] = []
    own = read_document

    def reading(document: str, *arguments: object, **options: object) -> object:
        read.append(document)
        return own(document, *arguments, **options)  # type: ignore[arg-type]

    with patch.object(entities, "read_document", reading):
        yield read


def indexes(data: Path) -> list[Path]:
    return sorted((data / "index").glob("*/*"))


def test_only_what_is_new_is_read_for_its_names(data: Path) -> None:
    with counted() as read:
        arrive(data)
    assert len(read) == 1
    assert fingerprint(now(data)) == whole(data)


def test_only_the_index_of_the_current_snapshot_stays(data: Path) -> None:
    first = indexes(data)
    arrive(data)
    assert len(indexes(data)) == len(first) == 3
    assert not {one.name for one in first} & {one.name for one in indexes(data)}


@pytest.mark.parametrize("damage", ["gone", "flipped", "cut", "untold"])
def test_without_a_whole_index_all_is_found_again(data: Path, damage: str) -> None:
    for folder in indexes(data):
        file = max(folder.glob("*.arrow"), key=lambda one: one.stat().st_size)
        raw = bytearray(file.read_bytes())
        if damage == "gone":
            shutil.rmtree(folder)
        elif damage == "untold":
            (folder / "run.json").unlink()
        else:
            raw[len(raw) // 2] ^= 1
            file.write_bytes(raw[:-100] if damage == "cut" else raw)
    with counted() as read:
        arrive(data)
    assert len(read) == len(TEXTS) + 1
    assert fingerprint(now(data)) == whole(data)


def test_a_snapshot_that_somebody_went_back_to_has_no_index(data: Path) -> None:
    arrive(data, "Dora Lind left.")
    (data / "current").unlink()
    (data / "current").symlink_to("snapshots/000001")
    with counted() as read:
        arrive(data, "Emil Lund left Berg.")
    assert len(read) == len(TEXTS) + 1
    assert fingerprint(now(data)) == whole(data)


def test_nothing_of_what_was_forgotten_stays_in_the_index(data: Path) -> None:
    def told(word: bytes) -> bool:
        return any(word in file.read_bytes().lower() for file in (data / "index").rglob("*.arrow"))

    assert told(b"dora")
    gone = data.parent / "in" / "3.txt"
    process([], data, stages=LIGHT, forget=[gone.as_uri()])
    assert not told(b"dora")
    assert not told(b"lund")
    assert told(b"anna")
    gone.unlink()
    assert fingerprint(now(data)) == whole(data)


def test_judgements_that_change_are_heard_without_reading_anew(data: Path) -> None:
    rules = data.parent / "judgements.csv"
    rules.write_text("verdict,type,a,b,document,why\nsame,PERSON,Dora Lind,Emil Lund,,married\n")
    with counted() as read:
        process([data.parent / "in"], data, stages=LIGHT, judgements=rules)
    assert read == []
    (one,) = [row for row in rows(now(data), "entities") if "Emil Lund" in row["aliases"]]
    assert "Dora Lind" in one["aliases"]
    assert [row["kind"] for row in _changes(data)] == ["merge"]
    with counted() as read:
        process([data.parent / "in"], data, stages=LIGHT)
    assert read == []
    assert [row["kind"] for row in _changes(data)][1:] == ["split"]
    assert fingerprint(now(data)) == whole(data)


def _changes(data: Path) -> list[dict[str, object]]:
    return rows(now(data), "entity_changes")
