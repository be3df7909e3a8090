"""Ids that stay.

The rule. A unit (a cluster of full names, or a short name that stays apart) stands on keys: its
full names, and the short names that all went to it. The ledger says which id owns a key; nothing
is ever taken out of it.

1. Old ids go first, the oldest first (the run in which it was first seen, then the id): each goes
   to the unit that would have that id by rule 2, else to the one that holds most of its keys (most
   of its mentions, where nobody holds a key), else to the first by name; a unit takes one id only.
   So a merge keeps the oldest id of those that
   met, a split leaves the id with its first or largest part, and both are recorded.
2. A unit without an id gets the hash of its type and of the sound of its most frequent full name
   (by documents, then by alphabet); of its own full name where another unit has that id.

By rule 2 ids without a ledger do not depend on the order of documents, and rarely on how far the
corpus has grown: another spelling (Moallem, Muallem, Mouallem) has the same sound.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from tasks.entities.names.aliases import Aliases, default_table
from tasks.entities.names.fold import sound
from tasks.entities.resolve.describe import describe
from tasks.entities.resolve.evidence import Touched
from tasks.entities.resolve.graph import Node
from tasks.entities.resolve.judgements import node_in, word_node
from tasks.entities.resolve.local import Local, node_of
from tasks.entities.resolve.state import Change, Entity, Link, Place, State
from tasks.entities.resolve.warnings import warnings


@dataclass(frozen=True, slots=True)
class Resolution:
    """What `resolve` and `update` found.

    `entities` and `links` are those that are new or changed (after `resolve`: all), in the order
    of their ids and places; `gone` are ids that no entity has any more; `changes` the merges and
    splits of ids; `warnings` what people judged against the evidence.
    """

    entities: tuple[Entity, ...]
    links: tuple[Link, ...]
    gone: tuple[str, ...]
    changes: tuple[Change, ...]
    warnings: tuple[str, ...]


def remember(state: State, previous: Iterable[Entity]) -> None:
    """Let the ids of earlier entities be carried on."""
    for entity in sorted(previous, key=lambda e: (e.age, e.entity_id), reverse=True):
        state.age[entity.entity_id] = entity.age
        for key in entity.keys:
            state.owner[key] = entity.entity_id
        state.run = max(state.run, entity.age)


def published(
    entity_id: str,
    type: str,
    name: str,
    aliases: Sequence[str],
    *,
    age: int = 0,
    known: Aliases | None = None,
) -> Entity:
    """Return an entity of an earlier run from its published row, to be given as `previous`.

    Its keys are read from its names; `age` is any number that grows with the time of its first
    publication (the number of the snapshot, say): the smaller one wins where two ids meet.
    """
    look_up = default_table() if known is None else known
    nodes = set()
    for surface in {name, *aliases}:
        found, key, _, short = node_of(type, surface, (surface,), look_up)
        nodes.add(word_node(found, key) if short else (found, key))
    keys = tuple(sorted(f"{found} {key}" for found, key in nodes if found == type))
    return Entity(entity_id, type, name, tuple(aliases), None, 0, 0, keys, age)


def name(state: State, touched: Touched) -> Resolution:
    """Give every touched unit its id, its entity and its links."""
    live = sorted(unit for unit in touched.units if _lives(state, unit))
    keys = {unit: _keys(state, unit) for unit in live}
    before = {unit: state.id_of.pop(unit) for unit in touched.units if unit in state.id_of}
    claims = _claims(state, live, keys, touched)
    ids, changes = _ids(state, live, keys, claims)
    for unit, entity_id in ids.items():
        state.id_of[unit] = entity_id
        state.age.setdefault(entity_id, state.run)
        for key in keys[unit]:
            state.owner[key] = entity_id
    gone = sorted(set(before.values()) - set(ids.values()))
    for entity_id in gone:
        state.entities.pop(entity_id, None)
    entities = []
    for unit in live:
        entity = describe(state, unit, ids[unit], keys[unit])
        if state.entities.get(entity.entity_id) != entity:
            state.entities[entity.entity_id] = entity
            entities.append(entity)
    links = _links(state, live, touched)
    return Resolution(
        entities=tuple(sorted(entities, key=lambda entity: entity.entity_id)),
        links=tuple(sorted(links, key=lambda link: (link.document, link.place))),
        gone=tuple(gone),
        changes=tuple(changes),
        warnings=warnings(state),
    )


def _lives(state: State, unit: Node) -> bool:
    if unit in state.guests:
        return True
    nodes = [node for node in state.members.get(unit, ()) if node not in state.judged.none]
    return any(state.nodes[node].places for node in nodes)


def _keys(state: State, unit: Node) -> tuple[str, ...]:
    """Return the keys that a unit stands on, as they stand in `Entity.keys`."""
    nodes = {*state.members.get(unit, (unit,)), *state.claims.get(unit, ())}
    return tuple(sorted(f"{type} {key}" for type, key in nodes))


def _claims(
    state: State, live: list[Node], keys: dict[Node, tuple[str, ...]], touched: Touched
) -> dict[str, Counter[Node]]:
    """Return for each old id the units that could carry it on, with how much of it they hold."""
    claims: dict[str, Counter[Node]] = {}
    for unit in live:
        for key in keys[unit]:
            if key in state.owner:
                claims.setdefault(state.owner[key], Counter())[unit] += 1
    by_place: dict[str, Counter[Node]] = {}
    for place in sorted(touched.places):
        old, unit_now = state.links.get(place), _unit_of(state, place)
        if old is not None and old.entity_id is not None and unit_now in keys:
            by_place.setdefault(old.entity_id, Counter())[unit_now] += 1
    held = set(state.id_of.values())
    for entity_id, counts in by_place.items():
        if entity_id not in claims and entity_id not in held:
            claims[entity_id] = counts
    return claims


def _unit_of(state: State, place: Place) -> Node | None:
    local = local_at(state, place)
    if local is None:
        return None
    if local.short:
        return state.chosen[place][0]
    return state.root[node_in(state.judged, local)]


def _ids(
    state: State,
    live: list[Node],
    keys: dict[Node, tuple[str, ...]],
    claims: dict[str, Counter[Node]],
) -> tuple[dict[Node, str], list[Change]]:
    held = set(state.id_of.values())
    ids: dict[Node, str] = {}
    wanted = {unit: fresh(state, unit) for unit in live}
    for old in sorted(claims, key=lambda e: (state.age.get(e, 0), e)):
        rivals = [unit for unit in claims[old] if unit not in ids]
        if rivals and old not in held:
            best = min(rivals, key=lambda u: (wanted[u] != old, -claims[old][u], u))
            ids[best] = old
    used = set(ids.values())
    for unit in live:
        if unit not in ids:
            new = wanted[unit]
            if new in used or new in state.age:
                new = _hash(unit[0], f"{unit[1]}!")
            ids[unit] = new
            used.add(new)
    return ids, list(_changes(claims, ids, keys, used, state))


def _changes(
    claims: dict[str, Counter[Node]],
    ids: dict[Node, str],
    keys: dict[Node, tuple[str, ...]],
    used: set[str],
    state: State,
) -> Iterable[Change]:
    for old in sorted(claims):
        parts = sorted(claims[old])
        if old not in used and old in state.entities:
            kept = max(parts, key=lambda unit: claims[old][unit])
            yield Change("merge", ids[kept], old, keys[kept])
        for unit in parts:
            if old in used and ids[unit] != old and ids[unit] not in claims:
                yield Change("split", old, ids[unit], keys[unit])


def _hash(type: str, key: str) -> str:
    return sha256(f"{type}\x1f{key}".encode("utf-8", "replace")).hexdigest()[:16]


def fresh(state: State, unit: Node) -> str:
    """Return the id of a unit that nobody has met before: rule 2 above."""
    counts: Counter[str] = Counter()
    for node in state.members.get(unit, ()):
        counts[_sound(node[1])] += len(state.nodes[node].places)
    if not counts:
        return _hash(*unit)
    return _hash(unit[0], min(counts, key=lambda key: (-counts[key], key)))


def _sound(key: str) -> str:
    if key.startswith("="):
        return key
    return " ".join(word if word[0] in "#@" else sound(word) for word in key.split())


def _links(state: State, live: list[Node], touched: Touched) -> list[Link]:
    """Return the links that are new or other than before, and keep them."""
    found: list[Link] = []
    for unit in live:
        for node in state.members.get(unit, ()):
            said: tuple[str | None, float, str] = (state.id_of[unit], *state.why[node])
            if node in state.judged.none:
                said = (None, 1.0, "judged to be no entity")
            same = state.said.get(node) == said
            state.said[node] = said
            if not same:
                for document, numbers in state.nodes[node].places.items():
                    touched.places.update((document, number) for number in numbers)
        touched.places.update(state.guests.get(unit, ()))
    for place in sorted(touched.places):
        link = link_of(state, place)
        if link is None:
            state.links.pop(place, None)
        elif state.links.get(place) != link:
            state.links[place] = link
            found.append(link)
    return found


def link_of(state: State, place: Place) -> Link | None:
    """Return the link of one local; None where its document is gone."""
    document, number = place
    local = local_at(state, place)
    if local is None:
        return None
    if local.short:
        unit, score, reason = state.chosen[place]
        return Link(document, number, state.id_of[unit] if unit else None, score, reason)
    node = node_in(state.judged, local)
    if node in state.judged.none:
        return Link(document, number, None, 1.0, "judged to be no entity")
    return Link(document, number, state.id_of[state.root[node]], *state.why[node])


def local_at(state: State, place: Place) -> Local | None:
    """Return the local at a place; None where its document is gone."""
    found = state.locals.get(place[0], ())
    return found[place[1]] if place[1] < len(found) else None
