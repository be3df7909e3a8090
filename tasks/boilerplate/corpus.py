"""Stories that repeat each other, over the whole corpus."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import pyarrow as pa

CLUSTERS = pa.schema(
    [
        pa.field("document_id", pa.string(), nullable=False),
        pa.field("cluster_id", pa.string(), nullable=False),
        pa.field("duplicate_of", pa.string()),
    ]
)


def cluster_corpus(documents: Iterable[pa.Table]) -> pa.Table:
    """Return the cluster of every story, in the order of their ids.

    Stories with the same text form a cluster, which bears the least document_id among them; the
    others are duplicates of that one. A story without text stands alone.
    """
    ids: list[tuple[str, str]] = []
    first: dict[str, str] = {}
    for table in documents:
        for row in table.select(["document_id", "text"]).to_pylist():
            text = row["text"] or row["document_id"]
            key = hashlib.sha256(text.encode()).hexdigest()
            ids.append((row["document_id"], key))
            first[key] = min(first.get(key, row["document_id"]), row["document_id"])
    rows = [
        {
            "document_id": document,
            "cluster_id": first[key],
            "duplicate_of": first[key] if first[key] != document else None,
        }
        for document, key in sorted(ids)
    ]
    return pa.Table.from_pylist(rows, schema=CLUSTERS)
