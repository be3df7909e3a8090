"""The dates stage: when every story was published, and the dates that its text names."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Any

import pyarrow as pa

from schemas.arrow import from_rows, schema
from schemas.settings import Settings
from tasks.dates.mentions import find_dates
from tasks.dates.published import Published, publication_date
from tasks.stage import Stage, Tables, failed, refusals

NAME = "detect dates"
GIVEN_CONFIDENCE = 0.95  # of the date in a record: somebody else's claim about the page

ISO_TIME = re.compile(
    r"[T ]\d{2}:?\d{2}(?P<second>:?\d{2}(?:[.,]\d+)?)?(?P<zone>Z|[+-]\d{2}:?(?:\d{2})?)?$"
)

# What `Published` says of the publication, and columns of `documents` hold.
SAID = (
    "on", "first", "last", "at", "zone", "precision", "method", "evidence", "confidence", "reason",
)  # fmt: skip
PUBLISHED = pa.schema(
    [
        schema("documents").field(name)
        for name in ("document_id", *(f"published_{name}" for name in SAID), "updated_on")
    ]
)


def detect_dates(tables: Tables, settings: Settings) -> dict[str, pa.Table]:
    """Return ``stories`` with their dates of publication, ``dates`` named, and ``rejects``."""
    del settings
    contents = _by_id(tables["ingest/sources"], "uri")
    texts = _by_id(tables["remove-boilerplate/sources"], "source_id")
    languages = _by_id(tables["detect-language/stories"], "document_id")
    stories, dates, rejects = [], [], []
    for story in tables["remove-boilerplate/stories"].to_pylist():
        source = contents[story["uri"]]
        page = texts[story["source_id"]]
        try:
            published = _published(story, source, page)
            named = _named(story, published, languages[story["document_id"]]["language"])
        except Exception as error:
            rejects.append(failed(story["source_id"], story["uri"], NAME, error))
            continue
        stories.append(_row(story["document_id"], published))
        dates += named
    return {
        "stories": from_rows(stories, PUBLISHED),
        "dates": from_rows(dates, schema("dates")),
        "rejects": refusals(rejects),
    }


def _by_id(table: pa.Table, key: str) -> dict[str, dict[str, Any]]:
    return {row[key]: row for row in table.to_pylist()}


def _published(story: dict[str, Any], source: dict[str, Any], page: dict[str, Any]) -> Published:
    alone = page["documents"] == 1
    given = _given(source["given_date"]) if alone and source["given_date"] else None
    if given is not None:
        return given
    html = source["content"] if alone and source["media_type"] == "text/html" else None
    text = page["text"][story["start"] : story["end"]]
    return publication_date(html=html, text=text, url=story["url"])


def _given(told: str) -> Published | None:
    """Return the date that a record gives for itself, if it can be read."""
    told = told.strip()
    try:
        at = datetime.fromisoformat(told)
    except ValueError:
        found = publication_date(text=told)
        return found if found.on else None
    written = ISO_TIME.search(told)
    # Midnight to the second is what a machine writes that knows the day only.
    exact = written is not None and at.time() != time.min
    return Published(
        on=at.date(),
        at=at.replace(tzinfo=None) if exact else None,
        zone=written["zone"] if written and exact else None,
        precision=("second" if written and written["second"] else "minute") if exact else "day",
        method="record",
        evidence=told,
        confidence=GIVEN_CONFIDENCE,
        first=at.date(),
        last=at.date(),
    )


def _row(document_id: str, published: Published) -> dict[str, Any]:
    row = {f"published_{name}": getattr(published, name) for name in SAID}
    return {"document_id": document_id, **row, "updated_on": published.updated_on}


def _named(story: dict[str, Any], published: Published, language: str) -> list[dict[str, Any]]:
    mentions = find_dates(story["text"], published.on, language)
    fields = ("start", "end", "surface", "kind", "value", "first", "last", "anchor", "reason")
    return [
        {"document_id": story["document_id"], "n": n}
        | {name: getattr(mention, name) for name in fields}
        for n, mention in enumerate(mentions)
    ]


DETECT_DATES = Stage(
    name=NAME,
    package="dates",
    reads=(
        "remove-boilerplate/stories",
        "remove-boilerplate/sources",
        "ingest/sources",
        "detect-language/stories",
    ),
    run=detect_dates,
)
