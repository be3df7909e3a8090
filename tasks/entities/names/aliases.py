"""Names that no rule can connect: aliases kept by people, in CSV files."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tasks.entities.names.fold import LONGEST
from tasks.entities.names.places import place_key
from tasks.entities.names.words import DATA


@dataclass(frozen=True, slots=True)
class Alias:
    """One thing known by several names."""

    type: str
    name: str
    aliases: tuple[str, ...]
    country: str | None
    why: str


Aliases = dict[str, Alias]


def read_aliases(file: Path) -> list[Alias]:
    """Return the rows of an alias file: columns type, name, aliases (;), country, why."""
    with file.open(encoding="utf-8", newline="") as rows:
        return [
            Alias(
                row["type"].strip(),
                row["name"].strip(),
                tuple(alias.strip() for alias in row["aliases"].split(";") if alias.strip()),
                row["country"].strip() or None,
                row["why"],
            )
            for row in csv.DictReader(rows)
        ]


@cache
def built_in() -> tuple[Alias, ...]:
    """Return the aliases that ship with the package."""
    return tuple(read_aliases(DATA / "names_aliases.csv"))


def table(rows: Iterable[Alias]) -> Aliases:
    """Return the aliases by key; later rows win over earlier ones."""
    found: Aliases = {}
    for row in rows:
        for name in (row.name, *row.aliases):
            found[alias_key(name)] = row
    return found


def alias_key(name: str) -> str:
    """Return the look-up key of a name: short ones keep their capitals (IS is not is)."""
    key = place_key(name)
    letters = [c for c in name[:LONGEST] if c.isalpha()]
    if len(key) <= 4 and letters and all(c.isupper() for c in letters):
        return key.upper()
    return key


@cache
def default_table() -> Aliases:
    """Return the aliases that ship with the package, by key."""
    return table(built_in())
