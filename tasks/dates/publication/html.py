"""The publication date of an HTML page."""

from __future__ import annotations

import re

from tasks.dates.publication.stamps import find_stamps
from tasks.dates.published import Published

_SOURCES = (
    ("json-ld", r'"datePublished"\s*:\s*"([^"]{8,40})"', 0.95),
    ("meta", r'<meta[^>]+published_time"[^>]+content="([^"]{8,40})"', 0.95),
    ("microdata", r'itemprop="datePublished"[^>]+(?:content|datetime)="([^"]{8,40})"', 0.95),
    ("time", r'<time[^>]+datetime="([^"]{8,40})"', 0.7),
)
_UPDATED = r'(?:"dateModified"\s*:\s*"|modified_time"[^>]+content=")([^"]{8,40})"'


def from_html(html: str, *, url: str | None = None) -> Published:
    """Return the date that the metadata of the page gives."""
    changed = re.search(_UPDATED, html)
    updated = next((stamp.on for stamp in find_stamps(changed[1])), None) if changed else None
    for method, pattern, confidence in _SOURCES:
        for match in re.finditer(pattern, html):
            for stamp in find_stamps(match[1], compact=True):
                return Published(
                    stamp.on, stamp.at, stamp.zone, stamp.precision, method, match[1],
                    confidence, None, updated,
                )  # fmt: skip
    return Published(reason="no date in the metadata of the page", updated_on=updated)
