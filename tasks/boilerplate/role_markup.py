"""What the markup around a line tells of its role: features for the trees of roles (HTML only)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tasks.boilerplate.features import Described
from tasks.boilerplate.marks import MOST
from tasks.boilerplate.words import tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tasks.boilerplate.markup import Place

    Floats = NDArray[np.float32]

DATED = re.compile(r"^(?:date|time|datetime|timestamp|pubdate|publish|posted|datum|fecha|updated)")
AUTHORED = re.compile(r"^(?:author|byline|autor|auteur|writer|autore|contributor|vcard|redakt)")
CAPTIONED = re.compile(
    r"^(?:caption|figcaption|credit|credits|bildunterschrift|legend|photocredit|copyright|photo)"
)
LEADING = re.compile(
    r"^(?:standfirst|subtitle|subhead|subheadline|subheading|dek|deck|chapo|entradilla|bajada|"
    r"teaser|lead|lede|sommario|excerpt|summary|untertitel|vorspann|intro|description)"
)
TITLED = re.compile(r"^(?:title|headline|heading|titulo|titel|titre|titolo|hed)")
ASIDE = re.compile(
    r"^(?:related|comment|sidebar|widget|teaser|recommend|popular|more|nav|menu|card)"
)
NAMES = (DATED, AUTHORED, CAPTIONED, LEADING, TITLED, ASIDE)
TAGS = ("h1", "h2", "h3", "time", "figcaption", "figure", "li", "a", "button", "address", "header",
        "aside", "footer", "nav", "article", "blockquote", "p", "table", "label")  # fmt: skip
DECLARED = ("og:title", "twitter:title", "title")
DESCRIBED = ("og:description", "description")
AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author")


def markup_features(
    described: Described, places: Sequence[Place], meta: Mapping[str, str], low: int, high: int
) -> Floats:
    """Return what tags, names and the page's declared title, description and author tell."""
    import numpy as np

    declared = [set(tokens(_first(meta, keys).lower())) for keys in (DECLARED, DESCRIBED, AUTHORS)]
    known: dict[tuple[tuple[str, ...], tuple[str, ...]], list[float]] = {}
    table: list[list[float]] = []
    for n in range(low, high):
        place, own = places[n], described.tokens[n]
        key = (place.tags, place.names)
        if key not in known:
            known[key] = _named(place)
        row = [place.link, place.emphasis, place.hidden, *known[key]]
        words = set(own) if described.sizes[n] <= MOST else set()
        for wanted in declared:
            common = len(words & wanted) if wanted else 0
            row.append(2 * common / (len(words) + len(wanted)) if common else 0.0)
        row.append(len(words & declared[0]) / len(words) if words and declared[0] else 0.0)
        row.append(len(declared[2] - words) if declared[2] else -1.0)
        table.append(row)
    return np.array(table, np.float32)


def _first(meta: Mapping[str, str], keys: Sequence[str]) -> str:
    return next((meta[key] for key in keys if key in meta), "")


def _named(place: Place) -> list[float]:
    """Return which tags hold the line, and how near a class or id word of each kind is."""
    inside = place.tags[-6:]
    found = [float(tag in inside) for tag in TAGS]
    found.append(float(place.tags[-1] in {"h1", "h2", "h3"}))
    names = place.names[::-1]
    for pattern in NAMES:
        at = next((n for n, name in enumerate(names) if pattern.match(name)), -1)
        found.append(1.0 / (1 + at) if at >= 0 else 0.0)
    return found
