"""The ingest stage: inputs in, decoded sources and rejects out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from schemas.arrow import from_rows
from schemas.settings import Fields, Settings
from tasks.ingest.decode import Decoded, NotTextError, UndecodableError, decode
from tasks.ingest.limits import attributes, depth, lines
from tasks.ingest.plan import path_of
from tasks.ingest.read import Limits, RejectError, part, whole
from tasks.ingest.records import parse
from tasks.stage import Stage, Tables, refusal, refusals

NAME = "ingest"

SOURCES = pa.schema(
    [
        pa.field("uri", pa.string(), nullable=False),
        pa.field("source_id", pa.string()),
        pa.field("media_type", pa.string()),
        pa.field("encoding", pa.string()),
        pa.field("encoding_errors", pa.int64(), nullable=False),
        pa.field("bytes", pa.int64()),
        pa.field("modified_at", pa.timestamp("us", tz="UTC")),
        pa.field("content", pa.large_string()),
        pa.field("given_url", pa.string()),
        pa.field("given_title", pa.string()),
        pa.field("given_date", pa.string()),
    ]
)
DETAILS = {"unreadable": "error", "not_a_file": "kind", "unknown_type": "suffix"}


@dataclass(slots=True)
class _Source:
    """What is known of a source so far: all of it, or up to the point where it was refused."""

    uri: str
    modified_at: Any
    source_id: str | None = None
    media_type: str | None = None
    encoding: str | None = None
    encoding_errors: int = 0
    bytes: int | None = None
    content: str | None = None
    given_url: str | None = None
    given_title: str | None = None
    given_date: str | None = None


def ingest(tables: Tables, settings: Settings) -> dict[str, pa.Table]:
    """Read every input; return ``sources`` (content null where refused) and ``rejects``."""
    sources, rejects = [], []
    for row in tables["plan/inputs"].to_pylist():
        source = _Source(uri=row["uri"], modified_at=row["modified_at"])
        try:
            _read(row, source, settings)
        except RejectError as refused:
            source.content = None
            rejects.append(
                refusal(
                    source_id=source.source_id,
                    uri=source.uri,
                    stage=NAME,
                    code=refused.code,
                    **refused.particulars,
                )
            )
        sources.append({name: getattr(source, name) for name in SOURCES.names})
    return {"sources": from_rows(sources, SOURCES), "rejects": refusals(rejects)}


def refused(tables: Tables, code: str, particulars: Mapping[str, object]) -> dict[str, pa.Table]:
    """Return the output for inputs that could not be read for a reason outside of them."""
    sources, rejects = [], []
    for row in tables["plan/inputs"].to_pylist():
        source = _Source(uri=row["uri"], modified_at=row["modified_at"])
        sources.append({name: getattr(source, name) for name in SOURCES.names})
        told = refusal(source_id=None, uri=source.uri, stage=NAME, code=code, **particulars)
        rejects.append(told)
    return {"sources": from_rows(sources, SOURCES), "rejects": refusals(rejects)}


def _read(row: dict[str, Any], source: _Source, settings: Settings) -> None:
    if row["code"]:
        detail = {DETAILS.get(row["code"], "error"): row["detail"]}
        if row["code"] == "bomb":
            detail = {"ratio": settings.max_ratio, "limit": settings.max_ratio}
        raise RejectError(row["code"], **detail)
    limits = Limits(bytes=settings.max_bytes, ratio=settings.max_ratio)
    place = path_of(row["place"])
    if row["kind"] == "record":
        raw = part(place, row["offset"], row["bytes"], limits).rstrip(b"\r\n")
    else:
        raw = whole(place, limits)
    source.bytes = len(raw)
    source.source_id = hashlib.sha256(raw).hexdigest()
    html = row["kind"] == "html"
    decoded = _decoded(raw, html=html)
    source.encoding, source.encoding_errors = decoded.encoding, decoded.errors
    if row["kind"] == "record":
        html = _take_record(source, decoded.text, settings.fields)
    else:
        source.content = decoded.text
    source.media_type = "text/html" if html else "text/plain"
    _limit(source.content or "", html=html, settings=settings)


def _decoded(raw: bytes, *, html: bool) -> Decoded:
    try:
        return decode(raw, html=html)
    except NotTextError as error:
        raise RejectError("binary", kind=error) from None
    except UndecodableError:
        raise RejectError("undecodable") from None


def _take_record(source: _Source, text: str, fields: Fields) -> bool:
    record = parse(text, fields)
    source.content = record.content
    source.encoding_errors = record.errors
    source.given_url = record.url
    source.given_title = record.title
    source.given_date = record.date
    return record.html


def _limit(content: str, *, html: bool, settings: Settings) -> None:
    if not content.strip():
        raise RejectError("empty")
    if (count := lines(content)) > settings.max_lines:
        raise RejectError("too_many_lines", lines=count, limit=settings.max_lines)
    if html and (deepest := depth(content)) > settings.max_depth:
        raise RejectError("too_deep", depth=deepest, limit=settings.max_depth)
    if html and (most := attributes(content)) > settings.max_attributes:
        raise RejectError("too_many_attributes", count=most, limit=settings.max_attributes)


INGEST = Stage(
    name=NAME,
    package="ingest",
    reads=("plan/inputs",),
    settings=("max_bytes", "max_lines", "max_depth", "max_attributes", "max_ratio", "fields"),
    run=ingest,
    refused=refused,
)
