"""Row rules and expectations derive from the declaration, and both find what breaks it."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from schemas.arrow import schema
from schemas.columns import Table
from schemas.expectations import suite
from schemas.row_rules import broken_rules
from schemas.tables import TABLES
from tasks.validation.gate import gate

GOOD = {
    "document_id": "0" * 32,
    "n": 0,
    "start": 4,
    "end": 9,
    "surface": "Sochi",
    "type": "LOC",
    "confidence": 0.9,
    "entity_id": "a" * 16,
    "link_score": 1.0,
    "link_reason": "same characters",
}
BREAKS: list[tuple[str, dict[str, Any]]] = [
    ("document_id matches", {"document_id": "XYZ"}),
    ("document_id is not null", {"document_id": None}),
    ("n >= 0", {"n": -1}),
    ("start <= end", {"start": 10}),
    ("type is one of", {"type": "CITY"}),
    ("confidence <= 1", {"confidence": 1.5}),
    ("entity_id matches", {"entity_id": "A" * 16}),
]


def mentions(*changes: dict[str, Any]) -> pa.Table:
    rows = [GOOD | {"n": n} | change for n, change in enumerate(changes)]
    relaxed = pa.schema([field.with_nullable(True) for field in schema("mentions")])
    return pa.Table.from_pylist(rows, schema=relaxed)


def test_good_rows_break_nothing() -> None:
    assert list(broken_rules(TABLES["mentions"], mentions({}, {}))) == []


@pytest.mark.parametrize(("rule", "change"), BREAKS)
def test_a_bad_row_is_found_by_its_rule(rule: str, change: dict[str, Any]) -> None:
    broken = list(broken_rules(TABLES["mentions"], mentions({}, change, {})))
    assert [one.rule.startswith(rule) for one in broken] == [True]
    assert broken[0].rows.to_pylist() == [False, True, False]


@pytest.mark.parametrize(("rule", "change"), BREAKS)
def test_the_gate_finds_it_too_and_names_the_row(rule: str, change: dict[str, Any]) -> None:
    del rule
    failed = [check for check in gate("mentions", mentions({}, change, {})) if not check.success]
    assert len(failed) == 1
    assert failed[0].unexpected == 1


def test_the_gate_passes_good_rows() -> None:
    checks = gate("mentions", mentions({}, {}, {}))
    assert len(checks) == len(suite(TABLES["mentions"]))
    assert all(check.success for check in checks)


def test_the_gate_finds_a_repeated_key() -> None:
    failed = [check for check in gate("mentions", mentions({}, {"n": 0})) if not check.success]
    assert [check.expectation for check in failed] == ["expect_compound_columns_to_be_unique"]
    assert failed[0].rows == (f"{'0' * 32}/0", f"{'0' * 32}/0")


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_rule_has_an_expectation(table: Table) -> None:
    expected = {(one.type, one.column) for one in suite(table)}
    for column in table.columns:
        if pa.types.is_nested(column.type):
            continue
        assert column.nullable or ("expect_column_values_to_not_be_null", column.name) in expected
        if column.pattern:
            assert ("expect_column_values_to_match_regex", column.name) in expected
        if column.values:
            assert ("expect_column_values_to_be_in_set", column.name) in expected


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_references_and_keys_name_columns_that_exist(table: Table) -> None:
    for name in (*table.key, *table.sorted_by, *(name for pair in table.order for name in pair)):
        assert table.column(name)
    for column in table.columns:
        if column.references:
            other, key = column.references.split(".")
            assert TABLES[other].column(key).type == column.type
