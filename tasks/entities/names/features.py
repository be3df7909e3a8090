"""What two names have in common and what sets them apart, as numbers a person can read."""

from __future__ import annotations

from rapidfuzz.distance import DamerauLevenshtein

from tasks.entities.names.parse import Name
from tasks.entities.names.similar import align, similar
from tasks.entities.names.words import words

FEATURES = (
    "same",  # spelled alike after folding
    "cover",  # share of the letters that stand in paired words
    "mean",  # similarity of the pairs, by letters
    "worst",  # similarity of the worst pair
    "edits",  # letters changed over all pairs, at most 6, divided by 6
    "glued",  # similarity of the names written without spaces, best order
    "contradicted",  # words alone on both sides: the smaller count, at most 2
    "rest",  # best similarity between words alone on both sides; 1 where there are none
    "extra",  # words alone on one side only, at most 3
    "first",  # similarity of the first words
    "last",  # similarity of the last words
    "swapped",  # patronymic order reversed
    "moved",  # pairs that cross
    "initial",  # one letter stands for a word
    "single",  # one of the names is one word
    "numeral",  # two different regnal or series numbers, or digits
    "numeral_one",  # a number on one side only
    "form",  # two different legal forms
    "rare",  # organisations: similarity over the words that are not common ones
    "acronym",  # one is the initial letters of the other
)


def features(a: Name, b: Name) -> tuple[float, ...]:
    """Return the values of `FEATURES` for two parsed names; symmetric."""
    if (b.words, b.surface) < (a.words, a.surface):
        a, b = b, a
    pairs, rest_a, rest_b = align(a.words, b.words)
    letters = sum(map(len, a.words)) + sum(map(len, b.words))
    weights = [len(a.words[i]) + len(b.words[j]) for _, i, j in pairs]
    paired = sum(weights)
    mean = sum(s * w for (s, _, _), w in zip(pairs, weights, strict=True)) / max(paired, 1)
    worst = min((s for s, _, _ in pairs), default=0.0)
    edits = sum(_edits(a.words[i], b.words[j]) for _, i, j in pairs if s_real(a, b, i, j))
    left = [similar(a.words[i], b.words[j]) for i in rest_a for j in rest_b]
    numeral, numeral_one = _numerals(a, b)
    return (
        float(a.words == b.words),
        paired / max(letters, 1),
        mean,
        worst,
        min(edits, 6) / 6,
        _glued(a, b),
        float(min(len(rest_a), len(rest_b), 2)),
        max(left, default=0.0) if left else 1.0,
        float(min(abs(len(rest_a) - len(rest_b)), 3)),
        _at(a, b, 0),
        _at(a, b, -1),
        float(_swapped(a, b, pairs)),
        float(_crossing(pairs)),
        float(any(_initial(a.words[i], b.words[j]) for _, i, j in pairs)),
        float(min(len(a.words), len(b.words)) == 1),
        float(numeral),
        float(numeral_one),
        float(a.form is not None and b.form is not None and a.form != b.form),
        _rare(a, b, pairs),
        float(_acronym(a, b) or _acronym(b, a)),
    )


def s_real(a: Name, b: Name, i: int, j: int) -> bool:
    """Return whether the words are both more than a letter: an initial is no misspelling."""
    return len(a.words[i]) > 1 and len(b.words[j]) > 1


def _edits(a: str, b: str) -> int:
    return 0 if similar(a, b) >= 0.93 else DamerauLevenshtein.distance(a, b)


def _glued(a: Name, b: Name) -> float:
    straight = _ratio("".join(a.words), "".join(b.words))
    return max(straight, _ratio("".join(sorted(a.words)), "".join(sorted(b.words))))


def _ratio(a: str, b: str) -> float:
    return DamerauLevenshtein.normalized_similarity(a, b)


def _at(a: Name, b: Name, place: int) -> float:
    if not a.words or not b.words:
        return 0.0
    return similar(a.words[place], b.words[place])


def _swapped(a: Name, b: Name, pairs: tuple[tuple[float, int, int], ...]) -> bool:
    """Return whether X son of Y stands against Y son of X."""
    if not (any(a.linked) and any(b.linked)) or a.inverted or b.inverted:
        return False
    strong = [(i, j) for s, i, j in pairs if s >= 0.8]
    return any(
        i < k and j > m
        for i, j in strong
        for k, m in strong
        if (a.linked[i] or a.linked[k]) and (b.linked[j] or b.linked[m])
    )


def _crossing(pairs: tuple[tuple[float, int, int], ...]) -> bool:
    places = [j for _, _, j in pairs]
    return any(x > y for x, y in zip(places, places[1:], strict=False))


def _initial(a: str, b: str) -> bool:
    return (len(a) == 1) != (len(b) == 1)


def _numerals(a: Name, b: Name) -> tuple[bool, bool]:
    digits_a = {word for word in a.words if word.isdigit()} | {str(a.numeral or "")} - {""}
    digits_b = {word for word in b.words if word.isdigit()} | {str(b.numeral or "")} - {""}
    if digits_a and digits_b:
        return digits_a != digits_b, False
    return False, bool(digits_a or digits_b)


def _rare(a: Name, b: Name, pairs: tuple[tuple[float, int, int], ...]) -> float:
    common = words().org_common
    own_a = sum(len(word) for word in a.words if word not in common)
    own_b = sum(len(word) for word in b.words if word not in common)
    if not own_a or not own_b:
        return sum(s for s, _, _ in pairs) / max(len(a.words), len(b.words), 1)
    shared = sum(
        s * (len(a.words[i]) + len(b.words[j]))
        for s, i, j in pairs
        if a.words[i] not in common and b.words[j] not in common
    )
    return shared / (own_a + own_b)


def _acronym(short: Name, long: Name) -> bool:
    if len(short.words) != 1 or len(long.words) < 2 or not 2 <= len(short.words[0]) <= 8:
        return False
    return short.words[0] == "".join(word[0] for word in long.words)
