"""Hashes of the character n-grams of words, many words at once.

The table of vectors was trained with floret (Explosion, 2021), so n-grams are hashed as floret
does: MurmurHash3 x64 128 (Austin Appleby, public domain) of their UTF-8 bytes, of which the first
two 32-bit words give two rows of one table. Here it runs on NumPy arrays of n-grams.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
_Words64 = npt.NDArray[np.uint64]

SHORTEST: Final = 3
LONGEST: Final = 5
#: Longer words give their first characters only, so that a line of one word costs no more.
_CHARACTERS: Final = 24
_BYTES: Final = 32
_SEED: Final = 2166136261
_C1: Final = np.uint64(0x87C37B91114253D5)
_C2: Final = np.uint64(0x4CF5AD432745937F)


def ngrams(word: str) -> list[bytes]:
    """Return the n-grams of `word` in angle brackets, and the whole of it where it is short."""
    marked = f"<{word[:_CHARACTERS]}>"
    size = len(marked)
    found = [
        marked[start : start + length]
        for start in range(size - SHORTEST + 1)
        for length in range(SHORTEST, min(LONGEST, size - start) + 1)
    ]
    whole = marked.encode("utf-8", "replace")
    encoded = [gram.encode("utf-8", "replace") for gram in found]
    if len(whole) < _BYTES:
        encoded.append(whole)
    return encoded


def rows(words: list[str], buckets: int) -> tuple[Rows, Rows]:
    """Return the table rows of all words' n-grams, one after the other, and each word's offset."""
    grams: list[bytes] = []
    offsets = np.empty(len(words) + 1, np.int64)
    for place, word in enumerate(words):
        offsets[place] = len(grams)
        grams.extend(ngrams(word))
    offsets[len(words)] = len(grams)
    low = _murmur(grams)
    both = np.empty((len(grams), 2), np.int64)
    both[:, 0] = (low & np.uint64(0xFFFFFFFF)) % np.uint64(buckets)
    both[:, 1] = (low >> np.uint64(32)) % np.uint64(buckets)
    return both.reshape(-1), offsets * 2


def _murmur(grams: list[bytes]) -> _Words64:
    """Return the lower 64 bits of the 128-bit hash of each byte string, at most 31 bytes long."""
    if not grams:
        return np.empty(0, np.uint64)
    lengths = np.fromiter(map(len, grams), np.uint64, len(grams))
    quads = np.array(grams, dtype=f"S{_BYTES}").view("<u8").reshape(len(grams), 4)
    first = np.full(len(grams), _SEED, np.uint64)
    second = first.copy()
    block = lengths >= 16
    if block.any():
        one, two = _block(first[block], second[block], quads[block, 0], quads[block, 1])
        first[block], second[block] = one, two
    tail = np.where(block[:, None], quads[:, 2:], quads[:, :2])
    # Bytes that are not there are zero, and zero leaves the state as it is.
    second ^= _rotated(tail[:, 1] * _C2, 33) * _C1
    first ^= _rotated(tail[:, 0] * _C1, 31) * _C2
    first ^= lengths
    second ^= lengths
    first += second
    second += first
    first, second = _mixed(first), _mixed(second)
    first += second
    return first


def _block(
    first: _Words64, second: _Words64, one: _Words64, two: _Words64
) -> tuple[_Words64, _Words64]:
    first = first ^ (_rotated(one * _C1, 31) * _C2)
    first = (_rotated(first, 27) + second) * np.uint64(5) + np.uint64(0x52DCE729)
    second = second ^ (_rotated(two * _C2, 33) * _C1)
    second = (_rotated(second, 31) + first) * np.uint64(5) + np.uint64(0x38495AB5)
    return first, second


def _rotated(value: _Words64, by: int) -> _Words64:
    return (value << np.uint64(by)) | (value >> np.uint64(64 - by))


def _mixed(value: _Words64) -> _Words64:
    value = (value ^ (value >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    value = (value ^ (value >> np.uint64(33))) * np.uint64(0xC4CEB9FE1A85EC53)
    return value ^ (value >> np.uint64(33))
