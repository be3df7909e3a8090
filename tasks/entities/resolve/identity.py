"""Ids that stay: the id of a thing is carried on by the names that it stands on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING

from tasks.entities.names.fold import sound
from tasks.entities.names.places import cities, country_name
from tasks.entities.resolve.aliases import built_in
from tasks.entities.resolve.graph import Node
from tasks.entities.resolve.state import Change, Entity, Link, Place, State

if TYPE_CHECKING:
    from tasks.entities.resolve.corpus import Resolution


def remember(state: State, previous: Iterable[Entity]) -> None:
    """Let the ids of earlier entities be carried on."""
    for entity in previous:
        state.age[entity.entity_id] = entity.age
        for key in entity.keys:
            state.owner[key] = entity.entity_id
        state.run = max(state.run, entity.age)


def written(node: Node) -> str:
    """Return a node as it stands in `Entity.keys`."""
    return f"{node[0]} {node[1]}"


def name(state: State, units: set[Node], moved: set[Place]) -> Resolution:
    """Give every changed unit its id, its entity and its links."""
    from tasks.entities.resolve.corpus import Resolution

    live = sorted(unit for unit in units if unit in state.units)
    keys = {unit: _keys(state, unit) for unit in live}
    claims: dict[str, dict[Node, int]] = {}
    for unit in live:
        for key in keys[unit]:
            if key in state.owner:
                claims.setdefault(state.owner[key], {}).setdefault(unit, 0)
                claims[state.owner[key]][unit] += 1
    ids: dict[Node, str] = {}
    taken: set[str] = set()
    for old in sorted(claims, key=lambda e: (state.age.get(e, 0), e)):
        rivals = [unit for unit in claims[old] if unit not in ids]
        if rivals:
            best = min(rivals, key=lambda u: (fresh(state, u) != old, -claims[old][u], u))
            ids[best] = old
            taken.add(old)
    held = {state.owner[key] for key in state.owner} if False else set()
    for unit in live:
        if unit not in ids:
            new = fresh(state, unit)
            if new in taken or (new in state.entities and new not in claims):
                new = _hash(unit[0], f"{unit[1]}!")
            ids[unit] = new
            taken.add(new)
    changes = []
    for old, parts in sorted(claims.items()):
        if old not in taken:
            kept = max(sorted(parts), key=lambda unit: parts[unit])
            changes.append(Change("merge", ids[kept], old, tuple(sorted(keys[kept]))))
        for unit in sorted(parts):
            if (
                old in taken
                and ids[unit] != old
                and not any(state.owner.get(key) == ids[unit] for key in keys[unit])
            ):
                changes.append(Change("split", old, ids[unit], tuple(sorted(keys[unit]))))
    entities = []
    links = []
    for unit in live:
        entity = _entity(state, unit, ids[unit], keys[unit])
        entities.append(entity)
    gone = tuple(sorted(e for e in claims if e not in taken and e in state.entities))
    for old in gone:
        state.entities.pop(old, None)
    for unit in live:
        for key in keys[unit]:
            state.owner[key] = ids[unit]
        state.age.setdefault(ids[unit], state.run)
    for entity in entities:
        state.entities[entity.entity_id] = entity
    for unit in live:
        for place in sorted(state.units[unit]):
            _, score, reason = state.chosen[place]
            link = Link(place[0], place[1], ids[unit], score, reason)
            if state.links.get(place) != link:
                state.links[place] = link
                links.append(link)
    return Resolution(
        tuple(sorted(entities, key=lambda e: e.entity_id)),
        tuple(sorted(links, key=lambda link: (link.document, link.place))),
        gone,
        tuple(changes),
        (),
    )


def _keys(state: State, unit: Node) -> tuple[str, ...]:
    if unit in state.members:
        return tuple(sorted(written(node) for node in state.members[unit]))
    return (written(unit),)


def _hash(type: str, key: str) -> str:
    return sha256(f"{type}\x1f{key}".encode("utf-8", "replace")).hexdigest()[:16]


def fresh(state: State, unit: Node) -> str:
    """Return the id that a unit would have if nobody had met it before.

    The hash of its type and of the sound of its most frequent full name, so that another spelling
    that joins later (Moallem, Muallem) does not matter, and neither does the order of arrival.
    """
    counts: Counter[str] = Counter()
    for node in state.members.get(unit, ()):
        counts[_sound(node[1])] += len({document for document, _ in state.places[node]})
    if not counts:
        return _hash(*unit)
    best = min(counts, key=lambda key: (-counts[key], key))
    return _hash(unit[0], best)


def _sound(key: str) -> str:
    if key.startswith("="):
        return key
    return " ".join(sound(word) if word[0] != "#" else word for word in key.split())


def _entity(state: State, unit: Node, entity_id: str, keys: tuple[str, ...]) -> Entity:
    surfaces: Counter[str] = Counter()
    documents = set()
    for document, number in state.units[unit]:
        documents.add(document)
        surfaces.update(dict(state.locals[document][number].surfaces))
    type = unit[0]
    display, country = _display(unit, surfaces)
    return Entity(
        entity_id,
        type,
        display,
        tuple(sorted(surfaces)),
        country,
        sum(surfaces.values()),
        len(documents),
        keys,
        state.age.get(entity_id, state.run),
    )


def _display(unit: Node, surfaces: Counter[str]) -> tuple[str, str | None]:
    type, key = unit
    if type in ("LOC", "NORP") and key.startswith("=") and len(key) == 3:
        code = key[1:]
        if type == "LOC":
            return country_name(code), code
        return max(sorted(surfaces), key=lambda s: surfaces[s]), code
    if key.startswith("="):
        from tasks.entities.names.places import place_key

        for alias in built_in():
            if alias.type == type and place_key(alias.name) == key[1:]:
                return alias.name, alias.country
    best = max(sorted(surfaces), key=lambda s: (len(s.split()) > 1, surfaces[s], len(s)))
    return best, cities().get(key) if type in ("LOC", "FAC") else None
