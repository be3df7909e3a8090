"""What a source may cost before anything parses it."""

from __future__ import annotations

import re

# Tags whose end may be left out, and tags that have none: they say nothing about depth.
UNPAIRED = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"),
        *("source", "track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "option"),
        *("optgroup", "thead", "tbody", "tfoot", "colgroup", "rp", "rt", "html", "head", "body"),
    }
)
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,15})(?=[\s/>])")


def depth(html: str) -> int:
    """Return how deep paired tags are nested at most, by counting and without parsing."""
    level = deepest = 0
    for match in TAG.finditer(html):
        if match[2].lower() in UNPAIRED:
            continue
        if match[1]:
            level = max(level - 1, 0)
        else:
            level += 1
            deepest = max(deepest, level)
    return deepest


def attributes(html: str) -> int:
    """Return the most signs of equality between two angle brackets: lxml is quadratic in them."""
    return max((tag.partition(">")[0].count("=") for tag in html.split("<")), default=0)


def lines(text: str) -> int:
    """Return the number of lines."""
    return text.count("\n") + 1
