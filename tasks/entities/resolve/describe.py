"""What an entity is called, and what is known of it."""

from __future__ import annotations

import re
from collections import Counter

from tasks.entities.names.places import cities, country_name, place_key
from tasks.entities.resolve.graph import Node
from tasks.entities.resolve.state import Entity, State

_EDGES = re.compile(r"^[\s\"'“”‘’()\[\],;:.]+|[\s\"'“”‘’()\[\],;:]+$|['’]s$")

_BRACKETS = str.maketrans("", "", "()[]")


def describe(state: State, unit: Node, entity_id: str, keys: tuple[str, ...]) -> Entity:
    """Return the entity of a unit: its best name, all its names, how often and where."""
    full: Counter[str] = Counter()
    documents: set[str] = set()
    for node in state.members.get(unit, ()):
        if node not in state.judged.none:
            full.update(state.nodes[node].surfaces)
            documents.update(state.nodes[node].places)
    every = Counter(full)
    for document, number in state.guests.get(unit, ()):
        every.update(dict(state.locals[document][number].surfaces))
        documents.add(document)
    name, country = _name(state, unit, full or every)
    return Entity(
        entity_id=entity_id,
        type=unit[0],
        name=name,
        aliases=tuple(sorted(every)),
        country=country,
        mentions=sum(every.values()),
        documents=len(documents),
        keys=keys,
        age=state.age[entity_id],
    )


def _name(state: State, unit: Node, surfaces: Counter[str]) -> tuple[str, str | None]:
    type, key = unit
    if key.startswith("="):
        if len(key) == 3:
            code = key[1:]
            return (country_name(code) if type == "LOC" else _best(surfaces, type)), code
        alias = state.aliases.get(key[1:]) or state.aliases.get(key[1:].upper())
        if alias is not None:
            return alias.name, alias.country
    place = cities().get(place_key(key)) if type in ("LOC", "FAC") else None
    return _best(surfaces, type), place


def _clean(surface: str) -> str:
    """Return a surface without marks around it and without brackets: (Hassan) Rouhani."""
    return _EDGES.sub("", surface.translate(_BRACKETS)) or surface


def _best(surfaces: Counter[str], type: str) -> str:
    """Return the most usual full form without the marks around it."""
    counts: Counter[str] = Counter()
    for surface, count in surfaces.items():
        counts[_clean(surface)] += count
    most = 2 if type == "PERSON" else 1
    return min(
        counts,
        key=lambda s: (-min(len(s.split()), most), s.isupper(), -counts[s], -len(s), s),
    )
