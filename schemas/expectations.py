"""The Great Expectations suite of a table, as plain data.

Nothing here imports Great Expectations (3.5 s): `tasks.validation.gate` does, where it is used.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from schemas.columns import Column, Table


@dataclass(frozen=True, slots=True)
class Expectation:
    """One expectation: its Great Expectations type, the column ('' for the table), its options."""

    type: str
    column: str = ""
    options: dict[str, Any] = field(default_factory=dict)


def suite(table: Table) -> list[Expectation]:
    """Return what Great Expectations shall expect of `table`, from its declaration.

    Nested columns are left out: Great Expectations passes them in silence.
    """
    flat = [column for column in table.columns if not pa.types.is_nested(column.type)]
    expectations = [
        Expectation(
            "expect_table_columns_to_match_ordered_list",
            options={"column_list": [column.name for column in flat]},
        ),
        _unique(table.key),
    ]
    for column in flat:
        expectations.extend(_of_column(column))
    for first, last in table.order:
        expectations.append(
            Expectation(
                "expect_column_pair_values_a_to_be_greater_than_b",
                options={
                    "column_A": last,
                    "column_B": first,
                    "or_equal": True,
                    "ignore_row_if": "either_value_is_missing",
                },
            )
        )
    return expectations


def _unique(key: tuple[str, ...]) -> Expectation:
    if len(key) == 1:
        return Expectation("expect_column_values_to_be_unique", key[0])
    return Expectation(
        "expect_compound_columns_to_be_unique",
        options={"column_list": list(key), "ignore_row_if": "never"},
    )


def _of_column(column: Column) -> list[Expectation]:
    found = []
    if not column.nullable:
        found.append(Expectation("expect_column_values_to_not_be_null", column.name))
    if column.values:
        options: dict[str, Any] = {"value_set": list(column.values)}
        found.append(Expectation("expect_column_values_to_be_in_set", column.name, options))
    if column.minimum is not None or column.maximum is not None:
        options = {"min_value": column.minimum, "max_value": column.maximum}
        found.append(Expectation("expect_column_values_to_be_between", column.name, options))
    if column.pattern is not None:
        options = {"regex": column.pattern}
        found.append(Expectation("expect_column_values_to_match_regex", column.name, options))
    return found
