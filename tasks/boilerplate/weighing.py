"""Counting the lines of sites over the corpus, and telling each new source what they say of it.

Only sites that a run touches are counted again, and what is known of their older sources is kept
from run to run (`tasks.publishing.index`). Where a count changes what is known of a line in an
older source, the source must be read again: so the tables follow from the corpus alone, in
whatever order its documents arrived.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from schemas.arrow import from_rows, in_order, schema
from tasks.boilerplate.site_lines import (
    SiteLines,
    count_site_lines,
    key_of,
    keys_of,
    lines_of,
    weight,
)
from tasks.boilerplate.sites import COUNTED, counted, counted_row
from tasks.publishing.corpus import Corpus, corpus_of
from tasks.publishing.index import Index
from tasks.publishing.snapshot import read_table
from tasks.stage import package_digest
from tasks.staging import digest, read, replace, write

EVIDENCE = pa.schema(
    [
        pa.field("source_id", pa.string(), nullable=False),
        pa.field("site", pa.string(), nullable=False),
        pa.field("lines", pa.list_(pa.string()), nullable=False),
        pa.field("weights", pa.list_(pa.float64()), nullable=False),
    ]
)
Weights = dict[str, dict[str, float]]
"""What the model is told of a line, by site and line."""


@dataclass(frozen=True, slots=True)
class _Sites:
    """What is read for the sites that a run touches.

    `pages` are folders of new pages, `older` sources (schema `COUNTED`) with their `uris`, `known`
    the lines as they were counted in the last snapshot.
    """

    corpus: Corpus
    pages: Sequence[Path]
    touched: frozenset[str]
    older: pa.Table
    uris: Mapping[str, str]
    known: pa.Table


def weigh(read_lines: Sequence[Mapping[str, Any]], *, work: Mapping[str, Any]) -> dict[str, Any]:
    """Count the lines of the touched sites; keep the table and each batch's evidence.

    Returns ``site_lines`` (the folder of the table), ``evidence`` (a folder for each batch) and
    ``again``: the uris of older sources of which something else is known now.
    """
    staging, pages = Path(work["staging"]), [Path(one["folder"]) for one in read_lines]
    corpus = corpus_of((), work)
    index, _ = index_of(work).load(corpus.previous) or ({}, {})
    before = index.get("pages", COUNTED.empty_table())
    sites = _sites(corpus, pages, before)
    new = pa.concat_tables([COUNTED.empty_table(), *(_new(one) for one in pages)])
    counts = count_site_lines([*counted(new), *counted(sites.older)])
    table = _table(sites, counts)
    weights = weights_of(table)
    tables = {"site_lines": table, "pages": _pages(sites, before, new)}
    return {
        "site_lines": str(replace(staging / "resolved" / "site-lines", tables)),
        "evidence": [_kept(staging, evidence_of(read(one, "pages"), weights)) for one in pages],
        "again": _changed(sites, weights),
    }


def index_of(work: Mapping[str, Any]) -> Index:
    """Return the index of how the sources of the last snapshot are counted."""
    return Index.of(work, "sites", package_digest("boilerplate"))


def site_lines_of(snapshot: Path | None) -> pa.Table:
    """Return the whole table ``site_lines`` of a snapshot: empty where there is none."""
    found = [schema("site_lines").empty_table()]
    found += read_table(snapshot, "site_lines") if snapshot else []
    return pa.concat_tables(found)


def weights_of(site_lines: pa.Table) -> Weights:
    """Return what the rows of the table ``site_lines`` tell."""
    found: Weights = {}
    for row in site_lines.to_pylist():
        told = weight(row["documents"], row["of"])
        found.setdefault(row["site"], {})[row["line"]] = told
    return found


def evidence_of(pages: pa.Table, weights: Weights) -> pa.Table:
    """Return what the sites tell of each of ``pages`` (schema `EVIDENCE`)."""
    rows = []
    for row in pages.select(["source_id", "site", "lines"]).to_pylist():
        told = weights.get(row["site"], {})
        lines = [line for line in row["lines"] if line in told]
        own = {"source_id": row["source_id"], "site": row["site"]}
        rows.append({**own, "lines": lines, "weights": [told[line] for line in lines]})
    return from_rows(rows, EVIDENCE)


def _sites(corpus: Corpus, pages: Sequence[Path], before: pa.Table) -> _Sites:
    stays = list(_owned(corpus))
    touched = {site for one in pages for site in read(one, "pages")["site"].to_pylist()}
    if corpus.previous is not None:
        whole = Corpus((), corpus.previous)
        touched |= {site for _, site in _of(_owned(whole)) - _of(stays)}
    uris = {source: uri for source, site, uri in stays if site in touched}
    older = before.filter(_among(before["source_id"], uris))
    lacking = set(uris) - set(older["source_id"].to_pylist())
    rows = [
        counted_row(row["source_id"], row["site"], lines_of(row["text"]))
        for row in _texts(corpus, lacking)
    ]
    older = pa.concat_tables([older, from_rows(rows, COUNTED)])
    return _Sites(corpus, pages, frozenset(touched), older, uris, site_lines_of(corpus.previous))


def _owned(corpus: Corpus) -> Iterator[tuple[str, str, str]]:
    """Yield (source_id, site, uri) of what is published and names its site."""
    for table in corpus.tables("sources", ["source_id", "site", "uri", "status"]):
        published = pc.and_(pc.equal(table["status"], "published"), pc.is_valid(table["site"]))
        for row in table.filter(published).to_pylist():
            yield row["source_id"], row["site"], row["uri"]


def _of(owned: Any) -> set[tuple[str, str]]:
    return {(source, site) for source, site, _ in owned}


def _among(column: pa.ChunkedArray, values: Any) -> Any:
    return pc.is_in(column, value_set=pa.array(sorted(values), pa.string()))


def _texts(corpus: Corpus, sources: set[str]) -> Iterator[dict[str, Any]]:
    """Yield source_id, site and text of `sources`, from the last snapshot."""
    for table in corpus.tables("sources", ["source_id", "site", "text"]) if sources else ():
        yield from table.filter(_among(table["source_id"], sources)).to_pylist()


def _new(folder: Path) -> pa.Table:
    return read(folder, "pages").select(COUNTED.names)


def _pages(sites: _Sites, before: pa.Table, new: pa.Table) -> pa.Table:
    """Return what is kept for the next run: what is not there any more is passed over then."""
    kept = before.filter(pc.invert(_among(before["site"], sites.touched)))
    return pa.concat_tables([kept, sites.older, new]).combine_chunks()


def _table(sites: _Sites, counts: Mapping[str, SiteLines]) -> pa.Table:
    """Return the table ``site_lines``: counted anew for touched sites, as it was for others."""
    kept = sites.known.filter(pc.invert(_among(sites.known["site"], sites.touched)))
    lines = _lines(sites, {site: set(found.counts) for site, found in counts.items()})
    rows = [
        {"site": site, "line": lines[site, key], "documents": count, "of": found.documents}
        for site, found in counts.items()
        for key, count in found.counts.items()
    ]
    return in_order("site_lines", pa.concat_tables([kept, from_rows(rows, schema("site_lines"))]))


def _lines(sites: _Sites, wanted: dict[str, set[int]]) -> dict[tuple[str, int], str]:
    """Return the lines behind the keys in `wanted`, by site and key."""
    found: dict[tuple[str, int], str] = {}
    for site, lines in _known_lines(sites, wanted):
        missing = wanted.get(site, set())
        for line in lines if missing else ():
            if (key := key_of(line)) in missing:
                found[site, key] = line
                missing.discard(key)
    return found


def _known_lines(sites: _Sites, wanted: dict[str, set[int]]) -> Iterator[tuple[str, list[str]]]:
    for row in sites.known.to_pylist():
        yield row["site"], [row["line"]]
    for folder in sites.pages:
        for row in read(folder, "pages").select(["site", "lines"]).to_pylist():
            yield row["site"], row["lines"]
    # What became telling since others went is in the texts of older sources alone.
    behind = sites.older.filter(_among(sites.older["site"], {s for s in wanted if wanted[s]}))
    for row in _texts(sites.corpus, set(behind["source_id"].to_pylist())):
        yield row["site"], lines_of(row["text"])


def _kept(staging: Path, evidence: pa.Table) -> dict[str, str]:
    folder = staging / "site-lines" / digest(evidence.to_pylist())
    if not folder.exists():
        write(folder, {"evidence": evidence}, told={"stage": "weigh site lines"})
    return {"folder": str(folder)}


def _changed(sites: _Sites, weights: Weights) -> list[str]:
    """Return the uris of older sources that hold a line of which something else is known now."""
    before = weights_of(sites.known)
    differ: dict[str, Any] = {}
    for site in sites.touched:
        then, now = before.get(site, {}), weights.get(site, {})
        differ[site] = keys_of(line for line in {*then, *now} if then.get(line) != now.get(line))
    return sorted(
        sites.uris[one.source_id]
        for one in counted(sites.older)
        if np.isin(differ[one.site], one.keys).any()
    )
