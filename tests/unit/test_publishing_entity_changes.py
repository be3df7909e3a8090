"""What became of entities' ids between two snapshots is told, and added to what was told before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from schemas.arrow import empty, from_rows, in_order, schema
from tasks.publishing.entity_changes import entity_changes
from tasks.publishing.snapshot import write_table

RUN = "ab" * 8


def id_of(letter: str) -> str:
    return f"{ord(letter):016x}"


def snapshot(folder: Path, documents: Mapping[str, str], files: int = 1) -> Path:
    """Write a snapshot: the n-th mention of a document is of the entity of its n-th letter."""
    rows = [
        {
            "document_id": f"{int(document):x}".rjust(2, "0") + "0" * 30,
            "n": n,
            "start": 10 * n,
            "end": 10 * n + 4,
            "surface": "Name",
            "type": "PERSON",
            "confidence": 1.0,
            "entity_id": None if letter == "-" else id_of(letter),
            "link_score": 1.0,
            "link_reason": "name",
        }
        for document, letters in documents.items()
        for n, letter in enumerate(letters)
    ]
    table = in_order("mentions", from_rows(rows, schema("mentions")))
    for number in range(files):
        low, high = number * 256 // files, (number + 1) * 256 // files
        some = [low <= int(one[:2], 16) < high for one in table["document_id"].to_pylist()]
        write_table(folder, "mentions", f"part-{number:05d}.parquet", table.filter(some))
    letters = sorted({letter for one in documents.values() for letter in one} - {"-"})
    write_table(folder, "entities", "part-00000.parquet", _entities(letters))
    return folder


def _entities(letters: Sequence[str]) -> Any:
    empty_row = dict.fromkeys(schema("entities").names)
    rows = [
        empty_row
        | {
            "entity_id": id_of(letter),
            "type": "PERSON",
            "name": f"Mr {letter}",
            "aliases": [],
            "mentions": 1,
            "documents": 1,
        }
        for letter in letters
    ]
    return from_rows(rows, schema("entities"))


def told(old: Path, new: Path) -> list[tuple[str, str, str, int, int]]:
    table = entity_changes(old, new, run_id=RUN, snapshot="000002")
    return [
        (row["kind"], row["old_name"], row["name"], row["mentions"], row["documents"])
        for row in table.to_pylist()
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"1": "ab", "2": "b"}, {"1": "ab", "2": "b"}, []),
        ({"1": "ab", "2": "b"}, {"1": "aa", "2": "a"}, [("merge", "Mr b", "Mr a", 2, 2)]),
        ({"1": "aa", "2": "a"}, {"1": "ab", "2": "b"}, [("split", "Mr a", "Mr b", 2, 2)]),
        ({"1": "aa", "2": "a"}, {"1": "cc", "2": "c"}, [("rename", "Mr a", "Mr c", 3, 2)]),
        ({"1": "ab", "2": "bb"}, {"1": "aa", "2": "bb"}, [("move", "Mr b", "Mr a", 1, 1)]),
        (
            {"1": "ab", "2": "aa"},
            {"1": "cc", "2": "cc"},
            [("rename", "Mr a", "Mr c", 3, 2), ("merge", "Mr b", "Mr c", 1, 1)],
        ),
        (
            {"1": "aa", "2": "aa", "3": "a"},
            {"1": "cc", "2": "dd", "3": "c"},
            [("rename", "Mr a", "Mr c", 3, 2), ("split", "Mr a", "Mr d", 2, 1)],
        ),
        ({"1": "a"}, {"1": "-", "2": "a"}, []),
        ({"1": "a"}, {"2": "b"}, []),
    ],
)
def test_what_became_of_an_entity(
    before: dict[str, str],
    after: dict[str, str],
    expected: list[tuple[str, str, str, int, int]],
    tmp_path: Path,
) -> None:
    old, new = snapshot(tmp_path / "old", before), snapshot(tmp_path / "new", after)
    assert told(old, new) == expected


def test_snapshots_of_other_parts_are_compared_too(tmp_path: Path) -> None:
    before = {"3": "ab", "130": "b", "240": "bb"}
    after = {"3": "aa", "90": "c", "130": "a", "240": "aa"}
    one = snapshot(tmp_path / "one", before)
    for files in (1, 2, 4):
        new = snapshot(tmp_path / f"new{files}", after, files)
        assert told(one, new) == [("merge", "Mr b", "Mr a", 4, 3)]
    four = snapshot(tmp_path / "four", before, 4)
    assert told(four, snapshot(tmp_path / "new", after)) == [("merge", "Mr b", "Mr a", 4, 3)]


def test_mentions_found_anew_are_compared_by_their_place(tmp_path: Path) -> None:
    old, new = snapshot(tmp_path / "old", {"1": "aab"}), snapshot(tmp_path / "new", {"1": "cc"})
    assert told(old, new) == [("rename", "Mr a", "Mr c", 2, 1)]


def test_earlier_changes_stay(tmp_path: Path) -> None:
    old, new = snapshot(tmp_path / "old", {"1": "a"}), snapshot(tmp_path / "new", {"1": "b"})
    first = entity_changes(old, new, run_id=RUN, snapshot="000002")
    again = entity_changes(new, old, run_id=RUN, snapshot="000003", earlier=[first])
    assert again["snapshot"].to_pylist() == ["000002", "000003"]
    assert entity_changes(None, new, run_id=RUN, snapshot="000001") == empty("entity_changes")
