"""What of a text is worth reading for its language: running words, and not too many of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

WINDOW = 125  # Characters of one window into a long text.
GLANCE = 2  # Windows that settle nearly all texts,
SEARCH = 12  # and those for the rest.
LEAST = 32  # Characters that are read of a line among others, at the least.

# Addresses are written in no language. Each part is bounded, so that time is linear.
_ADDRESS = re.compile(
    r"https?://[^\s<>\"']{1,2000}"
    r"|\bwww\.[^\s<>\"']{1,2000}"
    r"|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
    r"|\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.[a-z]{2,12}/[^\s<>\"']{0,2000}",
    re.IGNORECASE,
)
_TELLTALES = ("/", "@", "www.", "WWW.")


def sample(text: str, windows: int) -> str:
    """Return the whole of a short text, or windows from within a long one, joined by a space.

    A text's edges hold datelines, captions and sign-offs: the windows lie inside.
    """
    if len(text) <= windows * WINDOW + WINDOW // 2:
        return text
    gap = (len(text) - windows * WINDOW) // (windows + 1)
    starts = range(gap, len(text) - WINDOW, gap + WINDOW)
    return " ".join(_words(text, start, start + WINDOW) for start in starts)


def _words(text: str, start: int, end: int) -> str:
    """Return ``text[start:end]`` without the words that the edges cut through."""
    first = text.find(" ", start, start + 30)
    last = text.rfind(" ", end - 30, end)
    return text[first + 1 if first >= 0 else start : last if last >= 0 else end]


def clean(text: str, windows: int = GLANCE) -> str:
    """Return `text` sampled, without addresses, composed (NFC) and not in capitals throughout."""
    return _plain(sample(text, windows))


def clean_lines(lines: Sequence[str]) -> list[str]:
    """Return a piece from the middle of each line, clean: longer ones of the longer lines."""
    share = GLANCE * WINDOW / sum(map(len, lines))
    pieces = [_piece(line, max(LEAST, int(len(line) * share))) for line in lines]
    together = " ".join(pieces)
    return pieces if _plain(together) == together else [_plain(piece) for piece in pieces]


def _piece(line: str, length: int) -> str:
    """Return some `length` characters of whole words from the middle of `line`."""
    if len(line) <= length + WINDOW // 4:
        return line
    start = (len(line) - length) // 2
    first = line.find(" ", start - 1, start + 30)
    last = line.find(" ", start + length, start + length + 30)
    return line[first + 1 if first >= 0 else start : last if last >= 0 else start + length]


def _plain(kept: str) -> str:
    if any(mark in kept for mark in _TELLTALES):
        kept = _ADDRESS.sub(" ", kept)
    if not kept.isascii():
        kept = unicodedata.normalize("NFC", kept)
    return kept.lower() if _shouts(kept) else kept


def _shouts(text: str) -> bool:
    """Return whether most words are in capitals, which the n-gram tables hardly know."""
    if text[:1].islower() or text[1:2].islower():
        return False
    capitals = sum(map(str.isupper, text))
    return capitals > 1 and capitals * 2 > sum(map(str.isalpha, text))
