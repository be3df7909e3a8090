"""Mending the edges of people's names: titles, brackets, and words glued on."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import resources
from typing import Final

from tasks.entities.mention import TYPES
from tasks.entities.recognise.decode import Span

_PERSON: Final = TYPES.index("PERSON")
#: Shorter names begin too many ordinary words.
_SHORTEST: Final = 4
_NO_START: Final = frozenset(".,;:-–—_!?)]}…")
_NO_END: Final = frozenset(",;:-–—_([{…")


@dataclass(frozen=True, slots=True)
class _Words:
    titles: frozenset[str]
    ambiguous: frozenset[str]
    glued: frozenset[str]


@functools.cache
def _lists() -> _Words:
    source = resources.files("tasks.entities") / "data" / "recogniser_repairs.toml"
    read = tomllib.loads(source.read_text("utf-8"))
    return _Words(*(frozenset(read[name]) for name in ("titles", "ambiguous", "glued")))


def repaired(words: Sequence[str], spans: Sequence[Span]) -> list[Span]:
    """Return the spans with people's titles left out and bracketed given names taken in."""
    result: list[Span] = []
    for span in spans:
        span = _unwrapped(words, _trimmed(words, span))
        if span.start >= span.end:
            continue
        if span.kind == _PERSON:
            span = _bracketed(words, span, result[-1].end if result else 0)
            span = _moved(span, _after_titles(words, span), span.end)
            span = _moved(span, span.start, _before_leftovers(words, span))
        elif span.end - span.start == 1 and _plain(words[span.start]) == "h.e":
            continue
        if span.start >= span.end:
            continue
        if result and span.start < result[-1].end:
            result.pop()
        result.append(span)
    return result


def _trimmed(words: Sequence[str], span: Span) -> Span:
    """No name begins or ends with a lone mark such as a comma or a dash."""
    start, end = span.start, span.end
    while start < end and words[start] in _NO_START:
        start += 1
    while start < end and words[end - 1] in _NO_END:
        end -= 1
    return _moved(span, start, end)


def _unwrapped(words: Sequence[str], span: Span) -> Span:
    """No name stands in brackets as a whole, or opens one that it does not close."""
    inside = words[span.start : span.end]
    if not inside or inside[0] != "(":
        return span
    if ")" not in inside:
        return _moved(span, span.start + 1, span.end)
    if inside.index(")") == len(inside) - 1:
        return _moved(span, span.start + 1, span.end - 1)
    return span


def _moved(span: Span, start: int, end: int) -> Span:
    if (start, end) == (span.start, span.end):
        return span
    return replace(span, start=start, end=end)


def _plain(word: str) -> str:
    return word.lower().rstrip(".")


def _after_titles(words: Sequence[str], span: Span) -> int:
    lists = _lists()
    start = span.start
    while start < span.end and _plain(words[start]) in lists.titles:
        left = span.end - start - 1
        if left < 2 and _plain(words[start]) in lists.ambiguous:
            break
        start += 1
    return start


def _before_leftovers(words: Sequence[str], span: Span) -> int:
    """A name does not end with "H.E." or a score ("7-6"), and is not all in brackets."""
    end = span.end
    while end > span.start and _left_over(words[end - 1]):
        end -= 1
    if end > span.start and words[span.start] == "(" and words[end - 1] == ")":
        return span.start
    return end


def _left_over(word: str) -> bool:
    return word in _NO_END or word.isdigit() or _plain(word) == "h.e"


def _bracketed(words: Sequence[str], span: Span, free: int) -> Span:
    """Take "(Vladimir)" into "(Vladimir) Putin": a speaker's omission, put in by the editor."""
    start = span.start
    opened = words[start] == "("
    if not opened and start - 1 >= free and words[start - 1] == "(" and start + 2 < span.end:
        return replace(span, start=start - 1) if words[start + 1] == ")" else span
    before = words[start - 3 : start] if start - 3 >= free else []
    if len(before) == 3 and before[0] == "(" and before[2] == ")" and before[1].istitle():
        return replace(span, start=start - 3)
    return span


def unglued(words: Sequence[str], spans: Sequence[Span]) -> dict[int, int]:
    """Return, for the last word of people's names, how many of its characters are the name.

    Only words that are a name of the same text with a word of the list glued on are in it.
    """
    people = [span for span in spans if span.kind == _PERSON]
    names = {words[span.end - 1] for span in people}
    known = {word for word in names.intersection(words) if len(word) >= _SHORTEST}
    cuts: dict[int, int] = {}
    for span in people:
        last = words[span.end - 1]
        for tail in _tails(last):
            if last[: -len(tail)] in known:
                cuts[span.end - 1] = len(last) - len(tail)
                break
    return cuts


def _tails(word: str) -> list[str]:
    glued = _lists().glued
    return [word[cut:] for cut in range(_SHORTEST, min(len(word) - 2, 40)) if word[cut:] in glued]
