"""Organisations, places, peoples and works of one document."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from tasks.entities.names.fold import LONGEST, ascii_text, fold, spelling
from tasks.entities.names.match import score
from tasks.entities.names.parse import Name, parse
from tasks.entities.names.places import country_itself, demonyms, place_key
from tasks.entities.resolve.alike import singular
from tasks.entities.resolve.forms import Form, Group

SAME = 0.9
_SMALL = frozenset(
    [
        "of",
        "the",
        "and",
        "for",
        "in",
        "on",
        "at",
        "to",
        "de",
        "la",
        "le",
        "du",
        "des",
        "a",
        "an",
        "y",
        "e",
        "und",
        "der",
        "die",
        "das",
        "von",
    ]
)

#: Keys that are less alike than this (token sort ratio, in percent) are never spelled alike.
UNLIKE = 50


@dataclass(frozen=True, slots=True)
class Traits:
    """What the rules ask of one form; `heard` are its words as they sound, `code` its country or
    people, `letters` its own if it may be an acronym, `initials` and `large` what acronyms of it
    are made of.
    """

    surface: str
    type: str
    name: Name
    key: str
    place: str
    heard: tuple[str, ...]
    code: str | None
    letters: str
    initials: frozenset[str]
    large: tuple[str, ...]


Rule = Callable[[Traits, Traits], float]


@lru_cache(maxsize=20_000)
def traits(type: str, surface: str) -> Traits:
    """Return the traits of a form; a corpus has many documents with the same ones."""
    name = parse(surface, "ORG")
    hear = spelling if type in ("LOC", "FAC") else singular
    look_up = {"LOC": country_itself, "NORP": _people}.get(type)
    letters = fold(surface) if sum(map(str.isupper, surface)) >= 2 else ""
    long = len(name.words) > 1
    return Traits(
        surface=surface,
        type=type,
        name=name,
        key=name.key,
        place=place_key(surface),
        heard=tuple(map(hear, name.words)),
        code=look_up(surface) if look_up else None,
        letters=letters if 2 <= len(letters) <= 9 else "",
        initials=frozenset(initials(surface)) if long else frozenset(),
        large=_large_words(surface) if long else (),
    )


def group(forms: Sequence[Form], bracketed: frozenset[tuple[str, str]]) -> list[Group]:
    """Return the things that forms of one type name; `bracketed` are (long, short) surfaces."""

    def in_brackets(a: Traits, b: Traits) -> float:
        return 0.99 if (a.surface, b.surface) in bracketed else 0.0

    rules: tuple[tuple[str, Rule], ...] = (
        ("same name", _same),
        ("acronym in brackets", in_brackets),
        ("same country", _country),
        ("acronym", _acronym),
        ("spelled alike", _spelling),
        ("shorter name", _shorter),
    )
    groups: list[Group] = []
    known: list[list[Traits]] = []
    for form in sorted(forms, key=lambda f: (-len(f.name.words), f.first, f.surface)):
        own = traits(form.type, form.surface)
        found = _place(own, known, rules)
        if found is None:
            groups.append(Group())
            known.append([])
        place, value, reason = found or (-1, 1.0, "name")
        groups[place].add(form, value, reason)
        known[place].append(own)
    return groups


def _place(
    own: Traits, known: Sequence[Sequence[Traits]], rules: Sequence[tuple[str, Rule]]
) -> tuple[int, float, str] | None:
    """Return the one group that fits best by the first rule that tells, its score, the reason."""
    for reason, rule in rules:
        fits = []
        for place, members in enumerate(known):
            value = 0.0
            for other in members:
                value = max(value, rule(other, own), rule(own, other))
            if value >= 0.8:
                fits.append((value, place))
        best = max((value for value, _ in fits), default=0.0)
        fits = [fit for fit in fits if fit[0] > best - 0.02]
        if len(fits) == 1:
            return fits[0][1], fits[0][0], reason
    return None


def _same(a: Traits, b: Traits) -> float:
    if a.place == b.place or a.key == b.key:
        return 1.0
    return 0.95 if a.heard == b.heard else 0.0


def _country(a: Traits, b: Traits) -> float:
    """Two names of one country are one place, two of one people one people; a country and its
    people stay two things."""
    return 0.97 if a.code is not None and a.code == b.code else 0.0


def _people(surface: str) -> str | None:
    return demonyms().get(place_key(surface))


def _plain_words(surface: str) -> list[str]:
    folded = ascii_text(surface[:LONGEST]).replace("'", "")
    return [word for word in re.split(r"[^0-9a-z]+", folded) if word]


def _large_words(surface: str) -> tuple[str, ...]:
    return tuple(word for word in _plain_words(surface) if word not in _SMALL)


def initials(surface: str) -> set[str]:
    """Return the acronyms that a long name may have: with and without its small words."""
    every, large = _plain_words(surface), _large_words(surface)
    return {"".join(w[0] for w in every), "".join(w[0] for w in large)}


def _acronym(long: Traits, short: Traits) -> float:
    letters = short.letters
    if not letters or not long.initials:
        return 0.0
    if letters in long.initials:
        return 0.96
    return 0.9 if len(letters) >= 4 and beginnings(letters, long.large) else 0.0


def beginnings(letters: str, words: tuple[str, ...]) -> bool:
    """Return whether an acronym is made of beginnings of most words: NAVFORGER, Interpol."""
    reached = {(0, 0)}  # letters read, words used
    for word in words[:12]:
        for read, used in sorted(reached):
            size = 0
            while size < len(word) and letters[read + size : read + size + 1] == word[size]:
                size += 1
                reached.add((read + size, used + 1))
    most = max(2, (len(words) + 1) // 2)
    return any(read == len(letters) and used >= most for read, used in reached)


def _spelling(a: Traits, b: Traits) -> float:
    if a.name.numeral != b.name.numeral or len(a.key) < 5 or len(b.key) < 5:
        return 0.0
    if len(a.name.words) != len(b.name.words):
        joined = "".join(a.name.words) == "".join(b.name.words)
        return 0.95 if joined else 0.0
    if fuzz.token_sort_ratio(a.key, b.key) < UNLIKE:
        return 0.0
    value = score(a.name, b.name, "ORG")
    return value if value >= SAME else 0.0


def _shorter(long: Traits, short: Traits) -> float:
    """Parliament is the Norwegian Parliament, Interscope is Interscope Records; but places and
    works that share words are mostly different ones."""
    if long.type != "ORG":
        return 0.0
    a, b = long.name.words, short.name.words
    if not b or len(b) >= len(a) or len("".join(b)) < 3:
        return 0.0
    if a[-len(b) :] == b:
        return 0.85
    if a[: len(b)] == b:
        return 0.82
    return 0.0
