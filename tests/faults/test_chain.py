"""The chain on small corpora: nothing lost, nothing done twice, in portions as in one run."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.chain import fingerprint, now, process, rows, statuses

PROSE = "{} met the ministers of foreign affairs in Geneva on 3 May 2016 and spoke of peace.\n"


def write(folder: Path, name: str, text: str, at: int = 1_500_000_000) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    os.utime(path, (at, at))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def test_every_source_is_published_rejected_or_a_duplicate(folder: Path, tmp_path: Path) -> None:
    write(folder, "a.txt", PROSE.format("Anna Lind"))
    write(folder, "b.txt", PROSE.format("Anna Lind"))
    write(folder, "c.html", f"<p>{PROSE.format('Jean Roux')}</p>")
    write(folder, "d.txt", " \n")
    write(folder, "e.jsonl", json.dumps({"text": PROSE.format("Li Wei")}) + "\n{not json\n")
    write(folder, "f.jsonl", "\n")
    snapshot = process([folder], tmp_path / "data")
    assert snapshot is not None
    assert statuses(snapshot) == {
        "a.txt": "published",
        "b.txt": "duplicate",
        "c.html": "published",
        "d.txt": "rejected",
        "e.jsonl#line=1": "published",
        "e.jsonl#line=2": "rejected",
        "f.jsonl": "rejected",
    }
    codes = {Path(row["uri"]).name: row["code"] for row in rows(snapshot, "rejects")}
    assert codes == {"d.txt": "empty", "e.jsonl#line=2": "bad_json", "f.jsonl": "empty"}


def test_a_second_run_does_nothing_also_where_there_are_rejects(
    folder: Path, tmp_path: Path
) -> None:
    write(folder, "a.txt", PROSE.format("Anna Lind"))
    write(folder, "b.txt", "")
    write(folder, "c.jsonl", "")
    write(folder, "d.txt.gz", "no archive")
    write(folder, "e.jsonl.gz", "no archive")
    (folder / "gone.txt").symlink_to("nowhere")
    odd = write(folder, "odd.xyz", "of a type that is not read")
    data = tmp_path / "data"
    assert process([folder, odd], data) is not None
    assert process([folder, odd], data) is None


def test_the_same_bytes_refused_as_html_are_published_as_text(folder: Path, tmp_path: Path) -> None:
    deep = "<div>" * 50 + PROSE.format("Anna Lind")
    write(folder, "a.html", deep)
    write(folder, "b.txt", deep)
    snapshot = process([folder], tmp_path / "data", max_depth=20)
    assert snapshot is not None
    assert statuses(snapshot) == {"a.html": "rejected", "b.txt": "published"}


def test_a_file_of_records_that_was_emptied_leaves_the_tables(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    write(folder, "a.jsonl", json.dumps({"text": PROSE.format("Li Wei")}))
    process([folder], data)
    write(folder, "a.jsonl", "", at=1_500_000_001)
    process([folder], data)
    assert statuses(now(data)) == {"a.jsonl": "rejected"}
    assert rows(now(data), "documents") == []


def test_in_portions_as_in_one_run(folder: Path, tmp_path: Path) -> None:
    for number, name in enumerate(("c.txt", "a.txt", "b.txt", "d.html")):
        write(folder, name, PROSE.format(("Anna Lind", "Li Wei")[number % 2]))
        process([folder], tmp_path / "data")
    process([folder], tmp_path / "whole")
    assert fingerprint(now(tmp_path / "data")) == fingerprint(now(tmp_path / "whole"))
