"""A linear model over the words of a line, as a table of terms and their log-odds."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from typing import TYPE_CHECKING

from tasks.boilerplate.context import together
from tasks.boilerplate.lexicon import lexicon
from tasks.boilerplate.tables import load_table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tasks.boilerplate.vocabulary import Vocabulary

    Floats = NDArray[np.float32]
    Values = NDArray[np.float64]
    Numbers = NDArray[np.int64]

HEAD, TAIL, WHOLE = 10, 4, 6
LIMIT = 8.0


def terms(found: Sequence[str]) -> list[str]:
    """Return the terms of a line with the tokens `found`: words, pairs, first, last, the whole.

    Training weighs these; `log_odds` sums their weights without spelling them out.
    """
    if not found:
        return []
    head = [bare(word) for word in found[:HEAD]]
    pairs = list(map("{} {}".format, head, head[1:]))
    listed = head + pairs
    listed.append("^" + head[0])
    if pairs:
        listed.append("^" + pairs[0])
    number = len(found)
    listed.append("$" + (head[-1] if number <= HEAD else found[-1]))
    if number <= WHOLE:
        listed.append("=" + " ".join(head))
    elif number > HEAD:
        listed += found[max(HEAD, number - TAIL) :]
    return listed


def bare(word: str) -> str:
    """Return `word`, a number as so many zeros."""
    return "0" * len(word) if word.isdigit() else word


@dataclass(frozen=True, slots=True)
class Pairs:
    """Weights of pairs of words: sorted ``first * words + second``, and the weights."""

    keys: Numbers
    weights: Values

    def weigh(self, first: Numbers, second: Numbers, words: int) -> Values:
        """Return the weights of the pairs of numbers `first` and `second`, 0.0 where unknown."""
        import numpy as np

        wanted = first * words + second
        order = wanted.argsort()  # Sorted keys are found some times faster than others.
        at = np.empty_like(order)
        at[order] = self.keys.searchsorted(wanted[order])
        found: Values = self.weights.take(at, mode="clip")
        found *= self.keys.take(at, mode="clip") == wanted
        return found


@dataclass(frozen=True, slots=True)
class Terms:
    """A table of terms. Words have numbers from 1 on, 0 is any word that it does not know; the
    weights of words, of first and of last ones are by number, those of whole lines by text.
    `entries` are the numbers by those of the lexicon, where the table is one that is shipped.
    """

    numbers: dict[str, int]
    alone: Values
    first: Values
    last: Values
    pairs: Pairs
    first_pairs: Pairs
    whole: dict[str, float]
    entries: Numbers | None = None

    def numbers_of(self, words: Vocabulary) -> Numbers:
        """Return the numbers of the distinct words."""
        import numpy as np

        if self.entries is not None:
            return self.entries[words.entries]
        listed = map(self.numbers.get, words.distinct, repeat(0))
        return np.fromiter(listed, np.int64, len(words.distinct))


def read_terms(listed: Iterable[tuple[str, float]]) -> Terms:
    """Return the table of the terms (as `terms` spells them) with weights in `listed`."""
    import numpy as np

    numbers: dict[str, int] = {}
    singles: dict[str, list[tuple[int, float]]] = {"": [], "^": [], "$": []}
    pairs: dict[str, list[tuple[int, int, float]]] = {"": [], "^": []}
    whole: dict[str, float] = {}
    for term, weight in listed:
        sign = term[0] if term[0] in "^$=" else ""
        words = term[len(sign) :].split(" ")
        if sign == "=":
            whole[term[1:]] = weight
            continue
        number = [numbers.setdefault(word, len(numbers) + 1) for word in words]
        if len(number) == 1:
            singles[sign].append((number[0], weight))
        else:
            pairs[sign].append((number[0], number[1], weight))
    size = len(numbers) + 1

    def single(sign: str) -> Values:
        weights = np.zeros(size)
        for number, weight in singles[sign]:
            weights[number] = weight
        return weights

    def paired(sign: str) -> Pairs:
        found = sorted((one * size + other, weight) for one, other, weight in pairs[sign])
        found = found or [(-1, 0.0)]
        return Pairs(np.array([key for key, _ in found]), np.array([w for _, w in found]))

    return Terms(numbers, single(""), single("^"), single("$"), paired(""), paired("^"), whole)


#: The columns of the weights of words.
FRONTS = {"html": 0, "text": 1}


@functools.cache
def load_words(front: str) -> Terms:
    """Return the table of the words of lines, for flattened text or for HTML."""
    import numpy as np

    table = read_terms(load_table("words", FRONTS[front]).items())
    known = lexicon().numbers
    entries = np.fromiter(map(table.numbers.get, known, repeat(0)), np.int64, len(known))
    return replace(table, entries=np.append(0, entries))


def log_odds(words: Vocabulary, table: Terms) -> Floats:
    """Return, for the lines of `words`, log-odds and the share of words that `table` knows."""
    import numpy as np

    lines = len(words.counts)
    raw, bared = _numbers(words, table)
    in_head = words.place < HEAD
    counted = in_head | (words.place >= (words.counts - TAIL)[words.line])
    alone = table.alone[np.where(in_head, bared, raw)] * counted
    odds = np.zeros(lines)
    odds += np.bincount(words.line, alone, lines)
    second = (in_head & (words.place > 0)).nonzero()[0]
    found = table.pairs.weigh(bared[second - 1], bared[second], len(table.alone))
    odds += np.bincount(words.line[second], found, lines)
    full = words.counts.nonzero()[0]
    starts, ends, counts = words.starts[full], words.ends[full], words.counts[full]
    odds[full] += table.first[bared[starts]]
    odds[full] += table.last[np.where(counts > HEAD, raw[ends - 1], bared[ends - 1])]
    two = counts > 1
    opens = starts[two]
    odds[full[two]] += table.first_pairs.weigh(bared[opens], bared[opens + 1], len(table.alone))
    odds += _whole(words, table)
    known = np.bincount(words.line, in_head & (alone != 0.0), lines)
    share = np.where(words.counts > 0, known / words.counts.clip(1, HEAD), 1.0)
    return together([odds.clip(-LIMIT, LIMIT), share])


def _numbers(words: Vocabulary, table: Terms) -> tuple[Numbers, Numbers]:
    """Return the table's numbers of all tokens, as they are and with digits as zeros."""
    raw = table.numbers_of(words)
    bared = raw.copy()
    lengths = words.lengths[words.digits].tolist()
    zeros = {length: table.numbers.get("0" * length, 0) for length in set(lengths)}
    bared[words.digits] = [zeros[length] for length in lengths]
    return raw[words.numbers], bared[words.numbers]


def _whole(words: Vocabulary, table: Terms) -> Values:
    """Return the weights of the lines that are known as a whole."""
    import numpy as np

    weights = np.zeros(len(words.counts))
    short = ((words.counts > 0) & (words.counts <= WHOLE)).nonzero()[0]
    digits = words.counted(words.digits) > 0
    starts, ends = words.starts.tolist(), words.ends.tolist()
    get, flat = table.whole.get, words.flat
    for n, numbered in zip(short.tolist(), digits[short].tolist(), strict=True):
        own = flat[starts[n] : ends[n]]
        weights[n] = get(" ".join(map(bare, own) if numbered else own), 0.0)
    return weights
