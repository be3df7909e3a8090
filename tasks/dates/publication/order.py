"""Which of two readings of "03/04/2017": what the document, its language and its site speak for."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from urllib.parse import urlsplit

from tasks.dates.publication.names import fold
from tasks.dates.publication.stamps import Stamp

SETTLED = 0.5  # how much has to speak for an order of day and month for it to be taken as known
_US = frozenset({"us", "gov", "mil", "edu", "ph"})
_ENGLISH = re.compile(r"\b(?:the|and|of|to|is|for)\b", re.IGNORECASE)
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
    for stamp in stamps:
        if stamp.other is not None and (stamp.on in known) != (stamp.other in known):
            first = stamp.style == "dotted"
            votes += 1 if first == (stamp.on in known) else -1
        literal = text[stamp.start : stamp.end]
        if stamp.style in ("numeric", "dotted") and stamp.other is None:
            numbers = _NUMBERS.match(fold(literal).lstrip())
            if numbers and numbers[1] != numbers[2]:
                votes += (int(numbers[1]) > 12) - (int(numbers[2]) > 12)
    if votes:
        return 1.0 if votes > 0 else -1.0
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
