"""Drift: a site whose pages changed is told of, chance is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tasks.reporting.drift import drifts, place


def snapshot(folder: Path, documents: list[dict[str, Any]]) -> Path:
    """Write the two tables that drift is read from."""
    sources = [
        {"uri": d["uri"], "source_id": d["source_id"], "status": "published"} for d in documents
    ]
    for name, rows in (("sources", sources), ("documents", documents)):
        (folder / name).mkdir(parents=True)
        pq.write_table(pa.Table.from_pylist(rows), folder / name / "part-00000.parquet")
    return folder


def stories(numbers: range, *, dated: int, site: str = "one.example") -> list[dict[str, Any]]:
    """Stories of a site, of which every `dated`-th has a date (0: none)."""
    return [
        {
            "uri": f"file:///pages/{site}/{number}.html",
            "source_id": f"{site}-{number}",
            "site": site,
            "language": "en",
            "published_on": "2021-03-01" if dated and number % dated == 0 else None,
        }
        for number in numbers
    ]


def test_a_site_that_loses_its_dates_is_told_of(tmp_path: Path) -> None:
    old = stories(range(100), dated=1)
    before = snapshot(tmp_path / "1", old)
    after = snapshot(tmp_path / "2", old + stories(range(100, 140), dated=0))
    (drift,) = drifts(after, before)
    assert (drift.site, drift.measure) == ("one.example", "without a date")
    assert (drift.before, drift.now, drift.documents) == (0.0, 1.0, 40)


def test_a_site_as_it_was_is_not(tmp_path: Path) -> None:
    old = stories(range(100), dated=2)
    before = snapshot(tmp_path / "1", old)
    after = snapshot(tmp_path / "2", old + stories(range(100, 140), dated=2))
    assert drifts(after, before) == []


def test_a_few_documents_tell_nothing(tmp_path: Path) -> None:
    old = stories(range(100), dated=1)
    before = snapshot(tmp_path / "1", old)
    after = snapshot(tmp_path / "2", old + stories(range(100, 105), dated=0))
    assert drifts(after, before) == []


def test_each_site_is_held_to_its_own_history(tmp_path: Path) -> None:
    """A site that never had dates may go on so beside one that always has."""
    old = stories(range(100), dated=1) + stories(range(100), dated=0, site="two.example")
    new = stories(range(100, 140), dated=1) + stories(range(100, 140), dated=0, site="two.example")
    before, after = snapshot(tmp_path / "1", old), snapshot(tmp_path / "2", old + new)
    assert drifts(after, before) == []


def test_the_first_snapshot_has_no_history(tmp_path: Path) -> None:
    assert drifts(snapshot(tmp_path / "1", stories(range(100), dated=0)), None) == []


def test_a_place_is_a_host_or_a_folder() -> None:
    assert place("https://news.example/a/b.html") == "news.example"
    assert place("file:///pages/one/a.html") == "/pages/one"
