"""Counting the lines of sites over the corpus, and telling each new source what they say of it.

Only sites that a run touches are counted again. Where that changes what is known of a line in an
older source, the source must be read again: so the tables follow from the corpus alone, in
whatever order its documents arrived.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from schemas.arrow import from_rows, in_order, schema
from tasks.boilerplate.site_lines import (
    Counted,
    SiteLines,
    count_site_lines,
    key_of,
    lines_of,
    weight,
)
from tasks.boilerplate.sites import counted_pages, counted_source
from tasks.publishing.corpus import Corpus, corpus_of
from tasks.publishing.snapshot import read_table
from tasks.staging import digest, read, replace, write

EVIDENCE = pa.schema(
    [
        pa.field("source_id", pa.string(), nullable=False),
        pa.field("site", pa.string(), nullable=False),
        pa.field("lines", pa.list_(pa.string()), nullable=False),
        pa.field("weights", pa.list_(pa.float64()), nullable=False),
    ]
)
OLD = ["source_id", "uri", "site", "text", "status"]
Weights = dict[str, dict[str, float]]
"""What the model is told of a line, by site and line."""


@dataclass(slots=True)
class _Sites:
    """What is read for the sites that a run touches: new pages and older sources."""

    pages: Sequence[Path]
    corpus: Corpus
    known: pa.Table
    touched: set[str]
    counted: list[Counted] = field(default_factory=list)
    older: list[tuple[str, Counted]] = field(default_factory=list)


def weigh(read_lines: Sequence[Mapping[str, Any]], *, work: Mapping[str, Any]) -> dict[str, Any]:
    """Count the lines of the touched sites; keep the table and each batch's evidence.

    Returns ``site_lines`` (the folder of the table), ``evidence`` (a folder for each batch) and
    ``again``: the uris of older sources of which something else is known now.
    """
    staging = Path(work["staging"])
    sites = _gathered([Path(one["folder"]) for one in read_lines], corpus_of((), work))
    counts = count_site_lines([*sites.counted, *(one for _, one in sites.older)])
    table = _table(sites, counts)
    weights = weights_of(table)
    evidence = [_kept(staging, evidence_of(read(one, "pages"), weights)) for one in sites.pages]
    folder = replace(staging / "resolved" / "site-lines", {"site_lines": table})
    again = _changed(sites, weights)
    return {"site_lines": str(folder), "evidence": evidence, "again": again}


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


def _gathered(pages: Sequence[Path], corpus: Corpus) -> _Sites:
    sites = _Sites(pages, corpus, site_lines_of(corpus.previous), _touched(pages, corpus))
    for folder in pages:
        sites.counted += counted_pages(read(folder, "pages"))
    sites.older = [(row["uri"], counted_source(row)) for row in _older(corpus, sites.touched)]
    return sites


def _touched(pages: Sequence[Path], corpus: Corpus) -> set[str]:
    """Return the sites of which documents come or go."""
    new = {site for one in pages for site in read(one, "pages")["site"].to_pylist()}
    if corpus.previous is None:
        return new
    columns = ["source_id", "site", "status"]
    before = _owned(read_table(corpus.previous, "sources", columns))
    return new | {site for _, site in before - _owned(corpus.tables("sources", columns))}


def _owned(tables: Iterator[pa.Table]) -> set[tuple[str, str]]:
    rows = (row for table in tables for row in _published(table).to_pylist())
    return {(row["source_id"], row["site"]) for row in rows}


def _published(sources: pa.Table) -> pa.Table:
    of_site = pc.and_(pc.equal(sources["status"], "published"), pc.is_valid(sources["site"]))
    return sources.filter(of_site)


def _older(corpus: Corpus, touched: set[str]) -> Iterator[dict[str, Any]]:
    wanted = pa.array(sorted(touched), pa.string())
    for table in corpus.tables("sources", OLD) if touched else ():
        rows = _published(table)
        yield from rows.filter(pc.is_in(rows["site"], value_set=wanted)).to_pylist()


def _table(sites: _Sites, counts: Mapping[str, SiteLines]) -> pa.Table:
    """Return the table ``site_lines``: counted anew for touched sites, as it was for others."""
    anew = pc.is_in(sites.known["site"], value_set=pa.array(sorted(sites.touched), pa.string()))
    kept = sites.known.filter(pc.invert(anew))
    texts = _texts(sites, {site: set(found.counts) for site, found in counts.items()})
    rows = [
        {"site": site, "line": texts[site, key], "documents": count, "of": found.documents}
        for site, found in counts.items()
        for key, count in found.counts.items()
    ]
    return in_order("site_lines", pa.concat_tables([kept, from_rows(rows, schema("site_lines"))]))


def _texts(sites: _Sites, wanted: dict[str, set[int]]) -> dict[tuple[str, int], str]:
    """Return the lines behind the keys in `wanted`, by site; those of new documents first."""
    found: dict[tuple[str, int], str] = {}
    for site, lines in _lines(sites):
        missing = wanted.get(site)
        for line in lines if missing else ():
            if (key := key_of(line)) in missing:  # type: ignore[operator]
                found[site, key] = line
                missing.discard(key)  # type: ignore[union-attr]
        if not any(wanted.values()):
            break
    return found


def _lines(sites: _Sites) -> Iterator[tuple[str, list[str]]]:
    for folder in sites.pages:
        for row in read(folder, "pages").select(["site", "lines"]).to_pylist():
            yield row["site"], row["lines"]
    for row in _older(sites.corpus, sites.touched):
        yield row["site"], lines_of(row["text"])


def evidence_of(pages: pa.Table, weights: Weights) -> pa.Table:
    """Return what the sites tell of each of ``pages`` (schema `EVIDENCE`)."""
    rows = []
    for row in pages.select(["source_id", "site", "lines"]).to_pylist():
        told = weights.get(row["site"], {})
        lines = [line for line in row["lines"] if line in told]
        own = {"source_id": row["source_id"], "site": row["site"]}
        rows.append({**own, "lines": lines, "weights": [told[line] for line in lines]})
    return from_rows(rows, EVIDENCE)


def _kept(staging: Path, evidence: pa.Table) -> dict[str, str]:
    folder = staging / "site-lines" / digest(evidence.to_pylist())
    if not folder.exists():
        write(folder, {"evidence": evidence}, told={"stage": "weigh site lines"})
    return {"folder": str(folder)}


def _changed(sites: _Sites, weights: Weights) -> list[str]:
    """Return the uris of older sources that hold a line of which something else is known now."""
    before, found = weights_of(sites.known), []
    for site in sorted({one.site for _, one in sites.older}):
        own = [(uri, one) for uri, one in sites.older if one.site == site]
        then, now = before.get(site, {}), weights.get(site, {})
        differ = [line for line in {*then, *now} if then.get(line) != now.get(line)]
        keys = np.array([key_of(line) for line in differ], np.uint64)
        found += [uri for uri, one in own if np.isin(one.keys, keys).any()]
    return sorted(found)
