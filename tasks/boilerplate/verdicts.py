"""What the models say of the lines of one page, and what has been made of it so far."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tasks.boilerplate import facts
from tasks.boilerplate.features import COLUMNS, Described
from tasks.boilerplate.lexicon import OPENS_SECTION
from tasks.boilerplate.lines import Line
from tasks.boilerplate.page import Label
from tasks.boilerplate.roles import ROLES
from tasks.boilerplate.words import KINDS, months

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tasks.boilerplate.markup import Place

    Floats = NDArray[np.float32]

AT = {name: n for n, name in enumerate(COLUMNS)}
ROLE = {name: n for n, name in enumerate(ROLES)}
#: Kinds of phrases of furniture, and their columns.
FURNITURE = tuple(
    kind
    for kind in KINDS
    if kind in {"interface", "share", "legal", "related", "comment", "subscribe"}
)
SAYING = [AT[f"kind_{kind}"] for kind in FURNITURE]
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


@functools.cache
def _sayings() -> tuple[tuple[str, ...], ...]:
    """Return the kinds of `FURNITURE` of which a number has the bits."""
    kinds = range(len(FURNITURE))
    return tuple(
        tuple(FURNITURE[n] for n in kinds if bits >> n & 1) for bits in range(1 << len(FURNITURE))
    )


@dataclass(slots=True)
class Verdicts:
    """What the models say of the lines of one page.

    `likely` and `roles` are probabilities; `kept` and `boxed` say which lines may stay in the body
    and which are of boxes, `cut` is the lowest probability of those that stay. `said` are the
    kinds of furniture of whose phrases a good part of a line is; `sure` says which lines surely
    are body, `telling` which may have a role, `dated` which hold a date; `sections` are those that
    open like a section's name, `remarks` those that may be of editors, publishers or archives.
    """

    lines: Sequence[Line]
    page: Described
    likely: Floats
    kept: Sequence[bool]
    boxed: Sequence[bool]
    roles: Floats
    cut: float
    places: Sequence[Place] | None = None
    labels: list[Label] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    owners: list[int | None] = field(default_factory=list)
    alike: Sequence[int] = field(init=False)
    sizes: Sequence[float] = field(init=False)
    said: Sequence[tuple[str, ...]] = field(init=False)
    sure: Sequence[bool] = field(init=False)
    telling: Sequence[bool] = field(init=False)
    dated: Sequence[bool] = field(init=False)
    sections: frozenset[int] = field(init=False)
    remarks: Sequence[int] = field(init=False)
    _chrome: Sequence[bool] = field(init=False)

    def __post_init__(self) -> None:
        rows = self.page.rows
        chrome = rows[:, AT["covered"]].astype(float) >= CHROME
        bits = [1 << n for n in range(len(SAYING))]
        self.alike, self.sizes = self.page.alike, self.page.sizes.tolist()
        self.said = [_sayings()[n] for n in (((rows[:, SAYING] > 0) @ bits) * chrome).tolist()]
        self.sure = (self.likely > SURE_BODY).tolist()
        likely: Any = (self.roles[:, 1:] >= LIKELY_ROLE).any(axis=1)
        self.telling = likely.tolist()
        self.sections = frozenset(self.page.words.opening(OPENS_SECTION).tolist())
        self.remarks = sorted(self.page.banners.union(self.page.remarks.nonzero()[0].tolist()))
        self._chrome = chrome.tolist()
        dated = (rows[:, AT["date"]] > 0) & (rows[:, AT["digits"]] > 0)
        self.dated = dated.tolist()

    def has(self, column: str) -> list[bool]:
        """Return of which lines the own feature `column` is more than nothing."""
        found: list[bool] = (self.page.rows[:, AT[column]] > 0).tolist()
        return found

    def banner(self, n: int) -> facts.Banner | None:
        """Return what line `n` says as the banner of an archive, None where it is none."""
        return facts.banner(self.lines[n].text) if n in self.page.banners else None

    def section(self, n: int) -> str | None:
        """Return the section that line `n` names, None where it names none."""
        return facts.section(self.lines[n].text) if n in self.sections else None

    def role(self, name: str, n: int) -> float:
        found: float = self.roles.item(n, ROLE[name])
        return found

    def put(self, n: int, label: Label, reason: str) -> None:
        self.labels[n], self.reasons[n] = label, reason

    def chrome(self, n: int) -> bool:
        """Return whether phrases of furniture make up a good part of line `n`."""
        return self._chrome[n]

    def all_date(self, n: int) -> bool:
        """Return whether a short line says little but a date, and perhaps whose report it is."""
        if not self.dated[n]:
            return False
        text, own = self.lines[n].text, self.page.tokens[n]
        dated = sum(token.isdigit() or token in months() for token in own)
        return facts.source(text) is not None or dated >= 0.5 * len(own)

    def is_note(self, n: int) -> bool:
        """Return whether line `n` is a remark: it says so, and nothing speaks for the body."""
        if not self.page.remarks[n]:
            return False
        doubtful = self.kept[n] and self.sure[n] and self.sizes[n] > SHORT_ROLE
        return not doubtful or self.role("note", n) > SEEN_ROLE
