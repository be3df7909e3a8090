"""The boilerplate stage: decoded sources in, their stories and blocks out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from schemas.arrow import from_rows, schema
from schemas.settings import Settings
from tasks.boilerplate.addresses import host, own_address
from tasks.boilerplate.extract import extract_html, extract_text
from tasks.boilerplate.page import Page, Story
from tasks.stage import Stage, Tables, failed, refusals

NAME = "remove boilerplate"

SOURCES = pa.schema(
    [
        pa.field("source_id", pa.string(), nullable=False),
        pa.field("uri", pa.string(), nullable=False),
        pa.field("text", pa.large_string(), nullable=False),
        pa.field("documents", pa.int64(), nullable=False),
        pa.field("site", pa.string()),
    ]
)
STORIES = pa.schema(
    [schema("documents").field(name) for name in ("document_id", "source_id", "position", "uri")]
    + [
        schema("documents").field(name)
        for name in ("url", "site", "publisher", "section", "authors", "title", "description")
    ]
    + [schema("documents").field(name) for name in ("place", "text", "characters", "words")]
    + [pa.field("start", pa.int64(), nullable=False), pa.field("end", pa.int64(), nullable=False)]
)
BLOCKS = pa.schema([field for field in schema("blocks") if field.name != "language"])


def document_id(source_id: str, position: int) -> str:
    """Return the id of a story: 28 digits of its source's id, then its position in 4."""
    return f"{source_id[:28]}{position:04x}"


def remove_boilerplate(tables: Tables, settings: Settings) -> dict[str, pa.Table]:
    """Label every line of every selected source; return sources, stories, blocks, rejects."""
    del settings
    sources, stories, blocks, rejects = [], [], [], []
    selected = set(tables["select/selected"].column("uri").to_pylist())
    evidence = {row["source_id"]: row for row in tables["site-lines/evidence"].to_pylist()}
    for row in tables["ingest/sources"].to_pylist():
        if row["uri"] not in selected:
            continue
        told = evidence.get(row["source_id"], {})
        try:
            page = _page(row, told)
        except Exception as error:
            rejects.append(failed(row["source_id"], row["uri"], NAME, error))
            continue
        sources.append(
            {
                "source_id": row["source_id"],
                "uri": row["uri"],
                "text": page.text,
                "documents": len(page.stories),
                "site": told.get("site"),
            }
        )
        stories += [_story(row, page, place, story) for place, story in enumerate(page.stories)]
        blocks += _blocks(row["source_id"], page)
    return {
        "sources": from_rows(sources, SOURCES),
        "stories": from_rows(stories, STORIES),
        "blocks": from_rows(blocks, BLOCKS),
        "rejects": refusals(rejects),
    }


def _page(row: Mapping[str, Any], told: Mapping[str, Any]) -> Page:
    lines = dict(zip(told.get("lines", ()), told.get("weights", ()), strict=True))
    if row["media_type"] == "text/html":
        return extract_html(row["content"], row["given_url"], site_lines=lines)
    return extract_text(row["content"], site_lines=lines)


def _story(row: dict[str, Any], page: Page, position: int, story: Story) -> dict[str, Any]:
    alone = len(page.stories) == 1
    url = own_address(story.url or row["given_url"] or page.url)
    return {
        "document_id": document_id(row["source_id"], position),
        "source_id": row["source_id"],
        "position": position,
        "uri": row["uri"],
        "url": url,
        "site": host(url) or page.site,
        "publisher": story.agency or story.publisher or page.publisher,
        "section": story.section,
        "authors": list(story.authors),
        "title": (alone and row["given_title"]) or story.title,
        "description": story.description,
        "place": story.place,
        "text": story.text,
        "characters": len(story.text),
        "words": len(story.text.split()),
        "start": 0 if alone else story.start,
        "end": len(page.text) if alone else story.end,
    }


def _blocks(source_id: str, page: Page) -> list[dict[str, Any]]:
    return [
        {
            "source_id": source_id,
            "block": number,
            "document_id": None if block.story is None else document_id(source_id, block.story),
            "start": block.start,
            "end": block.end,
            "text_start": block.text_start,
            "text_end": block.text_end,
            "label": block.label,
            "keep": block.keep,
            "score": block.score,
            "reason": block.reason,
        }
        for number, block in enumerate(page.blocks)
    ]


REMOVE_BOILERPLATE = Stage(
    name=NAME,
    package="boilerplate",
    reads=("ingest/sources", "select/selected", "site-lines/evidence"),
    run=remove_boilerplate,
)
