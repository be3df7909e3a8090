"""Explaining a row: it is derived again from the bytes of its source, and its rule is named."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from schemas.settings import Settings
from schemas.tables import TABLES
from tasks.ingest.discover import absolute
from tasks.ingest.known import file_of
from tasks.ingest.plan import batches, inputs_of, path_of
from tasks.ingest.read import Limits
from tasks.ingest.select import select, split
from tasks.publishing.snapshot import read_table
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
    for part in read_table(snapshot, "documents"):
        for row in part.to_pylist():
            if name in (row["document_id"], row["source_id"], row["uri"]) or row["uri"] == path:
                return dict(row)
    raise UnknownError(f"no document {name!r} in {snapshot}")


def explain(
    snapshot: Path, document: Mapping[str, Any], *, table: str, row: int, settings: Settings
) -> Explanation:
    """Derive the `row`-th row of a document in `table` again from the source's bytes.

    Raises UnknownError where there is no such row, and where the file no longer has those bytes.
    """
    published = _own(_rows(snapshot, table), table, document)
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
        for stage in _stages():
            if stage.name == "remove boilerplate":
                sources = made["ingest/sources"]
                primary = select([(one, uri) for one in sources["source_id"].to_pylist() if one])
                made |= {f"select/{name}": table for name, table in split(sources, primary).items()}
                made["site-lines/evidence"] = _evidence(made, settings, snapshot)
            made |= _output(stage, made, settings)
    return {name.split("/")[1]: table for name, table in made.items() if name.startswith("check-")}


def _evidence(made: Tables, settings: Settings, snapshot: Path) -> pa.Table:
    from tasks.boilerplate.sites import READ_LINES
    from tasks.boilerplate.weighing import evidence_of, site_lines_of, weights_of

    pages = READ_LINES.run(made, settings)["pages"]
    return evidence_of(pages, weights_of(site_lines_of(snapshot)))


def _output(stage: Stage, made: Tables, settings: Settings) -> dict[str, pa.Table]:
    inputs = {name: made[name] for name in stage.reads}
    tables = {"rejects": refusals([]), **stage.run(inputs, settings)}
    return {f"{stage.folder}/{name}": table for name, table in tables.items()}


def _stages() -> Iterator[Stage]:
    from tasks.boilerplate.stage import REMOVE_BOILERPLATE
    from tasks.dates.stage import DETECT_DATES
    from tasks.entities.stage import EXTRACT_ENTITIES
    from tasks.ingest.stage import INGEST
    from tasks.language.stage import DETECT_LANGUAGE
    from tasks.validation.stage import CHECK_ROWS

    chain = (INGEST, REMOVE_BOILERPLATE, DETECT_LANGUAGE, DETECT_DATES, EXTRACT_ENTITIES)
    return iter((*chain, CHECK_ROWS))


def _rows(snapshot: Path, table: str) -> list[dict[str, Any]]:
    return [row for part in read_table(snapshot, table) for row in part.to_pylist()]


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
