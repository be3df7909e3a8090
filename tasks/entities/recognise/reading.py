"""Reading texts: from characters to mentions, many texts at once."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tasks.entities.recognise import decode, gazetteer, network, pooling
from tasks.entities.recognise.decode import Chain, Floats, Numbers, Span
from tasks.entities.recognise.forms import LISTED, NAMED, Forms
from tasks.entities.recognise.labels import LABELS
from tasks.entities.recognise.tokens import Tokens, tokenise

#: Texts are read together until they hold so many words: enough to fill the batches.
_TOGETHER = 40_000
#: Word forms kept; each takes half a kilobyte.
_FORMS = 60_000


@dataclass(frozen=True, slots=True)
class Read:
    """One text's words and the mentions among them, in words of the whole text."""

    tokens: Tokens
    spans: list[Span]


@dataclass(frozen=True, slots=True)
class _Group:
    """Some texts, and their sentences one after the other."""

    words: Numbers  # the number of the word form, for every word of every text
    places: Numbers  # its gazetteer feature
    forms: Floats
    starts: Numbers  # the first word of each sentence
    lengths: Numbers
    firsts: Numbers  # the first word of each text
    texts: Numbers  # the text of each word
    named: npt.NDArray[np.bool_]  # whether a word is written as names are


class Reader:
    """Reads texts with one model; what it knows of word forms it keeps, up to a bound.

    Threads may share it: what a text says does not depend on what was read before.
    """

    def __init__(self, model: network.Model) -> None:
        self.model = model
        self._forms = Forms(model)
        self._lock = threading.Lock()

    def read(self, texts: Sequence[str]) -> Iterator[Read]:
        """Yield the words and mentions of each text, in order."""
        waiting: list[Tokens] = []
        count = 0
        for text in texts:
            waiting.append(tokenise(text))
            count += len(waiting[-1].words)
            if count >= _TOGETHER:
                yield from self._read(waiting)
                waiting, count = [], 0
        yield from self._read(waiting)

    def _read(self, tokens: list[Tokens]) -> Iterator[Read]:
        with self._lock:
            if len(self._forms) > _FORMS:
                self._forms = Forms(self.model)
            group = _grouped(tokens, self._forms)
        scores = pooling.pooled(_scores(group, self.model), group.words, group.texts, group.named)
        labels, chances = _labelled(group, scores, self.model.chain)
        yield from map(Read, tokens, decode.mentions(labels, chances, group.firsts))


@functools.cache
def reader(folder: Path) -> Reader:
    """Return the reader with the model in `folder`; raises FileNotFoundError without its files."""
    return Reader(network.load(folder))


def _scores(group: _Group, model: network.Model) -> Floats:
    """Return [word, label] scores of the words of all texts, and a last row that means nothing."""
    keys = group.words * gazetteer.SIZE + group.places
    different, numbers = np.unique(keys, return_inverse=True)
    form, place = np.divmod(different, gazetteer.SIZE)
    words = network.seen(model, group.forms, form, place)
    rows = np.append(numbers + 1, 0)
    scores = np.zeros((len(rows), len(LABELS)), np.float32)
    every = np.arange(len(group.lengths))
    for index, lengths in _batches(group, every, network.ROWS):
        scores[index] = network.scores(model, words, rows[index], lengths)
    return scores


def _labelled(group: _Group, scores: Floats, moves: Chain) -> tuple[Numbers, Floats]:
    """Return every word's label and its probability, 1 where a sentence has no name."""
    labels = np.zeros(len(scores), np.int64)
    chances = np.ones(len(scores), np.float32)
    if not len(group.lengths):
        return labels, chances
    doubted = np.logical_or.reduceat(decode.doubted(scores, moves), group.starts)
    for index, lengths in _batches(group, np.flatnonzero(doubted), decode.TOGETHER):
        labels[index] = decode.best(scores[index], lengths, moves)
    labels[-1] = 0
    named = np.maximum.reduceat(labels, group.starts)
    for index, lengths in _batches(group, np.flatnonzero(named), decode.ROWS):
        sure = decode.probabilities(scores[index], lengths, moves)
        chances[index] = np.take_along_axis(sure, labels[index][:, :, None], 2)[:, :, 0]
    return labels, chances


def _batches(group: _Group, sentences: Numbers, rows: int) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield sentences of like length, `rows` at a time: their words, and their lengths.

    The words are [word, sentence]; behind the end of a sentence stands one past the last of all.
    """
    order = sentences[np.argsort(group.lengths[sentences], kind="stable")]
    for at in range(0, len(order), rows):
        chosen = order[at : at + rows]
        lengths = group.lengths[chosen]
        places = np.arange(int(lengths[-1]))[:, None]
        yield np.where(places < lengths, group.starts[chosen] + places, len(group.words)), lengths


def _grouped(tokens: list[Tokens], forms: Forms) -> _Group:
    numbers = [forms.numbered(one.words) for one in tokens]
    offsets = [0, *accumulate(map(len, numbers))]
    ends = [at + end for at, one in zip(offsets, tokens, strict=False) for end in one.sentence_ends]
    starts = np.array([0, *ends[:-1]], np.int64)[: len(ends)]
    words = np.fromiter(chain.from_iterable(numbers), np.int64, offsets[-1])
    entered, kinds = forms.described()
    kind = kinds[words]
    return _Group(
        words,
        _places(numbers, offsets, np.flatnonzero(kind & LISTED), forms.lowered),
        entered,
        starts,
        np.array(ends, np.int64) - starts,
        np.array(offsets[:-1], np.int64),
        np.repeat(np.arange(len(tokens)), np.diff(offsets)),
        (kind & NAMED) > 0,
    )


def _places(
    numbers: list[list[int]], offsets: list[int], listed: Numbers, lowered: list[str]
) -> Numbers:
    """Return the gazetteer feature of every word; `listed` are those that may begin a name."""
    places = np.zeros(offsets[-1], np.int64)
    bounds = np.searchsorted(listed, offsets).tolist()
    for text, some in enumerate(numbers):
        mine = listed[bounds[text] : bounds[text + 1]] - offsets[text]
        found = gazetteer.found(mine.tolist(), [lowered[number] for number in some])
        for place, feature in found:
            places[offsets[text] + place] = feature
    return places
