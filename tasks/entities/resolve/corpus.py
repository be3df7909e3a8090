"""Which things of all documents are one: the corpus as a graph of names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tasks.entities.names.aliases import Aliases, default_table
from tasks.entities.resolve import evidence, identity, shorts
from tasks.entities.resolve.evidence import Touched
from tasks.entities.resolve.graph import cluster, component
from tasks.entities.resolve.identity import Resolution
from tasks.entities.resolve.judgements import Judgement, weigh
from tasks.entities.resolve.local import Local
from tasks.entities.resolve.state import Entity, State


def resolve(
    documents: Iterable[Sequence[Local]],
    *,
    previous: Iterable[Entity] = (),
    judgements: Sequence[Judgement] = (),
    aliases: Aliases | None = None,
) -> tuple[State, Resolution]:
    """Resolve all documents (each the result of `read_document`) from nothing.

    Which names are one thing is a function of the set of documents and judgements: neither the
    order of the documents nor their batches nor `previous` matter. The `previous` entities lend
    their ids: see `identity`.
    """
    known = default_table() if aliases is None else aliases
    earlier = list(previous)
    keys_of = {entity.entity_id: entity.keys for entity in earlier}
    state = State(aliases=known, judged=weigh(judgements, known, keys_of))
    identity.remember(state, earlier)
    return state, update(state, documents)


def update(
    state: State, documents: Iterable[Sequence[Local]], *, removed: Iterable[str] = ()
) -> Resolution:
    """Bring `state` forward by new (or changed) documents and without the `removed` ones.

    Works on what the new names touch only, and ends where `resolve` of all documents would.
    """
    state.run += 1
    touched = Touched()
    coming = [found for found in documents if found]
    for document in sorted({*removed, *(found[0].document for found in coming)}):
        evidence.drop(state, document, touched)
    evidence.sweep(state, touched)
    for found in coming:
        evidence.take(state, found, touched)
    evidence.connect(state, touched)
    _recluster(state, touched)
    for place in sorted(touched.places):
        if place in state.chosen and _gone(state, place):
            shorts.move(state, place, None, touched)
    shorts.choose(state, touched)
    return identity.name(state, touched)


def _gone(state: State, place: tuple[str, int]) -> bool:
    found = state.locals.get(place[0], ())
    return place[1] >= len(found) or not found[place[1]].short


def _recluster(state: State, touched: Touched) -> None:
    """Cluster the components of the touched nodes anew."""
    seen: set[tuple[str, str]] = set()
    for node in sorted(touched.nodes):
        if node in state.root:
            touched.units.add(state.root[node])
        if node in seen or node not in state.nodes:
            continue
        nodes = component(node, state.edges, seen)
        found = cluster(nodes, state.edges, state.judged.different)
        for member in nodes:
            if member in state.root:
                touched.units.add(state.root[member])
            state.members.pop(member, None)
            state.root[member] = found.root[member]
            state.why[member] = found.why[member]
            touched.units.add(found.root[member])
            touched.words.update(state.nodes[member].words)
        state.members.update(found.members)
    for node in touched.nodes - state.nodes.keys():
        state.members.pop(node, None)
        state.root.pop(node, None)
        state.why.pop(node, None)
