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


def told(expected: pa.Schema) -> dict[str, str]:
    """Return what a snapshot's manifest says of a table's columns: their types, by name."""
    return {
        field.name: f"{field.type}{'' if field.nullable else ' not null'}" for field in expected
    }


def extended(rows: pa.Table, expected: pa.Schema) -> pa.Table:
    """Return rows of an older schema as rows of `expected`.

    A column that they lack is null, or empty (0, '', false) where it may not be null; one that is
    no longer declared goes. Raises pyarrow's ArrowInvalid where a value cannot be of the new type.
    """
    columns = [
        rows.column(field.name).cast(field.type)
        if field.name in rows.column_names
        else _filled(field, rows.num_rows)
        for field in expected
    ]
    return pa.Table.from_arrays(columns, schema=expected)


def _filled(field: pa.Field, number: int) -> pa.Array:
    if field.nullable:
        return pa.nulls(number, field.type)
    empty: Any = [] if pa.types.is_list(field.type) else "" if pa.types.is_string(field.type) else 0
    return pa.array([empty] * number).cast(field.type)


def in_order(name: str, rows: pa.Table) -> pa.Table:
    """Return `rows` in the order that the table called `name` is kept in, nulls first."""
    table = TABLES[name]
    keys = [(column, "ascending", "at_start") for column in table.sorted_by or table.key]
    return rows.take(pc.sort_indices(rows, sort_keys=keys))
