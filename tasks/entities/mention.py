"""One name in a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: The types a mention can have, in the order the tables document them.
TYPES: Final = ("PERSON", "ORG", "LOC", "NORP", "EVENT", "FAC", "PRODUCT", "WORK", "MISC")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a text: `text[start:end] == surface`, in code points, half-open.

    `type` is one of `TYPES`; `confidence` lies in [0, 1] and is the estimated probability that
    both the span and the type are right.
    """

    start: int
    end: int
    surface: str
    type: str
    confidence: float
