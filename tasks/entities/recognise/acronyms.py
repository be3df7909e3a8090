"""Short forms in brackets: "Joint Operations Command (JOC)" says what JOC is.

After Schwartz and Hearst (2003), "A simple algorithm for identifying abbreviation definitions in
biomedical text", with the stricter demand that every letter is the first one of a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tasks.entities.mention import TYPES
from tasks.entities.recognise.decode import Span

_PERSON: Final = TYPES.index("PERSON")
_LETTERS: Final = range(2, 9)


def defined(words: Sequence[str], spans: Sequence[Span]) -> list[Span]:
    """Return the spans, with short forms in brackets after a name as names of its type."""
    by_start = {span.start: span for span in spans}
    taken = {place for span in spans for place in range(span.start, span.end)}
    result = {span.start: span for span in spans}
    for span in spans:
        at = span.end + 1
        if span.kind == _PERSON or words[span.end : at] != ["("] or words[at + 1 : at + 2] != [")"]:
            continue
        if not _stands_for(words[at], words[span.start : span.end]):
            continue
        known = by_start.get(at)
        if known is not None and known.end == at + 1:
            result[at] = replace(known, kind=span.kind)
        elif at not in taken:
            result[at] = Span(at, at + 1, span.kind, span.probability)
    return [result[start] for start in sorted(result)]


def _stands_for(short: str, name: Sequence[str]) -> bool:
    """Tell whether `short` is the initials of the name's words; small words may be left out."""
    letters = short.replace(".", "")
    if len(letters) not in _LETTERS or not letters.isalpha() or not letters[:2].isupper():
        return False
    initials = [word[0] for word in name if word[0].isalnum()]
    left = list(letters.casefold())
    for word in initials:
        if left and word.casefold() == left[0]:
            left.pop(0)
        elif word.isupper():
            return False
    return not left
