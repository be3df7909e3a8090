"""The difference of two snapshots, whatever the parts that their tables are in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from schemas.arrow import from_rows, in_order, schema
from tasks.publishing.compare import Difference, compare
from tasks.publishing.snapshot import write_table

Pages = Mapping[str, tuple[int, str]]  # uri to the first byte of its source_id, and its text


def snapshot(folder: Path, pages: Pages, files: int) -> Path:
    rows = [
        dict.fromkeys(schema("sources").names)
        | {
            "source_id": f"{id:02x}".ljust(64, "0"),
            "uri": uri,
            "encoding_errors": 0,
            "status": "published",
            "documents": 1,
            "text": text,
            "run_id": folder.name.ljust(16, "0"),
        }
        for uri, (id, text) in pages.items()
    ]
    table = in_order("sources", from_rows(rows, schema("sources")))
    for number in range(files):
        low, high = number * 256 // files, (number + 1) * 256 // files
        some = [low <= int(id[:2], 16) < high for id in table["source_id"].to_pylist()]
        write_table(folder, "sources", f"part-{number:05d}.parquet", table.filter(some))
    return folder


BEFORE = {"a": (3, "one"), "b": (90, "two"), "c": (91, "three"), "d": (200, "four")}
AFTER = {"a": (3, "one"), "b": (230, "two!"), "c": (91, "3"), "e": (5, "five")}


@pytest.mark.parametrize("files", [(1, 1), (1, 4), (4, 1), (2, 4), (8, 8)])
def test_rows_are_compared_by_key(files: tuple[int, int], tmp_path: Path) -> None:
    old = snapshot(tmp_path / "old", BEFORE, files[0])
    new = snapshot(tmp_path / "new", AFTER, files[1])
    (found,) = [one for one in compare(old, new) if one]
    assert found == Difference(
        "sources",
        added=[("e",)],
        removed=[("d",)],
        changed={("b",): ["source_id", "text"], ("c",): ["text"]},
    )
    same = snapshot(tmp_path / "same", BEFORE, files[1])
    assert not any(compare(old, same))
