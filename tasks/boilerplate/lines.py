"""The front end for flattened text: the lines of a source as spans."""

from __future__ import annotations

import re
from typing import NamedTuple

#: Line ends as editors, browsers and old exports write them.
LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
#: White space, and the marks that show as nothing: they count for nothing in a line.
SPACE = re.compile(r"[\s\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\x00]+")
#: The marks among them, which ``str.split`` leaves alone.
INVISIBLE = re.compile(r"[\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\x00]")


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
    plain = INVISIBLE.search(text) is None
    lines: list[Line] = []
    after = 0
    for match in LINE.finditer(text):
        raw = match.group()
        start, end = match.span()
        if plain:
            folded = " ".join(raw.split())
            if len(folded) != end - start:
                start += len(raw) - len(raw.lstrip())
                end -= len(raw) - len(raw.rstrip())
        else:
            folded = fold(raw)
            start, end = _span(raw, start)
        if not folded:
            continue
        blanks = text.count("\n", after, start) - 1 if start > after + 1 else 0
        lines.append(Line(start, end, folded, max(0, blanks)))
        after = end
    return lines


def _span(raw: str, offset: int) -> tuple[int, int]:
    lead = SPACE.match(raw)
    start, end = lead.end() if lead else 0, len(raw)
    while end > start and SPACE.match(raw, end - 1):
        end -= 1
    return offset + start, offset + end
