"""Complete calendar dates in a line of text or an attribute, with their time of day and zone.

Only what names a day (or, on request, a month) is a stamp: expressions that lean on another date
belong to `tasks.dates.find_dates`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from tasks.dates.publication.clock import Clock, clock_after, clock_before
from tasks.dates.publication.names import fold, names, plain
from tasks.dates.publication.windows import windows_of

EARLIEST, LATEST = 1950, 2039  # Without a clock: years a web document can carry.

_MOST = 1000  # A text of more dates is a table: its first and last ones are read.
_OLDEST_SHORT = 85  # Years of two digits below it (and from 40 on) are parts of versions.

_YEAR = r"((?:19|20)\d\d)"
_WORD = r"[^\W\d_][^\s\d.,:;/|()\[\]<>\"'’–—_-]{1,14}"
_ISO = re.compile(rf"(?<![\d/.:-]){_YEAR}([-/.]|\. |\s-\s)(\d{{1,2}})\2(\d{{1,2}})(?![\d/-]|\.\d)")
_NUMERIC = re.compile(
    r"(?<![\d/.$€£:-])(\d{1,2})( ?[-/.] ?)(\d{1,2})\2(\d{4}|\d\d)(?![\d/-]|[.,:]\d)"
)
_DAY_WORD_YEAR = re.compile(
    r"(?<![\d.,/])(?<!\d:)(\d{1,2})(?:st|nd|rd|th|er|º|ª|°|\.|η|ης|\.?\s?-?го)?"
    rf"(?:[\s,-]{{1,3}}|/|(?<=\.))(?:de |of |d['’]|di |tháng )?"
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
    rf"(?<!\d){_YEAR}[.,]?[ -](?:m\. )?({_WORD})[.,]?[ -](\d{{1,2}})(?![\d:])"
)
_MARKED = re.compile(
    rf"(?<!\d)(?:{_YEAR}|(民國|令和|平成)\s?(\d{{1,3}}))\s?[年년]\s?(\d{{1,2}})\s?[月월]"
    r"\s?(\d{1,2})\s?[日號号일]?"
)
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?=T\d{4}|\D|\d{6}(?!\d)|$)")
_MONTH_YEAR = re.compile(rf"(?<![^\W_])({_WORD})[.,]?(?:\s(?:de|of))?\s{_YEAR}(?!\d)")
_ISO_MONTH = re.compile(rf"^\s*{_YEAR}-(\d\d)\s*$")
_ERAS = {"民國": 1911, "令和": 2018, "平成": 1988}
_WEEKDAY_BEFORE = re.compile(rf"({_WORD})[.,،، ]{{0,3}}(?:the |den |le |el )?\Z")
_WEEKDAY_AFTER = re.compile(rf"^[\s,(،]{{1,3}}({_WORD})")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date as written: half-open span in code points, the day, and what may be wrong with it."""

    start: int
    end: int
    on: date
    style: str  # how it is written: iso, numeric, dotted, words, marked, compact, month
    at: datetime | None = None
    zone: str | None = None
    precision: str = "day"
    other: date | None = None  # the reading with day and month exchanged, where both are possible
    named: int | None = None  # the weekday written beside it, 0 is Monday

    @property
    def weekday(self) -> bool | None:
        """Does the weekday beside the date agree with it? None where none is written."""
        return None if self.named is None else self.named == self.on.weekday()

    def swapped(self) -> Stamp:
        """Return the other reading of an ambiguous stamp (itself where there is none)."""
        if self.other is None:
            return self
        at = None if self.at is None else datetime.combine(self.other, self.at.time())
        return replace(self, on=self.other, other=self.on, at=at)


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
    both are possible `other` holds the second reading. Of more than a thousand dates the first and
    the last five hundred are read. Time is linear in the text.
    """
    folded = fold(text)
    occupied = bytearray(len(folded))
    taken: list[_Found] = []
    for found in _all(folded, compact):
        if not any(occupied[found.start : found.end]):
            occupied[found.start : found.end] = b"\x01" * (found.end - found.start)
            taken.append(found)
    taken.sort(key=lambda found: found.start)
    if len(taken) > _MOST:
        taken = taken[: _MOST // 2] + taken[-_MOST // 2 :]
    stamps = [_dress(folded, found) for found in taken]
    if months:
        named = _months(folded, list(windows_of(folded)))
        stamps += [stamp for stamp in named if not any(occupied[stamp.start : stamp.end])]
        stamps.sort(key=lambda stamp: stamp.start)
    return stamps


def _all(text: str, compact: bool) -> Iterator[_Found]:
    windows = list(windows_of(text))
    for match in _each(_ISO, text, windows):
        yield from _made(match, "iso", int(match[1]), int(match[3]), int(match[4]))
    for match in _each(_MARKED, text, windows):
        year = int(match[1]) if match[1] else int(match[3]) + _ERAS[match[2]]
        yield from _made(match, "marked", year, int(match[4]), int(match[5]))
    yield from _numeric(text, windows)
    yield from _words(text, windows)
    if compact:
        for match in _each(_COMPACT, text, windows):
            yield from _made(match, "compact", int(match[1]), int(match[2]), int(match[3]))


def _each(
    pattern: re.Pattern[str], text: str, windows: list[tuple[int, int]]
) -> Iterator[re.Match[str]]:
    for begin, end in windows:
        yield from pattern.finditer(text, begin, end)


def _numeric(text: str, windows: list[tuple[int, int]]) -> Iterator[_Found]:
    for match in _each(_NUMERIC, text, windows):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        before = text[max(0, match.start() - 1) : match.start()].lower()
        if len(match[4]) == 2:
            version = "." in match[2] and (second > 12 or first > 31 or "v" in before)
            if " " in match[2] or version or 40 <= year < _OLDEST_SHORT:
                continue
            year += 2000 if year < 40 else 1900
        dayfirst = first > 12 or ("." in match[2] and second <= 12)
        day, month = (first, second) if dayfirst else (second, first)
        dotted = "." in match[2] and len(match[4]) == 4
        both = first != second and max(first, second) <= 12 and not dotted
        style = "dotted" if "." in match[2] else "numeric"
        yield from _made(match, style, year, month, day, both=both)


def _words(text: str, windows: list[tuple[int, int]]) -> Iterator[_Found]:
    known = names()
    for match in _each(_DAY_WORD_YEAR, text, windows):
        year = int(match[4])
        month, jalali = _month(match[2], match[3])
        if jalali and 1300 <= year <= 1450:
            yield from _from_jalali(match, year, jalali, int(match[1]))
        elif month:
            year -= 543 if 2500 <= year <= 2600 else 0
            yield from _made(match, "words", year, month, int(match[1]))
    for match in _each(_DAY_WORD_SHORT, text, windows):
        month = known.months.get(plain(match[2] or match[3]), 0)
        if month:
            year = int(match[4]) + (2000 if int(match[4]) < 40 else 1900)
            yield from _made(match, "words", year, month, int(match[1]))
    for match in _each(_DAY_YEAR, text, windows):
        before = text[max(0, match.start() - 32) : match.start()]
        left = _MONTH_BEFORE.search(before)
        if left is None:
            continue
        name = left[1] if plain(left[1]) in known.months else left[1].split(" ")[-1]
        month = known.months.get(plain(name), 0)
        if month:
            start = match.start() - len(before) + left.end(1) - len(name)
            yield from _made(match, "words", int(match[2]), month, int(match[1]), start=start)
    for match in _each(_YEAR_WORD_DAY, text, windows):
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


def _months(text: str, windows: list[tuple[int, int]]) -> Iterator[Stamp]:
    known = names()
    for match in _each(_MONTH_YEAR, text, windows):
        name = plain(match[1])
        if text[max(0, match.start() - 3) : match.start()].strip(" .")[-1:].isdigit():
            continue  # a day that the month does not have
        month = known.months.get(name, 0) if len(name) > 3 or name in known.short_months else 0
        on = _date(int(match[2]), month, 1) if month else None
        if on is not None:
            yield Stamp(match.start(), match.end(), on, "month", precision="month")
    iso = _ISO_MONTH.search(text) if len(text) < 20 else None
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


def _weekday(text: str, found: _Found, start: int) -> tuple[int | None, int]:
    known = names().weekdays
    for edge in {found.start, start}:
        before = _WEEKDAY_BEFORE.search(text[max(0, edge - 24) : edge])
        if before is None or (len(before[1]) < 3 and before[1].islower()):
            continue
        if (number := known.get(plain(before[1]))) is not None:
            begin = max(0, edge - 24) + before.start(1)
            return number, min(start, begin)
    after = _WEEKDAY_AFTER.search(text[found.end : found.end + 20])
    if after and len(after[1]) > 3 and (number := known.get(plain(after[1]))) is not None:
        return number, start
    return None, start
