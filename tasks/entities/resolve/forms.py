"""The distinct forms of names in one document, and groups of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from tasks.entities.names.parse import Name


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which a document writes a name, with the mentions that do, in text order."""

    surface: str
    type: str
    name: Name
    first: int
    members: tuple[int, ...]
    starts: tuple[int, ...]


@dataclass(slots=True)
class Group:
    """Forms of one thing; `scores` and `reasons` say why each form belongs."""

    forms: list[Form] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def first(self) -> int:
        """Return where the thing is first named in full."""
        return min(form.first for form in self.forms if form.name.full)

    def add(self, form: Form, score: float, reason: str) -> None:
        """Take `form` in."""
        self.forms.append(form)
        self.scores.append(score)
        self.reasons.append(reason)
