"""Row rules: which rows of a table break a column's declaration, and how.

They decide row by row what may be published; the Great Expectations suites
(`schemas.expectations`) then gate the table as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from schemas.columns import Column, Table


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that some rows break: `rows` is a boolean mask over the table, true where broken."""

    rule: str
    rows: pa.ChunkedArray


def broken_rules(table: Table, rows: pa.Table) -> Iterator[Broken]:
    """Yield the rules of `table` that at least one of `rows` breaks."""
    for column in table.columns:
        yield from _some(_column_rules(column, rows.column(column.name)))
    for first, last in table.order:
        wrong = pc.greater(rows.column(first), rows.column(last))
        yield from _some([Broken(f"{first} <= {last}", wrong)])


def _column_rules(column: Column, values: pa.ChunkedArray) -> Iterator[Broken]:
    name = column.name
    if not column.nullable:
        yield Broken(f"{name} is not null", pc.is_null(values))
    if column.values:
        allowed = pa.array(column.values, column.type)
        outside = pc.and_(pc.invert(pc.is_in(values, allowed)), pc.is_valid(values))
        yield Broken(f"{name} is one of {', '.join(column.values)}", outside)
    if column.minimum is not None:
        yield Broken(f"{name} >= {column.minimum:g}", pc.less(values, column.minimum))
    if column.maximum is not None:
        yield Broken(f"{name} <= {column.maximum:g}", pc.greater(values, column.maximum))
    if column.pattern is not None:
        matches = pc.match_substring_regex(values, column.pattern)
        yield Broken(f"{name} matches {column.pattern}", pc.invert(matches))


def _some(candidates: Iterator[Broken] | list[Broken]) -> Iterator[Broken]:
    for broken in candidates:
        mask = pc.fill_null(broken.rows, False)
        if pc.any(mask).as_py():
            yield Broken(broken.rule, mask)
