"""What short lines tell of their roles: a date and little else, a name, a credit, a remark.

What word lists and single characters tell is counted for all lines at once; patterns are tried on
those lines alone of which the counts say that they may match.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tasks.boilerplate import facts
from tasks.boilerplate.context import together
from tasks.boilerplate.features import COLUMNS, Described
from tasks.boilerplate.lexicon import (
    AGO,
    MONTH,
    OF_CAPTION,
    OF_DATE,
    OPENS_BYLINE,
    OPENS_CAPTION,
    OPENS_DATE,
    OPENS_SECTION,
    READING,
    REMARK,
)
from tasks.boilerplate.lines import Line
from tasks.boilerplate.names import names_in
from tasks.boilerplate.words import opens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float32]
    Counts = NDArray[np.int64]
    Columns = dict[str, NDArray[Any]]

MARKS: tuple[str, ...] = (
    "date", "month", "rest", "rest_share", "when", "ago", "reading",
    "by", "by_only", "by_later", "named", "named_words", "name_share", "parts", "handle",
    "credit", "credit_words", "credited", "agency", "note", "lead", "source", "section",
    "upper", "quoted", "ends", "colon", "caseless", "price",
)  # fmt: skip
#: Lines of more words have no marks: they are prose, whatever stands around them.
MOST = 70
#: Longer lines are looked at by their beginning only.
LOOKED = 300
#: Dates and ages are looked for in lines of so many words, names in lines of so many.
BRIEF, NAMED = 24, 16
#: A lead has a dash among so many characters, and so many words with what it leads to.
DASHED, LEADING = 70, 8
#: So many words of a line may name a section; or a date without a number.
SECTION, FEW = 8, 4
HANDLE = re.compile(r"(?<!\w)@\w|\w@\w")
#: Digits that are no date: money, shares, places in lists.
PRICE = re.compile(r"[$€£¥₹%#]\s?\d|\d\s?[€£%]|^\d{1,3}[.)]\s|\b\d+\s?/\s?\d+\b(?!/)")
DATE = COLUMNS.index("date")


@dataclass(frozen=True, slots=True)
class _Short:
    """The lines that have marks: their places, beginnings, words, numbers of words and of numbers,
    and where their beginnings start and end among the characters of the page.
    """

    page: Described
    at: Counts
    texts: Sequence[str]
    own: Sequence[list[str]]
    count: Counts
    digits: Counts
    starts: Counts
    ends: Counts

    def listed(self, bits: int) -> Counts:
        """Return how many words of each line the word lists of `bits` hold."""
        found: Counts = self.page.words.listed(bits)[self.at]
        return found

    def characters(self, name: str, within: int = LOOKED) -> Counts:
        """Return how many of the first characters of each line are of the kind `name`."""
        ends = self.starts + within
        return self.page.chars.between(name, self.starts, ends.clip(max=self.ends))

    def with_word(self, bits: int, place: int = 0) -> list[int]:
        """Return the lines of which the word lists of `bits` hold the word at `place`."""
        words = self.page.words
        long = (self.count > place).nonzero()[0]
        at = words.numbers[words.starts[self.at[long]] + place]
        found: list[int] = long[(words.lists[at] & bits) != 0].tolist()
        return found

    def where(self, chosen: Bools) -> list[int]:
        return chosen.nonzero()[0].tolist()


def marks(lines: Sequence[Line], described: Described, low: int, high: int) -> Floats:
    """Return the marks (columns by `MARKS`) of the lines from `low` to `high`, one row a line."""
    import numpy as np

    short = _short(lines, described, low, high)
    columns = _of_dates(short)
    columns |= _of_names(short)
    columns |= _of_remarks(short, columns["date"])
    columns |= _of_form(short)
    found = np.zeros((len(MARKS), high - low), np.float32)
    found[:, short.at - low] = together([columns[name] for name in MARKS]).T
    return found.T


def _short(lines: Sequence[Line], page: Described, low: int, high: int) -> _Short:
    import numpy as np

    sizes, words, chars = page.sizes[low:high], page.words, page.chars
    at = low + ((sizes > 0) & (sizes <= MOST)).nonzero()[0]
    places = at.tolist()
    starts = chars.starts[at]
    ends = np.minimum(chars.ends[at], starts + LOOKED)
    numbers = chars.between("digit", starts, ends) > 0
    return _Short(
        page,
        at,
        [lines[n].text[:LOOKED] for n in places],
        [page.tokens[n] for n in places],
        words.counts[at],
        words.counted(words.digits)[at] * numbers,
        starts,
        ends,
    )


def _of_dates(short: _Short) -> Columns:
    """Return the marks of dates, ages and reading times."""
    import numpy as np

    words, count, digits = short.page.words, short.count, short.digits
    brief, dated = count <= BRIEF, short.page.rows[short.at, DATE] > 0
    few = brief & ((digits > 0) | (count <= FEW))
    telling = words.counted(words.numbered | ((words.lists & (MONTH | OF_DATE)) != 0))[short.at]
    rest = np.where(brief, count - telling, count)
    return {
        "date": (digits > 0) & brief & dated,
        "month": np.where(few, short.listed(MONTH), 0),
        "rest": rest,
        "rest_share": rest / count,
        "when": _opened(short, "when", OPENS_DATE) > 0,
        "ago": few & (short.listed(AGO) > 0),
        "reading": brief & (digits > 0) & (short.listed(READING) > 0),
        "price": _searched(short, PRICE, brief & (digits > 0)),
    }


def _opened(short: _Short, kind: str, bit: int, place: int = 0) -> Counts:
    """Return how many words of each line a phrase of `kind` covers from the word at `place` on;
    `bit` is that of the words which open such phrases.
    """
    import numpy as np

    found = np.zeros(len(short.at), np.int64)
    for n in short.with_word(bit, place):
        found[n] = opens(kind, short.own[n], place)
    return found


def _searched(short: _Short, pattern: re.Pattern[str], chosen: Bools) -> Bools:
    """Return in which of the `chosen` lines `pattern` is found."""
    import numpy as np

    found = np.zeros(len(short.at), bool)
    for n in short.where(chosen):
        found[n] = pattern.search(short.texts[n]) is not None
    return found


def _of_names(short: _Short) -> Columns:
    """Return the marks of bylines and names."""
    import numpy as np

    count = short.count
    brief = count <= BRIEF
    by = np.where(brief, _opened(short, "byline", OPENS_BYLINE), 0)
    told: list[tuple[int, int, float, int]] = []
    places = short.where(count <= NAMED)
    for n, opening in zip(places, by[places].tolist(), strict=True):
        bare = facts.BY.sub("", short.texts[n]) if opening else short.texts[n]
        names, words, parts = names_in(bare)
        told.append((names, words, words / len(bare.split()) if names else 0.0, parts))
    named = np.zeros((len(count), 4))
    if told:
        named[places] = told
    return {
        "by": by,
        "by_only": by == count,
        "by_later": _later(short, brief & (by == 0)),
        "named": named[:, 0],
        "named_words": named[:, 1],
        "name_share": named[:, 2],
        "parts": named[:, 3],
    }


def _later(short: _Short, chosen: Bools) -> Counts:
    """Return how often a phrase of bylines begins behind the first word of the `chosen` lines."""
    import numpy as np

    words, found = short.page.words, np.zeros(len(short.at), np.int64)
    inside = ((words.lists & OPENS_BYLINE) != 0)[words.numbers] & (words.place > 0)
    order = np.full(len(words.counts), -1)
    order[short.at[chosen]] = chosen.nonzero()[0]
    inside &= (order >= 0)[words.line]
    at = inside.nonzero()[0]
    for n, place in zip(order[words.line[at]].tolist(), words.place[at].tolist(), strict=True):
        found[n] += opens("byline", short.own[n], place) > 0
    return found


def _of_remarks(short: _Short, date: Bools) -> Columns:
    """Return the marks of credits, remarks, sections and the places that lead a report."""
    import numpy as np

    texts, size = short.texts, len(short.at)
    agency = short.listed(OF_CAPTION)
    bracketed = np.fromiter([text[0] in "([©" for text in texts], bool, size)
    closed = np.fromiter([text[-1] in ")]" for text in texts], bool, size)
    credit = _opened(short, "caption", OPENS_CAPTION)
    second = _opened(short, "caption", OPENS_CAPTION, 1)
    credit = np.where((credit == 0) & bracketed, second, credit)
    signed = np.fromiter(["©" in text for text in texts], bool, size)
    parted = np.fromiter(["/" in text for text in texts], bool, size)
    place, reported = np.zeros(size, bool), np.zeros(size, bool)
    for n in short.where((short.count >= LEADING) & (short.characters("dash", DASHED) > 0)):
        found, reporting = facts.lead(texts[n])
        place[n], reported[n] = found is not None, reporting is not None
    for n in short.where(date & ~reported):
        reported[n] = facts.source(texts[n]) is not None
    section = np.zeros(size, bool)
    for n in short.with_word(OPENS_SECTION):
        section[n] = short.count[n] <= SECTION and facts.section(texts[n]) is not None
    return {
        "credit": credit,
        "credit_words": agency,
        "credited": bracketed & closed,
        "agency": signed | (parted & (agency > 0)),
        "note": _remarks(short),
        "lead": place,
        "source": reported,
        "section": section,
    }


def _remarks(short: _Short) -> Bools:
    """Return which lines are remarks, by their beginnings."""
    found = short.page.remarks[short.at]
    lengths = short.page.chars.ends[short.at] - short.starts
    long = lengths > LOOKED
    if long.any():
        for n in short.where((short.listed(REMARK) > 0) & long):
            found[n] = facts.is_remark(short.texts[n])
    return found


def _of_form(short: _Short) -> Columns:
    """Return the marks of how a line is written."""
    import numpy as np

    texts, size = short.texts, len(short.at)

    def told(found: list[bool]) -> Bools:
        return np.fromiter(found, bool, size)

    capital = short.characters("capital") > 0
    caseless = ~capital
    for n in short.where(caseless):
        caseless[n] = texts[n] == texts[n].upper()
    upper = short.characters("upper") / (short.ends - short.starts)
    return {
        "handle": _searched(short, HANDLE, told(["@" in text for text in texts])),
        "upper": np.where(capital, upper, 0.0),
        "quoted": told([text[0] in "“\"«„‘'" for text in texts]),
        "ends": told([text[-1] in ".!?。！？؟…" for text in texts]),
        "colon": told([text[-1] in ":：" for text in texts]),
        "caseless": caseless,
    }
