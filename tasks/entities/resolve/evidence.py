"""Bringing documents into the state and out of it: nodes, blocks and the edges between names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tasks.entities.resolve.alike import Edge, deny, edge
from tasks.entities.resolve.blocks import block_keys, spoken
from tasks.entities.resolve.graph import Node
from tasks.entities.resolve.judgements import node_in, word_node
from tasks.entities.resolve.local import Local, ShortKey
from tasks.entities.resolve.state import Named, Place, State

# The quick look: names whose sounds, in the order of the alphabet, are less alike than this (in
# percent) are not compared word by word.
QUICK = 78


@dataclass(slots=True)
class Touched:
    """What a round of new and removed documents has touched.

    `words` are blocks of short names, `spoken` the short names of dropped documents.
    """

    nodes: set[Node] = field(default_factory=set)
    words: set[ShortKey] = field(default_factory=set)
    places: set[Place] = field(default_factory=set)
    units: set[Node] = field(default_factory=set)
    spoken: set[Node] = field(default_factory=set)


def take(state: State, found: Sequence[Local], touched: Touched) -> None:
    """Add the locals of one document."""
    document = found[0].document
    state.locals[document] = tuple(found)
    for number, local in enumerate(found):
        place = (document, number)
        touched.places.add(place)
        if local.short:
            for key in short_keys(local):
                state.shorts.setdefault(key, set()).add(place)
            touched.words.update(short_keys(local))
            continue
        node = node_in(state.judged, local)
        named = _named(state, node)
        named.places[document] = (*named.places.get(document, ()), number)
        named.surfaces.update(dict(local.surfaces))
        named.words.update(local.words)
        if named.context is not None:
            named.context.update(local.context)
        for key in local.words:
            state.by_word.setdefault(key, set()).add(node)
        touched.nodes.add(node)
        for other in ((local.type, key) for key in local.keys):
            _named(state, other).attested.setdefault(node, set()).add(document)
            named.attested.setdefault(other, set()).add(document)
            touched.nodes.add(other)


def _named(state: State, node: Node) -> Named:
    if node not in state.nodes:
        state.nodes[node] = Named()
    return state.nodes[node]


def drop(state: State, document: str, touched: Touched) -> None:
    """Take the locals of one document out again."""
    for number, local in enumerate(state.locals.pop(document, ())):
        place = (document, number)
        touched.places.add(place)
        if local.short:
            for key in short_keys(local):
                state.shorts[key].discard(place)
            touched.spoken.add(word_node(local.type, local.key))
            touched.words.update(short_keys(local))
            continue
        node = node_in(state.judged, local)
        named = state.nodes[node]
        touched.nodes.add(node)
        touched.words.update(named.words)
        named.places.pop(document, None)
        named.surfaces.subtract(dict(local.surfaces))
        named.surfaces = +named.surfaces
        named.words.subtract(local.words)
        named.words = +named.words
        named.context = None
        for key in local.words:
            if key not in named.words:
                state.by_word[key].discard(node)
        for other in ((local.type, key) for key in local.keys):
            touched.nodes.add(other)
            for one, two in ((node, other), (other, node)):
                documents = state.nodes[one].attested[two] if one in state.nodes else set()
                documents.discard(document)
                if not documents and one in state.nodes:
                    state.nodes[one].attested.pop(two, None)


def sweep(state: State, touched: Touched) -> None:
    """Forget nodes that no document names any more, and edges that rested on a document."""
    for node in sorted(touched.nodes):
        named = state.nodes.get(node)
        if named is None:
            continue
        if not named.places and not named.attested:
            del state.nodes[node]
            for key in block_keys(*node):
                if key in state.blocks:
                    state.blocks[key].discard(node)
        if node in state.edges:
            for other in state.edges.pop(node):
                state.edges[other].pop(node, None)
                touched.nodes.add(other)


def short_keys(local: Local) -> tuple[ShortKey, ...]:
    """Return where a local that is known by a short form only looks for its full names."""
    return local.words


def connect(state: State, touched: Touched) -> None:
    """Find the edges of the touched nodes that have none yet."""
    from rapidfuzz import fuzz, process

    new = sorted(n for n in touched.nodes if n in state.nodes and n not in state.edges)
    waiting: dict[str, list[Node]] = {}
    for node in new:
        state.edges[node] = {}
        for key in block_keys(*node):
            waiting.setdefault(key, []).append(node)
    done: set[tuple[Node, Node]] = set()
    for key, nodes in sorted(waiting.items()):
        block = state.blocks.setdefault(key, set())
        block.update(nodes)
        if len(block) < 2:
            continue
        others = sorted(block)
        scores = process.cdist(
            [spoken(node[1]) for node in nodes],
            [spoken(node[1]) for node in others],
            scorer=fuzz.token_set_ratio,
            score_cutoff=QUICK,
        )
        for row, column in zip(*scores.nonzero(), strict=True):
            a, b = nodes[row], others[column]
            pair = (a, b) if a < b else (b, a)
            if a != b and pair not in done:
                done.add(pair)
                found = edge(a[0], a[1], b[1])
                if found is not None:
                    state.edges[a][b] = state.edges[b][a] = found
    for node in sorted(touched.nodes & state.nodes.keys()):
        _stated(state, node)


def _stated(state: State, node: Node) -> None:
    """Lay over a node's edges what documents and people say outright."""
    for other in sorted(state.nodes[node].attested):
        if other in state.edges and not deny(node[0], node[1], other[1]):
            attested = Edge("equal", 0.9, "one thing in a document")
            state.edges[node].setdefault(other, attested)
            state.edges[other].setdefault(node, attested)
    for other in sorted(state.judged.same.get(node, ())):
        if other in state.edges:
            judged = Edge("judged", 1.0, "judged the same")
            state.edges[node][other] = state.edges[other][node] = judged
