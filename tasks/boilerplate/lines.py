"""The front end for flattened text: the lines of a source as spans."""

from __future__ import annotations

import re
from typing import NamedTuple

#: Line ends as editors, browsers and old exports write them, beside the line feed.
ENDS = "\r\x0b\x0c\x85\u2028\u2029"
END = re.compile(f"[\n{ENDS}]")
#: White space, and the marks that show as nothing: they count for nothing in a line.
SPACE = re.compile(r"[\s\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\x00]+")
#: The marks among them, which ``str.split`` leaves alone.
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\x00"
#: All of them, one by one.
BLANK = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    f"\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000{INVISIBLE}"
)


class Line(NamedTuple):
    """One line: its span in the source, its text with white space folded, blank lines before."""

    start: int
    end: int
    text: str
    blanks: int


def fold(text: str) -> str:
    """Return `text` with each run of white space (or invisible marks) as one space, trimmed."""
    if text.isascii() and "\x00" not in text:
        return " ".join(text.split())
    return SPACE.sub(" ", text).strip()


def read_lines(text: str) -> list[Line]:
    """Return the lines of `text` that hold more than white space, in order.

    Spans are half-open, in code points, and leave out the white space around the line.
    """
    other_ends = any(map(text.__contains__, ENDS))
    visible = not any(map(text.__contains__, INVISIBLE))
    found: list[tuple[int, int, str, int]] = []
    start = after = 0
    for raw in END.split(text) if other_ends else text.split("\n"):
        if not raw:
            start += 1
            continue
        folded, first, end = raw, start, start + len(raw)
        # What does not print is white space or invisible, but for single spaces.
        if not raw.isprintable() or "  " in raw or raw[:1] == " " or raw[-1:] == " ":
            folded = " ".join(raw.split()) if visible else fold(raw)
            if len(folded) != len(raw):
                first, end = _span(raw, start)
        start += len(raw) + 1
        if not folded:
            continue
        blanks = text.count("\n", after, first) - 1 if first > after + 1 else 0
        found.append((first, end, folded, blanks if blanks > 0 else 0))
        after = end
    return list(map(Line._make, found))


def _span(raw: str, offset: int) -> tuple[int, int]:
    lead = len(raw) - len(raw.lstrip(BLANK))
    return offset + lead, offset + max(lead, len(raw.rstrip(BLANK)))
