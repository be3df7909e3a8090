"""Cues: what the words, elements and fields around a date say about it. The lists are data."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib.resources import files

# Bits of what an element or a line is; the order is that of the features.
KINDS = (
    "published", "updated", "date", "byline", "comment", "related", "main", "event", "header",
    "footer", "menu",
)  # fmt: skip
BIT = {kind: 1 << place for place, kind in enumerate(KINDS)}
HEADING, LINK = 1 << len(KINDS), 1 << (len(KINDS) + 1)
_SEPARATOR = re.compile(r"[^a-z0-9]+")
HINTS = BIT["published"] | BIT["updated"] | BIT["date"] | BIT["byline"] | BIT["event"]


@functools.cache
def _data() -> dict[str, dict[str, list[str]]]:
    file = files("tasks.dates") / "data" / "publication_cues.toml"
    return tomllib.loads(file.read_text("utf-8"))


@functools.cache
def _patterns(place: str) -> dict[str, re.Pattern[str]]:
    return {kind: re.compile("|".join(words)) for kind, words in _data()[place].items()}


def beside(kind: str, text: str) -> bool:
    """Does the short `text` beside a date, in lower case, hold a cue of this kind?"""
    return _patterns("beside")[kind].search(text) is not None


def address_says(kind: str, path: str) -> bool:
    """Does the path of an address, in lower case, speak of a `story` or of a `standing` page?"""
    return _patterns("address")[kind].search(path) is not None


@functools.lru_cache(maxsize=20_000)
def element_bits(name: str) -> int:
    """Return the bits that the class, id and itemprop of an element (joined) set."""
    word = f"-{_SEPARATOR.sub('-', name.lower())}-"
    found = 0
    for kind, parts in _data()["element"].items():
        for part in parts:
            if part in word:
                found |= BIT[kind]
                break
    return found


@functools.lru_cache(maxsize=4096)
def field_kind(name: str) -> str | None:
    """Return published, date or updated for a field's name in lower case, None for another."""
    lists = _patterns("field")
    if lists["ignored"].search(name):
        return None
    for kind in ("updated", "published", "date"):
        if lists[kind].search(name):
            return kind
    return None
