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


def rows(words: list[str], buckets: int) -> tuple[Rows, Rows]:
    """Return the table rows of all words' n-grams, one after the other, and each word's offset.

    The n-grams of a word are those of the word in angle brackets, and the whole of it.
    """
    marked = [f"<{word[:_CHARACTERS]}>" for word in words]
    plain = [place for place, word in enumerate(marked) if word.isascii()]
    other = [place for place, word in enumerate(marked) if not word.isascii()]
    short, short_counts = _short([marked[place].encode() for place in plain])
    grams = [_ngrams(marked[place]) for place in other]
    counts = np.zeros(len(words), np.int64)
    counts[plain] = short_counts
    counts[other] = [len(some) for some in grams]
    offsets = np.concatenate([np.zeros(1, np.int64), counts.cumsum()])
    low = np.empty(int(offsets[-1]), np.uint64)
    ascii_only = np.repeat(np.isin(np.arange(len(words)), plain), counts)
    low[ascii_only] = short
    low[~ascii_only] = _murmur([gram for some in grams for gram in some])
    both = np.empty((len(low), 2), np.int64)
    both[:, 0] = (low & np.uint64(0xFFFFFFFF)) % np.uint64(buckets)
    both[:, 1] = (low >> np.uint64(32)) % np.uint64(buckets)
    return both.reshape(-1), offsets * 2


def _ngrams(marked: str) -> list[bytes]:
    size = len(marked)
    found = [
        marked[start : start + length].encode("utf-8", "replace")
        for start in range(size - SHORTEST + 1)
        for length in range(SHORTEST, min(LONGEST, size - start) + 1)
    ]
    whole = marked.encode("utf-8", "replace")
    return [*found, whole] if len(whole) < _BYTES else found


def _short(marked: list[bytes]) -> tuple[_Words64, Rows]:
    """Return the hashes of the n-grams of words of one byte a character, and their counts.

    An n-gram of at most eight bytes is one number, put together from the bytes of all words.
    """
    sizes = np.fromiter(map(len, marked), np.int64, len(marked))
    ends = sizes.cumsum()
    lengths = range(SHORTEST, LONGEST + 1)
    each = [np.maximum(sizes - length + 1, 0) for length in lengths]
    counts = sum(each, np.ones(len(marked), np.int64))
    text = np.frombuffer(b"".join(marked) + bytes(LONGEST), np.uint8).astype(np.uint64)
    begins = np.arange(int(ends[-1]) if len(ends) else 0)
    owner = np.repeat(np.arange(len(marked)), sizes)
    left = ends[owner] - begins
    # Where a word's n-grams of one length begin, and where it has its own place among all.
    target = (counts.cumsum() - counts)[owner] + begins - (ends - sizes)[owner]
    low = np.empty(int(counts.sum()), np.uint64)
    gram = text[begins]
    for byte in range(1, LONGEST):
        gram |= text[begins + byte] << np.uint64(8 * byte)
        if byte + 1 in lengths:
            fits = left > byte
            low[target[fits]] = _murmur_tail(gram[fits], byte + 1)
            target += each[byte + 1 - SHORTEST][owner]
    low[counts.cumsum() - 1] = _murmur(marked)
    return low, counts


def _murmur_tail(quads: _Words64, length: int) -> _Words64:
    """Return what `_murmur` does for byte strings of one length of at most eight, as numbers."""
    first = _rotated(quads * _C1, 31) * _C2 ^ np.uint64(_SEED)
    return _finished(first, np.full(len(quads), _SEED, np.uint64), np.uint64(length))


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
    return _finished(first, second, lengths)


def _finished(first: _Words64, second: _Words64, lengths: _Words64 | np.uint64) -> _Words64:
    first = first ^ lengths
    second = second ^ lengths
    first = first + second
    second = second + first
    return _mixed(first) + _mixed(second)


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
