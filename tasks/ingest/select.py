"""Which of the sources read are new, and which repeat another's bytes.

The rule does not depend on order: among sources with the same bytes the one with the least uri is
published, the others are its duplicates.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pyarrow as pa

URIS = pa.schema([pa.field("uri", pa.string(), nullable=False)])


@dataclass(slots=True)
class Selection:
    """What becomes of the sources: uri of the one to publish, by the identity of its bytes."""

    primary: dict[str, str] = field(default_factory=dict)


def select(identities: Iterable[tuple[str, str]]) -> Selection:
    """Return the selection among (source_id, uri) pairs."""
    selection = Selection()
    for source_id, uri in identities:
        kept = selection.primary.get(source_id)
        if kept is None or uri < kept:
            selection.primary[source_id] = uri
    return selection


def split(sources: pa.Table, selection: Selection) -> dict[str, pa.Table]:
    """Return the batch's ``selected`` and ``duplicates``, a uri each; refused sources in neither.

    `sources` is the table of the ingest stage.
    """
    selected: list[dict[str, str]] = []
    duplicates: list[dict[str, str]] = []
    rows = sources.select(["uri", "source_id"]).to_pylist()
    readable = sources["content"].is_valid().to_pylist()
    for row, taken in zip(rows, readable, strict=True):
        if taken:
            first = selection.primary[row["source_id"]] == row["uri"]
            (selected if first else duplicates).append({"uri": row["uri"]})
    return {
        "selected": pa.Table.from_pylist(selected, schema=URIS),
        "duplicates": pa.Table.from_pylist(duplicates, schema=URIS),
    }
