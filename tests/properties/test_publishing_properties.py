"""Parts, slices and keys: every row lies in exactly one of them."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.settings import Settings
from tasks.publishing.parts import Part, between, overlapping, parts
from tasks.slices import SLICES, cut, divided, units
from tasks.staging import digest, kept, key_of, read, sweep, write
from tests.light import LIGHT

QUICK = settings(max_examples=60, deadline=None)
ids = st.lists(st.text("0123456789abcdef", min_size=8, max_size=8), unique=True).map(sorted)
json_values = st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=6)
parts_of = st.sampled_from((1, 2, 4, 8, 32))


@QUICK
@given(ids, parts_of)
def test_every_row_lies_in_one_part(found: list[str], of: int) -> None:
    table = pa.table({"id": pa.array(found, pa.string())})
    rows = [between(table, "id", Part(number, of))["id"].to_pylist() for number in range(of)]
    assert [one for part in rows for one in part] == found


@QUICK
@given(ids, parts_of, parts_of)
def test_the_files_of_a_part_hold_all_its_rows(found: list[str], before: int, of: int) -> None:
    table = pa.table({"id": pa.array(found, pa.string())})
    files = [between(table, "id", Part(number, before)) for number in range(before)]
    for number in range(of):
        part = Part(number, of)
        here = [between(file, "id", part)["id"].to_pylist() for file in overlapping(files, part)]
        assert [one for rows in here for one in rows] == between(table, "id", part)[
            "id"
        ].to_pylist()


@QUICK
@given(st.integers(0, 10**6), st.integers(0, 10**10))
def test_parts_are_a_power_of_two_and_grow_with_the_corpus(sources: int, size: int) -> None:
    number = len(list(parts(sources, size)))
    assert number & (number - 1) == 0
    assert number <= len(list(parts(sources * 2 + 1, size * 2)))


@QUICK
@given(st.lists(st.text(), unique=True))
def test_slices_are_few_and_hold_everything_in_order(names: list[str]) -> None:
    found = list(divided(names))
    assert [name for one in found for name in one] == names
    assert len(found) <= SLICES
    assert all(len(one) < len(names) for one in found) or len(names) < 2


@QUICK
@given(st.lists(st.tuples(st.sampled_from("abc"), st.text(min_size=1)), unique_by=lambda p: p[1]))
def test_a_cut_takes_all_rows_of_a_source_and_no_other(pairs: list[tuple[str, str]]) -> None:
    sources = [source * 64 for source, _ in pairs]
    tables = {
        "ingest/sources": pa.table(
            {
                "source_id": pa.array(sources, pa.string()),
                "uri": pa.array([u for _, u in pairs], pa.string()),
            }
        ),
        "x/stories": pa.table(
            {"document_id": pa.array([f"{source[:28]}0000" for source in sources], pa.string())}
        ),
    }
    assert set(units(tables)) == set(sources)
    for source in set(sources):
        here = cut(tables, [source])
        assert here["ingest/sources"].num_rows == sources.count(source)
        assert here["x/stories"].num_rows == sources.count(source)
    assert all(table.num_rows == 0 for table in cut(tables, []).values())


@QUICK
@given(json_values, json_values)
def test_a_digest_stands_for_its_value(one: object, other: object) -> None:
    assert (digest(one) == digest(other)) == (one == other)


@QUICK
@given(st.text("0123456789abcdef", min_size=1), st.text("0123456789abcdef", min_size=1))
def test_other_inputs_or_settings_make_another_key(one: str, other: str) -> None:
    stage = LIGHT[0]
    others = {"select": "/a/select/x", "site-lines": "/a/site-lines/x"}
    keys = [
        key_of(stage, {"ingest": f"/a/ingest/{name}", **others}, Settings())
        for name in (one, other)
    ]
    assert (keys[0] == keys[1]) == (one == other)


@QUICK
@given(st.lists(st.integers()), st.integers(0, 200))
def test_an_output_is_whole_or_made_again(values: list[int], lost: int) -> None:
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "stage" / "key"
        table = (
            pa.table({"value": pa.array(values, pa.int64())})
            if all(abs(value) < 2**63 for value in values)
            else pa.table({"value": pa.array([], pa.int64())})
        )
        write(folder, {"rows": table}, told={"rows": len(values)})
        assert kept(folder) == {"rows": len(values)}
        assert read(folder, "stage/rows").equals(table)
        file = folder / "rows.arrow"
        raw = file.read_bytes()
        file.write_bytes(raw[: max(len(raw) - lost, 0)])
        assert (kept(folder) is None) == (lost > 0)
        assert sweep(Path(home)) == 0
