"""From a declared table to Arrow: schemas, and rows that are held to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from schemas.columns import Table
from schemas.tables import TABLES


class SchemaError(ValueError):
    """Rows do not have the declared columns: a bug in a stage, never bad input."""


@cache
def schema(name: str) -> pa.Schema:
    """Return the Arrow schema of the table called `name`."""
    return _schema(TABLES[name])


def _schema(table: Table) -> pa.Schema:
    return pa.schema(
        [pa.field(c.name, c.type, nullable=c.nullable) for c in table.columns],
    )


def empty(name: str) -> pa.Table:
    """Return a table called `name` without rows."""
    return schema(name).empty_table()


def from_rows(rows: Iterable[Mapping[str, Any]], expected: pa.Schema) -> pa.Table:
    """Return `rows` as a table of schema `expected`.

    Raises SchemaError where a row has other keys than the schema or a null where none may be:
    pyarrow alone drops unknown keys and accepts such nulls in silence.
    """
    columns: dict[str, list[Any]] = {column: [] for column in expected.names}
    names = frozenset(columns)
    for row in rows:
        if row.keys() != names:
            raise SchemaError(f"keys {sorted(names.symmetric_difference(row))} do not fit")
        for column, values in columns.items():
            values.append(row[column])
    arrays = [pa.array(columns[field.name], field.type) for field in expected]
    table = pa.Table.from_arrays(arrays, schema=expected)
    hold(table, expected)
    return table


def hold(table: pa.Table, expected: pa.Schema) -> None:
    """Raise SchemaError unless `table` has exactly the schema, with no null where none may be."""
    if not table.schema.equals(expected):
        raise SchemaError(f"schema is {table.schema}, expected {expected}")
    for field in expected:
        if not field.nullable and table.column(field.name).null_count:
            raise SchemaError(f"nulls in column {field.name}")


def in_order(name: str, rows: pa.Table) -> pa.Table:
    """Return `rows` in the order that the table called `name` is kept in, nulls first."""
    table = TABLES[name]
    keys = [(column, "ascending", "at_start") for column in table.sorted_by or table.key]
    return rows.take(pc.sort_indices(rows, sort_keys=keys))
