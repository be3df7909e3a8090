"""What an entity is called, and where it lies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from tasks.entities.names.aliases import Aliases
from tasks.entities.names.places import cities, country_name, place_key
from tasks.entities.resolve.graph import Node

_EDGES = re.compile(r"^[\s\"'“”‘’()\[\],;:.]+|[\s\"'“”‘’()\[\],;:]+$|['’]s$")

_BRACKETS = str.maketrans("", "", "()[]")


def name_and_country(
    unit: Node, surfaces: Mapping[str, int], aliases: Aliases
) -> tuple[str, str | None]:
    """Return what a unit is called, and its country, by its surfaces and their numbers."""
    type, key = unit
    if key.startswith("="):
        if len(key) == 3:
            code = key[1:]
            return (country_name(code) if type == "LOC" else _best(surfaces, type)), code
        alias = aliases.get(key[1:]) or aliases.get(key[1:].upper())
        if alias is not None:
            return alias.name, alias.country
    place = cities().get(place_key(key)) if type in ("LOC", "FAC") else None
    return _best(surfaces, type), place


def _clean(surface: str) -> str:
    """Return a surface without marks around it and without brackets: (Hassan) Rouhani."""
    return _EDGES.sub("", surface.translate(_BRACKETS)) or surface


def _best(surfaces: Mapping[str, int], type: str) -> str:
    """Return the most usual full form without the marks around it."""
    counts: Counter[str] = Counter()
    for surface, count in surfaces.items():
        counts[_clean(surface)] += count
    most = 2 if type == "PERSON" else 1
    return min(
        counts,
        key=lambda s: (-min(len(s.split()), most), s.isupper(), -counts[s], -len(s), s),
    )
