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
#: A declared title is cut at a bar where so many words stand before it.
WORDS = 3
#: Names are the same where the shorter makes up so much of the longer.
NEARLY = 0.75


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
        named = {"".join(words), "".join(words[:-1]), *words} - {""}
        if any(_nearly(own, name) for name in named):
            return True
    return False


def _nearly(one: str, other: str) -> bool:
    """Return whether two names are equal, or one is the other without a short end ("s", "inc")."""
    short, long = sorted((one, other), key=len)
    return one == other or (long.startswith(short) and len(short) >= NEARLY * len(long) >= 5)


def declared_title(text: str, sites: Sequence[str] = ()) -> str:
    """Return the title that a page's head declares without what follows a bar, where that leaves
    some words: sections and the site's name.
    """
    bare = plain_title(text, sites)
    first = bare.split("|", 1)[0].strip()
    return first if len(first.split()) >= WORDS else bare
