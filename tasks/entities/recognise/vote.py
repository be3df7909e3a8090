"""One name, one type within a text.

A name that is clearly a person in one sentence is the same person in the next one, where the
sentence alone says little. The mentions of a text vote on the type of each name, weighted by
their probability, and names that are certain are also marked where the network passed them over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Final

from tasks.entities.mention import TYPES
from tasks.entities.recognise.decode import Span

_Key = tuple[str, ...]
_Votes = dict[_Key, list[float]]

_PERSON: Final = TYPES.index("PERSON")
#: Weight of a full name's vote for its last word alone: "Walid Muallem" says what Muallem is.
_SURNAME: Final = 1.2
#: What a name needs before it is marked where nothing was found: votes in all, and their share.
_ENOUGH: Final = 0.9
_SHARE: Final = 0.75
_SHORTEST: Final = 3
_START: Final = attrgetter("start")


def voted(words: Sequence[str], spans: Sequence[Span]) -> list[Span]:
    """Return the spans of one text with one type for each name, and names passed over."""
    if not spans:
        return []
    keys = [tuple(words[span.start : span.end]) for span in spans]
    own, support = _counted(keys, spans)
    kinds = {key: _winner(votes, support.get(key)) for key, votes in own.items()}
    result = [
        span if span.kind == kinds[key] else replace(span, kind=kinds[key])
        for key, span in zip(keys, spans, strict=True)
    ]
    certain = {key: kinds[key] for key, votes in own.items() if _certain(key, votes)}
    return _extended(words, result, certain, own) if certain else result


def _counted(keys: Sequence[_Key], spans: Sequence[Span]) -> tuple[_Votes, _Votes]:
    """Return the votes for each name as it stands, and those that full names give to short ones."""
    own: _Votes = defaultdict(_none)
    support: _Votes = defaultdict(_none)
    for key, span in zip(keys, spans, strict=True):
        own[key][span.kind] += span.probability
        if span.kind == _PERSON and len(key) > 1:
            for short in _short_forms(key):
                support[short][_PERSON] += _SURNAME * span.probability
    return own, support


def _none() -> list[float]:
    return [0.0] * len(TYPES)


def _short_forms(key: _Key) -> list[_Key]:
    """Return the last word of a full name, with and without the particle before its hyphen."""
    if len(key) >= 3 and key[-2] in {"-", "_"}:
        first = key[-3]
        return [key[-1:], key[-3:], (first.swapcase()[:1] + first[1:], *key[-2:])]
    return [key[-1:]]


def _winner(votes: list[float], support: list[float] | None) -> int:
    total = votes if support is None else [a + b for a, b in zip(votes, support, strict=True)]
    return total.index(max(total))


def _certain(key: _Key, votes: list[float]) -> bool:
    total = sum(votes)
    if total < _ENOUGH or max(votes) < _SHARE * total:
        return False
    first = key[0]
    if len(key) == 1:
        return first[:1].isupper() and (
            len(first) >= _SHORTEST or (len(first) > 1 and first.isupper())
        )
    return first[:1].isupper() and max(map(len, key)) > 1


def _extended(
    words: Sequence[str], spans: list[Span], certain: dict[_Key, int], own: _Votes
) -> list[Span]:
    longest: dict[str, int] = {}
    for key in certain:
        longest[key[0]] = max(longest.get(key[0], 0), len(key))
    taken: set[int] = set()
    for span in spans:
        taken.update(range(span.start, span.end))
    result = list(spans)
    total = len(words)
    for place in [number for number, word in enumerate(words) if word in longest]:
        limit = 0 if place in taken else longest[words[place]]
        for length in range(min(limit, total - place), 0, -1):
            key = tuple(words[place : place + length])
            free = all(place + more not in taken for more in range(length))
            if free and key in certain and _stands_alone(words, place, place + length, taken):
                sure = max(own[key]) / (sum(own[key]) + 1.0)
                result.append(Span(place, place + length, certain[key], sure))
                taken.update(range(place, place + length))
                break
    return sorted(result, key=_START) if len(result) > len(spans) else result


def _stands_alone(words: Sequence[str], start: int, end: int, taken: set[int]) -> bool:
    """A capitalised word right beside it makes it part of another, unknown name."""
    after = end < len(words) and end not in taken and words[end][:1].isupper()
    before = start > 0 and start - 1 in taken
    return not (after or before)
