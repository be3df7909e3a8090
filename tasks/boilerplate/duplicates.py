"""Exact and near duplicates, by MinHash over word shingles and a rule that knows no order.

A. Broder, "On the resemblance and containment of documents" (1997); datasketch's MinHash and LSH.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tasks.boilerplate.words import tokens

if TYPE_CHECKING:
    from datasketch import MinHash

SHINGLE = 4
PERMUTATIONS = 128
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
class Duplicate:
    """A document's cluster, named by its original, and the original where it is another one."""

    cluster_id: str
    duplicate_of: str | None


def signature(text: str) -> MinHash | None:
    """Return the MinHash of the word shingles of `text`; None where it has too few words."""
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
    return found


def find_duplicates(texts: Iterable[Text]) -> dict[str, Duplicate]:
    """Return the cluster of each of `texts` by its id.

    Texts are joined where their words are equal or their signatures agree to `ALIKE`, and
    clusters are the connected ones: no order of the input changes them. The original of a cluster
    is the text with the least (rank, id), and names it; ids are unique.
    """
    listed = sorted(texts, key=lambda one: one.id)
    parents = {one.id: one.id for one in listed}

    def root(member: str) -> str:
        while parents[member] != member:
            parents[member] = parents[parents[member]]
            member = parents[member]
        return member

    for one, other in _pairs(listed):
        parents[root(one)] = root(other)
    members: dict[str, list[Text]] = defaultdict(list)
    for text in listed:
        members[root(text.id)].append(text)
    found: dict[str, Duplicate] = {}
    for cluster in members.values():
        original = min(cluster, key=lambda one: (one.rank, one.id)).id
        for text in cluster:
            found[text.id] = Duplicate(original, None if text.id == original else original)
    return found


def _pairs(listed: Iterable[Text]) -> list[tuple[str, str]]:
    from datasketch import MinHashLSH

    exact: dict[str, str] = {}
    pairs: list[tuple[str, str]] = []
    signed: dict[str, MinHash] = {}
    index = MinHashLSH(threshold=ALIKE, num_perm=PERMUTATIONS)
    for one in listed:
        words = " ".join(tokens(one.text.lower())).encode("utf-8", "surrogatepass")
        digest = hashlib.sha256(words).hexdigest()
        if digest in exact:
            pairs.append((one.id, exact[digest]))
            continue
        exact[digest] = one.id
        signed_one = signature(one.text)
        if signed_one is None:
            continue
        pairs += [
            (one.id, other)
            for other in sorted(index.query(signed_one))
            if signed_one.jaccard(signed[other]) >= ALIKE
        ]
        index.insert(one.id, signed_one)
        signed[one.id] = signed_one
    return pairs
