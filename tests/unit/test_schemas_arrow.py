"""Rows are held to their declaration: nothing is dropped or let through in silence."""

from __future__ import annotations

import pyarrow as pa
import pytest

from schemas.arrow import SchemaError, empty, from_rows, hold, in_order, schema
from schemas.tables import TABLES

ENTITY = {
    "entity_id": "0" * 16,
    "type": "PERSON",
    "name": "Wang Yi",
    "aliases": ["Wang Yi"],
    "country": None,
    "mentions": 1,
    "documents": 1,
    "first_published": None,
    "last_published": None,
}


def test_rows_become_a_table() -> None:
    assert from_rows([ENTITY], schema("entities")).to_pylist() == [ENTITY]


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(SchemaError, match="surname"):
        from_rows([ENTITY | {"surname": "Wang"}], schema("entities"))


def test_a_missing_key_is_an_error() -> None:
    with pytest.raises(SchemaError, match="aliases"):
        from_rows([{k: v for k, v in ENTITY.items() if k != "aliases"}], schema("entities"))


def test_a_null_where_none_may_be_is_an_error() -> None:
    with pytest.raises(SchemaError, match="name"):
        from_rows([ENTITY | {"name": None}], schema("entities"))


def test_another_schema_is_an_error() -> None:
    with pytest.raises(SchemaError):
        hold(pa.table({"name": ["x"]}), schema("entities"))


def test_sources_without_id_come_first() -> None:
    uris = ["b", "a", "c"]
    table = pa.table({"source_id": ["f", None, "0"], "uri": uris})
    assert in_order("sources", table)["uri"].to_pylist() == ["a", "c", "b"]


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_table_has_the_declared_columns(name: str) -> None:
    assert empty(name).column_names == [column.name for column in TABLES[name].columns]
