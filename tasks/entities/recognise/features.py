"""Numbers that describe words: hashes of the word, its ends and its shape."""

from __future__ import annotations

import re
from typing import Final
from zlib import crc32

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
SUBWORD_ROWS: Final = 20_000
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


def described(word: str, lower: str) -> tuple[int, ...]:
    """Return one row number for every table of `TABLES`; row 0 is left for what is hidden."""
    keys = (
        lower,
        "p" + lower[:3],
        "s" + lower[-3:],
        _shape(word),
        "q" + lower[-2:] + lower[:1],
        "p" + lower[:4],
        "s" + lower[-4:],
    )
    return tuple(
        [
            crc32(key.encode("utf-8", "replace")) % buckets + 1
            for key, buckets in zip(keys, _BUCKETS, strict=True)
        ]
    )


_BUCKETS: Final = tuple(size - 1 for _, size, _ in TABLES)
_ASCII: Final = {
    code: "d" if chr(code).isdigit() else "X" if chr(code).isupper() else "x"
    for code in range(128)
    if chr(code).isalnum()
}


def _shape(word: str) -> str:
    """Return "Xxxx" for a name, "XXX" for an acronym, "dddd" for a year; long runs cut."""
    if word.isascii():
        shape = word[:40].translate(_ASCII)
    else:
        shape = _UPPER.sub("X", _LOWER.sub("x", _DIGIT.sub("d", word[:40])))
    return _RUN.sub(r"\1\1\1", shape)[:10] if len(shape) > 3 else shape
