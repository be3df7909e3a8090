"""What may be done to a dataset, in any combination: plan, retry, forget, diff, verify, explain."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import cache
from pathlib import Path
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.arrow import empty, extended, schema
from schemas.settings import Settings
from schemas.tables import TABLES
from tasks.explaining import explain, find_document
from tasks.ingest.change import Change
from tasks.ingest.plan import LEAST, MOST_BYTES, MOST_GROWN, Input, batches, sized
from tasks.ingest.planning import make_plan
from tasks.publishing.compare import compare
from tasks.publishing.folder import announce, current, point, prepare, recover, retire, snapshots
from tasks.publishing.logs import LostError, counts
from tasks.publishing.snapshot import describe, write_table
from tasks.publishing.verify import verify
from tasks.recipe import recipe
from tasks.staging import UNFINISHED, read, sweep, write
from tests.chain import fingerprint, now, process, rows, statuses
from tests.light import LIGHT

FAST = Path("/dev/shm")
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
SLOW = settings(QUICK, max_examples=8)
NAMES = ("a.txt", "b.txt", "c.html", "d.txt", "e.jsonl")
TEXTS = ("Anna met Bruno.", "Carla spoke to Dora.", "poison", " ", "Emil left.")
contents = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(TEXTS), min_size=1)
some = st.sets(st.sampled_from(NAMES))


@contextmanager
def place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=FAST if FAST.is_dir() else None) as folder:
        yield Path(folder)


def written(folder: Path, texts: dict[str, str], at: int = 0) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        raw = json.dumps({"text": text}) if name.endswith("jsonl") else text
        (folder / name).write_text(raw)
        os.utime(folder / name, (1_500_000_000 + at, 1_500_000_000 + at))
    return folder


def made(inputs: Sequence[Path], data: Path, **how: object) -> Path:
    process(inputs, data, stages=LIGHT, **how)  # type: ignore[arg-type]
    return now(data)


def changed_by(before: dict[str, str], after: dict[str, str]) -> dict[str, set[str]]:
    return {
        "added": after.keys() - before.keys(),
        "removed": before.keys() - after.keys(),
        "changed": {name for name in before.keys() & after.keys() if before[name] != after[name]},
    }


@SLOW
@given(contents, contents)
def test_a_difference_names_what_came_went_and_changed(
    before: dict[str, str], after: dict[str, str]
) -> None:
    with place() as home:
        old = made([written(home / "in", before)], home / "data")
        gone = [(home / "in" / name).as_uri() for name in before.keys() - after.keys()]
        for uri in gone:
            (home / "in" / uri.rpartition("/")[2]).unlink()
        new = made([written(home / "in", after, at=1)], home / "data", forget=gone)
        there = {one.table: one for one in compare(old, new)}
        names = {
            kind: {
                key[0].rpartition("/")[2].partition("#")[0]
                for key in getattr(there["sources"], kind)
            }
            for kind in ("added", "removed", "changed")
        }
        expected = changed_by(before, after)
        assert names["added"] == expected["added"]
        assert names["removed"] == expected["removed"]
        assert names["changed"] >= expected["changed"]


@SLOW
@given(contents, contents)
def test_a_difference_reads_the_same_from_both_sides(
    before: dict[str, str], after: dict[str, str]
) -> None:
    with place() as home:
        one = made([written(home / "one", before)], home / "first")
        other = made([written(home / "one", after, at=1)], home / "second")
        for there, back in zip(compare(one, other), compare(other, one), strict=True):
            assert (there.added, there.removed) == (back.removed, back.added)
            assert there.changed == back.changed
        assert not any(compare(one, one))


@SLOW
@given(contents, some)
def test_what_is_forgotten_is_as_if_it_had_never_been(
    texts: dict[str, str], forgotten: set[str]
) -> None:
    with place() as home:
        made([written(home / "in", texts)], home / "data")
        gone = [name for name in texts if name in forgotten]
        if not gone:
            return
        made([], home / "data", forget=[(home / "in" / name).as_uri() for name in gone])
        for name in gone:
            (home / "in" / name).unlink()
        made([home / "in"], home / "whole")
        assert fingerprint(now(home / "data")) == fingerprint(now(home / "whole"))
        assert not set(gone) & {
            row["uri"].rpartition("/")[2] for row in rows(now(home / "data"), "rejects")
        }


@SLOW
@given(contents)
def test_retry_brings_back_what_may_come_back_and_nothing_else(texts: dict[str, str]) -> None:
    with place() as home:
        made([written(home / "in", texts)], home / "data")
        hopeless = {
            row["uri"] for row in rows(now(home / "data"), "rejects") if not row["retryable"]
        }
        with patch("tests.light.POISON", "cured"):
            made([], home / "data", retry=True)
            made([home / "in"], home / "whole")
        left = {row["uri"] for row in rows(now(home / "data"), "rejects")}
        assert left == hopeless
        assert fingerprint(now(home / "data")) == fingerprint(now(home / "whole"))


@SLOW
@given(contents)
def test_rejects_are_those_that_are_rejected(texts: dict[str, str]) -> None:
    with place() as home:
        snapshot = made([written(home / "in", texts)], home / "data")
        refused = {row["uri"] for row in rows(snapshot, "sources") if row["status"] == "rejected"}
        assert {row["uri"] for row in rows(snapshot, "rejects")} == refused
        assert len(statuses(snapshot)) == len(texts)
        assert {row["status"] for row in rows(snapshot, "sources")} <= {
            "published",
            "rejected",
            "duplicate",
        }


@SLOW
@given(contents, some)
def test_a_plan_names_what_is_new_or_changed_and_nothing_else(
    texts: dict[str, str], touched: set[str]
) -> None:
    with place() as home:
        made([written(home / "in", texts)], home / "data")
        changed = {name: texts[name] + " More." for name in touched & texts.keys()}
        written(home / "in", changed, at=5)
        plan = make_plan(
            [str(home / "in")],
            data=home / "data",
            recipe=recipe(Settings(max_seconds=0)),
            settings=Settings(data=str(home / "data")),
        )
        planned = [
            uri
            for one in plan["batches"]
            for uri in read(Path(one["folder"]), "plan/inputs")["uri"].to_pylist()
        ]
        assert {uri.rpartition("/")[2].partition("#")[0] for uri in planned} >= set(changed)
        assert plan["unchanged"] + len(planned) == len(texts)
        assert bool(planned) == bool(changed)


@cache
def _published() -> tuple[tempfile.TemporaryDirectory[str], Path]:
    home = tempfile.TemporaryDirectory(dir=FAST if FAST.is_dir() else None)
    texts = dict(zip(NAMES, TEXTS, strict=True))
    return home, made([written(Path(home.name) / "in", texts)], Path(home.name) / "data")


@QUICK
@given(st.data())
def test_one_changed_byte_anywhere_is_found(data: st.DataObject) -> None:
    _, snapshot = _published()
    file = data.draw(st.sampled_from(sorted(snapshot.rglob("*.parquet"))))
    whole = file.read_bytes()
    raw = bytearray(whole)
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    file.write_bytes(raw)
    try:
        assert any("not as it was published" in fault for fault in verify(snapshot))
    finally:
        file.write_bytes(whole)
    assert list(verify(snapshot)) == []


@QUICK
@given(st.data())
def test_a_file_that_was_cut_moved_or_added_is_found(data: st.DataObject) -> None:
    _, snapshot = _published()
    file = data.draw(st.sampled_from(sorted(snapshot.rglob("*.parquet"))))
    whole = file.read_bytes()
    deed = data.draw(st.sampled_from(("cut", "moved", "added")))
    other = file.with_name("other.parquet")
    if deed == "cut":
        file.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    elif deed == "moved":
        file.rename(other)
    else:
        other.write_bytes(whole)
    try:
        assert list(verify(snapshot))
    finally:
        file.write_bytes(whole)
        other.unlink(missing_ok=True)


@QUICK
@given(st.data())
def test_sources_that_do_not_add_up_are_not_published(data: st.DataObject) -> None:
    _, snapshot = _published()
    rejects = pa.concat_tables(pq.read_table(one) for one in (snapshot / "rejects").iterdir())
    number = len(rows(snapshot, "sources"))
    assert counts(snapshot, rejects, expected=number).sources == number
    wrong = data.draw(st.integers(0, 20).filter(lambda one: one != number))
    with pytest.raises(LostError, match="expected"):
        counts(snapshot, rejects, expected=wrong)
    lost = data.draw(st.integers(0, rejects.num_rows - 1))
    less = pa.concat_tables([rejects.slice(0, lost), rejects.slice(lost + 1)])
    with pytest.raises(LostError, match="reasons do not match"):
        counts(snapshot, less, expected=number)


@settings(QUICK, max_examples=5)
@given(
    st.lists(
        st.sampled_from(
            (
                "Anna Lind met Jean Roux in Vienna on 3 May 2016.",
                "Last Friday rain fell.",
                "Read more",
            )
        ),
        min_size=1,
        max_size=4,
    )
)
def test_any_row_is_derived_again(lines: list[str]) -> None:
    with place() as home:
        path = home / "a.txt"
        path.write_text("Talks in Vienna\n\n" + "\n\n".join(lines))
        process([path], home / "data")
        snapshot = now(home / "data")
        if not rows(snapshot, "documents"):
            return
        document = find_document(snapshot, str(path))
        for table in ("sources", "documents", "blocks", "dates", "mentions"):
            for row in range(len(rows(snapshot, table))):
                found = explain(snapshot, document, table=table, row=row, settings=Settings())
                assert found.as_published, [cell for cell in found.cells if not cell.same]


@QUICK
@given(st.lists(st.integers(0, MOST_BYTES), max_size=40), st.integers(1, 9))
def test_batches_hold_every_input_once_and_no_more_than_they_may(
    sizes: list[int], size: int
) -> None:
    inputs = [
        Input(uri=f"file:///{n}", place=f"file:///{n}", kind="text", bytes=one)
        for n, one in enumerate(sizes)
    ]
    found = list(batches(inputs, size))
    assert [uri for one in found for uri in one["uri"].to_pylist()] == [one.uri for one in inputs]
    for one in found:
        assert 1 <= one.num_rows <= size
        assert one.num_rows == 1 or sum(one["bytes"].to_pylist()) <= MOST_BYTES


@QUICK
@given(st.integers(1, 10**4), st.integers(0, 10**8), st.integers(1, 64))
def test_batches_grow_with_the_work_up_to_a_limit(size: int, inputs: int, workers: int) -> None:
    made = sized(size, inputs, workers=workers)
    assert min(size, LEAST) <= made <= MOST_GROWN * size
    assert workers > 1 or made >= size
    assert made <= sized(size, inputs + 1000, workers=workers)


@QUICK
@given(st.integers(1, 8), st.integers(1, 8), st.integers(0, 40), st.data())
def test_what_readers_see_is_never_retired(
    number: int, keep: int, days: int, data: st.DataObject
) -> None:
    with place() as home:
        prepare(home)
        ages = [data.draw(st.integers(0, 60)) for _ in range(number)]
        for one, age in enumerate(ages, start=1):
            folder = home / "snapshots" / f"{one:06d}"
            folder.mkdir()
            os.utime(folder, (folder.stat().st_mtime - age * 86400 - 60,) * 2)
        seen = home / "snapshots" / f"{data.draw(st.integers(1, number)):06d}"
        point(home, seen)
        removed = retire(home, keep, days)
        assert current(home) == seen
        left = {int(one.name): one for one in snapshots(home)}
        assert len(removed) + len(left) == number
        wanted = {n for n in range(number - keep + 1, number + 1) if n > 0}
        young = {n for n in wanted if not days or ages[n - 1] < days}
        assert left.keys() == young | {int(seen.name)}


@QUICK
@given(st.integers(1, 4), st.integers(1, 5), st.integers(0, 3), st.booleans())
def test_recovery_sweeps_what_nobody_saw_and_nothing_else(
    number: int, announced: int, orphans: int, pointed: bool
) -> None:
    with place() as home:
        prepare(home)
        for one in range(1, number + 1):
            (home / "snapshots" / f"{one:06d}").mkdir()
        if pointed:
            point(home, home / "snapshots" / "000001")
        announce(home, f"{announced:06d}")
        for one in range(orphans):
            (home / "staging" / f"{UNFINISHED}{one}" / "deep").mkdir(parents=True)
        recover(home)
        left = {int(one.name) for one in snapshots(home)}
        unseen = {announced} - ({1} if pointed else set())
        assert left == set(range(1, number + 1)) - unseen
        assert current(home) == (home / "snapshots" / "000001" if pointed else None)
        assert recover(home) == sweep(home / "staging") == 0
        assert list((home / "staging").iterdir()) == []


texts = st.text(st.characters(exclude_categories=["Cs"]))


@QUICK
@given(st.lists(st.tuples(texts, texts, texts, st.booleans())))
def test_a_file_is_described_as_it_lies_on_the_disk(
    told: list[tuple[str, str, str, bool]],
) -> None:
    columns = schema("checks")
    table = pa.Table.from_pylist(
        [
            {"table": one, "column": two, "expectation": three, "success": four}
            | {"observed": None, "unexpected": 0, "run_id": "0" * 16}
            for one, two, three, four in told
        ],
        schema=columns,
    )
    with place() as home:
        found = write_table(home, "checks", "part-00000.parquet", table)
        path = home / "checks" / "part-00000.parquet"
        assert found == describe(home, path, table.num_rows)
        assert pq.read_table(path).equals(table)


@QUICK
@given(st.sampled_from(sorted(TABLES)), st.integers(0, 3), st.data())
def test_rows_of_an_older_schema_are_rows_of_this_one(
    name: str, number: int, data: st.DataObject
) -> None:
    expected = schema(name)
    whole = pa.concat_tables(
        [empty(name), *([extended(pa.table({"x": [1] * number}), expected)] * bool(number))]
    )
    lost = data.draw(st.sets(st.sampled_from(expected.names)))
    order = data.draw(st.permutations([one for one in expected.names if one not in lost]))
    older = whole.select(order).append_column("gone since", pa.array([1] * number, pa.int64()))
    assert extended(older, expected).equals(whole)


@QUICK
@given(st.lists(texts), st.lists(texts), st.dictionaries(texts, texts), st.integers(0, 9))
def test_a_change_is_what_it_was_when_it_is_read_again(
    replaced: list[str], dropped: list[str], adopted: dict[str, str], unchanged: int
) -> None:
    change = Change(replaced=replaced, dropped=dropped, adopted=adopted, unchanged=unchanged)
    with place() as home:
        change.save(home / "change.json")
        assert asdict(Change.load(home / "change.json")) == asdict(change)


@QUICK
@given(st.lists(st.integers(-9, 9)), st.lists(st.integers(-9, 9)))
def test_of_two_that_write_the_same_output_one_is_kept_whole(
    first: list[int], second: list[int]
) -> None:
    with place() as home:
        folder = home / "stage" / "key"
        tables = [{"rows": pa.table({"n": pa.array(one, pa.int64())})} for one in (first, second)]
        for one in tables:
            write(folder, one, told={})
        assert read(folder, "stage/rows").equals(tables[0]["rows"])
        assert [one.name for one in folder.parent.iterdir()] == ["key"]
