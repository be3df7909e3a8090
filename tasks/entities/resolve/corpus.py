"""Which things of all documents are one: the corpus as a graph of names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tasks.entities.resolve import evidence, identity, shorts
from tasks.entities.resolve.graph import Node, cluster, component
from tasks.entities.resolve.judgements import Judgement
from tasks.entities.resolve.local import Local
from tasks.entities.resolve.state import Change, Entity, Link, Place, State


@dataclass(frozen=True, slots=True)
class Resolution:
    """What `resolve` and `update` found.

    `entities` and `links` are those that are new or changed (all of them after `resolve`), in the
    order of their ids and places; `gone` are ids that no entity has any more; `changes` the
    merges and splits of ids; `warnings` what people judged against the evidence.
    """

    entities: tuple[Entity, ...]
    links: tuple[Link, ...]
    gone: tuple[str, ...]
    changes: tuple[Change, ...]
    warnings: tuple[str, ...]


def resolve(
    documents: Iterable[Sequence[Local]],
    *,
    previous: Iterable[Entity] = (),
    judgements: Sequence[Judgement] = (),
) -> tuple[State, Resolution]:
    """Resolve all documents from nothing; `previous` entities only lend their ids.

    The partition is a function of the set of documents and judgements: neither the order of the
    documents nor their batches matter.
    """
    state = State(judgements=tuple(judgements))
    identity.remember(state, previous)
    return state, update(state, documents)


def update(
    state: State, documents: Iterable[Sequence[Local]], *, removed: Iterable[str] = ()
) -> Resolution:
    """Bring `state` forward by new (or changed) documents and without the `removed` ones.

    Works on what the new names touch only, and ends where `resolve` of all documents would.
    """
    state.run += 1
    touched: set[Node] = set()
    words: set[tuple[str, str]] = set()
    places: set[Place] = set()
    for document in sorted(removed):
        evidence.drop(state, document, touched, words, places)
    for found in documents:
        if found:
            evidence.drop(state, found[0].document, touched, words, places)
            evidence.take(state, found, touched, words, places)
    evidence.connect(state, touched)
    evidence.judge(state, touched)
    units = _recluster(state, touched, words)
    moved = shorts.choose(state, words, units)
    for place in sorted(places):
        moved |= shorts.settle(state, place, units)
    moved |= shorts.follow(state, units)
    return identity.name(state, units, moved | places)


def _recluster(state: State, touched: set[Node], words: set[tuple[str, str]]) -> set[Node]:
    """Cluster the components of the touched nodes anew; return the units that may have changed."""
    units: set[Node] = set()
    seen: set[Node] = set()
    apart = evidence.apart(state)
    for node in sorted(touched):
        if node in state.root:
            units.add(state.root[node])
        if node in seen or node not in state.places:
            continue
        nodes = component(node, state.edges, seen)
        for member in nodes:
            if member in state.root:
                units.add(state.root[member])
        found = cluster(nodes, state.edges, apart)
        for member in nodes:
            state.root[member] = found.root[member]
            state.why[member] = found.why[member]
            words |= evidence.words_of(state, member)
            units.add(found.root[member])
            state.members.pop(member, None)
        state.members.update(found.members)
    for node in touched:
        if node not in state.places:
            state.root.pop(node, None)
            state.members.pop(node, None)
            state.why.pop(node, None)
    return units
