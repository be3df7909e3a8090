"""The entities of the whole corpus: every mention linked to the thing that it names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from schemas.arrow import from_rows, schema
from tasks.entities.names.aliases import Aliases, built_in, default_table, read_aliases, table
from tasks.entities.resolve.corpus import resolve
from tasks.entities.resolve.judgements import Judgement, read_judgements
from tasks.entities.resolve.local import Local, read_document
from tasks.entities.resolve.state import Entity, Link

LINK_COLUMNS = ("document_id", "n", "entity_id", "link_score", "link_reason")
LINKS = pa.schema([schema("mentions").field(name) for name in LINK_COLUMNS])
NO_NAME = "no name of a thing: a title alone, say"
Files = Iterable[tuple[pa.Table, pa.Table]]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What people know beside the texts: judgements of names, and further aliases."""

    judgements: Sequence[Judgement]
    aliases: Aliases

    @classmethod
    def read(cls, judgements: Path | None, aliases: Path | None) -> Knowledge:
        """Return what the files say; ValueError or OSError where one cannot be read."""
        more = read_aliases(aliases) if aliases else []
        return cls(
            judgements=read_judgements(judgements) if judgements else (),
            aliases=table([*built_in(), *more]) if more else default_table(),
        )


@dataclass(frozen=True, slots=True)
class Resolved:
    """``links`` (a row for each mention, in order), ``entities``, and what contradicts people."""

    tables: dict[str, pa.Table]
    warnings: tuple[str, ...]


def resolve_corpus(files: Files, known: Knowledge | None = None) -> Resolved:
    """Return the links and entities of a corpus.

    `files` are pairs of mentions and documents, each pair of the same documents. The result is a
    function of the corpus: ids too follow from names, never from the order in which they came.
    """
    known = known or Knowledge.read(None, None)
    published: dict[str, date | None] = {}
    things: dict[str, list[Local]] = {}
    numbers: dict[str, int] = {}
    for mentions, documents in files:
        for document in mentions["document_id"].to_pylist():
            numbers[document] = numbers.get(document, 0) + 1
        for row in documents.select(["document_id", "published_on"]).to_pylist():
            published[row["document_id"]] = row["published_on"]
        things.update(_things(mentions, documents, known.aliases))
    _, resolution = resolve(things.values(), judgements=known.judgements, aliases=known.aliases)
    days = _days(resolution.links, published)
    entities = sorted(resolution.entities, key=lambda entity: entity.entity_id)
    rows = [_entity(entity, days[entity.entity_id]) for entity in entities]
    tables = {
        "links": _links(resolution.links, things, numbers),
        "entities": from_rows(rows, schema("entities")),
    }
    return Resolved(tables, resolution.warnings)


def _things(mentions: pa.Table, documents: pa.Table, aliases: Aliases) -> dict[str, list[Local]]:
    named: defaultdict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for row in mentions.select(["document_id", "surface", "type", "start"]).to_pylist():
        named[row["document_id"]].append((row["surface"], row["type"], row["start"]))
    texts = documents.select(["document_id", "text"]).to_pylist()
    return {
        document: read_document(document, named[document], row["text"], aliases=aliases)
        for row in texts
        if (document := row["document_id"]) in named
    }


def _days(
    links: Iterable[Link], published: Mapping[str, date | None]
) -> defaultdict[str, list[date]]:
    days: defaultdict[str, list[date]] = defaultdict(list)
    for link in links:
        day = published[link.document]
        if link.entity_id and day:
            days[link.entity_id].append(day)
    return days


def _links(
    links: Iterable[Link], things: Mapping[str, list[Local]], numbers: Mapping[str, int]
) -> pa.Table:
    """A row for each mention: the link of its thing in its document, and of it to an entity."""
    by_document: defaultdict[str, list[Link]] = defaultdict(list)
    for link in links:
        by_document[link.document].append(link)
    columns: dict[str, list[Any]] = {name: [] for name in LINK_COLUMNS}
    for document in sorted(numbers):
        rows: list[tuple[str | None, float, str]] = [(None, 0.0, NO_NAME)] * numbers[document]
        for link in by_document[document]:
            thing = things[document][link.place]
            for n, score, reason in zip(thing.members, thing.scores, thing.reasons, strict=True):
                told = reason if reason == link.reason else f"{reason}; {link.reason}"
                rows[n] = (link.entity_id, round(score * link.score, 6), told)
        columns["document_id"] += [document] * len(rows)
        columns["n"] += range(len(rows))
        for place, name in enumerate(LINK_COLUMNS[2:]):
            columns[name] += [row[place] for row in rows]
    return pa.Table.from_pydict(columns, schema=LINKS)


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
