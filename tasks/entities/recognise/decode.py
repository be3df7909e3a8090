"""From the network's scores to labels: the best sequence, and how probable it is.

A linear-chain conditional random field (Lafferty, McCallum and Pereira, 2001). Everything is
computed row by row in a fixed order, so a sentence's result does not depend on its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from tasks.entities.recognise.labels import LABELS, OUTSIDE, follows, kind_of

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
FORBIDDEN = np.float32(-1e4)
#: Sentences whose best labels are sought together, and whose probabilities are.
TOGETHER: Final = 256
ROWS: Final = 64
#: O and the B- labels; the B- labels; the I- labels: every second one.
_START: Final = np.array([OUTSIDE, *range(1, len(LABELS), 2)])
_BEGIN: Final = slice(1, None, 2)
_INSIDE: Final = slice(2, None, 2)
#: What sums of rounded numbers may be off.
_MARGIN: Final = 1e-3


@dataclass(frozen=True, slots=True)
class Chain:
    """Scores of a label after a label ([before, after]) and at the start of a sentence."""

    after: Floats
    first: Floats


@dataclass(frozen=True, slots=True)
class Span:
    """Words `start` to `end` (half-open) of a sentence, as a mention of type number `kind`."""

    start: int
    end: int
    kind: int
    probability: float


def constrained(after: Floats, first: Floats) -> Chain:
    """Return the chain with every sequence ruled out in which I- follows another type or O."""
    size = len(LABELS)
    after = after.astype(np.float32)
    first = first.astype(np.float32)
    for label in range(size):
        for before in range(size):
            if not follows(before, label):
                after[before, label] = FORBIDDEN
        if not follows(OUTSIDE, label):
            first[label] = FORBIDDEN
    return Chain(after, first)


def doubted(scores: Floats, chain: Chain) -> npt.NDArray[np.bool_]:
    """Tell for every word [word, label] whether it may be part of a name.

    A sentence without such a word has no name. One of n words takes n + 1 moves between labels, or
    n and a first label; what they may gain over staying outside is less than its words lose.
    """
    outside = chain.after[OUTSIDE, OUTSIDE]
    gain = max(float((chain.after - outside).max()), 0.0)
    first = max(float((chain.first - chain.first[OUTSIDE]).max()), 0.0)
    lost = scores[:, OUTSIDE] - scores[:, OUTSIDE + 1 :].max(1)
    doubt: npt.NDArray[np.bool_] = lost <= 2 * gain + first + _MARGIN
    return doubt


def best(scores: Floats, lengths: Numbers, chain: Chain) -> Numbers:
    """Return the best label of every word (Viterbi); `scores` are [word, sentence, label].

    Before an I- label stands one of two, before another one any.
    """
    longest, count, size = scores.shape
    # Sentences lie innermost, so that each step is a few long additions.
    turned = np.ascontiguousarray(scores.transpose(0, 2, 1))
    states = np.empty((longest, size, count), np.float32)
    states[0] = chain.first[:, None] + turned[0]
    paths = np.empty((size, len(_START), count), np.float32)
    start = np.ascontiguousarray(chain.after[:, _START])[:, :, None]
    begin = chain.after[_BEGIN, _INSIDE].diagonal()[:, None]
    inside = chain.after[_INSIDE, _INSIDE].diagonal()[:, None]
    for word in range(1, longest):
        before, state = states[word - 1], states[word]
        np.add(before[:, None, :], start, out=paths)
        state[_START] = np.maximum.reduce(paths, 0)
        np.maximum(before[_BEGIN] + begin, before[_INSIDE] + inside, out=state[_INSIDE])
        state += turned[word]
    last = states[lengths - 1, :, np.arange(count)].argmax(1)
    back = np.ascontiguousarray(chain.after.T)
    labels = np.empty((longest, count), np.int64)
    for word in range(longest - 1, 0, -1):
        labels[word] = last
        origin = (states[word - 1].T + back[last]).argmax(1)
        last = np.where(word < lengths, origin, last)
    labels[0] = last
    return labels


def probabilities(scores: Floats, lengths: Numbers, chain: Chain) -> Floats:
    """Return the probability of every label at every word (forward-backward).

    `scores` are [word, sentence, label] of at most `ROWS` sentences. Every product is of `ROWS`
    of them, filled up with zeros: a sentence's sums do not depend on how many there are.
    """
    longest, count, size = scores.shape
    turned = np.zeros((longest, size, ROWS), np.float32)
    turned[:, :, :count] = scores.transpose(0, 2, 1)
    inside = np.arange(longest)[:, None] < np.append(lengths, np.zeros(ROWS - count, np.int64))
    step = np.exp(chain.after)
    there = np.ascontiguousarray(step.T)
    turned -= turned.max(1, keepdims=True)
    local = np.exp(turned, out=turned)
    forward = np.empty_like(local)
    backward = np.empty_like(local)
    np.multiply(local[0], np.exp(chain.first)[:, None], out=forward[0])
    _scale(forward[0])
    for word in range(1, longest):
        np.matmul(there, forward[word - 1], out=forward[word])
        forward[word] *= local[word]
        _scale(forward[word])
    backward[longest - 1] = np.float32(1.0 / size)
    part = np.empty((size, ROWS), np.float32)
    over = ~inside
    for word in range(longest - 2, -1, -1):
        np.multiply(backward[word + 1], local[word + 1], out=part)
        np.matmul(step, part, out=backward[word])
        _scale(backward[word])
        np.copyto(backward[word], np.float32(1.0 / size), where=over[word + 1])
    forward *= backward
    product = np.ascontiguousarray(forward[:, :, :count].transpose(0, 2, 1))
    chances: Floats = product / (product.sum(2, keepdims=True) + np.float32(1e-30))
    return chances


def _scale(values: Floats) -> None:
    """Make the greatest of [label, sentence] values 1, so that none gets too small."""
    values /= np.maximum.reduce(values, 0) + np.float32(1e-30)


def mentions(labels: Numbers, chances: Floats, firsts: Numbers) -> list[list[Span]]:
    """Return the mentions of each text, in its own words; `firsts` are the texts' first words.

    `chances` are those of the words' own labels: a mention has the smallest of its words. It goes
    on as long as I- labels do: in a best sequence they have the type of the B- label before them.
    """
    begins = np.flatnonzero(labels % 2 == 1)
    if not len(begins):
        return [[] for _ in firsts]
    goes_on = (labels != OUTSIDE) & (labels % 2 == 0)
    stops = np.append(np.flatnonzero(~goes_on), len(labels))
    ends = stops[np.searchsorted(stops, begins, side="right")]
    edges = np.stack([begins, ends], 1).reshape(-1)
    lowest = np.minimum.reduceat(np.append(chances, np.float32(1)), edges)[::2]
    text = np.searchsorted(firsts, begins, side="right") - 1
    shift = firsts[text]
    kinds = kind_of(labels[begins])
    columns = (begins - shift, ends - shift, kinds, lowest)
    spans = list(map(Span, *(column.tolist() for column in columns)))
    bounds = np.searchsorted(text, np.arange(len(firsts) + 1)).tolist()
    return [spans[start:end] for start, end in pairwise(bounds)]
