"""Explaining a row: it is derived again from the bytes of its source, and its rule is named."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from schemas.settings import Settings
from schemas.tables import TABLES
from tasks.chain import ANALYSIS, COUNTING, READING
from tasks.ingest.discover import absolute
from tasks.ingest.known import file_of
from tasks.ingest.plan import batches, inputs_of, path_of
from tasks.ingest.read import Limits
from tasks.ingest.select import select, split
from tasks.publishing.snapshot import table_files
from tasks.stage import Stage, Tables, refusals
from tasks.validation.stage import CORPUS_COLUMNS

AROUND = 40  # characters shown on either side of a span
RULES = ("reason", "label", "method", "evidence", "score", "confidence")


class UnknownError(ValueError):
    """What is to be explained is not in the snapshot."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as published and as derived again; `rule` marks columns that say what decided."""

    column: str
    published: object
    derived: object
    rule: bool

    @property
    def same(self) -> bool:
        """Whether both are the same."""
        return bool(self.published == self.derived)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A row with its cells, the source it is from, and the characters that it stands on."""

    table: str
    uri: str
    sha256: str
    as_published: bool
    cells: tuple[Cell, ...]
    context: tuple[str, str, str] | None


def find_document(snapshot: Path, name: str) -> dict[str, Any]:
    """Return the row of ``documents`` that `name` means: a document_id, source_id, uri or path."""
    path = absolute(Path(name)).as_uri() if name else ""
    wanted = {"document_id": {name}, "source_id": {name}, "uri": {name, path}}
    for row in _found(snapshot, "documents", wanted):
        return row
    raise UnknownError(f"no document {name!r} in {snapshot}")


def explain(
    snapshot: Path, document: Mapping[str, Any], *, table: str, row: int, settings: Settings
) -> Explanation:
    """Derive the `row`-th row of a document in `table` again from the source's bytes.

    Raises UnknownError where there is no such row, and where the file no longer has those bytes.
    """
    published = _own(_published(snapshot, table, document), table, document)
    derived = derive(document["uri"], settings, snapshot)
    source = derived["sources"].to_pylist()[0] if derived["sources"].num_rows else {}
    if source.get("source_id") != document["source_id"]:
        raise UnknownError(f"{document['uri']} no longer holds the bytes that were published")
    again = _own(derived[table].to_pylist(), table, document)
    if row >= len(published):
        raise UnknownError(f"{table} has {len(published)} rows of this document")
    then, now = published[row], again[row] if row < len(again) else {}
    left_out = {"run_id", *CORPUS_COLUMNS[table]}
    cells = tuple(
        Cell(column.name, then[column.name], now.get(column.name), _is_rule(column.name))
        for column in TABLES[table].columns
        if column.name not in left_out
    )
    text = source["text"] if table == "blocks" else document["text"]
    return Explanation(
        table=table,
        uri=document["uri"],
        sha256=document["source_id"],
        as_published=all(cell.same for cell in cells),
        cells=cells,
        context=_context(then, text),
    )


def derive(uri: str, settings: Settings, snapshot: Path) -> dict[str, pa.Table]:
    """Return what the stages make of one source, read again: the tables of the check stage.

    `snapshot` tells which lines repeat within the source's site.
    """
    with tempfile.TemporaryDirectory() as spool:
        limits = Limits(bytes=settings.max_bytes, ratio=settings.max_ratio)
        inputs = inputs_of(path_of(file_of(uri)), spool=Path(spool), limits=limits)
        planned = [one for one in inputs if one.uri == uri]
        if not planned:
            raise UnknownError(f"{uri} is not there any more")
        made: dict[str, pa.Table] = {"plan/inputs": next(batches(planned, 1))}
        made |= _output(READING, made, settings)
        sources = made["ingest/sources"]
        primary = select([(one, uri) for one in sources["source_id"].to_pylist() if one])
        made |= {f"select/{name}": table for name, table in split(sources, primary).items()}
        made["site-lines/evidence"] = _evidence(made, settings, snapshot)
        for stage in ANALYSIS:
            made |= _output(stage, made, settings)
    return {name.split("/")[1]: table for name, table in made.items() if name.startswith("check-")}


def _evidence(made: Tables, settings: Settings, snapshot: Path) -> pa.Table:
    from tasks.boilerplate.weighing import evidence_of, site_lines_of, weights_of

    pages = COUNTING.run(made, settings)["pages"]
    return evidence_of(pages, weights_of(site_lines_of(snapshot)))


def _output(stage: Stage, made: Tables, settings: Settings) -> dict[str, pa.Table]:
    inputs = {name: made[name] for name in stage.reads}
    tables = {"rejects": refusals([]), **stage.run(inputs, settings)}
    return {f"{stage.folder}/{name}": table for name, table in tables.items()}


def _found(snapshot: Path, table: str, wanted: dict[str, set[str]]) -> Iterator[dict[str, Any]]:
    """Yield the rows that have, in one of the columns of `wanted`, one of its values.

    Those columns are looked through first: of the others only the files with such a row are read.
    """
    for file in table_files(snapshot, table):
        keys = pq.read_table(file, columns=list(wanted))
        masks = [
            pc.fill_null(pc.is_in(keys[column], value_set=pa.array(sorted(values))), False)
            for column, values in wanted.items()
        ]
        which = pc.indices_nonzero(reduce(pc.or_, masks))
        if len(which):
            yield from pq.read_table(file).take(which).to_pylist()


def _published(snapshot: Path, table: str, document: Mapping[str, Any]) -> list[dict[str, Any]]:
    column = "source_id" if table in ("sources", "blocks") else "document_id"
    return list(_found(snapshot, table, {column: {document[column]}}))


def _own(
    rows: list[dict[str, Any]], table: str, document: Mapping[str, Any]
) -> list[dict[str, Any]]:
    if table in ("sources", "blocks"):
        own = [row for row in rows if row["source_id"] == document["source_id"]]
        return [row for row in own if table == "blocks" or row["uri"] == document["uri"]]
    return [row for row in rows if row["document_id"] == document["document_id"]]


def _is_rule(column: str) -> bool:
    return column.endswith(RULES)


def _context(row: Mapping[str, Any], text: str) -> tuple[str, str, str] | None:
    start, end = row.get("start"), row.get("end")
    if start is None or end is None:
        return None
    return text[max(start - AROUND, 0) : start], text[start:end], text[end : end + AROUND]
