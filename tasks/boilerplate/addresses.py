"""What an address says: the host, and the page's own address behind that of an archive."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

#: How web archives name a capture: their own host, a time stamp, then the page's address
#: (Wayback Machine's "web/20160102030405id_/", archive.today's and UK Web Archive's likewise).
CAPTURE = re.compile(
    r"^(?:https?://)?(?:www\.)?(?:web\.archive\.org/web|webarchive\.[^/]+(?:/[^/]+)*|"
    r"archive\.(?:today|is|ph|md|li|vn|fo))/[0-9]{4,14}(?:[a-z]{2}_)?/(?P<url>.+)$",
    re.IGNORECASE,
)


def own_address(url: str | None) -> str | None:
    """Return the address of the page itself, where `url` is that of a capture in an archive."""
    capture = CAPTURE.match(url) if url else None
    return capture["url"] if capture else url


def host(url: str | None) -> str | None:
    """Return the host of `url` in lower case without ``www.``, None where there is none."""
    if not url:
        return None
    try:
        name = urlsplit(url if "//" in url else f"//{url}").hostname
    except ValueError:
        return None
    return name.removeprefix("www.") if name else None
