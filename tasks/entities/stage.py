"""The entities stage: the names in every story."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from schemas.arrow import from_rows, schema
from schemas.settings import Settings
from tasks.entities.mention import Mention
from tasks.entities.recogniser import find_entities
from tasks.stage import Stage, Tables, failed, refusals

NAME = "extract entities"

NAMED = pa.schema(
    [
        schema("mentions").field(name)
        for name in ("document_id", "n", "start", "end", "surface", "type", "confidence")
    ]
)


def extract_entities(tables: Tables, settings: Settings) -> dict[str, pa.Table]:
    """Return ``mentions``, a row for each name in each story, and ``rejects``."""
    stories = tables["remove-boilerplate/stories"].to_pylist()
    mentions, rejects = [], []
    found = _found([story["text"] for story in stories], settings.entity_model)
    for story, names in zip(stories, found, strict=True):
        if isinstance(names, Exception):
            rejects.append(failed(story["source_id"], story["uri"], NAME, names))
        else:
            mentions += [_row(story["document_id"], n, name) for n, name in enumerate(names)]
    return {"mentions": from_rows(mentions, NAMED), "rejects": refusals(rejects)}


def _found(texts: Sequence[str], model: str) -> Sequence[list[Mention] | Exception]:
    """All texts at once; if that fails one at a time, so that the culprit alone is lost."""
    try:
        return find_entities(texts, model=model)
    except Exception:
        return [_one(text, model) for text in texts]


def _one(text: str, model: str) -> list[Mention] | Exception:
    try:
        return find_entities([text], model=model)[0]
    except Exception as error:
        return error


def _row(document_id: str, n: int, mention: Mention) -> dict[str, Any]:
    fields = ("start", "end", "surface", "type", "confidence")
    return {"document_id": document_id, "n": n} | {name: getattr(mention, name) for name in fields}


EXTRACT_ENTITIES = Stage(
    name=NAME,
    package="entities",
    reads=("remove-boilerplate/stories",),
    settings=("entity_model",),
    run=extract_entities,
)
