"""From the network's scores to labels: the best sequence, and how probable it is.

A linear-chain conditional random field (Lafferty, McCallum and Pereira, 2001). Everything is
computed row by row in a fixed order, so a sentence's result does not depend on its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tasks.entities.recognise.labels import LABELS, OUTSIDE, follows, kind_of

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
FORBIDDEN = np.float32(-1e4)


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


def best(scores: Floats, lengths: Numbers, chain: Chain) -> Numbers:
    """Return the best label of every word (Viterbi); `scores` are [sentence, word, label]."""
    count, longest, size = scores.shape
    # Sentences lie innermost, so that each step is a few long additions.
    turned = np.ascontiguousarray(scores.transpose(1, 2, 0))
    states = np.empty((longest, size, count), np.float32)
    states[0] = chain.first[:, None] + turned[0]
    paths = np.empty((size, size, count), np.float32)
    for word in range(1, longest):
        np.add(states[word - 1][:, None, :], chain.after[:, :, None], out=paths)
        np.add(paths.max(0), turned[word], out=states[word])
        states[word] = np.where(word < lengths, states[word], states[word - 1])
    back = np.ascontiguousarray(chain.after.T)
    labels = np.empty((count, longest), np.int64)
    last = states[longest - 1].argmax(0)
    for word in range(longest - 1, 0, -1):
        labels[:, word] = last
        origin = (states[word - 1].T + back[last]).argmax(1)
        last = np.where(word < lengths, origin, last)
    labels[:, 0] = last
    return labels


def probabilities(scores: Floats, lengths: Numbers, chain: Chain) -> Floats:
    """Return the probability of every label at every word (forward-backward)."""
    count, longest, size = scores.shape
    turned = np.ascontiguousarray(scores.transpose(1, 2, 0))
    step = np.exp(chain.after)
    local = np.exp(turned - turned.max(1, keepdims=True))
    forward = np.empty_like(local)
    backward = np.empty_like(local)
    forward[0] = _scaled(local[0] * np.exp(chain.first)[:, None])
    for word in range(1, longest):
        forward[word] = _scaled(_summed(forward[word - 1], step) * local[word])
    reverse = np.ascontiguousarray(step.T)
    after = np.full((size, count), np.float32(1.0 / size), np.float32)
    backward[longest - 1] = after
    for word in range(longest - 2, -1, -1):
        moved = _scaled(_summed(backward[word + 1] * local[word + 1], reverse))
        backward[word] = np.where(word + 1 < lengths, moved, after)
    product = np.ascontiguousarray((forward * backward).transpose(2, 0, 1))
    chances: Floats = product / (product.sum(2, keepdims=True) + np.float32(1e-30))
    return chances


def _summed(state: Floats, step: Floats) -> Floats:
    """Return, for states [label, sentence], what moves to each label.

    It is added up label by label: a sentence's sum does not depend on how many there are.
    """
    total: Floats = state[0] * step[0][:, None]
    part = np.empty_like(total)
    for label in range(1, len(state)):
        np.multiply(state[label], step[label][:, None], out=part)
        total += part
    return total


def _scaled(values: Floats) -> Floats:
    """Return [label, sentence] values of which the greatest is 1, so that none gets too small."""
    scaled: Floats = values / (values.max(0) + np.float32(1e-30))
    return scaled


def mentions(labels: Numbers, chances: Floats) -> list[Span]:
    """Return the mentions in labelled words, with the smallest probability of their words.

    `chances` are those of the words' own labels. A mention goes on as long as I- labels do: in a
    best sequence they have the type of the B- label before them.
    """
    begins = np.flatnonzero(labels % 2 == 1)
    if not len(begins):
        return []
    goes_on = (labels != OUTSIDE) & (labels % 2 == 0)
    stops = np.append(np.flatnonzero(~goes_on), len(labels))
    ends = stops[np.searchsorted(stops, begins, side="right")]
    edges = np.stack([begins, ends], 1).reshape(-1)
    lowest = np.minimum.reduceat(np.append(chances, np.float32(1)), edges)[::2]
    kinds = kind_of(labels[begins])
    return [
        Span(start, end, kind, sure)
        for start, end, kind, sure in zip(
            begins.tolist(), ends.tolist(), kinds.tolist(), lowest.tolist(), strict=True
        )
    ]
