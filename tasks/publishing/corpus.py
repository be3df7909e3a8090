"""The corpus that a snapshot is made of: what the last snapshot holds and what the batches add."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from schemas.arrow import in_order
from tasks.ingest.change import Change
from tasks.publishing.parts import Part, within
from tasks.publishing.snapshot import read_table
from tasks.staging import read
from tasks.validation.stage import batch_schema

CHECKED = "check-rows"


@dataclass(slots=True)
class Corpus:
    """Where the rows are: the last snapshot, less what is read anew, and the checked batches.

    `replaced` are uris of the last snapshot that the batches hold again (or that were forgotten),
    `dropped` the source_ids whose rows go with them, `repeated` the source_ids that a batch
    publishes under a lesser uri: there the old source becomes the duplicate.
    """

    checked: Sequence[Path]
    previous: Path | None = None
    replaced: set[str] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)
    repeated: set[str] = field(default_factory=set)

    def tables(self, name: str, columns: list[str] | None = None) -> Iterator[pa.Table]:
        """Yield the rows of a table, one file at a time, without the corpus' own columns."""
        names = columns or batch_schema(name).names
        if self.previous is not None:
            for old in read_table(self.previous, name):
                yield self._surviving(name, old).select(names)
        for folder in self.checked:
            yield read(folder, f"{CHECKED}/{name}").select(names)

    def part(self, name: str, part: Part) -> pa.Table:
        """Return the rows of a table that belong to `part`, in order."""
        found = [within(table, name, part) for table in self.tables(name)]
        expected = batch_schema(name)
        return in_order(
            name,
            pa.concat_tables(
                [t.cast(expected) for t in found if t.num_rows] or [expected.empty_table()]
            ),
        )

    def _surviving(self, name: str, old: pa.Table) -> pa.Table:
        if name == "sources":
            rows = old.filter(
                pc.invert(pc.is_in(old["uri"], pa.array(sorted(self.replaced), pa.string())))
            )
            return self._demoted(rows) if self.repeated else rows
        gone = self.dropped | self.repeated
        if not gone:
            return old
        if "source_id" in old.column_names:
            lost = pc.is_in(old["source_id"], pa.array(sorted(gone), pa.string()))
        else:
            beginnings = pa.array(sorted(one[:28] for one in gone), pa.string())
            lost = pc.is_in(pc.utf8_slice_codeunits(old["document_id"], 0, 28), beginnings)
        return old.filter(pc.invert(lost))

    def _demoted(self, sources: pa.Table) -> pa.Table:
        """Old sources whose bytes are now published under a lesser uri are duplicates."""
        repeats = pc.is_in(sources["source_id"], pa.array(sorted(self.repeated), pa.string()))
        for column, value in (("status", "duplicate"), ("documents", 0), ("text", None)):
            at = sources.schema.get_field_index(column)
            kind = sources.schema.field(at).type
            changed = pc.if_else(repeats, pa.scalar(value, kind), sources[column])
            sources = sources.set_column(at, sources.schema.field(at), changed)
        return sources


def corpus_of(checked: Sequence[Mapping[str, Any]], work: Mapping[str, Any]) -> Corpus:
    """Return the corpus that the results of the check stage and the plan's `work` make."""
    change = Change.load(Path(work["change"]))
    return Corpus(
        checked=[Path(one["folder"]) for one in checked],
        previous=Path(work["previous"]) if work["previous"] else None,
        replaced=set(change.replaced),
        dropped=set(change.dropped),
        repeated=set(change.repeated),
    )


def identity(corpus: Corpus, recipe: str) -> str:
    """Return the run_id: 16 hex digits that name the work, the same for the same corpus and recipe.

    Order does not matter: the hashes of all (uri, source_id) are added up.
    """
    total = int(recipe, 16)
    for table in corpus.tables("sources", ["uri", "source_id"]):
        for row in table.to_pylist():
            told = hashlib.sha256(f"{row['uri']}|{row['source_id']}".encode())
            total += int.from_bytes(told.digest())
    return f"{total % 2**256:064x}"[:16]
