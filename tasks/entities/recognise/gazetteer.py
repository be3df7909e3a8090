"""Names of places, peoples and organisations, and given names, found among a text's words."""

from __future__ import annotations

import csv
import functools
from importlib import resources
from typing import Final

#: What a name in the list may be, and the first feature number of each kind.
KINDS: Final = ("country", "region", "city", "people", "organisation", "given")
#: 0 is no name; each kind has one number for its first word and one for the others.
SIZE: Final = 1 + 2 * len(KINDS)

_Key = tuple[str, ...]


@functools.cache
def _names() -> tuple[dict[_Key, int], dict[str, int]]:
    """Return the kind of each name by its words, and the longest name by its first word."""
    kinds: dict[_Key, int] = {}
    longest: dict[str, int] = {}
    source = resources.files("tasks.entities") / "data" / "recogniser_gazetteer.csv"
    for row in csv.DictReader(source.read_text("utf-8").splitlines()):
        key = tuple(row["words"].split(" "))
        kinds.setdefault(key, KINDS.index(row["kind"]))
        longest[key[0]] = max(longest.get(key[0], 0), len(key))
    return kinds, longest


def begins(lowered: str) -> bool:
    """Tell whether a listed name begins with this word."""
    return lowered in _names()[1]


def features(words: list[str], lowered: list[str]) -> list[tuple[int, int]]:
    """Return (word number, feature number) of every word that is part of a listed name.

    A name begins with a capital; of two names that begin at one word the longer counts.
    """
    longest = _names()[1]
    places = [number for number, word in enumerate(lowered) if word in longest]
    return found([place for place in places if words[place][0].isupper()], lowered)


def found(places: list[int], lowered: list[str]) -> list[tuple[int, int]]:
    """Return the same; `places` are the words in capitals that a listed name begins with."""
    kinds, longest = _names()
    found: list[tuple[int, int]] = []
    total, free = len(lowered), 0
    for place in places:
        if place < free:
            continue
        for length in range(min(longest[lowered[place]], total - place), 0, -1):
            kind = kinds.get(tuple(lowered[place : place + length]))
            if kind is not None:
                found.append((place, 1 + 2 * kind))
                found.extend((place + more, 2 + 2 * kind) for more in range(1, length))
                free = place + length
                break
    return found
