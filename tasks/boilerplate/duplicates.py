"""Exact and near duplicates, by MinHash over word shingles and a rule that knows no order.

A. Broder, "On the resemblance and containment of documents" (1997); datasketch's MinHash and LSH.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
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
AT_ONCE = 10_000  # pairs of signatures that are compared in one piece: some 10 MB

Numbers = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Signed:
    """What is kept of a text to compare it: half a kilobyte, whatever its length.

    `words` is a digest of its words; `signature` is None for too few of them.
    """

    words: bytes
    signature: Numbers | None


def signature(text: str) -> Numbers | None:
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


def sign(text: str) -> Signed:
    """Return what `originals` needs to know of a text."""
    words = " ".join(tokens(text.lower())).encode("utf-8", "surrogatepass")
    return Signed(hashlib.sha256(words).digest(), signature(text))


def originals_of(signed: Sequence[Signed], ranks: Sequence[str]) -> Numbers:
    """Return what `originals` does, of texts that are not in columns."""
    _, words = np.unique([one.words.hex() for one in signed], return_inverse=True)
    _, ranked = np.unique(list(ranks), return_inverse=True)
    none = np.zeros(PERMUTATIONS, np.uint32)
    signatures = [none if one.signature is None else one.signature for one in signed]
    told = np.array([one.signature is not None for one in signed], bool)
    return originals(words, ranked, np.array(signatures).reshape(-1, PERMUTATIONS), told)


def originals(words: Numbers, ranks: Numbers, signatures: Numbers, signed: Numbers) -> Numbers:
    """Return for each text, in the order of their ids, the place of its cluster's original.

    Texts are joined where their words (numbers) are equal or their signatures, where they are
    `signed`, agree to `ALIKE`; clusters are the connected ones (but see `_alike`). The original is
    the text of the least rank, of equals the first.
    """
    size = len(words)
    parents = list(range(size))

    def root(member: int) -> int:
        while parents[member] != member:
            parents[member] = parents[parents[member]]
            member = parents[member]
        return member

    for one, other in _pairs(words, signatures, signed):
        parents[root(one)] = root(other)
    roots = np.array([root(member) for member in range(size)], np.int64)
    order = np.lexsort((np.arange(size), ranks, roots))
    first = np.zeros(size, np.int64)
    starts = np.flatnonzero(np.append(True, roots[order][1:] != roots[order][:-1])[:size])
    first[roots[order[starts]]] = order[starts]
    return first[roots]


def _pairs(words: Numbers, signatures: Numbers, signed: Numbers) -> Iterator[tuple[int, int]]:
    """Yield pairs of places that belong together: equal words, or signatures that agree."""
    _, first, back = np.unique(words, return_index=True, return_inverse=True)
    again = np.flatnonzero(first[back] != np.arange(len(words)))
    yield from zip(again.tolist(), first[back][again].tolist(), strict=True)
    distinct = np.sort(first)
    distinct = distinct[signed[distinct]]
    for one, other in _alike(signatures[distinct]):
        yield int(distinct[one]), int(distinct[other])


def _alike(signatures: Numbers) -> Iterator[tuple[int, int]]:
    """Yield pairs of rows that agree to `ALIKE`, among those that share a band.

    Those that share a band and agree with the first of them are joined and done with; the others
    are compared with each other. So a template told ten thousand times costs ten thousand
    comparisons, not their square.
    """
    twos: list[Numbers] = []
    seen: set[bytes] = set()
    for band in range(0, PERMUTATIONS, BAND):
        keys = np.ascontiguousarray(signatures[:, band : band + BAND]).view(np.uint64)
        order = np.lexsort((keys[:, 1], keys[:, 0]))
        differ = (keys[order][1:] != keys[order][:-1]).any(axis=1)
        starts = np.flatnonzero(np.append(True, differ)[: len(order)])
        sizes = np.diff(np.append(starts, len(order)))
        two = starts[sizes == 2]
        twos.append(np.column_stack([order[two], order[two + 1]]))
        for start, size in zip(starts[sizes > 2].tolist(), sizes[sizes > 2].tolist(), strict=True):
            group = order[start : start + size]
            if group.tobytes() not in seen:  # the same in another band says the same again
                seen.add(group.tobytes())
                yield from _in_group(signatures, group)
    pairs = np.unique(np.concatenate(twos), axis=0)
    for at in range(0, len(pairs), AT_ONCE):
        some = pairs[at : at + AT_ONCE]
        agree = (signatures[some[:, 0]] == signatures[some[:, 1]]).mean(axis=1) >= ALIKE
        yield from zip(some[agree, 0].tolist(), some[agree, 1].tolist(), strict=True)


def _in_group(signatures: Numbers, group: Numbers) -> Iterator[tuple[int, int]]:
    left = group
    while len(left) > 1:
        head, others = int(left[0]), left[1:]
        agree = (signatures[others] == signatures[head]).mean(axis=1) >= ALIKE
        for other in others[agree]:
            yield head, int(other)
        left = others[~agree]
