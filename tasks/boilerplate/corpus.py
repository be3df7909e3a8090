"""Stories that repeat each other, over the whole corpus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tasks.boilerplate.duplicates import PERMUTATIONS, originals, sign

CLUSTERS = pa.schema(
    [
        pa.field("document_id", pa.string(), nullable=False),
        pa.field("cluster_id", pa.string(), nullable=False),
        pa.field("duplicate_of", pa.string()),
    ]
)
# What is kept of each story: the signature is null where it has too few words for one.
SIGNATURES = pa.schema(
    [
        pa.field("document_id", pa.string(), nullable=False),
        pa.field("published_on", pa.date32()),
        pa.field("words", pa.binary(32), nullable=False),
        pa.field("signature", pa.binary(4 * PERMUTATIONS)),
    ]
)
UNDATED = 2_932_896  # 9999-12-31: a dated story is the original rather than an undated one
AT_ONCE = 1000  # documents that are held as texts


def signatures_of(documents: Iterable[pa.Table]) -> pa.Table:
    """Return a row for each story, from `document_id`, `published_on` and `text`."""
    made = []
    for table in documents:
        for at in range(0, table.num_rows, AT_ONCE):
            some = table.slice(at, AT_ONCE)
            signed = [sign(text) for text in some["text"].to_pylist()]
            columns: list[Any] = [
                some["document_id"].combine_chunks(),
                some["published_on"].combine_chunks(),
                pa.array([one.words for one in signed], pa.binary(32)),
                pa.array(
                    [None if one.signature is None else one.signature.tobytes() for one in signed],
                    pa.binary(4 * PERMUTATIONS),
                ),
            ]
            made.append(pa.Table.from_arrays(columns, schema=SIGNATURES))
    return pa.concat_tables([SIGNATURES.empty_table(), *made])


def joined(before: pa.Table, gone: Sequence[str], coming: pa.Table) -> pa.Table:
    """Return the signatures of all stories, in the order of their ids."""
    lost = pc.is_in(before["document_id"], value_set=pa.array(gone, pa.string()))
    every = pa.concat_tables([before.filter(pc.invert(lost)), coming])
    return every.sort_by("document_id").combine_chunks()


def clusters_of(signatures: pa.Table) -> pa.Table:
    """Return the cluster of every story, in the order of their ids, as `signatures` are.

    Stories with the same or nearly the same text form a cluster. Its original, whose id it bears,
    is the one first published, of equals the one with the least id; the others are duplicates.
    """
    ids = signatures["document_id"].combine_chunks()
    words = signatures["words"].combine_chunks().dictionary_encode().indices.to_numpy()
    days = pc.fill_null(signatures["published_on"].cast(pa.int32()), UNDATED).to_numpy()
    told = signatures["signature"].combine_chunks()
    found = originals(words, days, _numbers(told), told.is_valid().to_numpy(zero_copy_only=False))
    cluster = ids.take(pa.array(found))
    repeats = pa.array(found != np.arange(len(found)))
    columns = [ids, cluster, pc.if_else(repeats, cluster, pa.scalar(None, pa.string()))]
    return pa.Table.from_arrays(columns, schema=CLUSTERS)


def _numbers(signatures: pa.FixedSizeBinaryArray) -> Any:
    """The signatures as numbers, a row each, without copying them."""
    width = 4 * PERMUTATIONS
    buffer = signatures.buffers()[1]
    if buffer is None:
        return np.zeros((0, PERMUTATIONS), np.uint32)
    start = signatures.offset * width
    raw = np.frombuffer(buffer, np.uint8)[start : start + len(signatures) * width]
    return raw.view(np.uint32).reshape(-1, PERMUTATIONS)
