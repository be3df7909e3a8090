"""What the model cannot read: it was trained on English alone.

In other languages and scripts it marks words by their capitals, or by nothing at all. Such marks
are worse than none.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Sequence
from importlib import resources
from typing import Final

from tasks.entities.recognise.decode import Span

#: Words in lower case that a text needs before its language is judged.
_ENOUGH: Final = 30
#: Of an English text's words in lower case about two in five are on the English list, and nearly
#: none on the others; elsewhere it is the other way round.
_SHARE: Final = 0.1
_LATIN: Final = (0x24F, 0x1E00, 0x1EFF)


@functools.cache
def _small_words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the small words of English, and those of other languages."""
    source = resources.files("tasks.entities") / "data" / "recogniser_languages.toml"
    read = tomllib.loads(source.read_text("utf-8"))
    return frozenset(read["english"]), frozenset(
        word for words in read["other"].values() for word in words
    )


def readable(words: Sequence[str], spans: Sequence[Span]) -> list[Span]:
    """Return the spans that the model can judge: none where the text is not English."""
    if not spans or not _english(words):
        return []
    return [span for span in spans if _latin("".join(words[span.start : span.end]))]


def _english(words: Sequence[str]) -> bool:
    english, other = _small_words()
    known = sum(map(english.__contains__, words))
    if known >= _SHARE * len(words):
        return True
    lower = [word for word in words if word.islower() and word.isalpha()]
    if len(lower) < _ENOUGH:
        return True
    return known >= _SHARE * len(lower) or sum(word in other for word in lower) <= known


def _latin(word: str) -> bool:
    if word.isascii():
        return True
    last, more, end = _LATIN
    return all(
        ord(letter) <= last or more <= ord(letter) <= end for letter in word if letter.isalpha()
    )
