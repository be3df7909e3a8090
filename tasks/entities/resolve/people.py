"""People of one document: full names first, then surnames and given names to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from tasks.entities.names.fold import skeleton
from tasks.entities.names.match import score
from tasks.entities.names.parse import Name
from tasks.entities.names.similar import align, similar
from tasks.entities.resolve.alike import more_initials
from tasks.entities.resolve.forms import Form, Group

ALIKE = 0.9  # two spellings of one word, inside one document
SAME = 0.72  # two spellings of one full name, inside one document


def group(forms: Sequence[Form]) -> list[Group]:
    """Return the people that the forms name, in the order of their first full form."""
    full = [form for form in forms if form.name.full]
    short = [form for form in forms if not form.name.full]
    groups = _full(full)
    known = list(groups)
    for form in sorted(short, key=lambda form: (form.first, form.surface)):
        _attach(form, known, groups)
    return groups


def _full(forms: Sequence[Form]) -> list[Group]:
    groups: list[Group] = []
    order = sorted(forms, key=lambda f: (_length(f.name), f.first, f.surface))
    for form in order:
        fits = [(kin(form.name, other), place) for place, other in enumerate(groups)]
        fits = [(fit, place) for fit, place in fits if fit[0] >= SAME]
        fits.sort(key=lambda item: (-item[0][0], item[1]))
        if fits and (len(fits) == 1 or fits[0][0][0] > fits[1][0][0] + 0.02):
            (value, reason), place = fits[0]
            groups[place].add(form, value, reason)
        else:
            groups.append(Group())
            groups[-1].add(form, 1.0, "full name")
    return groups


def _length(name: Name) -> tuple[int, int]:
    return -sum(len(word) > 1 for word in name.words), -sum(map(len, name.words))


def kin(name: Name, group: Group) -> tuple[float, str]:
    """Return how well a full name fits a group, worst form first: one that denies it, denies."""
    found = [compare(name, form.name) for form in group.forms if form.name.full]
    if not found or min(value for value, _ in found) <= 0.2:
        return 0.0, ""
    return max(found)


def compare(a: Name, b: Name) -> tuple[float, str]:
    """Return the probability that two full names of one document are one person's, and why."""
    if a.numeral is not None and b.numeral is not None and a.numeral != b.numeral:
        return 0.0, "other number"
    if a.generation and b.generation and a.generation != b.generation:
        return 0.0, "other generation"
    if a.words == b.words:
        return 1.0, "same name"
    if not _starts(a.words) & _starts(b.words):
        return 0.0, "other words"
    pairs, rest_a, rest_b = align(a.words, b.words)
    if "".join(a.words) == "".join(b.words):
        return 0.98, "same letters"
    if rest_a and rest_b:
        return 0.0, "other words"
    crossing = [j for _, _, j in pairs]
    if crossing != sorted(crossing) and any(a.linked) and any(b.linked):
        return 0.0, "other order"
    worst = min((value for value, _, _ in pairs), default=0.0)
    if rest_a or rest_b:
        if more_initials(a.words, b.words):
            return 0.0, "other initials"
        if worst >= 0.8 and _ends_meet(a, b):
            return 0.9 * worst + 0.08, "shorter name"
        if worst >= 0.95 and _begins(a.words, b.words):
            return 0.9, "beginning of the name"
        return 0.3, "part of the name"
    if worst >= 0.86:
        return max(worst - 0.02, score(a, b, "PERSON")), "spelled alike"
    return min(score(a, b, "PERSON"), worst), "similar name"


@lru_cache(maxsize=10_000)
def _starts(words: tuple[str, ...]) -> frozenset[str]:
    """Return how the words start: names that share no start need no closer look."""
    return frozenset((skeleton(word) or word)[:1] for word in words if len(word) > 1)


def _ends_meet(a: Name, b: Name) -> bool:
    return similar(a.words[-1], b.words[-1]) >= 0.8


def _begins(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Return whether one name is the first two or more words of the other."""
    short, long = sorted((a, b), key=len)
    return len(short) > 1 and all(similar(x, y) >= 0.95 for x, y in zip(short, long, strict=False))


def _attach(form: Form, known: list[Group], groups: list[Group]) -> None:
    """Give a surname or a given name to the one person whom it fits."""
    word = form.name.words[0]
    for places, reason in (((-1,), "surname"), ((0,), "given name"), ((1, -2), "middle name")):
        fits = []
        for group in known:
            value = max(_fit(word, other.name, places) for other in group.forms)
            if value >= ALIKE:
                fits.append((value, group))
        best = max((value for value, _ in fits), default=0.0)
        fits = [(value, group) for value, group in fits if value > best - 0.02]
        if len(fits) == 1:
            value, group = fits[0]
            group.add(form, round(0.95 * value, 4), reason)
            return
        if fits:
            _among(form, [group for _, group in fits], best, known, groups)
            return
    _alone(form, known, groups, "only name")


def _among(
    form: Form, fits: list[Group], value: float, known: list[Group], groups: list[Group]
) -> None:
    """Several people fit: a mention is of the one who had been named when it was written, if he
    was the only one by then; else of none of them."""
    left = []
    for member, start in zip(form.members, form.starts, strict=True):
        named = [group for group in fits if group.first < start]
        if len(named) == 1:
            one = replace(form, first=start, members=(member,), starts=(start,))
            named[0].add(one, round(0.85 * value, 4), "surname of the only one named so far")
        else:
            left.append((member, start))
    if left:
        rest = replace(
            form,
            first=left[0][1],
            members=tuple(member for member, _ in left),
            starts=tuple(start for _, start in left),
        )
        _alone(rest, known, groups, "several people of this name")


def _fit(word: str, name: Name, places: tuple[int, ...]) -> float:
    if not name.full:
        return 0.0
    return max(
        (
            similar(word, name.words[place])
            for place in places
            if -len(name.words) <= place < len(name.words)
        ),
        default=0.0,
    )


def _alone(form: Form, known: list[Group], groups: list[Group], reason: str) -> None:
    for group in groups:
        if not any(group is other for other in known) and any(
            similar(form.name.words[0], other.name.words[0]) >= ALIKE for other in group.forms
        ):
            group.add(form, 0.9, reason)
            return
    groups.append(Group())
    groups[-1].add(form, 1.0, reason)
