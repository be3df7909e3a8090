"""Whether two full names, met in different documents, are of one thing; and which deny it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from tasks.entities.names.fold import spelling
from tasks.entities.names.match import score
from tasks.entities.names.parse import Name, parse
from tasks.entities.names.similar import align, similar
from tasks.entities.names.words import given_classes, short_forms


def plain(key: str) -> str:
    """Return a node's key without what stands behind its words: number, document."""
    return key.partition(" #")[0].partition(" @")[0]


SAME_SOUND = 0.95
LINK = 0.6


@dataclass(frozen=True, slots=True)
class Edge:
    """Evidence that two nodes are one thing: `kind` is equal (as full as each other) or shorter."""

    kind: str
    score: float
    reason: str


@lru_cache(maxsize=10_000)
def name_of(type: str, key: str) -> Name:
    """Return the parsed name of a node's key."""
    return parse(plain(key), "PERSON" if type == "PERSON" else "ORG")


def number_of(key: str) -> str:
    """Return the regnal number in a node's key, or ''."""
    return key.partition(" #")[2].partition(" @")[0]


@lru_cache(maxsize=10_000)
def edge(type: str, a: str, b: str) -> Edge | None:
    """Return the evidence between two nodes of one type, None where there is none; symmetric."""
    if a > b:
        return edge(type, b, a)
    if a.startswith("=") or b.startswith("="):
        return None
    if number_of(a) != number_of(b):
        return None
    words_a, words_b = tuple(plain(a).split()), tuple(plain(b).split())
    if "".join(words_a) == "".join(words_b):
        return Edge("equal", 0.99, "same letters")
    if type == "PERSON":
        return _people(words_a, words_b, type, a, b)
    return _things(words_a, words_b)


def _people(x: tuple[str, ...], y: tuple[str, ...], type: str, a: str, b: str) -> Edge | None:
    pairs, rest_x, rest_y = align(x, y)
    if (rest_x and rest_y) or not pairs:
        return None
    if any(i != j for _, i, j in pairs) and not (rest_x or rest_y) and not _turned(pairs, len(x)):
        return None
    values = [value for value, _, _ in pairs]
    initials = [(x[i], y[j]) for _, i, j in pairs if (len(x[i]) == 1) != (len(y[j]) == 1)]
    if any(_other_given(x[i], y[j]) for value, i, j in pairs if value < 1):
        return None
    if rest_x or rest_y:
        order = [j for _, _, j in pairs]
        spoken = all((x[i], y[j]) in initials or _spelt(x[i], y[j]) for _, i, j in pairs)
        if order != sorted(order) or not spoken or not _last_meets(x, y):
            return None
        if more_initials(x, y):
            return None
        return Edge("shorter", 0.85 if not initials else 0.75, "shorter form of one longer name")
    if initials:
        others = [v for v, i, j in pairs if (x[i], y[j]) not in initials]
        if not others or min(others) < SAME_SOUND:
            return None
        return Edge("shorter", 0.75, "initial for a name")
    if min(values) >= SAME_SOUND:
        return Edge("equal", 0.97, "same sound")
    loose = [(x[i], y[j]) for value, i, j in pairs if value < SAME_SOUND]
    if min(values) >= 0.86 and all(_known(p) and _known(q) for p, q in loose):
        return Edge("equal", 0.86, "forms of one given name")
    if len(loose) == 1 and _misspelt(*loose[0], sum(map(len, x))):
        return Edge(
            "equal", round(score(name_of(type, a), name_of(type, b), "PERSON"), 4), "misspelt"
        )
    return None


def more_initials(x: tuple[str, ...], y: tuple[str, ...]) -> bool:
    """Return whether both give middle initials, and one gives more: George W. is not H. W."""
    initials = [[word for word in words[1:-1] if len(word) == 1] for words in (x, y)]
    return bool(initials[0] and initials[1]) and len(initials[0]) != len(initials[1])


def _spelt(a: str, b: str) -> bool:
    """Return whether two words are one, spelt alike or a known form: Smith is not Smyth."""
    if spelling(a) == spelling(b):
        return True
    return _known(a) and _known(b) and similar(a, b) >= SAME_SOUND


def _turned(pairs: tuple[tuple[float, int, int], ...], size: int) -> bool:
    """Return whether one name is the other with its surname put first: Kim Min against Min Kim."""
    places = [j for _, _, j in pairs]
    return places in (
        [(i + 1) % size for i in range(size)],
        [(i - 1) % size for i in range(size)],
    )


def _last_meets(x: tuple[str, ...], y: tuple[str, ...]) -> bool:
    return similar(x[-1], y[-1]) >= SAME_SOUND


def _known(word: str) -> bool:
    return word in given_classes() or word in short_forms()


def _other_given(a: str, b: str) -> bool:
    """Return whether both are given names, and different ones: Julia and Julian."""
    return _known(a) and _known(b) and similar(a, b) < 0.86


def _misspelt(a: str, b: str, letters: int) -> bool:
    """Return whether one letter too much, too few or wrong explains the difference."""
    from rapidfuzz.distance import DamerauLevenshtein

    shorter = min(len(a), len(b))
    return (
        shorter >= 5
        and letters >= 11
        and a[0] == b[0]
        and DamerauLevenshtein.distance(a, b) == 1
        and not (len(a) == len(b) and a[-1] != b[-1])
    )


def _things(x: tuple[str, ...], y: tuple[str, ...]) -> Edge | None:
    if len(x) != len(y) or any(p.isdigit() != q.isdigit() for p, q in zip(x, y, strict=True)):
        return None
    for p, q in zip(x, y, strict=True):
        if p != q and (min(len(p), len(q)) < 4 or singular(p) != singular(q)):
            return None
    return Edge("equal", 0.95, "same sound")


def singular(word: str) -> str:
    """Return a word's spelling without a plural s: Air Force and Air Forces."""
    return spelling(word[:-1] if len(word) > 4 and word.endswith("s") else word)


def deny(type: str, a: str, b: str) -> bool:
    """Return whether two names contradict each other: no chain of likenesses may join them."""
    if number_of(a) and number_of(b) and number_of(a) != number_of(b):
        return True
    if edge(type, a, b) is not None:
        return False
    if type != "PERSON":
        return True
    x, y = plain(a).split(), plain(b).split()
    _, rest_x, rest_y = align(tuple(x), tuple(y))
    return bool(rest_x and rest_y)
