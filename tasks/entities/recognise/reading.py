"""Reading texts: from characters to mentions, many texts at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tasks.entities.recognise import decode, features, network, pooling
from tasks.entities.recognise.decode import Chain, Floats, Numbers, Span
from tasks.entities.recognise.labels import LABELS, OUTSIDE
from tasks.entities.recognise.tokens import Tokens, tokenise

#: Texts are read together until they hold so many words: enough to fill the batches.
_TOGETHER = 40_000
#: Sentences that are decoded together.
_DECODED = 256
#: Word forms kept between such groups; each takes half a kilobyte.
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
    places: Numbers
    forms: Floats
    starts: Numbers  # the first word of each sentence
    lengths: Numbers
    offsets: list[int]  # the first word of each text
    texts: Numbers  # the text of each word
    named: npt.NDArray[np.bool_]  # whether a word is written as names are


class _Forms:
    """The word forms met so far: each is described once, while there are not too many."""

    __slots__ = ("entered", "lowered", "model", "named", "numbers")

    def __init__(self, model: network.Model) -> None:
        self.model = model
        self.numbers: dict[str, int] = {}
        self.lowered: list[str] = []
        self.named: list[bool] = []
        self.entered: Floats = np.empty((0, model.entry.shape[1]), np.float32)

    def numbered(self, words: list[str]) -> list[int]:
        """Return the number of each word's form."""
        numbers, lowered = self.numbers, self.lowered
        for word in dict.fromkeys(words):
            if word not in numbers:
                numbers[word] = len(lowered)
                lowered.append(features.lowered(word))
                self.named.append(len(word) > 1 and word[0].isupper())
        return [numbers[word] for word in words]

    def complete(self) -> None:
        """Describe the forms that are new."""
        known = len(self.entered)
        if known < len(self.lowered):
            new = list(self.numbers)[known:]
            rows = network.entered(self.model, new, self.lowered[known:])
            self.entered = np.concatenate([self.entered, rows])


def read(texts: Sequence[str], model: network.Model) -> Iterator[Read]:
    """Yield the words and mentions of each text, in order."""
    forms = _Forms(model)
    waiting: list[Tokens] = []
    count = 0
    for text in texts:
        waiting.append(tokenise(text))
        count += len(waiting[-1].words)
        if count >= _TOGETHER:
            yield from _read(waiting, forms)
            waiting, count = [], 0
            if len(forms.lowered) > _FORMS:
                forms = _Forms(model)
    yield from _read(waiting, forms)


def _read(tokens: list[Tokens], forms: _Forms) -> Iterator[Read]:
    group = _grouped(tokens, forms)
    model = forms.model
    order = np.argsort(group.lengths, kind="stable")
    scores = np.empty((len(group.words), len(LABELS)), np.float32)
    for chosen in _batches(order, network.ROWS):
        index, inside = _places(group, chosen)
        found = network.scores(
            model, group.forms, group.words[index], group.places[index], group.lengths[chosen]
        )
        scores[index[inside]] = found[inside]
    scores = pooling.pooled(scores, group.words, group.texts, group.named)
    labels = np.zeros(len(group.words), np.int64)
    chances = np.ones(len(group.words), np.float32)
    for chosen in _batches(order, _DECODED):
        index, inside = _places(group, chosen)
        some, sure = _decoded(scores[index], group.lengths[chosen], model.chain)
        labels[index[inside]] = some[inside]
        chances[index[inside]] = sure[inside]
    spans: list[list[Span]] = [[] for _ in tokens]
    for span in decode.mentions(labels, chances):
        owner = group.texts[span.start]
        shift = group.offsets[owner]
        spans[owner].append(Span(span.start - shift, span.end - shift, span.kind, span.probability))
    yield from map(Read, tokens, spans)


def _batches(order: Numbers, rows: int) -> list[Numbers]:
    return [order[at : at + rows] for at in range(0, len(order), rows)]


def _places(group: _Group, chosen: Numbers) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    """Return the word at each place of some sentences, and which places are inside of them."""
    lengths = group.lengths[chosen][:, None]
    places = np.arange(int(lengths.max()))
    index = group.starts[chosen][:, None] + np.minimum(places, lengths - 1)
    return index, places < lengths


def _grouped(tokens: list[Tokens], forms: _Forms) -> _Group:
    words: list[int] = []
    places: list[Numbers] = []
    starts: list[int] = []
    lengths: list[int] = []
    offsets: list[int] = []
    for one in tokens:
        offset = len(words)
        offsets.append(offset)
        numbers = forms.numbered(one.words)
        words.extend(numbers)
        lowered = [forms.lowered[number] for number in numbers]
        places.append(network.place_numbers(one.words, lowered))
        before = 0
        for end in one.sentence_ends:
            starts.append(offset + before)
            lengths.append(end - before)
            before = end
    forms.complete()
    return _Group(
        np.array(words, np.int64),
        np.concatenate(places) if places else np.zeros(0, np.int64),
        forms.entered,
        np.array(starts, np.int64),
        np.array(lengths, np.int64),
        offsets,
        np.repeat(np.arange(len(tokens)), [len(one.words) for one in tokens]),
        np.array(forms.named, np.bool_)[words],
    )


def _decoded(scores: Floats, lengths: Numbers, chain: Chain) -> tuple[Numbers, Floats]:
    """Return [sentence, word] labels and their probabilities, 1 where a sentence has no name."""
    labels = decode.best(scores, lengths, chain)
    sure = np.ones(labels.shape, np.float32)
    inside = np.arange(labels.shape[1]) < lengths[:, None]
    named = np.flatnonzero(((labels != OUTSIDE) & inside).any(1))
    if len(named):
        chances = decode.probabilities(scores[named], lengths[named], chain)
        sure[named] = np.take_along_axis(chances, labels[named][:, :, None], 2)[:, :, 0]
    return labels, sure
