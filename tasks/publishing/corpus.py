"""The corpus that a snapshot is made of: what the last snapshot holds and what the batches add."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from schemas.arrow import in_order
from tasks.ingest.change import Change
from tasks.parquet import read_file
from tasks.publishing.parts import Part, overlapping, within
from tasks.publishing.snapshot import table_files
from tasks.staging import digest, read
from tasks.validation.stage import batch_schema

CHECKED = "check-rows"
# What a duplicate takes over from the source in whose place it is published.
TAKEN_OVER = ("media_type", "encoding", "encoding_errors", "status", "documents", "site", "text")
AS_DUPLICATE = (("status", "duplicate"), ("documents", 0), ("site", None), ("text", None))
# What tells which rows survive, and as what.
NEEDED = {
    "sources": ("source_id", "uri"),
    "documents": ("document_id", "source_id", "uri"),
    "blocks": ("source_id",),
    "dates": ("document_id",),
    "mentions": ("document_id",),
}


@dataclass(slots=True)
class Corpus:
    """Where the rows are: the last snapshot, less what is read anew, and the checked batches.

    `replaced` are uris of the last snapshot that the batches hold again (or that were forgotten),
    `dropped` the source_ids whose rows go, `demoted` the uris that are duplicates now, `adopted`
    the uris under which sources are published that had been under others (old to new).
    """

    checked: Sequence[Path]
    previous: Path | None = None
    replaced: set[str] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)
    demoted: set[str] = field(default_factory=set)
    adopted: dict[str, str] = field(default_factory=dict)

    def tables(self, name: str, columns: list[str] | None = None) -> Iterator[pa.Table]:
        """Yield the rows of a table, one file at a time, without the corpus' own columns."""
        for number in range(self.old_files(name)):
            yield self.surviving(name, number, columns)
        yield from self.coming(name, columns)

    def old_files(self, name: str) -> int:
        """Return how many files of a table the last snapshot has."""
        return len(table_files(self.previous, name)) if self.previous is not None else 0

    def surviving(self, name: str, number: int, columns: list[str] | None = None) -> pa.Table:
        """Return what stays of a file of the last snapshot; of no other column is anything read."""
        assert self.previous is not None
        names = columns or batch_schema(name).names
        needed = {*names, *NEEDED.get(name, ())}
        file = table_files(self.previous, name)[number]
        return self._surviving(name, _read(file, name, needed)).select(names)

    def coming(self, name: str, columns: list[str] | None = None) -> Iterator[pa.Table]:
        """Yield the rows that the checked batches bring to a table."""
        for folder in self.checked:
            yield read(folder, f"{CHECKED}/{name}").select(columns or batch_schema(name).names)

    def part(self, name: str, part: Part) -> pa.Table:
        """Return the rows of a table that belong to `part`, in order."""
        expected = batch_schema(name)
        found = [expected.empty_table()]
        if self.previous is not None:
            files = overlapping(table_files(self.previous, name), part)
            found += [within(self._surviving(name, _read(one, name)), name, part) for one in files]
        found += [within(read(one, f"{CHECKED}/{name}"), name, part) for one in self.checked]
        shaped = [table.select(expected.names).cast(expected) for table in found]
        return in_order(name, pa.concat_tables(shaped))

    def rejects(self, earlier: Sequence[pa.Table]) -> Iterator[dict[str, Any]]:
        """Yield the rows of the last snapshot's ``rejects`` that still hold."""
        for row in (row for table in earlier for row in table.to_pylist()):
            now = self.adopted.get(row["uri"])
            if now:
                yield row | {"uri": now}
            elif row["uri"] not in self.replaced and row["uri"] not in self.demoted:
                yield row

    def _surviving(self, name: str, old: pa.Table) -> pa.Table:
        if name == "sources":
            return self._surviving_sources(old)
        if self.dropped:
            if "source_id" in old.column_names:
                lost = pc.is_in(old["source_id"], pa.array(sorted(self.dropped), pa.string()))
            else:
                beginnings = pa.array(sorted(one[:28] for one in self.dropped), pa.string())
                lost = pc.is_in(pc.utf8_slice_codeunits(old["document_id"], 0, 28), beginnings)
            old = old.filter(pc.invert(lost))
        return self._renamed(old) if name == "documents" and self.adopted else old

    def _surviving_sources(self, old: pa.Table) -> pa.Table:
        if self.adopted:
            old = self._with_adopted(old)
        if self.demoted:
            old = self._with_demoted(old)
        if self.replaced:
            old = old.filter(
                pc.invert(pc.is_in(old["uri"], pa.array(sorted(self.replaced), pa.string())))
            )
        return old

    def _renamed(self, documents: pa.Table) -> pa.Table:
        uris = [self.adopted.get(uri, uri) for uri in documents["uri"].to_pylist()]
        return _set(documents, "uri", pa.array(uris, pa.string()))

    def _with_adopted(self, sources: pa.Table) -> pa.Table:
        """Duplicates that take the place of another source: both lie in the same file."""
        uris = sources["uri"].to_pylist()
        rows = {uri: row for row, uri in enumerate(uris)}
        origin = list(range(len(uris)))
        for old, now in self.adopted.items():
            if now in rows:
                origin[rows[now]] = rows[old]
        if origin == list(range(len(uris))):
            return sources
        for column in [name for name in TAKEN_OVER if name in sources.column_names]:
            sources = _set(sources, column, sources[column].take(pa.array(origin)))
        return sources

    def _with_demoted(self, sources: pa.Table) -> pa.Table:
        """Sources whose bytes are now published under a lesser uri are duplicates."""
        repeats = pc.is_in(sources["uri"], pa.array(sorted(self.demoted), pa.string()))
        for column, value in AS_DUPLICATE:
            if column not in sources.column_names:
                continue
            kind = sources.schema.field(column).type
            changed = pc.if_else(repeats, pa.scalar(value, kind), sources[column])
            sources = _set(sources, column, changed)
        return sources


def _read(file: Path, name: str, needed: Container[str] | None = None) -> pa.Table:
    """The columns `needed`, not the corpus' own; null are those that an older version lacked."""
    whole = batch_schema(name)
    expected = pa.schema([field for field in whole if needed is None or field.name in needed])
    there = set(pq.read_schema(file).names)
    rows = read_file(file, [column for column in expected.names if column in there])
    for column in expected:
        if column.name not in there:
            rows = rows.append_column(column, pa.nulls(rows.num_rows, column.type))
    return rows.select(expected.names)


def _set(table: pa.Table, column: str, values: Any) -> pa.Table:
    at = table.schema.get_field_index(column)
    return table.set_column(at, table.schema.field(at), values)


def corpus_of(checked: Sequence[Mapping[str, Any]], work: Mapping[str, Any]) -> Corpus:
    """Return the corpus that the results of the check stage and the plan's `work` make."""
    change = Change.load(Path(work["change"]))
    return Corpus(
        checked=[Path(one["folder"]) for one in checked],
        previous=Path(work["previous"]) if work["previous"] else None,
        replaced=set(change.replaced),
        dropped=set(change.dropped),
        demoted=set(change.demoted),
        adopted=change.adopted,
    )


def run_id_of(corpus: Corpus, work: Mapping[str, Any]) -> str:
    """Return the run_id of the snapshot that is in the making."""
    return identity(corpus, digest([work["recipe"], work["judgements"]]))


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
