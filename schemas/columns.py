"""How a table is declared: once, as plain data.

The Arrow schema (`schemas.arrow`), the row rules (`schemas.row_rules`), the Great Expectations
suite (`schemas.expectations`) and the documentation (`schemas.documentation`) derive from here.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

TEXT = pa.string()
INTEGER = pa.int64()
SCORE = pa.float64()
FLAG = pa.bool_()
DAY = pa.date32()
MOMENT = pa.timestamp("us")
INSTANT = pa.timestamp("us", tz="UTC")
TEXTS = pa.list_(pa.field("element", pa.string(), nullable=False))

SHA256 = r"^[0-9a-f]{64}$"
SHORT_ID = r"^[0-9a-f]{32}$"
ENTITY_ID = r"^[0-9a-f]{16}$"
RUN_ID = r"^[0-9a-f]{16}$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its type, its meaning, and what every value in it must satisfy.

    `values`, `minimum`, `maximum` (inclusive) and `pattern` bind non-null values only.
    `references` names the ``table.column`` in which every non-null value must occur.
    """

    name: str
    type: pa.DataType
    about: str
    nullable: bool = False
    values: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    references: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of a snapshot.

    `key` columns are unique together; the rows are sorted by `sorted_by`, or else by the key.
    `order` holds pairs of columns (first, last) of which the first may not exceed the last.
    A `log` table tells what happened (clock times in it differ from run to run); the other tables
    hold data, which is the same for the same input.
    """

    name: str
    row: str
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    order: tuple[tuple[str, str], ...] = ()
    sorted_by: tuple[str, ...] = ()
    log: bool = False

    def column(self, name: str) -> Column:
        """Return the column called `name`; KeyError where the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name} has no column {name}")
