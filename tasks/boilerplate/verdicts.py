"""What the models say of the lines of one page, and what has been made of it so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tasks.boilerplate import facts
from tasks.boilerplate.features import COLUMNS, SEARCHED
from tasks.boilerplate.lines import Line
from tasks.boilerplate.page import Label
from tasks.boilerplate.roles import ROLES
from tasks.boilerplate.words import KINDS, phrase_counts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tasks.boilerplate.markup import Place

    Floats = NDArray[np.float32]

AT = {name: n for n, name in enumerate(COLUMNS)}
ROLE = {name: n for n, name in enumerate(ROLES)}
NOTE, BYLINE = KINDS.index("note"), KINDS.index("byline")
#: A remark says what it is in so many first words.
OPENING = 24
#: Phrases of furniture say what a line is where they cover so much of it.
CHROME = 0.3
#: Date lines and bylines have at most so many words.
SHORT_ROLE = 16
#: A role is given to a line outside the body from the lower of these on, and takes a kept line
#: away from the body only from the higher.
LIKELY_ROLE, SURE_ROLE = 0.3, 0.6


@dataclass(slots=True)
class Verdicts:
    """What the models say of the lines of one page."""

    lines: Sequence[Line]
    tokens: Sequence[list[str]]
    rows: Floats
    sizes: Floats
    likely: Floats
    kept: NDArray[np.bool_]
    roles: Floats
    cut: float
    places: Sequence[Place] | None = None
    labels: list[Label] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    owners: list[int | None] = field(default_factory=list)

    def role(self, name: str, n: int) -> float:
        return float(self.roles[n, ROLE[name]])

    def put(self, n: int, label: Label, reason: str) -> None:
        self.labels[n], self.reasons[n] = label, reason

    def chrome(self, n: int) -> bool:
        """Return whether phrases of furniture make up a good part of line `n`."""
        return float(self.rows[n, AT["covered"]]) >= CHROME

    def same(self, one: int, other: int) -> bool:
        return self.tokens[one] == self.tokens[other] and bool(self.tokens[one])

    def may_be_notes(self) -> list[bool]:
        """Return which lines are long enough for a remark and have a word of one, or are too long
        to have been searched for such words.
        """
        kinds = self.rows[:, [AT["kind_note"], AT["kind_byline"]]] > 0
        found: list[bool] = (
            (self.sizes >= 4) & (kinds.any(axis=1) | (self.sizes > SEARCHED))
        ).tolist()
        return found

    def is_note(self, n: int) -> bool:
        """Return whether line `n` is a remark: it says so in its first words."""
        if self.sizes[n] <= SEARCHED:
            told = self.rows[n, AT["kind_note"]] > 0 or self.rows[n, AT["kind_byline"]] > 0
        else:
            counts = phrase_counts(self.tokens[n][:OPENING])
            told = counts[NOTE] + counts[BYLINE] > 0
        return bool(told) and facts.is_note(self.lines[n].text)
