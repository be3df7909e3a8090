"""Folding: one plain form of a word, and two coarser ones that forgive transliteration."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Longer "names" are scraped text that a recogniser took whole; comparing their first part is
# enough, and keeps the time of a comparison bounded.
LONGEST = 200

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = re.compile(r"['’‘`´ʼʻʿʾ′\u200b-\u200f\u00ad\ufeff]")
_DOUBLE = re.compile(r"(.)\1+")

# Spellings of one sound across romanisations, longest first (Arabic, Cyrillic, Persian, German and
# French habits): Moallem/Mouallem/Muallem, Sergey/Sergei/Sergej, Khodorkovsky/Chodorkowski.
_SOUNDS = (
    ("shch", "s"), ("tsch", "c"), ("dzh", "j"), ("sch", "s"), ("tch", "c"), ("dsh", "j"),
    ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ei", "i"), ("ey", "i"), ("ej", "i"), ("ij", "i"),
    ("iy", "i"), ("yi", "i"), ("ay", "a"), ("ai", "a"), ("ae", "a"), ("aa", "a"), ("ia", "a"),
    ("ya", "a"), ("ja", "a"), ("yu", "u"), ("iu", "u"), ("ju", "u"), ("ye", "i"), ("je", "i"),
    ("kh", "h"), ("gh", "g"), ("sh", "s"), ("ch", "s"), ("zh", "j"), ("dj", "j"), ("dh", "d"),
    ("th", "t"), ("ph", "f"), ("ck", "k"), ("qu", "k"), ("ts", "s"), ("tz", "s"), ("x", "ks"),
    ("q", "k"), ("c", "k"), ("w", "v"), ("z", "s"), ("y", "i"), ("j", "i"), ("o", "u"), ("e", "i"),
)  # fmt: skip


@lru_cache(maxsize=10_000)
def ascii_text(text: str) -> str:
    """Return `text` in the Latin alphabet, lower case, without accents; never fails."""
    if text.isascii():
        return text.lower()
    from anyascii import anyascii

    clean = unicodedata.normalize("NFKC", text[:LONGEST])
    return str(anyascii(_APOSTROPHES.sub("", clean))).lower()


@lru_cache(maxsize=10_000)
def fold(word: str) -> str:
    """Return one word as lower-case a to z and digits, nothing else."""
    return _NOT_WORD.sub("", ascii_text(word))


@lru_cache(maxsize=10_000)
def sound(word: str) -> str:
    """Return the vowel-blurred form of a folded word: equal for usual transliterations of it."""
    for written, spoken in _SOUNDS:
        if written in word:
            word = word.replace(written, spoken)
    spoken = _DOUBLE.sub(r"\1", word)
    # Sarah and Sara, Raqqah and Raqqa: a last h after a vowel is not heard.
    return spoken[:-1] if len(spoken) > 3 and spoken.endswith("ah") else spoken


# The part of the above that no two usual words differ in: for words that stand alone.
_SPELLINGS = (("ou", "u"), ("oo", "u"), ("ee", "i"), ("o", "u"), ("e", "i"), ("q", "k"))


@lru_cache(maxsize=10_000)
def spelling(word: str) -> str:
    """Return a form of a folded word that forgives less than `sound`: Idleb is Idlib, Raqqah is
    Raqqa, but Sakai is not Shaka."""
    for written, spoken in _SPELLINGS:
        if written in word:
            word = word.replace(written, spoken)
    word = _DOUBLE.sub(r"\1", word)
    return word[:-1] if len(word) > 3 and word.endswith("ah") else word


@lru_cache(maxsize=10_000)
def skeleton(word: str) -> str:
    """Return the consonants of `sound`, first vowel kept as "a": the coarsest form, for blocks."""
    blurred = sound(word)
    first = "a" if blurred[:1] in tuple("aiu") else ""
    consonants = "".join(c for c in blurred if c not in "aiuh")
    return first + _DOUBLE.sub(r"\1", consonants).replace("p", "b")
