"""The stage that reads the lines of every source that names its site, to be counted by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from schemas.arrow import from_rows
from schemas.settings import Settings
from tasks.boilerplate.addresses import host, own_address
from tasks.boilerplate.duplicates import PERMUTATIONS, Signed
from tasks.boilerplate.extract import HEAD
from tasks.boilerplate.facts import banner
from tasks.boilerplate.lines import read_lines
from tasks.boilerplate.markup import flatten
from tasks.boilerplate.site_lines import Counted, keys_of, lines_of, signed
from tasks.stage import Stage, Tables

#: How a source is counted: its lines and its signature as numbers (`tasks.boilerplate.site_lines`).
COUNTED = pa.schema(
    [
        pa.field("source_id", pa.string(), nullable=False),
        pa.field("site", pa.string(), nullable=False),
        pa.field("keys", pa.list_(pa.uint64()), nullable=False),
        pa.field("words", pa.binary(32), nullable=False),
        pa.field("signature", pa.binary(4 * PERMUTATIONS)),
    ]
)
PAGES = COUNTED.append(pa.field("lines", pa.list_(pa.string()), nullable=False))
#: What a page's head may call its own address.
ADDRESSES = ("canonical", "og:url")


def read_site_lines(tables: Tables, settings: Settings) -> dict[str, pa.Table]:
    """Return ``pages``: the lines of every selected source that names its site."""
    del settings
    selected = set(tables["select/selected"]["uri"].to_pylist())
    rows = tables["ingest/sources"].to_pylist()
    pages = [_page(row) for row in rows if row["uri"] in selected]
    return {"pages": from_rows([page for page in pages if page], PAGES)}


def nothing_read(tables: Tables, code: str, particulars: Mapping[str, object]) -> dict[str, Any]:
    """Return the output for a source that cannot be read: it is no evidence, and no more.

    The stage that removes its boilerplate will refuse it, and say why.
    """
    del tables, code, particulars
    return {"pages": PAGES.empty_table()}


def _page(row: Mapping[str, Any]) -> dict[str, Any] | None:
    try:
        site, text = _read(row)
        if site is None:
            return None
        lines = lines_of(text)
        return {**counted_row(row["source_id"], site, lines), "lines": lines}
    except Exception:  # as in `nothing_read`: the next stage refuses what cannot be read
        return None


def _read(row: Mapping[str, Any]) -> tuple[str | None, str]:
    """Return the site that a source names, and its text as the next stage will have it."""
    content, given = row["content"], row["given_url"]
    if row["media_type"] != "text/html":
        return host(own_address(given) or _archived(content)), content
    if not given and not any(map(content.__contains__, ADDRESSES)):
        return None, ""
    page = flatten(content)
    address = given or next(filter(None, map(page.meta.get, ADDRESSES)), None)
    return host(own_address(address)), page.text


def _archived(text: str) -> str | None:
    """Return the address in an archive's banner among the first lines."""
    banners = (banner(line.text) for line in read_lines(text)[:HEAD])
    return next((one.url for one in banners if one), None)


READ_LINES = Stage(
    name="read lines",
    package="boilerplate",
    reads=("ingest/sources", "select/selected"),
    run=read_site_lines,
    refused=nothing_read,
)


def counted_row(source_id: str, site: str, lines: Sequence[str]) -> dict[str, Any]:
    """Return a row of the schema `COUNTED` for a source with these `lines_of` its text."""
    told = signed(lines)
    return {
        "source_id": source_id,
        "site": site,
        "keys": keys_of(lines).tolist(),
        "words": told.words,
        "signature": None if told.signature is None else told.signature.tobytes(),
    }


def counted(table: pa.Table) -> Iterator[Counted]:
    """Yield the rows of a table (schema `COUNTED`) as they are counted."""
    for row in table.to_pylist():
        raw = row["signature"]
        told = Signed(row["words"], None if raw is None else np.frombuffer(raw, np.uint32))
        yield Counted(row["source_id"], row["site"], np.array(row["keys"], np.uint64), told)
