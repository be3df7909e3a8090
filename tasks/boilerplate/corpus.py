"""Stories that repeat each other, over the whole corpus."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from tasks.boilerplate.duplicates import Text, cluster, sign

CLUSTERS = pa.schema(
    [
        pa.field("document_id", pa.string(), nullable=False),
        pa.field("cluster_id", pa.string(), nullable=False),
        pa.field("duplicate_of", pa.string()),
    ]
)
UNDATED = "9999"  # behind every date: a dated story is the original rather than an undated one


def cluster_corpus(documents: Iterable[pa.Table]) -> pa.Table:
    """Return the cluster of every story, in the order of their ids.

    Stories with the same or nearly the same text form a cluster. Its original, whose id it bears,
    is the one first published, of equals the one with the least id; the others are duplicates.
    """
    signed = [
        sign(Text(row["document_id"], row["text"], str(row["published_on"] or UNDATED)))
        for table in documents
        for row in table.select(["document_id", "text", "published_on"]).to_pylist()
    ]
    found = cluster(signed)
    rows = [
        {
            "document_id": document,
            "cluster_id": found[document].cluster_id,
            "duplicate_of": found[document].duplicate_of,
        }
        for document in sorted(found)
    ]
    return pa.Table.from_pylist(rows, schema=CLUSTERS)
