"""Readers of days and clock times: dates in figures and words, weekdays, deictic days."""

import re
from datetime import date, timedelta

from tasks.dates.expressions import choosing
from tasks.dates.expressions.calendar import moved
from tasks.dates.expressions.scene import Reading, Scene, absolute, relative, topical


def iso_day(scene: Scene) -> Reading | None:
    """2016-10-28, with or without a time."""
    written = scene.tokens.words[scene.first]
    year, month, day = (int(part) for part in re.findall(r"\d+", written)[:3])
    value = date(year, month, day).isoformat()
    clock = re.search(r"T(\d\d):?(\d\d)", written)
    if clock:
        return absolute("TIME", f"{value}T{clock[1]}:{clock[2]}")
    return _with_time("DATE", scene, absolute("DATE", value))


def figures(scene: Scene) -> Reading | None:
    """10/28/2016, 28.10.2016: the language's order of day and month.

    The other where only that gives a date, or one that lies close to the text's own.
    """
    written = " ".join(scene.tokens.words[scene.first : scene.after])
    parts = re.findall(r"\d+", written)[:3]
    one, two, year = (int(part) for part in parts)
    if len(parts[2]) == 2:
        year += 1900 if year > 50 else 2000
    month_first = scene.options.get("order") == "month" and "." not in written
    month, day = (one, two) if month_first else (two, one)
    if month > 12:
        month, day = day, month
    found = date(year, month, day)
    if max(month, day) <= 12 and "." not in written:
        found = choosing.nearer(scene.anchor, found, date(year, day, month))
    value = found.isoformat()
    return _with_time("DATE", scene, absolute("DATE", value))


def month_year_figures(scene: Scene) -> Reading | None:
    """05/2016."""
    month, year = re.findall(r"\d+", scene.tokens.words[scene.first])
    return absolute("DATE", f"{int(year):04d}-{int(month):02d}")


def written_year(scene: Scene) -> int | None:
    """The year of a match: four figures, or two after an apostrophe."""
    if "year" in scene.options:
        return int(scene.options["year"])
    words = scene.words("year") or scene.words("short_year")
    if not words:
        return None
    year = int(words[-1])
    if scene.has("year"):
        return year
    return year + (1900 if year > 50 else 2000)


def _day_number(scene: Scene) -> int | None:
    word = scene.word("day")
    figure = re.match(r"\d+", word)
    return int(figure[0]) if figure else scene.number("day", "ORDINAL", "CARDINAL")


def calendar_day(scene: Scene) -> Reading | None:
    """A day and a month, with or without a weekday, a year and a time of day."""
    month, day = scene.number("month", "MONTH"), _day_number(scene)
    if month is None or day is None:
        return None
    year = written_year(scene)
    if year is not None:
        return _with_time("DATE", scene, absolute("DATE", date(year, month, day).isoformat()))
    date(2000, month, day)  # raises ValueError for the 31st of June
    return _with_time(
        "DATE", scene, relative("DATE", scene, lambda a: _in_year(scene, a, month, day))
    )


def _in_year(scene: Scene, anchor: date, month: int, day: int) -> str:
    offset = scene.number("which", "WHICH")
    if offset is not None:
        return date(anchor.year + offset, month, day).isoformat()
    year = choosing.year_of_day(anchor, month, day, scene.tense())
    if scene.near and scene.topic is not None:
        year = choosing.year_near(scene.topic, month, day, year)
    weekday = scene.number("weekday", "WEEKDAY")
    return choosing.day_on_weekday(year, month, day, weekday).isoformat()


def day_span(scene: Scene) -> Reading | None:
    """Aug. 10-12: a period of days between two dates of one month."""
    month = scene.number("month", "MONTH")
    low, high = (int(part) for part in re.findall(r"\d+", scene.word("days")))
    if month is None or not low < high:
        return None
    year, anchor = written_year(scene), None
    if year is None:
        if scene.anchor is None:
            return Reading("DURATION", f"P{high - low + 1}D")
        anchor = scene.anchor
        year = choosing.year_of_day(anchor, month, low, scene.tense())
    first, last = date(year, month, low), date(year, month, high)
    return Reading("DURATION", f"P{high - low + 1}D", first, last, anchor)


def day_of_month(scene: Scene) -> Reading | None:
    """'the 25th', in the month last spoken of."""
    day = _day_number(scene)
    if day is None:
        return None
    return topical("DATE", scene, lambda base: base.replace(day=day).isoformat())


def weekday(scene: Scene) -> Reading | None:
    """Friday, last Friday, Friday night; the day found always is that weekday."""
    number = scene.number("weekday", "WEEKDAY")
    if number is None:
        return None
    modifier = scene.code("modifier", "MODIFIER")

    def value(anchor: date) -> str:
        if modifier:
            tense = scene.tense()
            return choosing.modified_weekday(anchor, number, modifier, tense).isoformat()
        week = scene.code("week", "MODIFIER")
        if week:
            shift = {"last": -7, "next": 7}.get(week, 0)
            day = choosing.modified_weekday(anchor, number, "week")
            return (day + timedelta(shift)).isoformat()
        return choosing.weekday(anchor, number, scene.tense()).isoformat()

    return _with_time("DATE", scene, relative("DATE", scene, value))


def weekday_and_part(scene: Scene) -> Reading | None:
    """Freitagabend: a weekday and a part of the day in one word."""
    number = scene.number("weekday", "DAYPART")
    if number is None:
        return None
    modifier = scene.code("modifier", "MODIFIER")

    def value(anchor: date) -> str:
        if modifier:
            return choosing.modified_weekday(anchor, number, modifier, scene.tense()).isoformat()
        return choosing.weekday(anchor, number, scene.tense()).isoformat()

    day = relative("TIME", scene, value)
    part = scene.code("weekday", "PARTOFDAY")
    found = f"{day.value}T{part}" if day.value else None
    return Reading("TIME", found, *_days(day), day.anchor, day.reason)


def weekday_after(scene: Scene) -> Reading | None:
    """Friday, in 'Monday to Friday': the first one after the day just named."""
    number = scene.number("weekday", "WEEKDAY")
    if number is None:
        return None
    found = topical("DATE", scene, lambda base: choosing.weekday(base, number, 1).isoformat())
    return _with_time("DATE", scene, found)


def weekday_of_month(scene: Scene) -> Reading | None:
    """The first Monday of October; without an ordinal, the last one."""
    weekday, month = scene.number("weekday", "WEEKDAY"), scene.number("month", "MONTH")
    if weekday is None or month is None:
        return None
    count = scene.number("ordinal", "ORDINAL")

    def value(year: int) -> str:
        return choosing.weekday_in_month(year, month, weekday, count).isoformat()

    year = written_year(scene)
    if year is not None:
        return absolute("DATE", value(year))
    return relative("DATE", scene, lambda a: value(choosing.year_of_month(a, month, scene.tense())))


def day_of_named_month(scene: Scene) -> Reading | None:
    """The 25th of this month."""
    day, modifier = _day_number(scene), scene.code("modifier", "MODIFIER")
    if day is None:
        return None
    offset = {"last": -1, "next": 1}.get(modifier, 0)
    return relative(
        "DATE", scene, lambda a: moved(a.replace(day=1), "M", offset).replace(day=day).isoformat()
    )


def deictic(scene: Scene) -> Reading | None:
    """Yesterday, tomorrow morning, tonight."""
    offset = scene.number("deictic", "DEICTIC") or 0
    return _with_time(
        "DATE", scene, relative("DATE", scene, lambda a: (a + timedelta(offset)).isoformat())
    )


def part_of_day(scene: Scene) -> Reading | None:
    """This morning, last night, the following evening; a clock time by itself."""
    offset = scene.options.get("offset", 0)
    if scene.has("modifier"):
        offset = {"last": -1, "next": 1}.get(scene.code("modifier", "MODIFIER"), 0)
    days = timedelta(int(offset))
    if scene.near and scene.has("clock"):
        return _with_time("TIME", scene, topical("TIME", scene, date.isoformat))
    if not scene.options.get("topic"):
        return _with_time("TIME", scene, relative("TIME", scene, lambda a: (a + days).isoformat()))
    day = topical("TIME", scene, lambda base: (base + days).isoformat(), to_the_day=True)
    return _with_time("TIME", scene, day)


def _with_time(kind: str, scene: Scene, reading: Reading) -> Reading | None:
    """`reading` of a day, with the time of day or part of it that the match holds."""
    time = clock_time(scene) or _part(scene)
    if time is None or reading.value is None:
        kind = "TIME" if time else kind
        return Reading(kind, reading.value, *_days(reading), reading.anchor, reading.reason)
    return Reading("TIME", reading.value + time, *_days(reading), reading.anchor, reading.reason)


def _days(reading: Reading) -> tuple[date | None, date | None]:
    return reading.first, reading.last


def _part(scene: Scene) -> str | None:
    code = scene.code("part", "PARTOFDAY") or str(scene.options.get("part", ""))
    return f"T{code}" if code else None


def clock_time(scene: Scene) -> str | None:
    """T14:30 from the parts `clock`, `hour`, `minute` and `half` of the match."""
    words = scene.words("clock")
    if not words:
        return None
    named = scene.code("clock", "CLOCKWORD")
    if named:
        return f"T{named}"
    figures = [int(part) for part in re.findall(r"\d+", " ".join(words))]
    if len(words) == 1 and re.fullmatch(r"\d{4}", words[0]):
        figures = [int(words[0][:2]), int(words[0][2:])]
    if not figures:
        hour = scene.number("clock", "CARDINAL")
        figures = [hour] if hour is not None else []
    if not figures or figures[0] > 24 or (len(figures) > 1 and figures[1] > 59):
        return None
    hour, minute = figures[0], figures[1] if len(figures) > 1 else 0
    half = scene.code("half", "HALFDAY") or _glued_half(words)
    if half and 0 < hour <= 12:
        hour = hour % 12 + (12 if half == "PM" else 0)
    return f"T{hour:02d}:{minute:02d}"


def _glued_half(words: list[str]) -> str:
    glued = re.search(r"\d([ap])\.?m", "".join(words).lower())
    return f"{glued[1].upper()}M" if glued else ""


# What a rule of the language files may name in `read`.
READERS = {
    reader.__name__: reader
    for reader in (
        iso_day,
        figures,
        month_year_figures,
        calendar_day,
        day_span,
        day_of_month,
        weekday,
        weekday_and_part,
        weekday_after,
        weekday_of_month,
        day_of_named_month,
        deictic,
        part_of_day,
    )
}
