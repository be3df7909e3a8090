"""The check stage: the tables of a batch as they will be published, without what breaks a rule.

The unit of refusal is the source: where one of its rows breaks a rule or a law, or a stage failed
on it, nothing of it is published and `rejects` says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from schemas.arrow import in_order, schema
from schemas.row_rules import broken_rules
from schemas.settings import Settings
from schemas.tables import TABLES
from tasks.stage import REFUSED, Stage, Tables, refusal, refusals
from tasks.validation.laws import wrong_bodies, wrong_places, wrong_surfaces

NAME = "check rows"
# Columns that only the whole corpus can fill; `tasks.publishing.assemble` adds them.
CORPUS_COLUMNS = {
    "sources": ("run_id",),
    "documents": ("cluster_id", "duplicate_of", "run_id"),
    "blocks": (),
    "dates": (),
    "mentions": ("entity_id", "link_score", "link_reason"),
}


def batch_schema(name: str) -> pa.Schema:
    """Return the schema of table `name` as a batch has it: without the corpus' columns."""
    return pa.schema([f for f in schema(name) if f.name not in CORPUS_COLUMNS[name]])


def check_rows(tables: Tables, settings: Settings) -> dict[str, pa.Table]:
    """Return sources, documents, blocks, dates, mentions and rejects of one batch."""
    del settings
    refused = [table for name, table in tables.items() if name.endswith("/rejects")]
    bad = _refused_behind_ingest(tables)
    composed = _without(_composed({name: _less(table, bad) for name, table in tables.items()}), bad)
    broken = list(_broken(composed))
    refused.append(refusals(broken))
    checked = _without(composed, {str(row["source_id"]) for row in broken})
    rejects = pa.concat_tables(refused)
    checked["sources"] = _sources(tables, checked["sources"], rejects)
    ordered = {name: in_order(name, rows) for name, rows in checked.items()}
    return {**ordered, "rejects": rejects.cast(REFUSED)}


def refused(tables: Tables, code: str, particulars: Mapping[str, object]) -> dict[str, pa.Table]:
    """Return the output for sources whose rows could not be checked: none is published."""
    told = pa.concat_tables([table for name, table in tables.items() if name.endswith("/rejects")])
    duplicates = set(tables["select/duplicates"]["uri"].to_pylist())
    known = {*told["uri"].to_pylist(), *duplicates}
    sources = tables["ingest/sources"].select(["source_id", "uri"]).to_pylist()
    rows = [
        refusal(
            source_id=source["source_id"],
            uri=source["uri"],
            stage=NAME,
            code=code,
            **particulars,
        )
        for source in sources
        if source["uri"] not in known
    ]
    rejects = pa.concat_tables([told, refusals(rows)])
    none = batch_schema("sources").empty_table()
    return {
        "sources": in_order("sources", _sources(tables, none, rejects)),
        "rejects": rejects.cast(REFUSED),
    }


def _refused_behind_ingest(tables: Tables) -> set[str]:
    """What ingest refused is not among the rows; other sources with the same bytes may be."""
    names = [n for n in tables if n.endswith("/rejects") and n != "ingest/rejects"]
    return {source for name in names for source in tables[name]["source_id"].to_pylist() if source}


def _less(table: pa.Table, bad: set[str]) -> pa.Table:
    if not bad or "source_id" not in table.column_names:
        return table
    lost = pc.is_in(table["source_id"], value_set=pa.array(sorted(bad), pa.string()))
    return table.filter(pc.invert(pc.fill_null(lost, False)))


def _composed(tables: Tables) -> dict[str, pa.Table]:
    stories = tables["remove-boilerplate/stories"]
    blocks = tables["remove-boilerplate/blocks"]
    documents = _beside(stories, tables["detect-language/stories"], "document_id")
    documents = _beside(documents, tables["detect-dates/stories"], "document_id")
    languages = tables["detect-language/blocks"]["language"]
    named = {"dates": tables["detect-dates/dates"], "mentions": tables["extract-entities/mentions"]}
    known = documents["document_id"].combine_chunks()
    return {
        "sources": tables["remove-boilerplate/sources"],
        "documents": _shaped(documents, "documents"),
        "blocks": _shaped(blocks.append_column("language", languages), "blocks"),
    } | {
        # Those of a source that a later stage refused have lost their document.
        name: _shaped(rows.filter(pc.is_in(rows["document_id"], value_set=known)), name)
        for name, rows in named.items()
    }


def _beside(left: pa.Table, right: pa.Table, key: str) -> pa.Table:
    """Put the columns of `right` beside those of `left`, row by row, null where it has no row."""
    places = pc.index_in(left[key], value_set=right[key])
    for field in right.schema:
        if field.name != key:
            left = left.append_column(field.with_nullable(True), right[field.name].take(places))
    return left


def _shaped(table: pa.Table, name: str) -> pa.Table:
    expected = batch_schema(name)
    nullable = pa.schema([field.with_nullable(True) for field in expected])
    return table.select(expected.names).cast(nullable)


def _without(composed: dict[str, pa.Table], bad: set[str]) -> dict[str, pa.Table]:
    if not bad:
        return dict(composed)
    sources = pa.array(sorted(bad), pa.string())
    documents = composed["documents"]
    lost = pc.is_in(documents["source_id"], value_set=sources)
    gone = documents.filter(lost)["document_id"]
    kept = {}
    for name, table in composed.items():
        by_source = "source_id" in table.column_names
        column, values = ("source_id", sources) if by_source else ("document_id", gone)
        kept[name] = table.filter(pc.invert(pc.is_in(table[column], value_set=values)))
    return kept


def _broken(composed: dict[str, pa.Table]) -> Iterator[dict[str, Any]]:
    """Yield a refusal for every rule or law and every source that breaks it."""
    documents = composed["documents"]
    origin = dict(
        zip(documents["document_id"].to_pylist(), documents["source_id"].to_pylist(), strict=True)
    )
    uris = dict(
        zip(
            composed["sources"]["source_id"].to_pylist(),
            composed["sources"]["uri"].to_pylist(),
            strict=True,
        )
    )
    for table, rule, sources in _offenders(composed, origin):
        for source in sorted(set(sources)):
            yield refusal(
                source_id=source,
                uri=uris[source],
                stage=NAME,
                code="rule_broken",
                table=table,
                rule=rule,
                count=sources.count(source),
            )


def _offenders(
    composed: dict[str, pa.Table], origin: dict[str, str]
) -> Iterator[tuple[str, str, list[str]]]:
    for name in ("documents", "blocks", "dates", "mentions"):
        rows = composed[name]
        for broken in broken_rules(_only(name), rows):
            offending = rows.filter(broken.rows)
            yield name, broken.rule, _origins(offending, origin)
    texts = _mapping(composed["documents"], "document_id", "text")
    pages = _mapping(composed["sources"], "source_id", "text")
    for name in ("dates", "mentions"):
        wrong = wrong_surfaces(composed[name], texts)
        yield name, "surface is text[start:end]", [origin[document] for document in wrong]
    wrong = wrong_bodies(composed["blocks"], texts)
    yield "documents", "text is its kept blocks", [origin[document] for document in wrong]
    misplaced = list(wrong_places(composed["blocks"], pages, texts))
    yield "blocks", "kept blocks are the source's characters", misplaced


def _only(name: str) -> Any:
    from dataclasses import replace

    table = TABLES[name]
    columns = tuple(c for c in table.columns if c.name not in CORPUS_COLUMNS[name])
    return replace(table, columns=columns)


def _origins(rows: pa.Table, origin: dict[str, str]) -> list[str]:
    if "source_id" in rows.column_names:
        return list(rows["source_id"].to_pylist())
    return [origin[document] for document in rows["document_id"].to_pylist()]


def _mapping(table: pa.Table, key: str, value: str) -> dict[str, str]:
    return dict(zip(table[key].to_pylist(), table[value].to_pylist(), strict=True))


def _sources(tables: Tables, published: pa.Table, rejects: pa.Table) -> pa.Table:
    """Every input of the batch with what became of it."""
    done = {row["uri"]: row for row in published.to_pylist()}
    duplicates = set(tables["select/duplicates"]["uri"].to_pylist())
    told = set(rejects["uri"].to_pylist())
    rows = []
    for row in tables["ingest/sources"].drop_columns(["content"]).to_pylist():
        uri = row["uri"]
        page = done.get(uri)
        if page is None and uri not in duplicates and uri not in told:
            raise AssertionError(f"{uri} is neither published, rejected nor a duplicate")
        status = "published" if page else "duplicate" if uri in duplicates else "rejected"
        rows.append(
            {name: row.get(name) for name in batch_schema("sources").names}
            | {
                "status": status,
                "documents": page["documents"] if page else 0,
                "text": page["text"] if page else None,
                "site": page["site"] if page else None,
            }
        )
    return pa.Table.from_pylist(rows, schema=batch_schema("sources"))


CHECK_ROWS = Stage(
    name=NAME,
    package="validation",
    reads=(
        "ingest/sources",
        "ingest/rejects",
        "select/duplicates",
        "remove-boilerplate/sources",
        "remove-boilerplate/stories",
        "remove-boilerplate/blocks",
        "remove-boilerplate/rejects",
        "detect-language/stories",
        "detect-language/blocks",
        "detect-language/rejects",
        "detect-dates/stories",
        "detect-dates/dates",
        "detect-dates/rejects",
        "extract-entities/mentions",
        "extract-entities/rejects",
    ),
    run=check_rows,
    refused=refused,
)
