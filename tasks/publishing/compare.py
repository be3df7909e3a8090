"""Comparing two snapshots: rows added, removed and changed, by key.

The tables are in the order of ids, so they are compared a range of ids at a time: what is held in
memory are the rows of one range, and those that differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.tables import TABLES
from tasks.publishing.parts import Part, between
from tasks.publishing.snapshot import table_files

Key = tuple[Any, ...]
Row = dict[str, Any]
OF_THE_RUN = "run_id"  # differs between any two snapshots


@dataclass(slots=True)
class Difference:
    """What became of the rows of a table; `changed` maps keys to the columns that differ."""

    table: str
    added: list[Key] = field(default_factory=list)
    removed: list[Key] = field(default_factory=list)
    changed: dict[Key, list[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """True if anything differs."""
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class _File:
    """A file of a table, and the first and the last id in it."""

    path: Path
    first: str
    last: str


def compare(old: Path, new: Path) -> Iterator[Difference]:
    """Yield a difference for each data table, in the order of their declaration."""
    for name, table in TABLES.items():
        if not table.log:
            yield _compared(name, old, new)


def _compared(name: str, old: Path, new: Path) -> Difference:
    column = (TABLES[name].sorted_by or TABLES[name].key)[0]
    before, after = _files(old, name, column), _files(new, name, column)
    gone: dict[Key, Row] = {}
    come: dict[Key, Row] = {}
    changed: dict[Key, list[str]] = {}
    of = 1
    while of < max(len(before), len(after)):
        of *= 2
    for part in (Part(number, of) for number in range(of)):
        rows, others = _within(before, column, part), _within(after, column, part)
        if rows.equals(others):
            continue
        was, now = _by_key(name, rows), _by_key(name, others)
        for key in was.keys() & now.keys():
            _note(changed, key, was[key], now[key])
        gone |= {key: was[key] for key in was.keys() - now.keys()}
        come |= {key: now[key] for key in now.keys() - was.keys()}
    for key in gone.keys() & come.keys():  # the key is another one than the id: a changed file
        _note(changed, key, gone.pop(key), come.pop(key))
    return Difference(
        name,
        added=sorted(come, key=str),
        removed=sorted(gone, key=str),
        changed={key: changed[key] for key in sorted(changed, key=str)},
    )


def _files(snapshot: Path, name: str, column: str) -> list[_File]:
    found = []
    for path in table_files(snapshot, name):
        ids = pq.read_table(path, columns=[column])[column]
        if len(ids):
            found.append(_File(path, ids[0].as_py() or "", ids[-1].as_py() or ""))
    return found


def _within(files: Sequence[_File], column: str, part: Part) -> pa.Table:
    """The rows of a range of ids, without what differs between any two snapshots."""
    tables = []
    for file in files:
        if file.first < part.high and file.last >= part.low:
            rows = between(pq.read_table(file.path), column, part)
            kept = [name for name in rows.column_names if name != OF_THE_RUN]
            tables.append(rows.select(kept))
    return pa.concat_tables(tables, promote_options="default") if tables else pa.table({})


def _by_key(name: str, rows: pa.Table) -> dict[Key, Row]:
    key = TABLES[name].key
    return {tuple(row[column] for column in key): row for row in rows.to_pylist()}


def _note(changed: dict[Key, list[str]], key: Key, before: Row, after: Row) -> None:
    columns = [one for one in {**before, **after} if before.get(one) != after.get(one)]
    if columns:
        changed[key] = columns
