"""The entities of the whole corpus: every mention linked to the thing that it names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from schemas.arrow import from_rows, schema
from tasks.entities.resolve.corpus import resolve
from tasks.entities.resolve.judgements import Judgement
from tasks.entities.resolve.local import Local, read_document
from tasks.entities.resolve.state import Entity, Link

LINKS = pa.schema(
    [
        schema("mentions").field(name)
        for name in ("document_id", "n", "entity_id", "link_score", "link_reason")
    ]
)
NO_NAME = "no name of a thing: a title alone, say"
Files = Iterable[tuple[pa.Table, pa.Table]]


def resolve_corpus(files: Files, judgements: Sequence[Judgement] = ()) -> dict[str, pa.Table]:
    """Return ``links`` (a row for each mention, in order) and ``entities``.

    `files` are pairs of mentions and documents, each pair of the same documents. The result is a
    function of the corpus: ids too follow from names, never from the order in which they came.
    """
    published: dict[str, date | None] = {}
    things: dict[str, list[Local]] = {}
    numbers: dict[str, int] = {}
    for mentions, documents in files:
        for document in mentions["document_id"].to_pylist():
            numbers[document] = numbers.get(document, 0) + 1
        for row in documents.select(["document_id", "published_on"]).to_pylist():
            published[row["document_id"]] = row["published_on"]
        things.update(_things(mentions, documents))
    _, resolution = resolve(things.values(), judgements=judgements)
    links = list(_links(resolution.links, things))
    links += _unlinked(links, numbers)
    links.sort(key=lambda row: (row["document_id"], row["n"]))
    days: defaultdict[str, list[date]] = defaultdict(list)
    for link in resolution.links:
        day = published[link.document]
        if link.entity_id and day:
            days[link.entity_id].append(day)
    entities = sorted(resolution.entities, key=lambda entity: entity.entity_id)
    rows = [_entity(entity, days[entity.entity_id]) for entity in entities]
    return {"links": from_rows(links, LINKS), "entities": from_rows(rows, schema("entities"))}


def _things(mentions: pa.Table, documents: pa.Table) -> dict[str, list[Local]]:
    named: defaultdict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for row in mentions.select(["document_id", "surface", "type", "start"]).to_pylist():
        named[row["document_id"]].append((row["surface"], row["type"], row["start"]))
    texts = documents.select(["document_id", "text"]).to_pylist()
    return {
        row["document_id"]: read_document(
            row["document_id"], named[row["document_id"]], row["text"]
        )
        for row in texts
        if row["document_id"] in named
    }


def _links(links: Iterable[Link], things: dict[str, list[Local]]) -> Iterator[dict[str, Any]]:
    """A row for each mention: the link of its thing in its document, and of it to that thing."""
    for link in links:
        thing = things[link.document][link.place]
        members = zip(thing.members, thing.scores, thing.reasons, strict=True)
        for n, score, reason in members:
            told = reason if reason == link.reason else f"{reason}; {link.reason}"
            yield {
                "document_id": link.document,
                "n": n,
                "entity_id": link.entity_id,
                "link_score": round(score * link.score, 6),
                "link_reason": told,
            }


def _unlinked(links: list[dict[str, Any]], numbers: dict[str, int]) -> list[dict[str, Any]]:
    """Rows for the mentions that name no thing."""
    linked = {(row["document_id"], row["n"]) for row in links}
    return [
        {"document_id": document, "n": n, "entity_id": None, "link_score": 0.0}
        | {"link_reason": NO_NAME}
        for document, number in numbers.items()
        for n in range(number)
        if (document, n) not in linked
    ]


def _entity(entity: Entity, days: list[date]) -> dict[str, Any]:
    return {
        "entity_id": entity.entity_id,
        "type": entity.type,
        "name": entity.name,
        "aliases": list(entity.aliases),
        "country": entity.country,
        "mentions": entity.mentions,
        "documents": entity.documents,
        "first_published": min(days, default=None),
        "last_published": max(days, default=None),
    }
