"""Bringing documents into the state and out of it: nodes, blocks and the edges between names."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tasks.entities.resolve.alike import Edge, deny, edge
from tasks.entities.resolve.blocks import block_keys, short_key, spoken
from tasks.entities.resolve.graph import Node
from tasks.entities.resolve.local import Local
from tasks.entities.resolve.state import Place, ShortKey, State

# The quick look: names whose sounds, in the order of the alphabet, are less alike than this are
# not compared word by word, unless one could be a shorter form of the other.
QUICK = 78


def take(
    state: State,
    found: Sequence[Local],
    touched: set[Node],
    words: set[ShortKey],
    places: set[Place],
) -> None:
    """Add the locals of one document."""
    document = found[0].document
    state.locals[document] = tuple(found)
    for number, local in enumerate(found):
        place = (document, number)
        places.add(place)
        if local.short:
            for key in short_keys(local):
                state.shorts.setdefault(key, set()).add(place)
                words.add(key)
            continue
        for node in (local.node, *((local.type, key) for key in local.keys)):
            state.places.setdefault(node, set()).add(place)
            touched.add(node)
            if node != local.node:
                pair = (min(node, local.node), max(node, local.node))
                state.attested.setdefault(pair, set()).add(document)
        for key in full_keys(local):
            state.by_word.setdefault(key, set()).add(local.node)


def drop(
    state: State,
    document: str,
    touched: set[Node],
    words: set[ShortKey],
    places: set[Place],
) -> None:
    """Take the locals of one document out again."""
    for number, local in enumerate(state.locals.pop(document, ())):
        place = (document, number)
        places.add(place)
        if local.short:
            for key in short_keys(local):
                _discard(state.shorts, key, place)
                words.add(key)
            continue
        for node in (local.node, *((local.type, key) for key in local.keys)):
            touched.add(node)
            words |= words_of(state, node)
            if node != local.node:
                pair = (min(node, local.node), max(node, local.node))
                _discard(state.attested, pair, document)
            _discard(state.places, node, place)
            if node not in state.places:
                _forget(state, node, touched)


def _discard(table: dict, key: object, value: object) -> None:  # type: ignore[type-arg]
    values = table.get(key)
    if values is not None:
        values.discard(value)
        if not values:
            del table[key]


def _forget(state: State, node: Node, touched: set[Node]) -> None:
    for key in block_keys(*node):
        _discard(state.blocks, key, node)
    for other in state.edges.pop(node, {}):
        touched.add(other)
        state.edges.get(other, {}).pop(node, None)


def short_keys(local: Local) -> set[ShortKey]:
    """Return where a local that is known by a short form only looks for its full names."""
    if local.type == "PERSON":
        return {("PERSON", short_key(local.key.partition(" #")[0]))}
    return {(local.type, word) for word in local.words}


def full_keys(local: Local) -> set[ShortKey]:
    """Return where short forms find a local with a full name."""
    if local.type == "PERSON":
        return {("PERSON", short_key(word)) for word in local.words}
    return {(local.type, word) for word in local.words}


def words_of(state: State, node: Node) -> set[ShortKey]:
    """Return the short forms that a node's locals answer to."""
    return {
        key
        for document, number in state.places.get(node, ())
        if document in state.locals
        for key in full_keys(state.locals[document][number])
    }


def connect(state: State, touched: set[Node]) -> None:
    """Find the edges of the touched nodes that are new."""
    from rapidfuzz import fuzz, process

    new = sorted(node for node in touched if node in state.places and node not in state.edges)
    waiting: dict[str, list[Node]] = {}
    for node in new:
        state.edges[node] = {}
        for key in block_keys(*node):
            waiting.setdefault(key, []).append(node)
    done: set[tuple[Node, Node]] = set()
    for key, nodes in sorted(waiting.items()):
        block = state.blocks.setdefault(key, set())
        block.update(nodes)
        others = sorted(block)
        if len(others) < 2:
            continue
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
    for pair in sorted(state.attested):
        a, b = pair
        if (a in touched or b in touched) and not deny(a[0], a[1], b[1]):
            state.edges[a].setdefault(b, Edge("equal", 0.9, "one thing in a document"))
            state.edges[b].setdefault(a, Edge("equal", 0.9, "one thing in a document"))


def judge(state: State, touched: set[Node]) -> None:
    """Lay what people have judged over the evidence."""


def apart(state: State) -> Callable[[Node, Node], bool]:
    """Return the question whether people have judged two nodes to be different."""
    return lambda a, b: False
