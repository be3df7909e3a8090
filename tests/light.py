"""Stages that cost nothing, for tests of what carries them: names, counts and laws are real."""

from __future__ import annotations

import re
from typing import Any

import pyarrow as pa

from schemas.arrow import from_rows, schema
from schemas.settings import Settings
from tasks.boilerplate.stage import BLOCKS, SOURCES, STORIES, document_id
from tasks.dates.stage import PUBLISHED
from tasks.entities.stage import NAMED
from tasks.language.stage import BLOCKS as LANGUAGES
from tasks.language.stage import STORIES as LANGUAGE
from tasks.stage import Stage, Tables, refusal, refusals
from tasks.validation.stage import CHECK_ROWS

POISON = "poison"
NAME = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+)?")


def remove_boilerplate(tables: Tables, settings: Settings) -> dict[str, pa.Table]:
    """One story a source, one block a story; what says poison is refused."""
    del settings
    sources, stories, blocks, rejects = [], [], [], []
    selected = set(tables["select/selected"]["uri"].to_pylist())
    evidence = {row["source_id"]: row for row in tables["site-lines/evidence"].to_pylist()}
    for row in tables["ingest/sources"].to_pylist():
        if row["uri"] not in selected:
            continue
        if POISON in row["content"]:
            told = {"stage": "remove boilerplate", "code": "stage_failed", "error": "poison"}
            rejects.append(refusal(source_id=row["source_id"], uri=row["uri"], **told))
            continue
        text = row["content"].strip()
        told = evidence.get(row["source_id"], {})
        sources.append(_of(row, text=text, documents=1, site=told.get("site")))
        stories.append(_story(row, text))
        blocks.append(_block(row, text) | {"reason": f"light {told.get('weights')}"})
    return {
        "sources": from_rows(sources, SOURCES),
        "stories": from_rows(stories, STORIES),
        "blocks": from_rows(blocks, BLOCKS),
        "rejects": refusals(rejects),
    }


def _of(row: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"source_id": row["source_id"], "uri": row["uri"], **more}


def _story(row: dict[str, Any], text: str) -> dict[str, Any]:
    empty = dict.fromkeys(STORIES.names)
    return empty | _of(
        row,
        document_id=document_id(row["source_id"], 0),
        title=row["media_type"],
        position=0,
        authors=[],
        text=text,
        characters=len(text),
        words=len(text.split()),
        start=0,
        end=len(text),
    )


def _block(row: dict[str, Any], text: str) -> dict[str, Any]:
    return {
        "source_id": row["source_id"],
        "block": 0,
        "document_id": document_id(row["source_id"], 0),
        "start": 0,
        "end": len(text),
        "text_start": 0,
        "text_end": len(text),
        "label": "paragraph",
        "keep": True,
        "score": 1.0,
        "reason": "light",
    }


def detect_language(tables: Tables, settings: Settings) -> dict[str, pa.Table]:
    """Everything is English."""
    del settings
    stories = tables["remove-boilerplate/stories"].to_pylist()
    blocks = tables["remove-boilerplate/blocks"].to_pylist()
    english = {"language": "en", "language_confidence": 1.0}
    return {
        "stories": from_rows(
            [{"document_id": s["document_id"], **english} for s in stories], LANGUAGE
        ),
        "blocks": from_rows(
            [{"source_id": b["source_id"], "block": b["block"], "language": "en"} for b in blocks],
            LANGUAGES,
        ),
    }


def detect_dates(tables: Tables, settings: Settings) -> dict[str, pa.Table]:
    """No date anywhere."""
    del settings
    none = dict.fromkeys(PUBLISHED.names) | {"published_confidence": 0.0}
    stories = tables["remove-boilerplate/stories"]["document_id"].to_pylist()
    return {
        "stories": from_rows([none | {"document_id": one} for one in stories], PUBLISHED),
        "dates": schema("dates").empty_table(),
        "rejects": refusals([]),
    }


def extract_entities(tables: Tables, settings: Settings) -> dict[str, pa.Table]:
    """Every word with a capital, or two in a row, is a person."""
    del settings
    found = [
        {
            "document_id": story["document_id"],
            "n": n,
            "start": match.start(),
            "end": match.end(),
            "surface": match[0],
            "type": "PERSON",
            "confidence": 1.0,
        }
        for story in tables["remove-boilerplate/stories"].to_pylist()
        for n, match in enumerate(NAME.finditer(story["text"]))
    ]
    return {"mentions": from_rows(found, NAMED), "rejects": refusals([])}


LIGHT = (
    Stage(
        name="remove boilerplate",
        package="boilerplate",
        reads=("ingest/sources", "select/selected", "site-lines/evidence"),
        run=remove_boilerplate,
    ),
    Stage(
        name="detect language",
        package="language",
        reads=("remove-boilerplate/stories", "remove-boilerplate/blocks"),
        run=detect_language,
    ),
    Stage(
        name="detect dates",
        package="dates",
        reads=("remove-boilerplate/stories",),
        run=detect_dates,
    ),
    Stage(
        name="extract entities",
        package="entities",
        reads=("remove-boilerplate/stories",),
        run=extract_entities,
    ),
    CHECK_ROWS,
)
