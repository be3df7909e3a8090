"""Exact and near duplicates, by MinHash over word shingles and a rule that knows no order.

A. Broder, "On the resemblance and containment of documents" (1997); datasketch's MinHash and LSH.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tasks.boilerplate.words import tokens

SHINGLE = 4
PERMUTATIONS = 128
#: Rows of a band of the signature: two texts alike to 0.8 share one of the 32 bands of 4 rows with
#: a probability of 1 - (1 - 0.8^4)^32, more than 0.9999.
BAND = 4
#: Documents that share so much of their shingles (Jaccard) are near duplicates.
ALIKE = 0.8
#: Shorter texts are duplicates only where they are equal word for word.
LEAST_WORDS = 20


@dataclass(frozen=True, slots=True)
class Text:
    """One document to compare: `rank` orders originals first (a publication date, say)."""

    id: str
    text: str
    rank: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """What is kept of a text to compare it: half a kilobyte, whatever its length."""

    id: str
    rank: str
    words: bytes
    signature: np.ndarray[Any, np.dtype[np.uint32]] | None


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A document's cluster, named by its original, and the original where it is another one."""

    cluster_id: str
    duplicate_of: str | None


def signature(text: str) -> np.ndarray[Any, np.dtype[np.uint32]] | None:
    """Return the MinHash (128 numbers) of the word shingles of `text`; None for too few words."""
    from datasketch import MinHash

    words = tokens(text.lower())
    if len(words) < LEAST_WORDS:
        return None
    shingles = {
        " ".join(words[n : n + SHINGLE]).encode("utf-8", "surrogatepass")
        for n in range(len(words) - SHINGLE + 1)
    }
    found = MinHash(num_perm=PERMUTATIONS, seed=1)
    found.update_batch(sorted(shingles))
    return np.asarray(found.hashvalues, np.uint32)


def sign(text: Text) -> Signed:
    """Return what `cluster` needs to know of a text."""
    words = " ".join(tokens(text.text.lower())).encode("utf-8", "surrogatepass")
    return Signed(text.id, text.rank, hashlib.sha256(words).digest(), signature(text.text))


def find_duplicates(texts: Iterable[Text]) -> dict[str, Duplicate]:
    """Return the cluster of each of `texts` by its id."""
    return cluster(sign(text) for text in texts)


def cluster(signed: Iterable[Signed]) -> dict[str, Duplicate]:
    """Return the cluster of each of the signed texts by its id.

    Texts are joined where their words are equal or their signatures agree to `ALIKE`, and
    clusters are the connected ones (but see `_alike`): no order of the input changes them. The
    original of a cluster is the text with the least (rank, id), and names it; ids are unique.
    """
    texts = sorted(signed, key=lambda one: one.id)
    parents = list(range(len(texts)))

    def root(member: int) -> int:
        while parents[member] != member:
            parents[member] = parents[parents[member]]
            member = parents[member]
        return member

    for one, other in _pairs(texts):
        parents[root(one)] = root(other)
    members: dict[int, list[Signed]] = defaultdict(list)
    for place, text in enumerate(texts):
        members[root(place)].append(text)
    found: dict[str, Duplicate] = {}
    for together in members.values():
        original = min(together, key=lambda one: (one.rank, one.id)).id
        for text in together:
            found[text.id] = Duplicate(original, None if text.id == original else original)
    return found


def _pairs(texts: Sequence[Signed]) -> Iterator[tuple[int, int]]:
    """Yield pairs of places that belong together: equal words, or signatures that agree."""
    first: dict[bytes, int] = {}
    distinct: list[int] = []
    for place, text in enumerate(texts):
        if text.words in first:
            yield place, first[text.words]
            continue
        first[text.words] = place
        if text.signature is not None:
            distinct.append(place)
    if distinct:
        found = (texts[place].signature for place in distinct)
        signatures = np.stack([signature for signature in found if signature is not None])
        for one, other in _alike(signatures):
            yield distinct[one], distinct[other]


def _alike(signatures: np.ndarray[Any, np.dtype[np.uint32]]) -> Iterator[tuple[int, int]]:
    """Yield pairs of rows that agree to `ALIKE`, among those that share a band.

    Those that share a band and agree with the first of them are joined and done with; the others
    are compared with each other. So a template told ten thousand times costs ten thousand
    comparisons, not their square.
    """
    seen: set[tuple[int, int]] = set()
    for band in range(0, PERMUTATIONS, BAND):
        rows = np.ascontiguousarray(signatures[:, band : band + BAND])
        keys = rows.view([("", rows.dtype)] * BAND).ravel()
        order = np.argsort(keys, kind="stable")
        breaks = np.flatnonzero(keys[order][1:] != keys[order][:-1]) + 1
        for group in np.split(order, breaks):
            if len(group) > 1:
                yield from _in_group(signatures, group, seen)


def _in_group(
    signatures: np.ndarray[Any, np.dtype[np.uint32]],
    group: np.ndarray[Any, np.dtype[np.intp]],
    seen: set[tuple[int, int]],
) -> Iterator[tuple[int, int]]:
    left = group
    while len(left) > 1:
        head, others = int(left[0]), left[1:]
        if len(others) == 1 and (head, int(others[0])) in seen:
            return
        agree = (signatures[others] == signatures[head]).mean(axis=1) >= ALIKE
        for other in others[agree]:
            yield head, int(other)
        if len(others) == 1:
            seen.add((head, int(others[0])))
        left = others[~agree]
