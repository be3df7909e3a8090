"""From the network's scores to labels: the best sequence, and how probable it is.

A linear-chain conditional random field (Lafferty, McCallum and Pereira, 2001). Everything is
computed row by row in a fixed order, so a sentence's result does not depend on its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tasks.entities.recognise.labels import LABELS, OUTSIDE, beginning, follows, kind_of

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
    state = chain.first + scores[:, 0]
    origins = np.empty((longest, count, size), np.int64)
    transposed = np.ascontiguousarray(chain.after.T)
    everyone = np.arange(count)
    for word in range(1, longest):
        paths = state[:, None, :] + transposed
        origin = paths.argmax(2)
        reached = np.take_along_axis(paths, origin[:, :, None], 2)[:, :, 0] + scores[:, word]
        inside = (word < lengths)[:, None]
        origins[word] = np.where(inside, origin, np.arange(size))
        state = np.where(inside, reached, state)
    labels = np.empty((count, longest), np.int64)
    last = state.argmax(1)
    for word in range(longest - 1, -1, -1):
        labels[:, word] = last
        if word:
            last = origins[word, everyone, last]
    return labels


def probabilities(scores: Floats, lengths: Numbers, chain: Chain) -> Floats:
    """Return the probability of every label at every word (forward-backward)."""
    count, longest, _ = scores.shape
    step = np.exp(chain.after)
    local = np.exp(scores - scores.max(2, keepdims=True))
    forward = np.empty_like(local)
    backward = np.empty_like(local)
    forward[:, 0] = _scaled(local[:, 0] * np.exp(chain.first))
    for word in range(1, longest):
        forward[:, word] = _scaled(_summed(forward[:, word - 1], step) * local[:, word])
    reverse = np.ascontiguousarray(step.T)
    after = np.full((count, scores.shape[2]), np.float32(1.0 / scores.shape[2]), np.float32)
    backward[:, longest - 1] = after
    for word in range(longest - 2, -1, -1):
        moved = _scaled(_summed(backward[:, word + 1] * local[:, word + 1], reverse))
        backward[:, word] = np.where((word + 1 < lengths)[:, None], moved, after)
    chances: Floats = _scaled(forward * backward)
    return chances


def _summed(state: Floats, step: Floats) -> Floats:
    """Return `state @ step`, added up in an order that the number of rows cannot change."""
    total: Floats = (state[:, :, None] * step).sum(1)
    return total


def _scaled(values: Floats) -> Floats:
    scaled: Floats = values / (values.sum(-1, keepdims=True) + np.float32(1e-30))
    return scaled


def mentions(labels: Numbers, chances: Floats, length: int) -> list[Span]:
    """Return the mentions in one sentence, with the smallest probability of their words."""
    found: list[Span] = []
    word = 0
    while word < length:
        label = int(labels[word])
        if label == OUTSIDE:
            word += 1
            continue
        kind, end = kind_of(label), word + 1
        while end < length and labels[end] == beginning(kind) + 1:
            end += 1
        sure = min(float(chances[place, labels[place]]) for place in range(word, end))
        found.append(Span(word, end, kind, sure))
        word = end
    return found
