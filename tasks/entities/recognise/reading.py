"""Reading texts: from characters to mentions, many texts at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from tasks.entities.recognise import decode, features, network
from tasks.entities.recognise.decode import Floats, Numbers, Span
from tasks.entities.recognise.labels import OUTSIDE
from tasks.entities.recognise.tokens import Tokens, tokenise

#: Texts are read together until they hold so many words: enough to fill the batches.
_TOGETHER = 40_000
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
    owners: list[int]  # the text of each sentence
    offsets: list[int]  # the first word of each text


class _Forms:
    """The word forms met so far: each is described once, while there are not too many."""

    __slots__ = ("entered", "lowered", "model", "numbers")

    def __init__(self, model: network.Model) -> None:
        self.model = model
        self.numbers: dict[str, int] = {}
        self.lowered: list[str] = []
        self.entered: Floats = np.empty((0, model.entry.shape[1]), np.float32)

    def numbered(self, words: list[str]) -> list[int]:
        """Return the number of each word's form."""
        numbers, lowered = self.numbers, self.lowered
        for word in dict.fromkeys(words):
            if word not in numbers:
                numbers[word] = len(lowered)
                lowered.append(features.lowered(word))
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
    found: list[list[Span]] = [[] for _ in tokens]
    order = np.argsort(group.lengths, kind="stable")
    for start in range(0, len(order), network.ROWS):
        chosen = order[start : start + network.ROWS]
        for sentence, spans in zip(chosen, _batch(group, chosen, forms.model), strict=True):
            owner = group.owners[sentence]
            shift = int(group.starts[sentence]) - group.offsets[owner]
            found[owner].extend(
                Span(span.start + shift, span.end + shift, span.kind, span.probability)
                for span in spans
            )
    for one, spans in zip(tokens, found, strict=True):
        yield Read(one, sorted(spans, key=lambda span: span.start))


def _grouped(tokens: list[Tokens], forms: _Forms) -> _Group:
    words: list[int] = []
    places: list[Numbers] = []
    starts: list[int] = []
    lengths: list[int] = []
    owners: list[int] = []
    offsets: list[int] = []
    for owner, one in enumerate(tokens):
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
            owners.append(owner)
            before = end
    forms.complete()
    return _Group(
        np.array(words, np.int64),
        np.concatenate(places) if places else np.zeros(0, np.int64),
        forms.entered,
        np.array(starts, np.int64),
        np.array(lengths, np.int64),
        owners,
        offsets,
    )


def _batch(group: _Group, chosen: Numbers, model: network.Model) -> list[list[Span]]:
    lengths = group.lengths[chosen]
    longest = int(lengths.max())
    within = np.minimum(np.arange(longest)[None, :], lengths[:, None] - 1)
    index = group.starts[chosen][:, None] + within
    scores = network.scores(model, group.forms, group.words[index], group.places[index], lengths)
    labels = decode.best(scores, lengths, model.chain)
    named = np.flatnonzero(((labels != OUTSIDE) & (np.arange(longest) < lengths[:, None])).any(1))
    spans: list[list[Span]] = [[] for _ in chosen]
    if len(named):
        chances = decode.probabilities(scores[named], lengths[named], model.chain)
        for place, sentence in enumerate(named):
            spans[sentence] = decode.mentions(
                labels[sentence], chances[place], int(lengths[sentence])
            )
    return spans
