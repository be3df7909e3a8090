"""Organisations, places, peoples and works of one document."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from tasks.entities.names.fold import LONGEST, ascii_text, fold, spelling
from tasks.entities.names.match import score
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

Rule = Callable[[Form, Form], float]


def group(forms: Sequence[Form], bracketed: frozenset[tuple[str, str]]) -> list[Group]:
    """Return the things that forms of one type name; `bracketed` are (long, short) surfaces."""
    groups: list[Group] = []
    order = sorted(forms, key=lambda f: (-len(f.name.words), f.first, f.surface))
    for form in order:
        _place(form, groups, bracketed)
    return groups


def _place(form: Form, groups: list[Group], bracketed: frozenset[tuple[str, str]]) -> None:
    rules: tuple[tuple[str, Rule], ...] = (
        ("same name", _same),
        ("acronym in brackets", lambda a, b: 0.99 if (a.surface, b.surface) in bracketed else 0.0),
        ("same country", _country),
        ("acronym", _acronym),
        ("spelled alike", _spelling),
        ("shorter name", _shorter),
    )
    for reason, rule in rules:
        fits = [
            (max(max(rule(other, form), rule(form, other)) for other in group.forms), place)
            for place, group in enumerate(groups)
        ]
        fits = [fit for fit in fits if fit[0] >= 0.8]
        best = max((value for value, _ in fits), default=0.0)
        fits = [fit for fit in fits if fit[0] > best - 0.02]
        if len(fits) == 1:
            groups[fits[0][1]].add(form, fits[0][0], reason)
            return
    groups.append(Group())
    groups[-1].add(form, 1.0, "name")


def _same(a: Form, b: Form) -> float:
    if place_key(a.surface) == place_key(b.surface) or a.name.key == b.name.key:
        return 1.0
    if len(a.name.words) != len(b.name.words):
        return 0.0
    heard = spelling if a.type in ("LOC", "FAC") else singular
    one, two = (tuple(map(heard, form.name.words)) for form in (a, b))
    return 0.95 if one == two else 0.0


def nation(form: Form) -> str | None:
    """Return the ISO code that the form stands for, as a country or as its people."""
    return country_itself(form.surface) or demonyms().get(place_key(form.surface))


def _country(a: Form, b: Form) -> float:
    """Two names of one country are one place, two of one people one people; a country and its
    people stay two things."""
    look_up = {"LOC": country_itself, "NORP": _people}.get(a.type)
    if look_up is None:
        return 0.0
    code = look_up(a.surface)
    return 0.97 if code is not None and code == look_up(b.surface) else 0.0


def _people(surface: str) -> str | None:
    return demonyms().get(place_key(surface))


def _plain_words(surface: str) -> list[str]:
    folded = ascii_text(surface[:LONGEST]).replace("'", "")
    return [word for word in re.split(r"[^0-9a-z]+", folded) if word]


def initials(surface: str) -> set[str]:
    """Return the acronyms that a long name may have: with and without its small words."""
    found = _plain_words(surface)
    large = [word for word in found if word not in _SMALL]
    return {"".join(w[0] for w in found), "".join(w[0] for w in large)}


def _acronym(long: Form, short: Form) -> float:
    letters = fold(short.surface)
    upper = sum(c.isupper() for c in short.surface)
    if not 2 <= len(letters) <= 9 or upper < 2 or len(long.name.words) < 2:
        return 0.0
    if letters in initials(long.surface):
        return 0.96
    words = tuple(word for word in _plain_words(long.surface) if word not in _SMALL)
    return 0.9 if len(letters) >= 4 and beginnings(letters, words) else 0.0


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


def _spelling(a: Form, b: Form) -> float:
    if a.name.numeral != b.name.numeral or len(a.name.key) < 5 or len(b.name.key) < 5:
        return 0.0
    if len(a.name.words) != len(b.name.words):
        joined = "".join(a.name.words) == "".join(b.name.words)
        return 0.95 if joined else 0.0
    value = score(a.name, b.name, "ORG")
    return value if value >= SAME else 0.0


def _shorter(long: Form, short: Form) -> float:
    """Parliament is the Norwegian Parliament, Interscope is Interscope Records; but places and
    works that share words are mostly different ones."""
    a, b = long.name.words, short.name.words
    if long.type != "ORG" or not b or len(b) >= len(a) or len("".join(b)) < 3:
        return 0.0
    if a[-len(b) :] == b:
        return 0.85
    if a[: len(b)] == b:
        return 0.82
    return 0.0
