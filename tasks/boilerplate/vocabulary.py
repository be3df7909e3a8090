"""The tokens of a page as numbers, so that what is known of a word is looked up once a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, count, repeat
from typing import TYPE_CHECKING

from tasks.boilerplate.lexicon import lexicon
from tasks.boilerplate.words import tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tasks.boilerplate.characters import Characters

    Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tokens of all lines end to end.

    `flat` are the tokens, `numbers` their places in `distinct`; `line` and `place` say of each
    token where it stands; `starts`, `ends` and `counts` say of each line where its tokens are.
    `entries` are the numbers of distinct tokens in the lexicon and `lists` their bits there,
    `digits` says which of them are digits alone. `pair_lines` and `pair_words` are the pairs of a
    line and a distinct token that it holds, sorted by token and then by line.
    """

    flat: list[str]
    distinct: list[str]
    numbers: Numbers
    line: Numbers
    place: Numbers
    starts: Numbers
    ends: Numbers
    counts: Numbers
    entries: Numbers
    lists: Numbers
    digits: NDArray[np.bool_]
    lengths: Numbers
    pair_lines: Numbers
    pair_words: Numbers

    def counted(self, of_distinct: NDArray[np.bool_]) -> Numbers:
        """Return of how many of each line's tokens that is true which is told of distinct ones."""
        import numpy as np

        lines = self.line[of_distinct[self.numbers]]
        return np.bincount(lines, minlength=len(self.counts))

    def listed(self, bits: int) -> Numbers:
        """Return how many of each line's tokens the word lists of `bits` hold."""
        return self.counted((self.lists & bits) != 0)

    def opening(self, bits: int) -> Numbers:
        """Return the lines of which the word lists of `bits` hold the first token."""
        lines = self.counts.nonzero()[0]
        first = self.numbers[self.starts[lines]]
        found: Numbers = lines[(self.lists[first] & bits) != 0]
        return found


def alike(found: Sequence[list[str]]) -> list[int]:
    """Return a number for each line with the tokens `found`: lines of the same tokens have the
    same one, and lines without any have each their own.
    """
    known: dict[tuple[str, ...], int] = {}
    return [known.setdefault(tuple(own), n) if own else n for n, own in enumerate(found)]


def read_tokens(lowered: str, chars: Characters) -> list[list[str]]:
    """Return the tokens of the lines of `lowered`, the lower-case lines with the characters
    `chars`: those that `tokens` finds in them.

    All other characters become spaces in an array, which is some times faster than a pattern.
    """
    import numpy as np

    lines = lowered.split("\n")
    if len(lowered) != len(chars.kinds):  # A capital with a small form of two characters: "İ".
        return list(map(tokens, lines))
    codes = np.frombuffer(lowered.encode("utf-32-le", "surrogatepass"), "<u4")
    stays = chars.has("word")
    stays[chars.ends[:-1]] = True  # The line feeds.
    spaced = np.where(stays, codes, ord(" ")).tobytes().decode("utf-32-le")
    found = list(map(str.split, spaced.split("\n")))
    for n in np.flatnonzero(chars.counted("unspaced") + chars.counted("vowel")).tolist():
        found[n] = tokens(lines[n])
    return found


def read_vocabulary(found: Sequence[list[str]]) -> Vocabulary:
    """Return the vocabulary of lines with the tokens `found`."""
    import numpy as np

    flat = list(chain.from_iterable(found))
    number: defaultdict[str, int] = defaultdict(count().__next__)
    numbers = np.fromiter(map(number.__getitem__, flat), np.int64, len(flat))
    distinct = list(number)
    counts = np.fromiter(map(len, found), np.int64, len(found))
    line = np.repeat(np.arange(len(found)), counts)
    pairs = np.sort(numbers * len(found) + line)
    pairs = pairs[np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]]
    ends = np.cumsum(counts)
    starts = ends - counts
    size = len(distinct)
    known = lexicon()
    entries = np.fromiter(map(known.numbers.get, distinct, repeat(0)), np.int64, size)
    return Vocabulary(
        flat,
        distinct,
        numbers,
        line,
        np.arange(len(flat)) - np.repeat(starts, counts),
        starts,
        ends,
        counts,
        entries,
        known.lists[entries],
        np.fromiter(map(str.isdigit, distinct), np.bool_, size),
        np.fromiter(map(len, distinct), np.int64, size),
        pairs % max(len(found), 1),
        pairs // max(len(found), 1),
    )
