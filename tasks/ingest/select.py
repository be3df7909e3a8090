"""Which of the sources are to be published, and which repeat another's bytes.

The rule does not depend on order: among sources with the same bytes the one with the least uri is
published, the others are its duplicates.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from tasks.ingest.change import Change
from tasks.ingest.known import Known

URIS = pa.schema([pa.field("uri", pa.string(), nullable=False)])
Primary = dict[str, str]
"""The uri to publish, by the identity of its bytes (source_id)."""


def select(identities: Iterable[tuple[str, str]]) -> Primary:
    """Return the uri to publish of each source_id, from (source_id, uri) pairs."""
    primary: Primary = {}
    for source_id, uri in identities:
        kept = primary.get(source_id)
        if kept is None or uri < kept:
            primary[source_id] = uri
    return primary


def surviving(known: Known, replaced: set[str]) -> Iterable[tuple[str, str]]:
    """Yield (source_id, uri) of the readable sources of the last snapshot that stay as they are."""
    for source, uri in known.holders.items():
        if uri not in replaced:
            yield source, uri
    for source, uris in known.duplicates.items():
        for uri in uris:
            if uri not in replaced:
                yield source, uri


def settle(change: Change, known: Known, new: set[tuple[str, str]], primary: Primary) -> None:
    """Fill `change` with what becomes of the rows of the last snapshot's holders.

    `new` are the (source_id, uri) that were read in this run.
    """
    replaced = set(change.replaced)
    change.dropped, change.demoted, change.adopted = [], [], {}
    for source, holder in sorted(known.holders.items()):
        now = primary.get(source)
        if now is None or (source, now) in new:
            if now is not None or holder in replaced:
                change.dropped.append(source)
            if holder not in replaced:
                change.demoted.append(holder)
        elif now != holder:
            change.adopted[holder] = now


def split(sources: pa.Table, primary: Primary) -> dict[str, pa.Table]:
    """Return the batch's ``selected`` and ``duplicates``, a uri each; refused sources in neither.

    `sources` is the table of the ingest stage.
    """
    selected: list[dict[str, str]] = []
    duplicates: list[dict[str, str]] = []
    rows = sources.select(["uri", "source_id"]).to_pylist()
    readable = sources["content"].is_valid().to_pylist()
    for row, taken in zip(rows, readable, strict=True):
        if taken:
            first = primary[row["source_id"]] == row["uri"]
            (selected if first else duplicates).append({"uri": row["uri"]})
    return {
        "selected": pa.Table.from_pylist(selected, schema=URIS),
        "duplicates": pa.Table.from_pylist(duplicates, schema=URIS),
    }
