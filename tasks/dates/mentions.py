"""Temporal expressions in running text, as TIMEX3 (TimeML 1.2.1) mentions."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """One temporal expression: `text[start:end] == surface`, offsets in code points.

    `kind` and `value` are TIMEX3's type and value; `value` is None where the expression needs a
    date that is not known, and `reason` then says which. `first` and `last` are the first and the
    last day that the expression covers, None where it covers no known days. `anchor` is the date
    that a relative expression was resolved against.
    """

    start: int
    end: int
    surface: str
    kind: Kind
    value: str | None
    first: date | None
    last: date | None
    anchor: date | None
    reason: str | None


def find_dates(text: str, anchor: date | None = None, language: str = "en") -> list[DateMention]:
    """Temporal expressions of `text` in order of appearance, without overlaps; see DateMention.

    `anchor` is the day on which the text was published, or None; `language` a BCP 47 code.
    Never raises on any str; takes time linear in its length.
    """
    from tasks.dates.expressions.finding import find

    return find(text, anchor, language)
