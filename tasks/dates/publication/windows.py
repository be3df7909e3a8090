"""Where in a text a date can stand: what is searched is a tenth of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

# What every date holds: a year of four digits, or two separators between short numbers, or '17, or
# the name of an era. Digits are few: their runs are found first, and looked at one by one.
_DIGITS = re.compile(r"\d+")
_CENTURIES = ("19", "20", "13", "14", "25")
_SEPARATED = re.compile(r"[-/.] ?\d\d?[-/.]")
_ERA = re.compile("民國|令和|平成")
_REACH = 40  # How far from it the rest of the date can stand.


def windows_of(text: str) -> Iterator[tuple[int, int]]:
    """Yield the merged spans in which a date can stand: around a year or a numeric date."""
    begin = end = -1
    for first, after in _signs(text):
        if first - _REACH > end:
            if end >= 0:
                yield begin, end
            begin = max(0, first - _REACH)
        end = min(len(text), after + _REACH)
    if end >= 0:
        yield begin, end


def _signs(text: str) -> list[tuple[int, int]]:
    """Return the spans of what every date holds, in order."""
    signs: list[tuple[int, int]] = []
    for run in _DIGITS.finditer(text):
        first, after = run.span()
        digits = after - first
        if digits == 2 and first and text[first - 1] in "-'’":
            signs.append((first - 1, after))
        elif (digits in (4, 5) or digits >= 8) and text[first : first + 2] in _CENTURIES:
            signs.append((first, first + 4))
        if text[after : after + 1] in ("-", "/", "."):
            separated = _SEPARATED.match(text, after)
            if separated:
                signs.append((after - 1, separated.end()))
    eras = [match.span() for match in _ERA.finditer(text)] if not text.isascii() else []
    return sorted(signs + eras) if eras else signs
