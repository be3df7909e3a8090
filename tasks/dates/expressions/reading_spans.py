"""Readers of months, quarters, years and other calendar units, named or relative."""

import re
from datetime import date

from tasks.dates.expressions import choosing
from tasks.dates.expressions.calendar import covered, quarter_value, shifted, week_value
from tasks.dates.expressions.reading_days import calendar_day, written_year
from tasks.dates.expressions.scene import Reading, Scene, absolute, relative, topical

DECADES = ("DECADEWORD", "DECADEYEARS", "DECADES")  # decades in words, by their form
LONGEST_SPAN = 60  # years, in figures with a dash between; more is two numbers, not a span


def month(scene: Scene) -> Reading | None:
    """A month with its year, or the one that direction and anchor point to."""
    number = scene.number("month", "MONTH")
    if number is None:
        return None
    year = written_year(scene)
    if year is not None:
        return absolute("DATE", f"{year:04d}-{number:02d}")

    def value(anchor: date) -> str:
        offset = scene.number("which", "WHICH")
        if offset is not None:
            return f"{anchor.year + offset:04d}-{number:02d}"
        modifier = scene.code("modifier", "MODIFIER")
        if modifier == "last":
            return f"{anchor.year - (number >= anchor.month):04d}-{number:02d}"
        if modifier == "next":
            return f"{anchor.year + (number <= anchor.month):04d}-{number:02d}"
        if modifier == "this":
            return f"{anchor.year:04d}-{number:02d}"
        return f"{choosing.year_of_month(anchor, number, scene.tense()):04d}-{number:02d}"

    return relative("DATE", scene, value)


def year(scene: Scene) -> Reading | None:
    """A year in figures, of the calendar or fiscal."""
    number = written_year(scene)
    if number is None or not 1000 <= number <= 2199:
        return None
    return absolute("DATE", f"{number:04d}")


def fiscal_year(scene: Scene) -> Reading | None:
    """FY2016, FY16."""
    number = scene.number("fiscal", "FISCALCODE")
    return absolute("DATE", f"{number:04d}") if number else None


def year_in_words(scene: Scene) -> Reading | None:
    """nineteen ninety-six, two thousand and eleven."""
    from tasks.dates.expressions.quantities import amount

    high, low = (
        amount(scene.words("high"), scene.lexicon),
        amount(scene.words("low"), scene.lexicon),
    )
    number = int((high or 0) * (1 if scene.options.get("whole") else 100) + (low or 0))
    month_number = scene.number("month", "MONTH")
    suffix = f"-{month_number:02d}" if month_number else ""
    return absolute("DATE", f"{number:04d}{suffix}") if 1000 <= number <= 2199 else None


def year_span(scene: Scene) -> Reading | None:
    """2011-12, 2011-2012: from the first day of one year to the last of the other."""
    low, high = re.findall(r"\d+", scene.tokens.words[scene.first])
    first, last = int(low), int(high) if len(high) == 4 else int(low[:2] + high)
    if not 0 < last - first <= (1 if "/" in scene.tokens.words[scene.first] else LONGEST_SPAN):
        return None
    return Reading("DURATION", f"P{last - first}Y", date(first, 1, 1), date(last, 12, 31))


def decade(scene: Scene) -> Reading | None:
    """1990s, '90s, the nineties."""
    digits = re.match(r"\d+", scene.word("decade"))
    number = int(digits[0]) if digits else scene.number("decade", *DECADES)
    if number is None or number % 10:
        return None
    if number < 100:
        number += 2000 if number < 20 else 1900
    if number % 100 == 0 and number < 2000:  # the 1300s are a century, the 2000s a decade
        return absolute("DATE", f"{number // 100:02d}XX")
    return absolute("DATE", f"{number // 10}X") if number >= 1000 else None


def century(scene: Scene) -> Reading | None:
    """The 19th century, the twenty-first century."""
    digits = re.match(r"\d+", scene.word("ordinal"))
    number = int(digits[0]) if digits else scene.number("ordinal", "ORDINAL")
    if number is not None and scene.has("tens"):
        number += scene.number("tens", "CARDINAL") or 0
    if number is None or not 1 <= number <= 30:
        return None
    return absolute("DATE", f"{number - 1:02d}XX")


def quarter(scene: Scene) -> Reading | None:
    """The third quarter, its year written, named by 'last year', or to be chosen."""
    return _part_of_year(scene, "Q")


def half(scene: Scene) -> Reading | None:
    """The first half of the year."""
    return _part_of_year(scene, "H")


def _part_of_year(scene: Scene, letter: str) -> Reading | None:
    number = scene.number("ordinal", "ORDINAL", "QUARTERCODE") or _digit(scene.word("ordinal"))
    if number is None or not 1 <= number <= (4 if letter == "Q" else 2):
        return None
    year_number = written_year(scene)
    if year_number is not None:
        return absolute("DATE", f"{year_number:04d}-{letter}{number}")

    def value(anchor: date) -> str:
        offset = scene.number("which", "WHICH")
        if offset is not None:
            chosen = anchor.year + offset
        elif letter == "Q":
            chosen = choosing.year_of_quarter(anchor, number, scene.tense())
        else:
            chosen = anchor.year
        return f"{chosen:04d}-{letter}{number}"

    return relative("DATE", scene, value)


def _digit(word: str) -> int | None:
    found = re.search(r"\d", word)
    return int(found[0]) if found else None


def season(scene: Scene) -> Reading | None:
    """Last summer, the winter of 1994, spring."""
    code = scene.code("season", "SEASON")
    if not code:
        return None
    year_number = written_year(scene)
    if year_number is not None:
        return absolute("DATE", f"{year_number:04d}-{code}")

    def value(anchor: date) -> str:
        offset = scene.number("which", "WHICH")
        if offset is not None:
            return f"{anchor.year + offset:04d}-{code}"
        modifier = scene.code("modifier", "MODIFIER")
        return f"{choosing.year_of_season(anchor, code, modifier, scene.tense()):04d}-{code}"

    return relative("DATE", scene, value)


def unit(scene: Scene) -> Reading | None:
    """Last week, this month, next year, the previous quarter."""
    code = scene.code("unit", "UNIT") or str(scene.options.get("unit", ""))
    modifier = scene.code("modifier", "MODIFIER")
    count = int(scene.options.get("offset", {"last": -1, "next": 1}.get(modifier, 0)))
    if not code:
        return None
    if code in ("TH", "TM", "TS"):
        return None
    if not scene.options.get("topic"):
        return relative("DATE", scene, lambda anchor: shifted(anchor, code, count))
    return topical("DATE", scene, lambda base: shifted(base, code, count), to_the_day=code == "D")


def unit_of_now(scene: Scene) -> Reading | None:
    """The end of the month, in one word or more; a year where no unit is named."""
    code = scene.code("unit", "UNIT") or "Y"
    return relative("DATE", scene, lambda anchor: shifted(anchor, code, 0))


def week_of_day(scene: Scene) -> Reading | None:
    """The week of March 6."""
    day = calendar_day(scene)
    if day is None or day.first is None:
        return day
    return Reading("DATE", week_value(day.first), *covered(week_value(day.first)), day.anchor)


def weekend(scene: Scene) -> Reading | None:
    """The weekend: the last one in tales of the past, else this week's."""

    def value(anchor: date) -> str:
        back = scene.tense() <= 0 and anchor.weekday() < 5
        return shifted(anchor, "WE", -1 if back else 0)

    return relative("DATE", scene, value)


def year_before(scene: Scene) -> Reading | None:
    """A year ago, the year-earlier period: the year before, or that quarter of it which the text
    is speaking of."""
    number = scene.number("ordinal", "ORDINAL")

    def value(anchor: date) -> str:
        if number is not None:
            return f"{anchor.year - 1:04d}-Q{number}"
        if scene.quarter is not None and (scene.report or not scene.options.get("report")):
            return f"{int(scene.quarter[:4]) - 1:04d}{scene.quarter[4:]}"
        return f"{anchor.year - 1:04d}"

    return relative("DATE", scene, value)


def latest_quarter(scene: Scene) -> Reading | None:
    """The quarter: in reports the last one that is over."""
    offset = int(scene.options.get("offset", -1))
    if scene.quarter is not None:
        spoken_of = scene.quarter
        return relative("DATE", scene, lambda _: spoken_of)
    return relative("DATE", scene, lambda a: quarter_value(a.year, (a.month - 1) // 3 + 1 + offset))


# What a rule of the language files may name in `read`.
READERS = {
    reader.__name__: reader
    for reader in (
        month,
        year,
        fiscal_year,
        year_in_words,
        year_span,
        decade,
        century,
        quarter,
        half,
        season,
        unit,
        unit_of_now,
        week_of_day,
        weekend,
        year_before,
        latest_quarter,
    )
}
