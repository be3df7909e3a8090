"""What two names have in common and what sets them apart, as numbers a person can read."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from rapidfuzz.distance import DamerauLevenshtein

from tasks.entities.names.parse import Name
from tasks.entities.names.places import places
from tasks.entities.names.similar import align, similar
from tasks.entities.names.words import given_names, words

FEATURES = (
    "same",  # spelled alike after folding
    "cover",  # share of the letters that stand in paired words
    "mean",  # similarity of the pairs, by letters
    "weakest",  # similarity of the worst pair, or of the words left over on both sides
    "edits",  # letters changed over all pairs, at most 4, in quarters
    "glued",  # similarity of the names written without spaces, best order
    "contradicted",  # words left over on both sides: the smaller count, at most 2
    "extra",  # words left over on one side only, at most 3
    "first",  # similarity of the first words
    "last",  # similarity of the last words
    "swapped",  # patronymic order reversed: X son of Y, Y son of X
    "moved",  # pairs that cross
    "initial",  # one letter stands for a word
    "single",  # one of the names is one word
    "related",  # a word is matched as another language's or a short form of a given name only
    "signs",  # both in ideographs or Hangul, and not in the same ones
    "numeral",  # two different regnal or series numbers, or digits
    "numeral_one",  # a number on one side only
    "form",  # two different legal forms
    "rare",  # similarity over the words that few organisations share
    "rare_left",  # rare words left over on both sides
    "place",  # one side names another country or city than the other, or one more
    "acronym",  # one is the initial letters of the other
)


def features(a: Name, b: Name) -> tuple[float, ...]:
    """Return the values of `FEATURES` for two parsed names; symmetric."""
    if (b.words, b.surface) < (a.words, a.surface):
        a, b = b, a
    signs = a.signs != "" and b.signs != "" and a.signs != b.signs
    a, b = mended(a, b), mended(b, a)
    pairs, rest_a, rest_b = align(a.words, b.words)
    letters = sum(map(len, a.words)) + sum(map(len, b.words))
    weights = [len(a.words[i]) + len(b.words[j]) for _, i, j in pairs]
    paired = sum(weights)
    mean = sum(s * w for (s, _, _), w in zip(pairs, weights, strict=True)) / max(paired, 1)
    worst = min((s for s, _, _ in pairs), default=0.0)
    left = max((similar(a.words[i], b.words[j]) for i in rest_a for j in rest_b), default=1.0)
    edits = sum(_edits(a.words[i], b.words[j]) for _, i, j in pairs)
    numeral, numeral_one = _numerals(a, b)
    rare, rare_left = _rare(a, b, pairs)
    return (
        float(a.words == b.words),
        paired / max(letters, 1),
        mean,
        min(worst, left),
        min(edits, 4) / 4,
        _glued(a, b),
        float(min(len(rest_a), len(rest_b), 2)),
        float(min(abs(len(rest_a) - len(rest_b)), 3)),
        _at(a, b, 0),
        _at(a, b, -1),
        float(_swapped(a, b, pairs)),
        float(_crossing(pairs)),
        float(any(_initial(a.words[i], b.words[j]) for _, i, j in pairs)),
        float(min(len(a.words), len(b.words)) == 1),
        float(any(_related(a.words[i], b.words[j]) for _, i, j in pairs)),
        float(signs),
        float(numeral),
        float(numeral_one),
        float(a.form is not None and b.form is not None and a.form != b.form),
        rare,
        rare_left,
        float(_places(a) != _places(b)),
        float(_acronym(a, b) or _acronym(b, a)),
    )


def mended(name: Name, other: Name) -> Name:
    """Return `name` with words joined that `other` writes as one: Patr ushev, van der bilt."""
    if len(name.words) < 2:
        return name
    words_, linked = list(name.words), list(name.linked)
    for whole in other.words:
        if len(whole) < 6 or whole in words_:
            continue
        for size in (2, 3):
            for start in range(len(words_) - size + 1):
                parts = words_[start : start + size]
                if _joined(parts, whole):
                    words_[start : start + size] = ["".join(parts)]
                    linked[start : start + size] = [linked[start]]
                    break
    if len(words_) == len(name.words):
        return name
    return replace(name, words=tuple(words_), linked=tuple(linked))


def _joined(parts: list[str], whole: str) -> bool:
    joined = "".join(parts)
    return abs(len(joined) - len(whole)) <= 2 and (
        joined == whole
        or (
            similar(joined, whole) >= 0.84
            and max(similar(part, whole) for part in parts) < similar(joined, whole)
        )
    )


def _related(a: str, b: str) -> bool:
    """Return whether only knowledge of given names, no likeness, holds the words together."""
    return len(a) > 1 and len(b) > 1 and a != b and _ratio(a, b) < 0.7 and similar(a, b) >= 0.8


def _places(name: Name) -> frozenset[str]:
    known = places()
    return frozenset(known[word] for word in name.words if word in known)


def _edits(a: str, b: str) -> int:
    if len(a) == 1 or len(b) == 1 or similar(a, b) >= 0.93:
        return 0
    return DamerauLevenshtein.distance(a, b)


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
    """Return whether X son of Y stands against Y son of X, or Hans Peter against Peter Hans."""
    strong = [(i, j) for s, i, j in pairs if s >= 0.8]
    crossed = any(i < k and j > m for i, j in strong for k, m in strong)
    if not crossed or a.inverted or b.inverted:
        return False
    if any(a.linked[i] != b.linked[j] for i, j in strong):
        return True
    # The surname put first turns the whole name: that alone is no contradiction, unless all words
    # are given names (Hans Peter is not Peter Hans, Ali Omar Hassan not Omar Hassan Ali).
    given = given_names()
    return not _turned(pairs, a, b) or all(word in given for word in a.words + b.words)


def _turned(pairs: tuple[tuple[float, int, int], ...], a: Name, b: Name) -> bool:
    size = len(pairs)
    if size < max(len(a.words), len(b.words)):
        return True
    return len({(j - i) % size for _, i, j in pairs}) == 1


def _crossing(pairs: tuple[tuple[float, int, int], ...]) -> bool:
    places = [j for _, _, j in pairs]
    return any(x > y for x, y in pairwise(places))


def _initial(a: str, b: str) -> bool:
    return (len(a) == 1) != (len(b) == 1)


def _numerals(a: Name, b: Name) -> tuple[bool, bool]:
    digits_a, digits_b = _digits(a), _digits(b)
    if digits_a and digits_b:
        return digits_a != digits_b, False
    return False, bool(digits_a or digits_b)


def _digits(name: Name) -> frozenset[str]:
    numerals = words().numerals
    found = {word for word in name.words if word.isdigit()}
    found |= {str(numerals[word]) for word in name.words[1:] if word in numerals}
    return frozenset(found | ({str(name.numeral)} if name.numeral is not None else set()))


def _rare(a: Name, b: Name, pairs: tuple[tuple[float, int, int], ...]) -> tuple[float, float]:
    """Return the similarity over rare words, and whether both have rare words of their own."""
    common = words().org_common
    rare_a = {i for i, word in enumerate(a.words) if word not in common}
    rare_b = {j for j, word in enumerate(b.words) if word not in common}
    if not rare_a or not rare_b:
        alike = sum(s for s, _, _ in pairs) / max(len(a.words), len(b.words), 1)
        return alike, float(bool(rare_a) != bool(rare_b))
    meeting = [(s, i, j) for s, i, j in pairs if i in rare_a and j in rare_b]
    shared = sum(s * (len(a.words[i]) + len(b.words[j])) for s, i, j in meeting)
    letters = sum(len(a.words[i]) for i in rare_a) + sum(len(b.words[j]) for j in rare_b)
    left = min(len(rare_a) - len(meeting), len(rare_b) - len(meeting))
    return shared / letters, float(left > 0)


def _acronym(short: Name, long: Name) -> bool:
    if len(short.words) != 1 or len(long.words) < 2 or not 2 <= len(short.words[0]) <= 8:
        return False
    return short.words[0] == "".join(word[0] for word in long.words)
