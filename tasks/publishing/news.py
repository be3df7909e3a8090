"""What a corpus has that was not known of it: what a look at the whole has to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from tasks.publishing.corpus import Corpus


@dataclass(frozen=True, slots=True)
class News:
    """Documents that are `gone` (or come again) of those known, and where the unknown ones are.

    `unknown` are those of the last snapshot, by the number of the file that has them.
    """

    corpus: Corpus
    gone: Sequence[str]
    unknown: Mapping[int, pa.Array]

    def tables(self, name: str, columns: list[str]) -> Iterator[pa.Table]:
        """Yield the rows of the documents that come, a file at a time; others are not read."""
        for number, ids in self.unknown.items():
            rows = self.corpus.surviving(name, number, columns)
            yield rows.filter(pc.is_in(rows["document_id"], value_set=ids))
        yield from self.corpus.coming(name, columns)


def news(corpus: Corpus, known: pa.ChunkedArray) -> News:
    """Return what `corpus` has beside the documents that are `known`, and what it lacks of them."""
    coming = _ids([table["document_id"] for table in corpus.coming("documents", ["document_id"])])
    before = _ids([known])
    there: list[pa.ChunkedArray] = []
    unknown = {}
    for number in range(corpus.old_files("documents")):
        ids = corpus.surviving("documents", number, ["document_id"])["document_id"]
        there.append(ids)
        more = ids.filter(pc.invert(pc.is_in(ids, value_set=before)))
        if len(more):
            unknown[number] = more.combine_chunks()
    again = pc.is_in(known, value_set=coming)
    stays = pc.and_(pc.is_in(known, value_set=_ids(there)), pc.invert(again))
    return News(corpus, known.filter(pc.invert(stays)).to_pylist(), unknown)


def _ids(columns: Sequence[pa.ChunkedArray]) -> pa.Array:
    chunks = [chunk for column in columns for chunk in column.chunks]
    return pa.concat_arrays([pa.array([], pa.string()), *chunks])
