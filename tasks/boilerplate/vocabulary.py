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

    Bools = NDArray[np.bool_]
    Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tokens of all lines end to end.

    `flat` are the tokens, `numbers` their places in `distinct`; `line` and `place` say of each
    token where it stands; `starts`, `ends` and `counts` say of each line where its tokens are.
    `entries` are the numbers of distinct tokens in the lexicon and `lists` their bits there,
    `digits` says which of them are digits alone, `numbered` which begin with one. `pair_lines` and
    `pair_words` are the pairs of a line and a distinct token that it holds, sorted by token and
    then by line.
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
    digits: Bools
    numbered: Bools
    lengths: Numbers
    pair_lines: Numbers
    pair_words: Numbers

    def counted(self, of_distinct: Bools) -> Numbers:
        """Return of how many of each line's tokens that is true which is told of distinct ones."""
        import numpy as np

        at = of_distinct.take(self.numbers).nonzero()[0]
        return np.bincount(self.line.take(at), minlength=len(self.counts))

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


def read_tokens(lowered: Sequence[str], chars: Characters) -> list[list[str]]:
    """Return the tokens of the lower-case lines `lowered` with the characters `chars`: those that
    `tokens` finds in them.

    All other characters become spaces in an array, which is some times faster than a pattern.
    """
    import numpy as np

    whole = "\n".join(lowered)
    if len(whole) != len(chars.kinds):  # A capital with a small form of two characters: "İ".
        return list(map(tokens, lowered))
    codes = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), "<u4")
    stays = chars.has("word")
    stays[chars.ends[:-1]] = True  # The line feeds.
    spaced = (codes - ord(" ")) * stays + ord(" ")  # Modulo 2 ** 32.
    found = list(map(str.split, spaced.tobytes().decode("utf-32-le").split("\n")))
    for n in (chars.counted("unspaced") + chars.counted("vowel")).nonzero()[0].tolist():
        found[n] = tokens(lowered[n])
    return found


def read_vocabulary(found: Sequence[list[str]]) -> Vocabulary:
    """Return the vocabulary of lines with the tokens `found`."""
    import numpy as np

    flat = list(chain.from_iterable(found))
    number: defaultdict[str, int] = defaultdict(count().__next__)
    numbers = np.fromiter(map(number.__getitem__, flat), np.int64, len(flat))
    distinct = list(number)
    counts = np.fromiter(map(len, found), np.int64, len(found))
    size = len(distinct)
    lines = np.arange(len(counts))
    line = lines.repeat(counts)
    shift = len(counts).bit_length()
    pairs = np.sort((numbers << shift) | line)
    new = np.ones(len(pairs), bool)
    np.not_equal(pairs[1:], pairs[:-1], out=new[1:])
    pairs = pairs[new]
    ends = counts.cumsum()
    starts = ends - counts
    known = lexicon()
    entries = np.fromiter(map(known.numbers.get, distinct, repeat(0)), np.int64, size)
    numbered = np.fromiter([word[0].isdigit() for word in distinct], np.bool_, size)
    digits = numbered.copy()
    for n in numbered.nonzero()[0].tolist():
        digits[n] = distinct[n].isdigit()
    return Vocabulary(
        flat,
        distinct,
        numbers,
        line,
        np.arange(len(flat)) - starts.repeat(counts),
        starts,
        ends,
        counts,
        entries,
        known.lists[entries],
        digits,
        numbered,
        np.fromiter(map(len, distinct), np.int64, size),
        pairs & ((1 << shift) - 1),
        pairs >> shift,
    )
