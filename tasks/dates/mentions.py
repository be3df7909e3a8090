"""Temporal expressions in running text, as TIMEX3 mentions (TimeML 1.2.1).

`find_dates("They met on Friday.", date(2017, 9, 24))` gives one mention, "Friday", a DATE with the
value 2017-09-22. Kinds and values are TIMEX3's (Pustejovsky et al. 2003; ISO-TimeML):

- DATE: 2016-10-28, 2016-10, 2016, 2016-W42, 2016-W42-WE (weekend), 2016-Q3, 2016-H1, 2016-SU
  (season), 199X (decade), 18XX (century), PAST_REF, PRESENT_REF, FUTURE_REF
- TIME: 2016-10-28T14:30, 2016-10-28TMO (morning; AF, EV, NI, MI: noon)
- DURATION: P2Y, P3M, PT48H, PXD (some days); a decade is P10Y, a quarter P3M
- SET: P1D (daily), XXXX-WXX-5 (every Friday), XXXX-SU

English is read in depth, Arabic, German, Spanish, French and Russian by some forty rules each; in
every other language that CLDR knows only dates written out in full, or in figures, are read. Spans
leave the preposition out and take the article, "early", "the end of" and "nearly" in, as the
TempEval-3 data does. Ages ("a 45-year-old") are no temporal expressions.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """One temporal expression: `text[start:end] == surface`, offsets in code points.

    `kind` and `value` are TIMEX3's type and value; `value` is None where the expression needs a
    date that is not known, and `reason` then says which; else `reason` is None. `first` and `last`
    are the first and the last day that the expression covers, both None where it covers no known
    days. `anchor` is the date that a relative expression was reckoned from: the text's own, or one
    named before in the text ("the next day").
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
    """The temporal expressions of `text` in order of appearance, without overlaps.

    `anchor` is the day on which the text was published; without one, relative expressions keep a
    mention whose value is None. `language` is a BCP 47 code. Never raises on any str, and takes
    time linear in its length.
    """
    from tasks.dates.expressions.finding import find

    return find(text, anchor, language)
