"""Verifying, comparing and explaining snapshots; retention and recovery of the data folder."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from schemas.settings import Settings
from tasks.explaining import UnknownError, explain, find_document
from tasks.publishing.compare import compare
from tasks.publishing.folder import (
    BusyError,
    FolderError,
    announce,
    current,
    locked,
    prepare,
    recover,
    retire,
    snapshots,
)
from tasks.publishing.verify import older_schema, verify
from tests.chain import fingerprint, now, process, rows, statuses
from tests.light import LIGHT

SEEDS = Path(__file__).parent.parent.parent / "seeds"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for number in range(4):
        (tmp_path / "in" / f"{number}.txt").write_text(f"Anna met Bruno {number}.")
    process([tmp_path / "in"], tmp_path / "data", stages=LIGHT)
    return tmp_path / "data"


def test_a_whole_snapshot_is_whole(data: Path) -> None:
    assert list(verify(now(data))) == []


def test_a_flipped_byte_is_found(data: Path) -> None:
    file = now(data) / "mentions" / "part-00000.parquet"
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)
    assert [fault.split(" (")[0] for fault in verify(now(data))] == [
        "mentions/part-00000.parquet is not as it was published"
    ]


def test_missing_and_strange_files_are_found(data: Path) -> None:
    (now(data) / "dates" / "part-00000.parquet").unlink()
    shutil.copy(now(data) / "blocks" / "part-00000.parquet", now(data) / "blocks" / "x.parquet")
    assert set(verify(now(data))) == {
        "dates/part-00000.parquet is missing",
        "blocks/x.parquet is not in the manifest",
    }


def test_a_broken_law_is_found_also_under_a_right_hash(data: Path) -> None:
    from tasks.publishing.snapshot import describe

    file = now(data) / "mentions" / "part-00000.parquet"
    table = pq.read_table(file)
    wrong = ["Zorro", *table["surface"].to_pylist()[1:]]
    at = table.schema.get_field_index("surface")
    pq.write_table(table.set_column(at, table.schema.field(at), [wrong]), file)
    manifest = json.loads((now(data) / "manifest.json").read_text())
    found = describe(now(data), file, table.num_rows)
    manifest["tables"]["mentions"]["files"][0] |= {"sha256": found.sha256, "bytes": found.bytes}
    (now(data) / "manifest.json").write_text(json.dumps(manifest))
    assert any("surface: law: is text[start:end]" in fault for fault in verify(now(data)))


def test_the_difference_of_two_snapshots(data: Path) -> None:
    first = now(data)
    folder = data.parent / "in"
    (folder / "1.txt").write_text("Carla wrote.")
    (folder / "9.txt").write_text("Dora is new.")
    process([folder], data, stages=LIGHT)
    found = {one.table: one for one in compare(first, now(data))}
    assert found["sources"].added == [((folder / "9.txt").as_uri(),)]
    assert list(found["sources"].changed) == [((folder / "1.txt").as_uri(),)]
    assert len(found["documents"].added) == 2
    assert len(found["documents"].removed) == 1
    assert not any(compare(now(data), now(data)))


def test_what_is_forgotten_leaves_every_table(data: Path) -> None:
    gone = data.parent / "in" / "2.txt"
    source = next(row["source_id"] for row in rows(now(data), "sources") if "2.txt" in row["uri"])
    process([], data, stages=LIGHT, forget=[gone.as_uri()])
    assert "2.txt" not in statuses(now(data))
    for table in ("documents", "blocks"):
        assert source not in {row["source_id"] for row in rows(now(data), table)}
    ids = {row["document_id"] for row in rows(now(data), "documents")}
    assert {row["document_id"] for row in rows(now(data), "mentions")} <= ids


def test_a_reject_comes_back_after_a_fix(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Anna met poison.")
    process([tmp_path / "in"], tmp_path / "data", stages=LIGHT)
    assert statuses(now(tmp_path / "data")) == {"a.txt": "rejected"}
    from unittest.mock import patch

    with patch("tests.light.POISON", "cured"):
        process([], tmp_path / "data", stages=LIGHT, retry=True)
    assert statuses(now(tmp_path / "data")) == {"a.txt": "published"}
    assert rows(now(tmp_path / "data"), "rejects") == []


def test_a_row_is_derived_again(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes((SEEDS / "talks-in-sochi.txt").read_bytes())
    process([path], tmp_path / "data")
    snapshot = now(tmp_path / "data")
    document = find_document(snapshot, str(path))
    for table in ("sources", "documents", "blocks", "dates"):
        found = explain(snapshot, document, table=table, row=0, settings=Settings())
        assert found.as_published, [cell for cell in found.cells if not cell.same]
    assert found.context is not None
    assert found.context[1] == rows(snapshot, "dates")[0]["surface"]
    with pytest.raises(UnknownError, match="rows of this document"):
        explain(snapshot, document, table="dates", row=999, settings=Settings())
    path.write_text("other bytes, and nothing else that we know of, are here now")
    with pytest.raises(UnknownError, match="no longer holds"):
        explain(snapshot, document, table="documents", row=0, settings=Settings())


def test_an_announced_snapshot_that_nobody_saw_is_swept(data: Path) -> None:
    orphan = data / "snapshots" / "000002"
    shutil.copytree(now(data), orphan)
    announce(data, "000002")
    assert recover(data) == 1
    assert [one.name for one in snapshots(data)] == ["000001"]


def test_snapshots_that_a_human_left_behind_stay(data: Path) -> None:
    (data.parent / "in" / "new.txt").write_text("Emil is new.")
    process([data.parent / "in"], data, stages=LIGHT)
    (data / "current").unlink()
    (data / "current").symlink_to("snapshots/000001")
    recover(data)
    assert [one.name for one in snapshots(data)] == ["000001", "000002"]


def test_history_is_kept_by_number_and_by_age(data: Path) -> None:
    for number in range(3):
        (data.parent / "in" / "new.txt").write_text(f"Emil is new {'again ' * number}.")
        process([data.parent / "in"], data, stages=LIGHT)
    assert len(snapshots(data)) == 4
    for one in snapshots(data)[:2]:
        os.utime(one, (1_500_000_000, 1_500_000_000))
    assert retire(data, 10, days=30) == ["000002", "000001"]
    assert retire(data, 1) == ["000003"]
    assert [one.name for one in snapshots(data)] == [now(data).name]


def test_one_run_at_a_time(data: Path) -> None:
    with locked(data), pytest.raises(BusyError, match="another run"), locked(data):
        pass
    with locked(data):
        pass


def test_a_pointer_to_nothing_is_told(data: Path) -> None:
    shutil.rmtree(now(data))
    with pytest.raises(FolderError, match="not there"):
        current(data)


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "theirs").write_text("precious")
    with pytest.raises(FolderError, match="theirs"):
        prepare(tmp_path)
    assert (tmp_path / "theirs").read_text() == "precious"


def test_a_kill_while_the_folder_was_made_does_not_spoil_it(tmp_path: Path) -> None:
    (tmp_path / "parquetry.json.123").write_text('{"for')
    assert prepare(tmp_path) == tmp_path


def without(data: Path, table: str, column: str) -> None:
    """Make the current snapshot one of an older schema, in which a table lacked a column."""
    from tasks.publishing.snapshot import describe

    file = now(data) / table / "part-00000.parquet"
    rows_ = pq.read_table(file).drop_columns([column])
    pq.write_table(rows_, file)
    manifest = json.loads((now(data) / "manifest.json").read_text())
    found = describe(now(data), file, rows_.num_rows)
    told = manifest["tables"][table]
    told["files"][0] |= {"sha256": found.sha256, "bytes": found.bytes}
    del told["columns"][column]
    (now(data) / "manifest.json").write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("documents", "place"),
        ("mentions", "link_reason"),
        ("rejects", "message"),
        ("runs", "unchanged"),
    ],
)
def test_a_snapshot_of_an_older_schema_is_whole_and_built_upon(
    data: Path, table: str, column: str
) -> None:
    (data.parent / "in" / "bad.txt").write_text("Anna met poison.")
    process([data.parent / "in"], data, stages=LIGHT)
    without(data, table, column)
    assert list(verify(now(data))) == []
    assert older_schema(now(data)) == [table]
    (data.parent / "in" / "new.txt").write_text("Emil is new.")
    process([data.parent / "in"], data, stages=LIGHT)
    assert older_schema(now(data)) == []
    assert list(verify(now(data))) == []
    assert len(rows(now(data), "runs")) == 3
    process([data.parent / "in"], data.parent / "whole", stages=LIGHT)
    assert fingerprint(now(data)) == fingerprint(now(data.parent / "whole"))


def test_columns_that_the_manifest_does_not_declare_are_damage(data: Path) -> None:
    without(data, "dates", "reason")
    manifest = json.loads((now(data) / "manifest.json").read_text())
    manifest["tables"]["dates"]["columns"]["reason"] = "string"
    (now(data) / "manifest.json").write_text(json.dumps(manifest))
    assert list(verify(now(data))) == [
        "dates/part-00000.parquet does not have the declared columns"
    ]


def test_a_published_source_leaves_the_rejects(data: Path) -> None:
    bad = data.parent / "in" / "bad.txt"
    bad.write_text("Anna met poison.")
    process([data.parent / "in"], data, stages=LIGHT)
    assert [row["uri"] for row in rows(now(data), "rejects")] == [bad.as_uri()]
    bad.write_text("Anna met nobody at all.")
    process([data.parent / "in"], data, stages=LIGHT)
    assert rows(now(data), "rejects") == []
    assert statuses(now(data))["bad.txt"] == "published"
