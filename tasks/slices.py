"""Cutting the tables of a batch by source, so that a stage can be tried on a few of them.

The unit is what shares its fate: a source, with its duplicates in the batch, and all its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyarrow as pa

from tasks.stage import Tables

DOCUMENT_PREFIX = 28  # digits of a document_id that are those of its source_id
SLICES = 8


def units(tables: Tables) -> list[str]:
    """Return the units of all rows, each once, in the order in which they are met.

    A unit is named by its source_id, or by its uri where it has none.
    """
    found: dict[str, None] = {}
    for keys in _keys(tables).values():
        found.update(dict.fromkeys(key for key in keys or () if key is not None))
    return list(found)


def cut(tables: Tables, chosen: Iterable[str]) -> dict[str, pa.Table]:
    """Return the tables with the rows of the chosen units alone."""
    wanted = set(chosen)
    keys = _keys(tables)
    return {name: _filtered(table, keys[name], wanted) for name, table in tables.items()}


def divided(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield at most `SLICES` slices of the names, in order."""
    size = max(-(-len(names) // SLICES), 1)
    return (names[start : start + size] for start in range(0, len(names), size))


def sources_in(tables: Tables) -> list[tuple[str | None, str]]:
    """Return (source_id, uri) of the sources that all tables agree on: no mere duplicates."""
    uris = [set(t["uri"].to_pylist()) for t in tables.values() if "uri" in t.column_names]
    common = set.intersection(*uris) if uris else set()
    owners = _owners(tables)
    return [(owners.get(uri), uri) for uri in sorted(common)]


def _filtered(table: pa.Table, keys: Sequence[str | None] | None, wanted: set[str]) -> pa.Table:
    if keys is None:
        return table
    return table.filter(pa.array([key in wanted for key in keys], pa.bool_()))


def _keys(tables: Tables) -> dict[str, Sequence[str | None] | None]:
    owners = _owners(tables)
    known = {owner[:DOCUMENT_PREFIX]: owner for owner in owners.values() if owner}
    return {name: _keys_of(table, owners, known) for name, table in tables.items()}


def _keys_of(
    table: pa.Table, owners: Mapping[str, str | None], known: Mapping[str, str]
) -> Sequence[str | None] | None:
    if "uri" in table.column_names:
        return [owners.get(uri) or uri for uri in table["uri"].to_pylist()]
    if "source_id" in table.column_names:
        return list(table["source_id"].to_pylist())
    if "document_id" in table.column_names:
        return [known.get(one[:DOCUMENT_PREFIX]) for one in table["document_id"].to_pylist()]
    return None


def _owners(tables: Tables) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for table in tables.values():
        if {"uri", "source_id"} <= set(table.column_names):
            pairs = zip(table["uri"].to_pylist(), table["source_id"].to_pylist(), strict=True)
            found.update((uri, source) for uri, source in pairs if source or uri not in found)
    return found
