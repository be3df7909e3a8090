"""Comparing two snapshots: rows added, removed and changed, by key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from schemas.tables import TABLES
from tasks.publishing.snapshot import read_table

Key = tuple[Any, ...]
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


def compare(old: Path, new: Path) -> Iterator[Difference]:
    """Yield a difference for each data table, in the order of their declaration."""
    for name, table in TABLES.items():
        if table.log:
            continue
        before, after = _rows(old, name), _rows(new, name)
        found = Difference(
            name,
            added=sorted(after.keys() - before.keys(), key=str),
            removed=sorted(before.keys() - after.keys(), key=str),
        )
        for key in sorted(before.keys() & after.keys(), key=str):
            if before[key] != after[key]:
                found.changed[key] = _columns(before[key], after[key])
        yield found


def _rows(snapshot: Path, name: str) -> dict[Key, dict[str, Any]]:
    key = TABLES[name].key
    return {
        tuple(row[column] for column in key): row
        for part in read_table(snapshot, name)
        for row in part.drop_columns(
            OF_THE_RUN if OF_THE_RUN in part.column_names else []
        ).to_pylist()
    }


def _columns(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    names = {**before, **after}
    return [name for name in names if before.get(name) != after.get(name)]
