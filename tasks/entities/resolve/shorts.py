"""Things known by a surname or an acronym only: linked where one candidate fits, else apart."""

from __future__ import annotations

from tasks.entities.names.similar import similar
from tasks.entities.names.words import given_classes, short_forms
from tasks.entities.resolve.alike import plain
from tasks.entities.resolve.evidence import Touched
from tasks.entities.resolve.graph import Node
from tasks.entities.resolve.judgements import node_in, word_node
from tasks.entities.resolve.local import Local
from tasks.entities.resolve.state import Place, State

ALIKE = 0.95  # a surname alone must sound like the one that it is taken for
AGREE = 0.8  # one thing besides countries in common, or two countries
COUNTRY = 0.4

Choice = tuple[Node | None, float, str]


def choose(state: State, touched: Touched) -> None:
    """Decide anew every local that waits under a touched short form."""
    contexts: dict[Node, list[set[str]]] = {}
    waiting = {place for key in touched.words for place in state.shorts.get(key, ())}
    owners: dict[Node, set[Node | None]] = {word: set() for word in touched.spoken}
    for place in sorted(waiting):
        local = state.locals[place[0]][place[1]]
        choice = _choice(state, local, contexts)
        owners.setdefault(word_node(local.type, local.key), set()).add(choice[0])
        move(state, place, choice, touched)
    for word in sorted(owners):
        _claim(state, word, owners[word], touched)


def move(state: State, place: Place, choice: Choice | None, touched: Touched) -> None:
    """Give a local with a short name to a unit, or with None to nobody because it is gone."""
    old = state.chosen.get(place)
    if old == choice:
        return
    touched.places.add(place)
    if old is not None and old[0] is not None:
        touched.units.add(old[0])
        guests = state.guests[old[0]]
        guests.discard(place)
        if not guests:
            del state.guests[old[0]]
    if choice is None:
        del state.chosen[place]
        return
    state.chosen[place] = choice
    if choice[0] is not None:
        touched.units.add(choice[0])
        state.guests.setdefault(choice[0], set()).add(place)


def _claim(state: State, word: Node, owners: set[Node | None], touched: Touched) -> None:
    """Let the one unit that all locals of a short name were given to own that name."""
    owner = owners.pop() if len(owners) == 1 else None
    if owner is not None and owner[1] == word[1]:
        owner = None
    before = state.claimed.get(word)
    if before == owner:
        return
    if before is not None:
        state.claims[before].discard(word)
        touched.units.add(before)
        del state.claimed[word]
    if owner is not None:
        state.claims.setdefault(owner, set()).add(word)
        state.claimed[word] = owner
        touched.units.add(owner)


def _choice(state: State, local: Local, contexts: dict[Node, list[set[str]]]) -> Choice:
    word = word_node(local.type, local.key)
    own = node_in(state.judged, local)
    if own in state.judged.none or word in state.judged.none:
        return None, 1.0, "judged to be no entity"
    for node in sorted(state.judged.same.get(own, ())):
        if node in state.root:
            return state.root[node], 1.0, "judged the same"
    refused = {
        state.root[node] for node in state.judged.different.get(own, ()) if node in state.root
    }
    fits = {u: v for u, v in _candidates(state, local).items() if u not in refused}
    if own != word:
        return own, 1.0, "judged apart"
    if not fits:
        return word, 0.6, "only this short name is known"
    if len(fits) > 1:
        apart = (word[0], f"{word[1]} @{local.document}")
        return apart, 0.5, f"short name, {len(fits)} candidates: kept apart"
    unit, value = next(iter(fits.items()))
    common = agreement(local, _context(state, unit, contexts))
    if common < AGREE:
        return word, 0.5, "short name, one candidate, context does not agree: kept apart"
    score = round(min(0.95, value * (0.8 + 0.05 * common)), 4)
    return unit, score, "short name, one candidate, context agrees"


def _candidates(state: State, local: Local) -> dict[Node, float]:
    word = plain(local.key)
    found: dict[Node, float] = {}
    for key in local.words:
        for node in state.by_word.get(key, ()):
            value = _fit(word, node)
            if value >= ALIKE and node in state.root:
                unit = state.root[node]
                found[unit] = max(value, found.get(unit, 0.0))
    return found


def _fit(word: str, node: Node) -> float:
    """Return how well a short name fits a full one: its surname, or the first word if that is
    no known given name (Xi Jinping is Xi, Vladimir Putin is not Vladimir)."""
    if node[0] != "PERSON":
        return 1.0
    words = plain(node[1]).split()
    last = similar(word, words[-1])
    if last >= ALIKE or word in given_classes() or word in short_forms():
        return last
    return similar(word, words[0])


def _context(state: State, unit: Node, contexts: dict[Node, list[set[str]]]) -> list[set[str]]:
    """Return what is named in the documents with a full name of `unit`, a set for each name."""
    if unit not in contexts:
        contexts[unit] = [_named_with(state, node) for node in state.members[unit]]
    return contexts[unit]


def _named_with(state: State, node: Node) -> set[str]:
    named = state.nodes[node]
    if named.context is None:
        named.context = {
            key
            for document, numbers in named.places.items()
            for number in numbers
            for key in state.locals[document][number].context
        }
    return named.context


def agreement(local: Local, others: list[set[str]]) -> float:
    """Return how much a document has in common with those of a candidate; countries say less."""
    return sum(
        COUNTRY if key[0] == "=" and len(key) == 3 else 1.0
        for key in local.context
        if any(key in context for context in others)
    )
