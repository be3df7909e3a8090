"""Lines that repeat within a site: evidence for furniture that one document cannot give.

A line counts once for each of a site's documents that hold it, and once for all of them that are
near duplicates of each other: a wire story told five times is no template. Nothing here depends
on the order of documents, and a single document needs none of it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from tasks.boilerplate.duplicates import LEAST_WORDS, Signed, originals_of, sign
from tasks.boilerplate.lines import read_lines

Keys: TypeAlias = np.ndarray[Any, np.dtype[np.uint64]]

#: A site of fewer documents tells nothing of its lines.
DOCUMENTS = 5
#: Fewer documents with a line in common may tell the same story in parts.
TOGETHER = 3
#: Spaces in a line of prose, at least: menus have fewer.
PROSE = 8
#: What the line model is told of a line, by the least share of the site's other documents that
#: hold it. Steps and no shares: so a new document changes what is known of few older ones.
STEPS = ((0.5, 0.75), (0.1, 0.3))


@dataclass(frozen=True, slots=True)
class Counted:
    """A document as it is counted: its site, its lines as keys, and what tells its repetitions."""

    source_id: str
    site: str
    keys: Keys
    signed: Signed


@dataclass(frozen=True, slots=True)
class SiteLines:
    """How many of a site's documents hold each line, for the lines that tell something."""

    documents: int
    counts: dict[int, int]


def lines_of(text: str) -> list[str]:
    """Return the lines of `text` as they are counted: white space folded, lower case, sorted."""
    return sorted({line.text.lower() for line in read_lines(text)})


def signed(lines: Iterable[str]) -> Signed:
    """Return what tells whether two documents of a site repeat each other.

    That is their prose: pages of one site are alike in their menus. Without prose, all lines.
    """
    every = list(lines)
    prose = [line for line in every if line.count(" ") >= PROSE]
    enough = sum(line.count(" ") + 1 for line in prose) >= LEAST_WORDS
    return sign("\n".join(prose if enough else every))


def key_of(line: str) -> int:
    """Return the key (64 bits) that stands for a line while lines are counted."""
    told = hashlib.blake2b(line.encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(told.digest(), "little")


def keys_of(lines: Iterable[str]) -> Keys:
    """Return the keys of lines, sorted, each once."""
    return np.unique(np.fromiter((key_of(line) for line in lines), np.uint64))


def weight(documents: int, of: int) -> float:
    """Return what the model is told of a line that `documents` of a site's `of` hold.

    The document that is asked about is one of them and does not count: 0.0 where hardly another
    one holds the line.
    """
    if of < DOCUMENTS or documents < TOGETHER:
        return 0.0
    share = (documents - 1) / (of - 1)
    return next((told for least, told in STEPS if share >= least), 0.0)


def count_site_lines(documents: Iterable[Counted]) -> dict[str, SiteLines]:
    """Return the lines of each site that tell something; none of a site too small to tell."""
    sites: defaultdict[str, list[Counted]] = defaultdict(list)
    for one in documents:
        sites[one.site].append(one)
    counted = ((site, _counted(sites[site])) for site in sorted(sites))
    return {site: found for site, found in counted if found.documents >= DOCUMENTS}


def _counted(documents: Sequence[Counted]) -> SiteLines:
    together = list(_distinct(documents))
    of = len(together)
    if of < DOCUMENTS:
        return SiteLines(of, {})
    keys, counts = np.unique(np.concatenate(together), return_counts=True)
    telling = np.array([weight(n, of) > 0 for n in range(of + 1)])[counts]
    pairs = zip(keys[telling].tolist(), counts[telling].tolist(), strict=True)
    return SiteLines(of, dict(pairs))


def _distinct(documents: Sequence[Counted]) -> Iterator[Keys]:
    """Yield the keys of each document, of near duplicates together."""
    ordered = sorted(documents, key=lambda one: one.source_id)
    clusters = originals_of([one.signed for one in ordered], [""] * len(ordered))
    members: defaultdict[int, list[Keys]] = defaultdict(list)
    for one, cluster in zip(ordered, clusters.tolist(), strict=True):
        members[cluster].append(one.keys)
    for keys in members.values():
        yield keys[0] if len(keys) == 1 else np.unique(np.concatenate(keys))
