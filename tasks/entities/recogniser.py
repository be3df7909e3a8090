"""Finding names in texts."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from tasks.entities.mention import Mention

_TITLES = frozenset(
    [
        "president",
        "minister",
        "mr",
        "mrs",
        "ms",
        "dr",
        "sir",
        "general",
        "secretary",
        "prime",
        "foreign",
        "deputy",
        "ambassador",
        "king",
        "queen",
        "prince",
        "sheikh",
        "senator",
        "professor",
    ]
)
_STARTERS = frozenset(
    [
        "the",
        "a",
        "an",
        "in",
        "on",
        "at",
        "of",
        "for",
        "from",
        "to",
        "by",
        "with",
        "and",
        "but",
        "or",
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "this",
        "that",
        "these",
        "those",
        "his",
        "her",
        "its",
        "their",
        "our",
        "as",
        "if",
        "when",
        "while",
        "after",
        "before",
        "during",
        "earlier",
        "later",
        "following",
        "there",
        "here",
        "what",
        "who",
        "how",
        "why",
        "where",
        "not",
        "no",
        "yes",
        "also",
        "according",
        "however",
        "meanwhile",
    ]
)
_ORG_TAILS = frozenset(
    [
        "army",
        "forces",
        "party",
        "council",
        "ministry",
        "university",
        "company",
        "corporation",
        "bank",
        "committee",
        "agency",
        "government",
        "assembly",
        "nations",
        "union",
        "organization",
        "organisation",
        "group",
        "inc",
        "ltd",
    ]
)
_CAPITALISED = re.compile(
    r"[^\W\d_a-z][\w'’.]*(?:-[\w]+)*(?:[ ](?:(?:al|el|de|bin|ibn|van|von|of)[ -])?"
    r"[^\W\d_a-z][\w'’]*(?:-\w+)*){0,6}"
)


@functools.cache
def _countries() -> frozenset[str]:
    from babel import Locale

    return frozenset(name.casefold() for name in Locale("en").territories.values())


def find_entities(texts: Sequence[str], *, model: str = "default") -> list[list[Mention]]:
    """For each text, its names in order of their place, without overlaps."""
    if model != "default":
        raise ValueError(f"unknown model {model!r}")
    return [_find(text) for text in texts]


def _find(text: str) -> list[Mention]:
    found = []
    for match in _CAPITALISED.finditer(text):
        start, end = match.span()
        words = match.group().split(" ")
        while words and words[0].casefold().strip(".") in _TITLES | _STARTERS:
            start += len(words[0]) + 1
            words.pop(0)
        if not words:
            continue
        surface = text[start:end]
        trimmed = surface.rstrip("'’.")
        trimmed = re.sub(r"['’]s$", "", trimmed)
        if len(trimmed) < 2:
            continue
        kind = _kind(trimmed, words, sentence_start=start == match.start() and _opens(text, start))
        if kind:
            end = start + len(trimmed)
            found.append(Mention(start, end, trimmed, kind, 0.5))
    return found


def _opens(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip()
    return not before or before[-1] in '.!?\n"“'


def _kind(surface: str, words: list[str], *, sentence_start: bool) -> str | None:
    folded = surface.casefold()
    if folded in _countries():
        return "LOC"
    if words[-1].casefold() in _ORG_TAILS or (surface.isupper() and len(surface) > 1):
        return "ORG"
    if len(words) > 1:
        return "PERSON"
    return None if sentence_start else "MISC"
