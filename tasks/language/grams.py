"""Character n-grams of many texts in one NumPy pass, and sums over tables of their weights.

Scores are sums of whole numbers held in float32, which stay exact below 2**24: a text scores the
same alone, in a batch, and on any machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from tasks.language.letters import SPACE, Codes

Keys = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.int32]
Places = npt.NDArray[np.intp]
Scores = npt.NDArray[np.float32]
Weights = npt.NDArray[np.uint8] | npt.NDArray[np.int16] | npt.NDArray[np.float32]

EXACT = 3
_CODE_BITS = np.uint64(21)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_STIR = np.uint64(0xC2B2AE3D27D4EB4F)
_FOLD = np.uint64(29)


@dataclass(frozen=True, slots=True)
class Found:
    """Rows of a table that n-grams of some texts hit; a row of zeros may stand for one not known.

    `places` are positions in the code points, plus `width` times (n - 1): sorted, so that the
    n-grams of one length in one text lie together.
    """

    places: Places
    rows: Rows
    width: int
    orders: int

    def edges(self, bounds: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
        """Return, by order and text, the first of its rows; `bounds` are the texts' starts."""
        steps = np.arange(self.orders)[:, None] * self.width
        return self.places.searchsorted(bounds + steps)


def rolled(codes: Codes, orders: int) -> tuple[Keys, npt.NDArray[np.bool_]]:
    """Return the packed n-grams of `codes` and which are to be read: n (from 1) by position.

    An n-gram may begin or end with a space, but not hold one inside, nor be of spaces alone.
    Up to n = `EXACT` the packing is one to one (21 bits a code point); longer ones are hashed.
    """
    width = len(codes)
    wide = np.full(width + orders, SPACE, np.uint64)
    wide[:width] = codes
    letter = wide != SPACE
    keys = np.empty((orders, width), np.uint64)
    read = np.empty((orders, width), np.bool_)
    keys[0], read[0] = wide[:width], letter[:width]
    for n in range(1, orders):
        if n < EXACT:
            np.left_shift(keys[n - 1], _CODE_BITS, out=keys[n])
        else:
            np.multiply(keys[n - 1], _MIX, out=keys[n])
        keys[n] += wide[n : n + width]
        if n == 1:
            np.logical_or(letter[:width], letter[1 : 1 + width], out=read[n])
        elif n == 2:
            read[n] = letter[1 : 1 + width]
        else:
            np.logical_and(read[n - 1], letter[n - 1 : n - 1 + width], out=read[n])
    return keys, read


def mixed(keys: Keys, bits: int) -> Keys:
    """Return `keys` hashed to numbers of `bits` bits."""
    hashes = keys * _MIX
    hashes ^= hashes >> _FOLD
    hashes *= _STIR
    hashes >>= np.uint64(64 - bits)
    return hashes


def total(table: Weights, rows: Rows, edges: Sequence[int]) -> Scores:
    """Return the sum of the rows ``rows[edges[i]:edges[i + 1]]`` of `table`, one line each."""
    return summed(table.take(rows, 0).astype(np.float32, copy=False), edges)


def summed(picked: Scores, edges: Sequence[int]) -> Scores:
    """Return the sum of the rows ``picked[edges[i]:edges[i + 1]]``, one line each."""
    ones = np.ones(len(picked), np.float32)
    sums = np.zeros((len(edges) - 1, picked.shape[1]), np.float32)
    for line, (first, end) in enumerate(pairwise(edges)):
        if end > first:
            np.dot(ones[: end - first], picked[first:end], out=sums[line])
    return sums
