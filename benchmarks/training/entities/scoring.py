"""Strict entity F1 over people, organisations, places and the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.training.entities.scheme import NUMBER, O_BIT, Sentence, spans

COARSE = {"PERSON": "PER", "ORG": "ORG", "LOC": "LOC", "FAC": "LOC"}
KINDS = ("PER", "ORG", "LOC", "MISC")
Found = tuple[int, int, str]


def coarse(kind: str) -> str:
    """Return the class that every corpus knows."""
    return COARSE.get(kind, "MISC")


def gold(sentence: Sentence) -> list[Found]:
    """Return the mentions of a sentence as (first word, end, coarse class)."""
    tags = []
    for allowed in sentence.allowed:
        if allowed & O_BIT:
            tags.append("O")
            continue
        label = next(label for label, number in NUMBER.items() if allowed >> number & 1)
        tags.append(f"{label[0]}-{coarse(label[2:])}")
    return spans(tags)


@dataclass(slots=True)
class Score:
    """Counts of right, found and true mentions by class."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    true: Counter[str] = field(default_factory=Counter)

    def add(self, truth: Iterable[Found], guess: Iterable[Found]) -> None:
        """Count one sentence."""
        wanted, given = set(truth), set(guess)
        self.true.update(kind for _, _, kind in wanted)
        self.found.update(kind for _, _, kind in given)
        self.right.update(kind for _, _, kind in wanted & given)

    def f1(self, kinds: Sequence[str] = KINDS) -> float:
        """Return the F1 over these classes together, in percent."""
        right = sum(self.right[kind] for kind in kinds)
        both = sum(self.true[kind] + self.found[kind] for kind in kinds)
        return 200 * right / both if both else 0.0
