"""Things known by a surname or an acronym only: linked where one candidate fits, else apart."""

from __future__ import annotations

from tasks.entities.names.fold import sound
from tasks.entities.names.similar import similar
from tasks.entities.names.words import given_classes, short_forms
from tasks.entities.resolve.graph import Node
from tasks.entities.resolve.local import Local
from tasks.entities.resolve.state import Place, ShortKey, State

ALIKE = 0.95  # a surname alone must sound like the one it is taken for
AGREE = 0.8  # one thing besides countries in common, or two countries
COUNTRY = 0.4


def choose(state: State, words: set[ShortKey], units: set[Node]) -> set[Place]:
    """Decide every local that waits under `words`; return those whose unit changed."""
    moved: set[Place] = set()
    contexts: dict[Node, frozenset[str]] = {}
    for key in sorted(words):
        for place in sorted(state.shorts.get(key, ())):
            local = state.locals[place[0]][place[1]]
            choice = _choice(state, local, contexts)
            if _move(state, place, choice, units):
                moved.add(place)
    return moved


def settle(state: State, place: Place, units: set[Node]) -> set[Place]:
    """Put a local with a full name under its cluster, or a dropped one nowhere."""
    document, number = place
    found = state.locals.get(document, ())
    if number >= len(found):
        old = state.chosen.pop(place, None)
        if old is not None and old[0] is not None:
            units.add(old[0])
            _leave(state, old[0], place)
        return {place}
    local = found[number]
    if local.short:
        return set()
    score, reason = state.why[local.node]
    return {place} if _move(state, place, (state.root[local.node], score, reason), units) else set()


def follow(state: State, units: set[Node]) -> set[Place]:
    """Move the locals of full names whose cluster has another root now."""
    moved = set()
    for unit in sorted(units):
        for node in state.members.get(unit, ()):
            for place in sorted(state.places[node]):
                local = state.locals[place[0]][place[1]]
                if local.node == node:
                    choice = (unit, *state.why[node])
                    if _move(state, place, choice, set()):
                        moved.add(place)
    return moved


def _move(
    state: State, place: Place, choice: tuple[Node | None, float, str], units: set[Node]
) -> bool:
    old = state.chosen.get(place)
    if old == choice:
        return False
    if old is not None and old[0] is not None:
        units.add(old[0])
        _leave(state, old[0], place)
    state.chosen[place] = choice
    if choice[0] is not None:
        units.add(choice[0])
        state.units.setdefault(choice[0], set()).add(place)
    return True


def _leave(state: State, unit: Node, place: Place) -> None:
    places = state.units.get(unit)
    if places is not None:
        places.discard(place)
        if not places:
            del state.units[unit]


def _choice(
    state: State, local: Local, contexts: dict[Node, frozenset[str]]
) -> tuple[Node, float, str]:
    word = local.key.partition(" #")[0]
    alone = (local.type, f"~{sound(word) if local.type == 'PERSON' else word}")
    fits = _candidates(state, local, word)
    if not fits:
        return alone, 0.6, "only this short name is known"
    agreeing = {
        unit: value
        for unit in fits
        if (value := agreement(local, context(state, unit, contexts))) >= AGREE
    }
    if len(fits) == 1 and agreeing:
        unit, value = next(iter(agreeing.items()))
        score = round(min(0.95, fits[unit] * (0.8 + 0.05 * value)), 4)
        return unit, score, "short name, one candidate, context agrees"
    apart = (alone[0], f"{alone[1]}@{local.document}")
    if len(fits) == 1:
        return apart, 0.5, "short name, one candidate, context does not agree: kept apart"
    return apart, 0.5, f"short name, {len(fits)} candidates: kept apart"


def _candidates(state: State, local: Local, word: str) -> dict[Node, float]:
    from tasks.entities.resolve.evidence import short_keys

    nodes = {node for key in short_keys(local) for node in state.by_word.get(key, ())}
    found: dict[Node, float] = {}
    for node in sorted(nodes):
        value = _fit(word, node)
        if value >= ALIKE and node in state.root:
            unit = state.root[node]
            found[unit] = max(value, found.get(unit, 0.0))
    return found


def _fit(word: str, node: Node) -> float:
    if node[0] != "PERSON":
        return 1.0
    words = node[1].partition(" #")[0].split()
    last = similar(word, words[-1])
    if last >= ALIKE or word in given_classes() or word in short_forms():
        return last
    return similar(word, words[0])


def context(state: State, unit: Node, contexts: dict[Node, frozenset[str]]) -> frozenset[str]:
    """Return everything that is named in the documents with a full name of `unit`."""
    if unit not in contexts:
        contexts[unit] = frozenset(
            key
            for node in state.members[unit]
            for document, number in state.places[node]
            for key in state.locals[document][number].context
        )
    return contexts[unit]


def agreement(local: Local, others: frozenset[str]) -> float:
    """Return how much a document has in common with those of a candidate; countries say less."""
    return sum(
        COUNTRY if len(key) == 3 and key[0] == "=" else 1.0
        for key in local.context
        if key in others
    )
