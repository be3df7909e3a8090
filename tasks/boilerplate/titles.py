"""A title without the name of its site."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tasks.boilerplate.words import tokens

#: What some flatteners put before a title.
HASHES = re.compile(r"^(?:#{1,6}|[*•])\s+")
PARTS = re.compile(r"\s+(?:[|–—·»«•:-]|::|<<|>>)\s+|\s*\|\s*")
DOMAIN = re.compile(r"^(?:www\.)?[\w-]{2,}(?:\.[\w-]{2,})+$")
LEAST = 2


def plain_title(text: str, sites: Sequence[str] = ()) -> str:
    """Return the title `text` without hashes or bullet, and without a first or last part that
    names one of `sites` (names or hosts) or has the form of a host.
    """
    bare = HASHES.sub("", text) or text
    while match := _last(bare):
        if not _is_site(bare[match.end() :], sites):
            break
        bare = bare[: match.start()]
    first = PARTS.search(bare)
    if (
        first
        and _is_site(bare[: first.start()], sites)
        and len(bare[first.end() :].split()) >= LEAST
    ):
        bare = bare[first.end() :]
    return bare


def _last(text: str) -> re.Match[str] | None:
    found = None
    for match in PARTS.finditer(text):
        if match.start() > 0:
            found = match
    return found


def _is_site(part: str, sites: Sequence[str]) -> bool:
    """Return whether `part` is one of `sites`, letters and digits alone compared."""
    if DOMAIN.match(part):
        return True
    own = "".join(tokens(part.lower()))
    if len(own) < 3:
        return False
    for site in sites:
        words = tokens(site.lower())
        if own == "".join(words) or own in words or own == "".join(words[:-1]):
            return True
    return False
