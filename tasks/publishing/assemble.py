"""Assembling a snapshot aside: every table, in parts that follow from the corpus alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from schemas.arrow import schema
from tasks.publishing.corpus import Corpus
from tasks.publishing.parts import Part, between, part_file, parts
from tasks.publishing.snapshot import File, write_table

ROWS = 100_000  # in a file of a table that is not divided by sources


@dataclass(frozen=True, slots=True)
class Linked:
    """What only the whole corpus could tell, each in the order of document ids."""

    links: pa.Table
    clusters: pa.Table
    entities: pa.Table
    site_lines: pa.Table


def assemble(target: Path, corpus: Corpus, linked: Linked, *, run_id: str) -> list[File]:
    """Write the data tables of the snapshot into the folder `target`; return their files."""
    files = []
    for part in parts(*_size(corpus)):
        for name, rows in _finished(corpus, linked, part, run_id).items():
            files.append(write_table(target, name, part.file, rows))
    for name, table in (("entities", linked.entities), ("site_lines", linked.site_lines)):
        for number, start in enumerate(range(0, max(table.num_rows, 1), ROWS)):
            files.append(write_table(target, name, part_file(number), table.slice(start, ROWS)))
    return files


def _size(corpus: Corpus) -> tuple[int, int]:
    """How many sources are published, and how many bytes they have."""
    sources = size = 0
    for table in corpus.tables("sources", ["status", "bytes"]):
        published = table.filter(pc.equal(table["status"], "published"))
        sources += published.num_rows
        size += pc.sum(published["bytes"]).as_py() or 0
    return sources, size


def _finished(corpus: Corpus, linked: Linked, part: Part, run_id: str) -> dict[str, pa.Table]:
    documents = corpus.part("documents", part)
    clusters = between(linked.clusters, "document_id", part)
    documents = _with(documents, clusters, ["cluster_id", "duplicate_of"])
    mentions = corpus.part("mentions", part)
    mentions = _side_by_side(mentions, between(linked.links, "document_id", part))
    return {
        "sources": _shaped(_signed(corpus.part("sources", part), run_id), "sources"),
        "documents": _shaped(_signed(documents, run_id), "documents"),
        "blocks": _shaped(corpus.part("blocks", part), "blocks"),
        "dates": _shaped(corpus.part("dates", part), "dates"),
        "mentions": _shaped(mentions, "mentions"),
    }


def _with(rows: pa.Table, other: pa.Table, columns: list[str]) -> pa.Table:
    places = pc.index_in(rows["document_id"], value_set=other["document_id"])
    for column in columns:
        rows = rows.append_column(other.schema.field(column), other[column].take(places))
    return rows


def _side_by_side(mentions: pa.Table, links: pa.Table) -> pa.Table:
    """Both are in the order of (document_id, n) and have a row for each mention."""
    documents = links["document_id"].cast(pa.string())
    if not (mentions["document_id"].equals(documents) and mentions["n"].equals(links["n"])):
        raise AssertionError("links and mentions are not of the same rows")
    for column in ("entity_id", "link_score", "link_reason"):
        mentions = mentions.append_column(links.schema.field(column), links[column])
    return mentions


def _signed(rows: pa.Table, run_id: str) -> pa.Table:
    return rows.append_column("run_id", pa.array([run_id] * rows.num_rows, pa.string()))


def _shaped(rows: pa.Table, name: str) -> pa.Table:
    return rows.select(schema(name).names).cast(schema(name)).combine_chunks()
