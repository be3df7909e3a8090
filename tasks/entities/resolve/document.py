"""Which names of one document are of one thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tasks.entities.names.parse import is_title, parse
from tasks.entities.resolve import others, people
from tasks.entities.resolve.forms import Form, Group

SAME_TYPE = {"PER": "PERSON", "GPE": "LOC"}
_OPENING = re.compile(r"\s*[(\[]\s*[\"“'‘]?(?:the\s+|or\s+)?$")
_WORD = re.compile(r"\w+")
_LETTERS = 8  # of an acronym, at most


@dataclass(frozen=True, slots=True)
class Cluster:
    """Names of one document that are of one thing.

    `members` are places in the sequence given to `link`, with `scores` and `reasons` beside them;
    `name` is the fullest surface, `surfaces` all distinct ones; `full` is false where only a
    surname, an acronym or another short form is known.
    """

    type: str
    name: str
    full: bool
    surfaces: tuple[str, ...]
    members: tuple[int, ...]
    scores: tuple[float, ...]
    reasons: tuple[str, ...]


def link(mentions: Sequence[tuple[str, str, int]], text: str | None = None) -> list[Cluster]:
    """Return the things that the mentions (surface, type, start) of one document name.

    Every mention is in one cluster, except those that name nobody (a title alone, no letters).
    Surnames and short forms join the full name that they belong to; where several people share
    the surname, none of them. With `text`, an acronym in brackets joins the name before it.
    The order of `mentions` does not matter; clusters come in the order of their first mention.
    """
    forms = _forms(mentions)
    bracketed = _bracketed(mentions, text) if text else frozenset()
    clusters = []
    for type in sorted({form.type for form in forms}):
        own = [form for form in forms if form.type == type]
        groups = people.group(own) if type == "PERSON" else others.group(own, bracketed)
        clusters += [_cluster(group, mentions) for group in groups]
    return sorted(clusters, key=lambda c: (mentions[c.members[0]][2], c.type, c.name))


def _forms(mentions: Sequence[tuple[str, str, int]]) -> list[Form]:
    members: dict[tuple[str, str], list[int]] = {}
    for place, (surface, type, _) in enumerate(mentions):
        members.setdefault((SAME_TYPE.get(type, type), surface), []).append(place)
    forms = []
    for (type, surface), places in sorted(members.items()):
        name = parse(surface, "PERSON" if type == "PERSON" else "ORG")
        if name.words and not (type == "PERSON" and is_title(surface)):
            places.sort(key=lambda place: (mentions[place][2], place))
            starts = tuple(mentions[place][2] for place in places)
            forms.append(Form(surface, type, name, starts[0], tuple(places), starts))
    return forms


def _bracketed(mentions: Sequence[tuple[str, str, int]], text: str) -> frozenset[tuple[str, str]]:
    """Return (long, short) for every name followed by its short form in brackets.

    A name with several things in brackets behind it, as in a list of shops and brands, is none.
    """
    order = sorted(mentions, key=lambda mention: mention[2])
    found: dict[str, set[str]] = {}
    for (long, _, start), (short, _, later) in pairwise(order):
        end = start + len(long)
        if end < later <= end + 12 and _OPENING.fullmatch(text[end:later]):
            found.setdefault(long, set()).add(short)
    return frozenset(
        (long, short)
        for long, shorts in found.items()
        for short in shorts
        if len(shorts) == 1 and _may_shorten(short, long)
    )


def _may_shorten(short: str, long: str) -> bool:
    """Return whether `short` has the form of an acronym and `long` words enough for one.

    Its letters need not be their initials: "People's Protection Units (YPG)".
    """
    letters, words = short.replace(".", ""), _WORD.findall(long)
    capitals = sum(map(str.isupper, letters))
    if not (letters.isalnum() and 2 <= len(letters) <= _LETTERS and 2 * capitals >= len(letters)):
        return False
    return len(words) > 2 or (len(words) == 2 and words[0][0].casefold() == letters[0].casefold())


def _cluster(group: Group, mentions: Sequence[tuple[str, str, int]]) -> Cluster:
    rows = sorted(
        (mentions[place][2], place, score, reason)
        for form, score, reason in zip(group.forms, group.scores, group.reasons, strict=True)
        for place in form.members
    )
    best = max(
        group.forms,
        key=lambda f: (f.name.full, len(f.name.words), len(f.members), -f.first, f.surface),
    )
    return Cluster(
        type=best.type,
        name=best.surface,
        full=best.name.full,
        surfaces=tuple(sorted({form.surface for form in group.forms})),
        members=tuple(place for _, place, _, _ in rows),
        scores=tuple(score for _, _, score, _ in rows),
        reasons=tuple(reason for _, _, _, reason in rows),
    )
