"""Numbers that describe words: hashes of the word, its ends and its shape."""

from __future__ import annotations

import re
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

#: Name, buckets and width of each table of hashed features, in the order of `described`.
TABLES: Final = (
    ("word", 20_000, 48),
    ("prefix", 5_000, 24),
    ("suffix", 5_000, 24),
    ("shape", 1_500, 20),
    ("ends", 5_000, 12),
    ("prefix4", 8_000, 16),
    ("suffix4", 8_000, 16),
)
#: Rows and width of the table of n-gram vectors.
SUBWORD_ROWS: Final = 40_000
SUBWORD_WIDTH: Final = 64

_DIGIT = re.compile(r"\d")
_LOWER = re.compile(r"[^\W\dA-Z_]")
_UPPER = re.compile(r"[A-Z]")
_RUN = re.compile(r"(.)\1{3,}")
_ADDRESS: Final = ("http:", "https:", "www.")


def normalised(word: str) -> str:
    """Return the word with one kind of apostrophe, quotation mark and dash."""
    return word if word.isascii() else word.translate(_MARKS)


_MARKS: Final = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


def lowered(word: str) -> str:
    """Return the form under which a word is known: lower case, addresses and handles made one."""
    if word.startswith(_ADDRESS):
        return "<url>"
    if len(word) > 1 and word[0] in "@#":
        return word[0] + "x"
    return normalised(word).lower()


def described(words: list[str], lowered: list[str]) -> npt.NDArray[np.int64]:
    """Return [word, table] row numbers of `TABLES`; row 0 is left for what is hidden."""
    shapes: dict[str, int] = {}
    hashes = [_hashes(word, lower, shapes) for word, lower in zip(words, lowered, strict=True)]
    numbers = np.array(hashes, np.int64).reshape(len(words), len(TABLES))
    rows: npt.NDArray[np.int64] = numbers % _BUCKETS + 1
    return rows


_BUCKETS: Final = np.array([size - 1 for _, size, _ in TABLES])
_PREFIX, _SUFFIX, _ENDS = (crc32(letter) for letter in (b"p", b"s", b"q"))


def _hashes(word: str, lower: str, shapes: dict[str, int]) -> tuple[int, ...]:
    """Return a number for the word, its first and last three letters, its shape, and so on."""
    pieces: tuple[bytes, ...]
    if lower.isascii():
        text = lower.encode()
        pieces = (text, text[:3], text[-3:], text[-2:], text[:1], text[:4], text[-4:])
    else:
        cut = (lower, lower[:3], lower[-3:], lower[-2:], lower[:1], lower[:4], lower[-4:])
        pieces = tuple([piece.encode("utf-8", "replace") for piece in cut])
    whole, first, last, final, initial, first4, last4 = pieces
    return (
        crc32(whole),
        crc32(first, _PREFIX),
        crc32(last, _SUFFIX),
        _shape(word, shapes),
        crc32(initial, crc32(final, _ENDS)),
        crc32(first4, _PREFIX),
        crc32(last4, _SUFFIX),
    )


_ASCII: Final = {
    code: "d" if chr(code).isdigit() else "X" if chr(code).isupper() else "x"
    for code in range(128)
    if chr(code).isalnum()
}


def _shape(word: str, known: dict[str, int]) -> int:
    """Return a number for "Xxxx" of a name, "XXX" of an acronym, "dddd" of a year."""
    if word.isascii():
        drawn = word[:40].translate(_ASCII)
    else:
        drawn = _UPPER.sub("X", _LOWER.sub("x", _DIGIT.sub("d", word[:40])))
    number = known.get(drawn)
    if number is None:
        # Long runs are cut: a word of nine letters looks like one of four.
        shape = _RUN.sub(r"\1\1\1", drawn)[:10] if len(drawn) > 3 else drawn
        number = known[drawn] = crc32(shape.encode("utf-8", "replace"))
    return number
