"""How alike two words of two names are, and which word goes with which."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from tasks.entities.names.fold import skeleton, sound
from tasks.entities.names.words import given_classes, short_forms

# Below this two words are two words.
PAIRED = 0.65


@lru_cache(maxsize=50_000)
def similar(a: str, b: str) -> float:
    """Return how alike two folded words are, in [0, 1]; 1 for equal, symmetric."""
    if a == b:
        return 1.0
    if a > b:
        return similar(b, a)
    if len(a) == 1 or len(b) == 1:
        return 0.8 if a[:1] == b[:1] else 0.0
    edits = DamerauLevenshtein.distance(a, b)
    plain = 1 - edits / max(len(a), len(b))
    one, two = sound(a), sound(b)
    if one == two:
        return 0.97
    spoken = 1 - DamerauLevenshtein.distance(one, two) / max(len(one), len(two))
    best = max(plain, 0.98 * spoken)
    if len(one) > 3 and skeleton(a) == skeleton(b) and len(skeleton(a)) > 2:
        best = max(best, 0.6 + 0.35 * spoken)
    classes = given_classes()
    if classes.get(a, frozenset()) & classes.get(b, frozenset()):
        best = max(best, 0.95 if plain >= 0.5 or spoken >= 0.5 else 0.86)
    elif _short_of(a, b) or _short_of(b, a):
        best = max(best, 0.88)
    return best


def _short_of(short: str, long: str) -> bool:
    names = short_forms().get(short)
    if not names:
        return False
    if long in names:
        return True
    classes = given_classes()
    own = classes.get(long, frozenset())
    return any(own & classes.get(name, frozenset()) for name in names)


@lru_cache(maxsize=50_000)
def align(
    a: tuple[str, ...], b: tuple[str, ...]
) -> tuple[tuple[tuple[float, int, int], ...], tuple[int, ...], tuple[int, ...]]:
    """Pair the words of two names, most alike first.

    Returns the pairs (similarity, place in a, place in b), and the places left alone in each.
    Ties go to words at like places, so that Michelle Michaela meets Michaela Michelle in order.
    """
    scored = sorted(
        (
            (-similar(x, y), abs(i / len(a) - j / len(b)), i, j)
            for i, x in enumerate(a)
            for j, y in enumerate(b)
        )
    )
    used_a: set[int] = set()
    used_b: set[int] = set()
    pairs = []
    for negative, _, i, j in scored:
        if -negative < PAIRED:
            break
        if i not in used_a and j not in used_b:
            used_a.add(i)
            used_b.add(j)
            pairs.append((-negative, i, j))
    return (
        tuple(sorted(pairs, key=lambda pair: pair[1])),
        tuple(i for i in range(len(a)) if i not in used_a),
        tuple(j for j in range(len(b)) if j not in used_b),
    )
