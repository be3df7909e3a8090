"""What kinds of characters the lines of a page are made of, counted for all lines at once."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tasks.boilerplate.words import MARK_CHAR, UNSPACED_CHAR

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.uint32]
    Counts = NDArray[np.int64]

#: Characters that end a line of prose, and those of them that end a sentence.
END = tuple(".!?\"'”’»…)]。！？；」』）؟۔।॥")
STRICT_END = tuple(".!?。！？؟۔।॥")
#: Kinds of characters that are told by a list.
LISTED: dict[str, str] = {
    "comma": ",،、，;；؛",
    "symbol": "|›»«‹→←▸▾▼►✓✔★☆•·#$€£¥©®™/+<>=&%",
    "quote": '"“”„«»「」『』',
    "paren": "(（",
    "end": "".join(END),
    "strict_end": "".join(STRICT_END),
    "colon": ":：",
    "question": "?？؟",
    "address": ".@:",
    "stop": ".!?؟۔।。！？",
    "wide_stop": "。！？",
    "closing": "'\"”’»)]",
    "space": " ",
    "dash": "–—-",
}
#: Kinds that Python tells; "word" is what words are made of, "capital" and "raised" are letters
#: with a small or a capital form.
TOLD = (
    "word", "upper", "lower", "title", "digit", "number", "capital", "raised", "unspaced", "vowel",
)  # fmt: skip
#: Each kind is one bit.
BIT: dict[str, int] = {name: 1 << n for n, name in enumerate((*LISTED, *TOLD))}
#: The places of all other kinds are looked up once a page: in most lines they are few.
COMMON = ("word", "lower", "raised", "space")
RARE = sum(bit for name, bit in BIT.items() if name not in COMMON)
#: Code points of the basic plane are looked up; the few others are classified as they are met.
PLANE = 0x10000


def classify(chars: Sequence[str]) -> Codes:
    """Return the kinds of each of `chars`, as bits."""
    import numpy as np

    def told(found: Iterable[bool], name: str) -> Codes:
        return np.fromiter(found, np.bool_, len(chars)).astype(np.uint32) * np.uint32(BIT[name])

    kinds = np.zeros(len(chars), np.uint32)
    for name, listed in LISTED.items():
        kinds |= told(map(frozenset(listed).__contains__, chars), name)
    for name, test in (
        ("upper", str.isupper),
        ("lower", str.islower),
        ("number", str.isdigit),
    ):
        kinds |= told(map(test, chars), name)
    kinds |= told((char.isalnum() or char == "_" for char in chars), "word")
    kinds |= told((char.istitle() and not char.isupper() for char in chars), "title")
    kinds |= told((char.isdecimal() or char in "²³¹" for char in chars), "digit")
    kinds |= told(map(operator.ne, map(str.lower, chars), chars), "capital")
    kinds |= told(map(operator.ne, map(str.upper, chars), chars), "raised")
    kinds |= told((UNSPACED_CHAR.match(char) is not None for char in chars), "unspaced")
    kinds |= told((MARK_CHAR.match(char) is not None for char in chars), "vowel")
    return kinds


@functools.cache
def plane() -> Codes:
    """Return the kinds of the code points of the basic plane."""
    return classify(list(map(chr, range(PLANE))))


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of all lines, with a line feed between them: their kinds, where each line
    starts and ends; the places of characters of rare kinds, their kinds, and their lines.
    """

    kinds: Codes
    starts: Counts
    ends: Counts
    rare: Counts
    rare_kinds: Codes
    rare_lines: Counts

    def has(self, name: str) -> NDArray[np.bool_]:
        """Return which characters are of the kind `name`."""
        return is_kind(self.kinds, name)

    def places(self, name: str) -> Counts:
        """Return where characters of the kind `name` are."""
        if name in COMMON:
            return self.has(name).nonzero()[0]
        return self.rare[is_kind(self.rare_kinds, name)]

    def counted(self, name: str) -> Counts:
        """Return how many characters of the kind `name` each line has."""
        import numpy as np

        if name in COMMON:
            return self.between(name, self.starts, self.ends)
        lines = self.rare_lines[is_kind(self.rare_kinds, name)]
        return np.bincount(lines, minlength=len(self.starts))

    def between(self, name: str, starts: Counts, ends: Counts) -> Counts:
        """Return how many characters of the kind `name` are from each of `starts` to its end."""
        import numpy as np

        at = self.places(name)
        found: Counts = np.searchsorted(at, ends) - np.searchsorted(at, starts)
        return found


def read_characters(texts: Sequence[str]) -> Characters:
    """Return the characters of `texts`, none of which is empty."""
    import numpy as np

    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    ends = np.cumsum(lengths + 1) - 1
    codes = np.frombuffer("\n".join(texts).encode("utf-32-le", "surrogatepass"), "<u4")
    kinds = plane().take(codes, mode="clip")
    if codes.max(initial=0) >= PLANE:
        beyond = codes >= PLANE
        kinds[beyond] = classify(list(map(chr, codes[beyond].tolist())))
    rare = ((kinds & RARE) != 0).nonzero()[0]
    lines = np.searchsorted(ends, rare, "right")
    return Characters(kinds, ends - lengths, ends, rare, kinds[rare], lines)


def is_kind(kinds: Codes, name: str) -> NDArray[np.bool_]:
    """Return which of `kinds` are of the kind `name`."""
    found: NDArray[np.bool_] = (kinds & BIT[name]) != 0
    return found
