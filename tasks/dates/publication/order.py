"""Which of two readings of "03/04/2017": what the document, its language and its site speak for."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from tasks.dates.publication.names import fold
from tasks.dates.publication.stamps import Stamp

SETTLED = 0.5  # how much has to speak for an order of day and month for it to be taken as known
_US = frozenset({"us", "gov", "mil", "edu", "ph"})
_ENGLISH = re.compile(r"\b(?:the|and|of|to|is|for)\b", re.IGNORECASE)
_FEW = 60  # ambiguous dates that are compared with each other
_FAR, _CLEARLY = 60, 10  # days
_NUMBERS = re.compile(r"\s*(\d{1,2}) ?[-/.] ?(\d{1,2})")


def day_first(
    text: str, stamps: list[Stamp], known: Collection[date] = (), *, lang: str = "",
    url: str | None = None,
) -> float:  # fmt: skip
    """Return how much speaks for day before month, from -1 (month first, certain) to 1.

    The other dates of the document decide, and the `known` days that it declares; then its declared
    language and its site; then whether the text is English at all.
    """
    votes = 0
    certain = {stamp.on for stamp in stamps if stamp.style in ("words", "iso", "marked")} | {*known}
    for stamp in stamps:
        if stamp.other is not None and (stamp.on in certain) != (stamp.other in certain):
            first = stamp.style == "dotted"
            votes += 1 if first == (stamp.on in certain) else -1
        literal = text[stamp.start : stamp.end]
        if stamp.style in ("numeric", "dotted") and stamp.other is None:
            numbers = _NUMBERS.match(fold(literal).lstrip())
            if numbers and numbers[1] != numbers[2]:
                votes += (int(numbers[1]) > 12) - (int(numbers[2]) > 12)
    if votes:
        return 1.0 if votes > 0 else -1.0
    nearer = _nearer(stamps)
    if nearer:
        return nearer
    spoken = sum(
        1 if re.match(r"\W*\d", text[s.start : s.end]) else -1 for s in stamps if s.style == "words"
    )
    place = _place(lang, url)
    if place:
        return place
    if spoken:
        return 0.5 if spoken > 0 else -0.5
    words = text[:6_000].count(" ") + 1
    if len(_ENGLISH.findall(text[:6_000])) / words < 0.08:
        return 0.6
    return -0.2


def _nearer(stamps: list[Stamp]) -> float:
    """Return which order puts the dates of a document closer together: 0.8, -0.8 or 0.

    A page's dates lie close to each other, as those of a thread do: 07/03, 07/04 and 07/07 of one
    year are three days of July.
    """
    fixed = {one.on for one in stamps if one.other is None and one.precision != "month"}
    both = {
        (one.other, one.on) if one.style == "dotted" else (one.on, one.other)
        for one in stamps
        if one.other is not None
    }
    if len(fixed) + len(both) < 2 or not both or len(both) > _FEW:
        return 0.0
    month_first, day_first = (
        _apart([days[place] for days in both if days[place] is not None], fixed) for place in (0, 1)
    )
    if max(month_first, day_first) - min(month_first, day_first) < _CLEARLY:
        return 0.0
    if 2 * min(month_first, day_first) > max(month_first, day_first):
        return 0.0
    return 0.8 if day_first < month_first else -0.8


def _apart(days: list[date], fixed: set[date]) -> float:
    """Return the mean of days between each of `days` and what lies nearest to it, at most 60."""
    gaps = []
    for n, day in enumerate(days):
        others = [*fixed, *days[:n], *days[n + 1 :]]
        gaps.append(min((abs((day - other).days) for other in others), default=_FAR))
    return sum(min(gap, _FAR) for gap in gaps) / len(gaps)


def _place(lang: str, url: str | None) -> float:
    region = lang.replace("_", "-").split("-")
    if len(region) > 1 and region[0].lower() == "en":
        return -0.8 if region[1].upper() in ("US", "PH") else 0.8
    if region[0] and region[0].lower() != "en":
        return 0.8
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return 0.0
    top = host.rsplit(".", 1)[-1]
    if top in _US:
        return -0.8
    if len(top) == 2 and top.isalpha() and top not in ("io", "tv", "co", "me", "ai"):
        return 0.8
    return 0.0


def agreeing(stamps: list[Stamp], known: Collection[date]) -> list[Stamp]:
    """Return `stamps`, those with dots read month first where only that is a `known` day.

    A dot stands for day before month nearly everywhere; "09.10.2024" on a page that declares
    2024-09-10 is the exception.
    """
    return [_agreeing(stamp, known) if stamp.style == "dotted" else stamp for stamp in stamps]


def _agreeing(stamp: Stamp, known: Collection[date]) -> Stamp:
    if stamp.other is not None or stamp.on in known or stamp.on.day > 12:
        return stamp
    turned = stamp.on.replace(month=stamp.on.day, day=stamp.on.month)
    return replace(stamp, other=turned).swapped() if turned in known else stamp


def readings(stamps: list[Stamp], dayfirst: float) -> tuple[list[Stamp], list[float]]:
    """Return every reading of every stamp, and how much the order speaks for each."""
    every: list[Stamp] = []
    orders: list[float] = []
    for stamp in stamps:
        every.append(stamp)
        if stamp.other is None:
            orders.append(0.0)
            continue
        sign = 1.0 if stamp.style == "dotted" else -1.0  # a slash is read month first
        orders.append(sign * dayfirst)
        every.append(stamp.swapped())
        orders.append(-sign * dayfirst)
    return every, orders
