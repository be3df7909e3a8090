"""Complete calendar dates in a line of text or an attribute, with their time of day and zone.

Only what names a day (or, on request, a month) is a stamp: expressions that lean on another date
belong to `tasks.dates.find_dates`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from tasks.dates.publication.clock import Clock, clock_after, clock_before
from tasks.dates.publication.names import fold, names, plain

EARLIEST, LATEST = 1950, 2039  # Without a clock: years a web document can carry.

_YEAR = r"((?:19|20)\d\d)"
_WORD = r"[^\W\d_][^\s\d.,:;/|()\[\]<>\"'’–—_-]{1,14}"
_ISO = re.compile(rf"(?<![\d/.:-]){_YEAR}([-/.]|\. |\s-\s)(\d{{1,2}})\2(\d{{1,2}})(?![\d/-]|\.\d)")
_NUMERIC = re.compile(
    r"(?<![\d/.$€£:-])(\d{1,2})( ?[-/.] ?)(\d{1,2})\2(\d{4}|\d\d)(?![\d/-]|[.,:]\d)"
)
_DAY_WORD_YEAR = re.compile(
    r"(?<![\d.,:/])(\d{1,2})(?:st|nd|rd|th|er|º|ª|°|\.|η|ης|\.?\s?-?го)?"
    rf"(?:[\s,-]{{1,3}}|/)(?:de |of |d['’]|di |tháng )?"
    rf"({_WORD}|(?<=tháng )\d{{1,2}})(?:[ /(]{{1,2}}({_WORD})\)?)?"
    rf"[.,]?(?:\s(?:de|del|of|năm|r\.))?(?:[\s,'’-]{{1,3}}|/)(\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_DAY_WORD_SHORT = re.compile(
    r"(?<![\d.,:/-])(\d{1,2})(?:-([^\W\d_]{3,9})-|\s([^\W\d_]{3,9})\.?\s['’])(\d\d)(?![\d:-])"
)
_DAY_YEAR = re.compile(
    r"(?<![\d.,:/-])(\d{1,2})(?:st|nd|rd|th|º|\.)?"
    r"(?:,? (?:at )?\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?(?: [A-Z]{2,5})?)?"
    r"(?:,\s?|\s,?\s?|\.\s?|-)(?:'|’)?"
    rf"{_YEAR}(?![\d/.-]\d)",
    re.IGNORECASE,
)
_MONTH_BEFORE = re.compile(rf"({_WORD}(?: {_WORD})?)[.,]?[\s-]{{1,3}}$")
_YEAR_WORD_DAY = re.compile(
    rf"(?<!\d){_YEAR}[.,]?[\s-](?:m\. )?({_WORD})[.,]?[\s-](\d{{1,2}})(?![\d:])"
)
_MARKED = re.compile(
    rf"(?<!\d)(?:{_YEAR}|(民國|令和|平成)\s?(\d{{1,3}}))\s?[年년]\s?(\d{{1,2}})\s?[月월]"
    r"\s?(\d{1,2})\s?[日號号일]?"
)
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?=T\d{4}|\D|\d{6}(?!\d)|$)")
_MONTH_YEAR = re.compile(rf"(?<![^\W_])({_WORD})[.,]?(?:\s(?:de|of))?\s{_YEAR}(?!\d)")
_ISO_MONTH = re.compile(rf"^\s*{_YEAR}-(\d\d)\s*$")
_ERAS = {"民國": 1911, "令和": 2018, "平成": 1988}
_WEEKDAY_BEFORE = re.compile(rf"({_WORD})[.,،، ]{{0,3}}(?:the |den |le |el )?$")
_WEEKDAY_AFTER = re.compile(rf"^[\s,(،]{{1,3}}({_WORD})")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date as written: half-open span in code points, the day, and what may be wrong with it."""

    start: int
    end: int
    on: date
    style: str  # how it is written: iso, numeric, words, marked, compact, month
    at: datetime | None = None
    zone: str | None = None
    precision: str = "day"
    other: date | None = None  # the reading with day and month exchanged, where both are possible
    weekday: bool | None = None  # does the weekday beside it agree? None: there is none

    def swapped(self) -> Stamp:
        """Return the other reading of an ambiguous stamp (itself where there is none)."""
        if self.other is None:
            return self
        at = None if self.at is None else datetime.combine(self.other, self.at.time())
        return Stamp(
            self.start, self.end, self.other, self.style, at, self.zone, self.precision, self.on,
            self.weekday,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    on: date
    style: str
    other: date | None = None


def find_stamps(text: str, *, months: bool = False, compact: bool = False) -> list[Stamp]:
    """Return the stamps of `text` in order, not overlapping.

    `months` admits a month with a year ("March 2011", its first day as `on`); `compact` admits
    eight bare digits. Day and month follow the dot or, after a slash, the American order; where
    both are possible `other` holds the second reading. Time is linear in the text.
    """
    folded = fold(text)
    if not any(map(str.isdigit, folded)):
        return []
    taken: list[_Found] = []
    for found in _all(folded, compact):
        if not any(found.start < known.end and known.start < found.end for known in taken[-40:]):
            taken.append(found)
    stamps = [_dress(folded, found) for found in sorted(taken, key=lambda found: found.start)]
    if months:
        stamps += [stamp for stamp in _months(folded) if not _within(stamp, stamps)]
        stamps.sort(key=lambda stamp: stamp.start)
    return stamps


def _within(stamp: Stamp, others: list[Stamp]) -> bool:
    return any(stamp.start < other.end and other.start < stamp.end for other in others)


def _all(text: str, compact: bool) -> Iterator[_Found]:
    for match in _ISO.finditer(text):
        yield from _made(match, "iso", int(match[1]), int(match[3]), int(match[4]))
    for match in _MARKED.finditer(text):
        year = int(match[1]) if match[1] else int(match[3]) + _ERAS[match[2]]
        yield from _made(match, "marked", year, int(match[4]), int(match[5]))
    yield from _numeric(text)
    yield from _words(text)
    if compact:
        for match in _COMPACT.finditer(text):
            yield from _made(match, "compact", int(match[1]), int(match[2]), int(match[3]))


def _numeric(text: str) -> Iterator[_Found]:
    for match in _NUMERIC.finditer(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if len(match[4]) == 2:
            if " " in match[2]:
                continue
            year += 2000 if year < 40 else 1900
        dayfirst = first > 12 or ("." in match[2] and second <= 12)
        day, month = (first, second) if dayfirst else (second, first)
        dotted = "." in match[2] and len(match[4]) == 4
        both = first != second and max(first, second) <= 12 and not dotted
        yield from _made(match, "numeric", year, month, day, both=both)


def _words(text: str) -> Iterator[_Found]:
    known = names()
    for match in _DAY_WORD_YEAR.finditer(text):
        year = int(match[4])
        month, jalali = _month(match[2], match[3])
        if jalali and 1300 <= year <= 1450:
            yield from _from_jalali(match, year, jalali, int(match[1]))
        elif month:
            year -= 543 if 2500 <= year <= 2600 else 0
            yield from _made(match, "words", year, month, int(match[1]))
    for match in _DAY_WORD_SHORT.finditer(text):
        month = known.months.get(plain(match[2] or match[3]), 0)
        if month:
            year = int(match[4]) + (2000 if int(match[4]) < 40 else 1900)
            yield from _made(match, "words", year, month, int(match[1]))
    for match in _DAY_YEAR.finditer(text):
        before = text[max(0, match.start() - 32) : match.start()]
        left = _MONTH_BEFORE.search(before)
        if left is None:
            continue
        name = left[1] if plain(left[1]) in known.months else left[1].split(" ")[-1]
        month = known.months.get(plain(name), 0)
        if month:
            start = match.start() - len(before) + left.end(1) - len(name)
            yield from _made(match, "words", int(match[2]), month, int(match[1]), start=start)
    for match in _YEAR_WORD_DAY.finditer(text):
        month = known.months.get(plain(match[2]), 0)
        if month:
            yield from _made(match, "words", int(match[1]), month, int(match[3]))


def _month(first: str, second: str | None) -> tuple[int, int]:
    known = names()
    both = plain(f"{first} {second}") if second else ""
    word = plain(first)
    if word.isdigit():
        return int(word) if 1 <= int(word) <= 12 else 0, 0
    month = known.months.get(both) or known.months.get(word)
    if month is None and second:
        month = known.months.get(plain(second))
    return month or 0, known.jalali.get(word, 0)


def _made(
    match: re.Match[str], style: str, year: int, month: int, day: int,
    *, both: bool = False, start: int | None = None,
) -> Iterator[_Found]:  # fmt: skip
    on = _date(year, month, day)
    if on is not None:
        other = _date(year, day, month) if both else None
        yield _Found(match.start() if start is None else start, match.end(), on, style, other)


def _date(year: int, month: int, day: int) -> date | None:
    if not EARLIEST <= year <= LATEST:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _from_jalali(match: re.Match[str], year: int, month: int, day: int) -> Iterator[_Found]:
    from tasks.dates.publication.jalali import gregorian

    on = gregorian(year, month, day)
    if on is not None and EARLIEST <= on.year <= LATEST:
        yield _Found(match.start(), match.end(), on, "words")


def _months(text: str) -> Iterator[Stamp]:
    known = names()
    for match in _MONTH_YEAR.finditer(text):
        month = known.months.get(plain(match[1]), 0)
        on = _date(int(match[2]), month, 1) if month else None
        if on is not None:
            yield Stamp(match.start(), match.end(), on, "month", precision="month")
    iso = _ISO_MONTH.search(text)
    on = _date(int(iso[1]), int(iso[2]), 1) if iso else None
    if iso and on is not None:
        yield Stamp(iso.start(1), iso.end(2), on, "month", precision="month")


def _dress(text: str, found: _Found) -> Stamp:
    """Add what stands beside the date: time of day, zone, weekday."""
    clock = clock_after(text, found.end) or clock_before(text, found.start)
    inside = None if clock else clock_after(text[found.start : found.end], 0, inside=True)
    start, end = found.start, found.end
    if clock is not None:
        start, end = min(start, clock.start), max(end, clock.end)
    weekday, start = _weekday(text, found, start)
    at, precision, zone = _at(found.on, clock or inside)
    return Stamp(start, end, found.on, found.style, at, zone, precision, found.other, weekday)


def _at(on: date, clock: Clock | None) -> tuple[datetime | None, str, str | None]:
    if clock is None:
        return None, "day", None
    at = datetime.combine(on, time(clock.hour, clock.minute, clock.second or 0))
    return at, "minute" if clock.second is None else "second", clock.zone


def _weekday(text: str, found: _Found, start: int) -> tuple[bool | None, int]:
    known = names().weekdays
    for edge in {found.start, start}:
        before = _WEEKDAY_BEFORE.search(text[max(0, edge - 24) : edge])
        if before and (number := known.get(plain(before[1]))) is not None:
            begin = max(0, edge - 24) + before.start(1)
            return number == found.on.weekday(), min(start, begin)
    after = _WEEKDAY_AFTER.search(text[found.end : found.end + 20])
    if after and len(after[1]) > 3 and (number := known.get(plain(after[1]))) is not None:
        return number == found.on.weekday(), start
    return None, start
