"""What a line's place in the element tree tells: the features that only HTML has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import repeat
from typing import TYPE_CHECKING

from tasks.boilerplate.markup import Place, element_kinds
from tasks.boilerplate.words import tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

TAGS = (
    "nav",
    "footer",
    "header",
    "aside",
    "article",
    "main",
    "form",
    "li",
    "table",
    "figure",
    "pre",
    "blockquote",
    "h1",
    "button",
)
PLACED = (
    "link",
    "emphasis",
    "hidden",
    "nearest",
    "depth",
    "divs",
    "shared_before",
    "shared_after",
    "titled",
    "names",
    "parent_words",
    "parent_long",
    "parent_link",
    "grand_words",
    "grand_long",
    "grand_link",
)
PLACE_COLUMNS: tuple[str, ...] = (*PLACED, *(f"in_{tag}" for tag in TAGS))
DEFAULT = 14
#: Meta properties that hold the page's title, best first.
TITLES = ("og:title", "twitter:title", "title")


def describe_places(
    places: Sequence[Place],
    found: Sequence[list[str]],
    sizes: Floats,
    *,
    meta: Mapping[str, str],
    weights: Mapping[str, float],
) -> Floats:
    """Return the place features (lines by `PLACE_COLUMNS`) of lines with tokens `found`.

    `weights` are the log-odds of class, id and tag names.
    """
    import numpy as np

    nearest = element_kinds()[2]
    title = set(tokens(next((meta[key] for key in TITLES if key in meta), "").lower()))
    words = sizes.tolist()
    parents = _containers(places, words, 2)
    grands = _containers(places, words, 3)
    total = sum(words) or 1.0
    odds: dict[tuple[tuple[str, ...], tuple[str, ...]], float] = {}
    known: dict[tuple[str, ...], tuple[list[float], list[float]]] = {}
    rows: list[list[float]] = []
    for n, place in enumerate(places):
        tags = place.tags
        if tags not in known:
            known[tags] = _of_tags(tags, nearest)
        own, flags = known[tags]
        key = (tags, place.names)
        if key not in odds:
            odds[key] = sum(map(weights.get, place_terms(place), repeat(0.0)))
        row: list[float] = [
            place.link,
            place.emphasis,
            place.hidden,
            *own,
            _shared(place, places[n - 1]) if n else 0,
            _shared(place, places[n + 1]) if n + 1 < len(places) else 0,
            sum(map(title.__contains__, found[n])) / (len(found[n]) or 1) if title else -1.0,
            odds[key],
        ]
        for container in (parents, grands):
            whole, long, linked = container[_ancestor(place, 2 if container is parents else 3)]
            row += (whole / total, long / (whole or 1.0), linked / (whole or 1.0))
        row += flags
        rows.append(row)
    return np.array(rows, np.float32).reshape(-1, len(PLACE_COLUMNS))


def _of_tags(tags: tuple[str, ...], nearest: Mapping[str, int]) -> tuple[list[float], list[float]]:
    """Return nearest kind, depth and divs of a stack of tags, and which of `TAGS` are in it."""
    kind = next((nearest[tag] for tag in reversed(tags) if tag in nearest), DEFAULT)
    own = [float(kind), float(len(tags)), float(tags.count("div"))]
    return own, [float(tag in tags) for tag in TAGS]


def place_terms(place: Place) -> list[str]:
    """Return the terms of `place` that the linear model of names weighs."""
    inside = dict.fromkeys(place.tags)
    return [*place.names, *(f"<{tag}>" for tag in inside), *(f"<{tag}|" for tag in place.tags[-1:])]


def _ancestor(place: Place, above: int) -> int:
    return place.path[-above] if len(place.path) >= above else 0


def _containers(
    places: Sequence[Place], words: Sequence[float], above: int
) -> dict[int, list[float]]:
    """Return, for each container, its words, those in long lines, and those in links."""
    found: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for place, count in zip(places, words, strict=True):
        sums = found[_ancestor(place, above)]
        sums[0] += count
        if count >= 15:
            sums[1] += count
        sums[2] += count * place.link
    return found


def _shared(one: Place, other: Place) -> float:
    """Return how many elements up from `one` the nearest element lies that holds both."""
    depth, least = len(one.path), min(len(one.path), len(other.path))
    while least and one.path[least - 1] != other.path[least - 1]:
        least -= 1
    return float(depth - least)
