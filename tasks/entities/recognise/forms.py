"""Word forms: every different word is described once, in whatever text it stands."""

from __future__ import annotations

from itertools import islice
from typing import Final

import numpy as np
import numpy.typing as npt

from tasks.entities.recognise import features, gazetteer, network
from tasks.entities.recognise.decode import Floats

#: What a word form may be: written as names are; the first word of a listed name.
NAMED: Final = 1
LISTED: Final = 2
_ROOM: Final = 1_000


class _Numbers(dict[str, int]):
    """The number of every word form met so far: a new one gets the next."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


class Forms:
    """The word forms met so far. What was once read from here stays as it is."""

    __slots__ = ("_entered", "_kinds", "_known", "_numbers", "lowered", "model")

    def __init__(self, model: network.Model) -> None:
        self.model = model
        self.lowered: list[str] = []
        self._numbers = _Numbers()
        self._known = 0
        self._entered: Floats = np.empty((_ROOM, model.entry.shape[1]), np.float32)
        self._kinds = np.empty(_ROOM, np.uint8)

    def __len__(self) -> int:
        return len(self._numbers)

    def numbered(self, words: list[str]) -> list[int]:
        """Return the number of each word's form."""
        numbers = list(map(self._numbers.__getitem__, words))
        self.lowered += map(features.lowered, islice(self._numbers, len(self.lowered), None))
        return numbers

    def described(self) -> tuple[Floats, npt.NDArray[np.uint8]]:
        """Return the row of numbers, and the kinds, of every form that was numbered."""
        known, count = self._known, len(self._numbers)
        if known < count:
            new = list(islice(self._numbers, known, None))
            lowered = self.lowered[known:]
            self._grow(count)
            self._entered[known:count] = network.entered(self.model, new, lowered)
            self._kinds[known:count] = list(map(_kinds, new, lowered))
            self._known = count
        return self._entered[:count], self._kinds[:count]

    def _grow(self, count: int) -> None:
        known, room = self._known, len(self._kinds)
        if count > room:
            room = max(count, 2 * room)
            entered, kinds = self._entered, self._kinds
            self._entered = np.empty((room, entered.shape[1]), np.float32)
            self._kinds = np.empty(room, np.uint8)
            self._entered[:known], self._kinds[:known] = entered[:known], kinds[:known]


def _kinds(word: str, lowered: str) -> int:
    if not word[0].isupper():
        return 0
    return (NAMED if len(word) > 1 else 0) | (LISTED if gazetteer.begins(lowered) else 0)
