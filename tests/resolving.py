"""Resolving a few documents, told in plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from tasks.entities.names.aliases import default_table
from tasks.entities.resolve.corpus import Corpus, resolve
from tasks.entities.resolve.judgements import Judged, Judgement, weigh
from tasks.entities.resolve.local import Local
from tasks.entities.resolve.rows import Said, rows_of
from tasks.entities.resolve.units import ids_of


class Entity(NamedTuple):
    """A row of the table ``entities``."""

    entity_id: str
    type: str
    name: str
    aliases: tuple[str, ...]
    country: str | None
    mentions: int
    documents: int


class Link(NamedTuple):
    """What a thing of a document was linked to."""

    document: str
    place: int
    entity_id: str | None
    score: float
    reason: str


@dataclass(frozen=True)
class Found:
    """Entities by id, links in the order of documents and places, and what is kept."""

    corpus: Corpus
    entities: list[Entity]
    links: list[Link]
    warnings: tuple[str, ...]

    def partition(self) -> set[frozenset[tuple[str, int]]]:
        """Return the places that are of one entity."""
        parts: dict[str | None, set[tuple[str, int]]] = {}
        for link in self.links:
            parts.setdefault(link.entity_id, set()).add((link.document, link.place))
        return {frozenset(part) for part in parts.values()}


def judged(judgements: Sequence[Judgement]) -> Judged:
    """Return judgements as the resolver takes them."""
    return weigh(judgements, default_table())


def resolved(
    documents: Iterable[Sequence[Local]],
    *,
    judgements: Sequence[Judgement] = (),
    before: Corpus | None = None,
    gone: Sequence[str] = (),
    afresh: bool = False,
    days: Mapping[str, date] | None = None,
) -> Found:
    """Resolve documents (each what `read_document` found in it), and those known `before`."""
    said = [
        Said(things[0].document, (days or {}).get(things[0].document), _mentions(things), things)
        for things in documents
        if things
    ]
    rules = judged(judgements)
    corpus, warnings = resolve(
        before or Corpus.empty(),
        [rows_of(said, rules)],
        gone=gone,
        judged=rules,
        aliases=default_table(),
        afresh=afresh,
    )
    return Found(corpus, _entities(corpus), _links(corpus), warnings)


def _mentions(things: Sequence[Local]) -> int:
    return 1 + max(max(thing.members) for thing in things)


def _entities(corpus: Corpus) -> list[Entity]:
    ids = ids_of(corpus.units).to_pylist()
    fields = Entity._fields[1:]
    rows = zip(ids, corpus.units.select(fields).to_pylist(), strict=True)
    made = [Entity(id, **(row | {"aliases": tuple(row["aliases"])})) for id, row in rows]
    return sorted(made)


def _links(corpus: Corpus) -> list[Link]:
    units = corpus.units["unit"].to_pylist()
    ids = dict(zip(units, ids_of(corpus.units).to_pylist(), strict=True))
    documents = corpus.rows.documents["document_id"].to_pylist()
    places: dict[str, int] = {}
    found = []
    for row in corpus.rows.things.to_pylist():
        document = documents[row["document"]]
        place = places[document] = places.get(document, -1) + 1
        entity: Any = ids[row["unit"]] if row["unit"] is not None else None
        found.append(Link(document, place, entity, row["score"], row["why"]))
    return found
