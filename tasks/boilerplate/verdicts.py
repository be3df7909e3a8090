"""What the models say of the lines of one page, and what has been made of it so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tasks.boilerplate import facts
from tasks.boilerplate.features import COLUMNS
from tasks.boilerplate.lines import Line
from tasks.boilerplate.page import Label
from tasks.boilerplate.roles import ROLES
from tasks.boilerplate.words import months

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tasks.boilerplate.markup import Place

    Floats = NDArray[np.float32]

AT = {name: n for n, name in enumerate(COLUMNS)}
ROLE = {name: n for n, name in enumerate(ROLES)}
#: Phrases of furniture say what a line is where they cover so much of it.
CHROME = 0.3
#: Date lines and bylines have at most so many words.
SHORT_ROLE = 16
#: A role is given to a line outside the body from the lower of these on, and takes a kept line
#: away from the body only from the higher.
LIKELY_ROLE, SURE_ROLE = 0.3, 0.6
#: So likely a date line must be where the line says little but a date, and a remark where the
#: line is surely body otherwise.
SEEN_ROLE = 0.1
#: From here on a line is surely body.
SURE_BODY = 0.8


@dataclass(slots=True)
class Verdicts:
    """What the models say of the lines of one page."""

    lines: Sequence[Line]
    tokens: Sequence[list[str]]
    rows: Floats
    sizes: Sequence[float]
    likely: Floats
    kept: Sequence[bool]
    boxed: Sequence[bool]
    remarks: Sequence[bool]
    banners: frozenset[int]
    roles: Floats
    cut: float
    places: Sequence[Place] | None = None
    labels: list[Label] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    owners: list[int | None] = field(default_factory=list)
    covered: list[float] = field(init=False)
    telling: list[bool] = field(init=False)
    dated: list[bool] = field(init=False)

    def __post_init__(self) -> None:
        self.covered = self.rows[:, AT["covered"]].tolist()
        self.telling = (self.roles[:, 1:].max(axis=1) >= LIKELY_ROLE).tolist()
        dates = (self.rows[:, AT["date"]] > 0) & (self.rows[:, AT["digits"]] > 0)
        self.dated = dates.tolist()

    def is_banner(self, n: int) -> bool:
        """Return whether line `n` is the banner of an archive."""
        return n in self.banners and facts.banner(self.lines[n].text) is not None

    def role(self, name: str, n: int) -> float:
        found: float = self.roles.item(n, ROLE[name])
        return found

    def put(self, n: int, label: Label, reason: str) -> None:
        self.labels[n], self.reasons[n] = label, reason

    def chrome(self, n: int) -> bool:
        """Return whether phrases of furniture make up a good part of line `n`."""
        return self.covered[n] >= CHROME

    def same(self, one: int, other: int) -> bool:
        return self.tokens[one] == self.tokens[other] and bool(self.tokens[one])

    def all_date(self, n: int) -> bool:
        """Return whether a short line says little but a date, and perhaps whose report it is."""
        if not self.dated[n]:
            return False
        text, own = self.lines[n].text, self.tokens[n]
        dated = sum(token.isdigit() or token in months() for token in own)
        return facts.source(text) is not None or dated >= 0.5 * len(own)

    def is_note(self, n: int) -> bool:
        """Return whether line `n` is a remark: it says so, and nothing speaks for the body."""
        if not self.remarks[n]:
            return False
        doubtful = self.kept[n] and self.likely[n] > SURE_BODY and self.sizes[n] > SHORT_ROLE
        return not doubtful or self.role("note", n) > SEEN_ROLE
