"""Arithmetic on TIMEX3 values: units before and after a day, and the days that a value covers."""

import re
from calendar import monthrange
from datetime import date, timedelta

# A season's months, as news of the northern hemisphere uses them; winter runs into the next year.
SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
SHAPE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?|-W(?P<week>\d\d)(?P<weekend>-WE)?"
    r"|-Q(?P<quarter>[1-4])|-H(?P<half>[12])|-(?P<season>SP|SU|FA|WI))?(?:T.*)?"
)
AGES = re.compile(r"(\d{2,3})(X{1,2})")


def week_value(day: date) -> str:
    """The ISO week of a day: 2016-W42."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def month_value(year: int, month: int) -> str:
    """A month, 2016-10; months below 1 and above 12 count into other years."""
    years, index = divmod(year * 12 + month - 1, 12)
    return f"{years:04d}-{index + 1:02d}"


def quarter_value(year: int, quarter: int) -> str:
    """A quarter, 2016-Q3; quarters below 1 and above 4 count into other years."""
    years, index = divmod(year * 4 + quarter - 1, 4)
    return f"{years:04d}-Q{index + 1}"


def shifted(day: date, unit: str, count: int) -> str:
    """The value of the `unit` that lies `count` units after the one with `day`, before if negative.

    Units: D, W, FN (two weeks), WE (weekend), M, Q, HY (half-year), Y, DE (decade), CE (century).
    Raises OverflowError outside the calendar.
    """
    if unit in ("D", "NI"):
        return (day + timedelta(count)).isoformat()
    if unit in ("W", "FN", "WE"):
        weeks = count * 2 if unit == "FN" else count
        return week_value(day + timedelta(7 * weeks)) + ("-WE" if unit == "WE" else "")
    if unit == "M":
        return checked(month_value(day.year, day.month + count))
    if unit == "Q":
        return checked(quarter_value(day.year, (day.month - 1) // 3 + 1 + count))
    if unit == "HY":
        years, half = divmod(day.year * 2 + (day.month > 6) + count, 2)
        return checked(f"{years:04d}-H{half + 1}")
    if unit == "DE":
        return checked_age(f"{day.year // 10 + count:03d}X")
    if unit == "CE":
        return checked_age(f"{day.year // 100 + count:02d}XX")
    return checked(f"{day.year + count:04d}")


def checked(value: str) -> str:
    """`value`, if its year is one that dates can have; else OverflowError."""
    if not 1 <= int(value.split("-")[0] or -1) <= 9999:
        raise OverflowError(value)
    return value


def checked_age(value: str) -> str:
    """`value` of a decade or century, if it is of the years 0 to 9999; else OverflowError."""
    if not AGES.fullmatch(value):
        raise OverflowError(value)
    return value


def moved(day: date, unit: str, count: int) -> date:
    """The day `count` units after `day`; the last of the month where the month is too short."""
    if unit in ("TH", "TM", "TS"):
        hours = abs(count) / {"TH": 1, "TM": 60, "TS": 3600}[unit]
        return day + timedelta(round(hours / 24) * (1 if count > 0 else -1))
    if unit in ("D", "NI"):
        return day + timedelta(count)
    if unit in ("W", "FN", "WE"):
        return day + timedelta(count * (14 if unit == "FN" else 7))
    months = count * {"M": 1, "Q": 3, "HY": 6, "Y": 12, "DE": 120, "CE": 1200}.get(unit, 0)
    year, index = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, index + 1, min(day.day, monthrange(year, index + 1)[1]))


def covered(value: str) -> tuple[date | None, date | None]:
    """The first and last day of a DATE or TIME value; (None, None) where it names no known days."""
    age = AGES.fullmatch(value)
    if age:
        first = int(age[1]) * 10 ** len(age[2])
        return date(max(first, 1), 1, 1), date(first + 10 ** len(age[2]) - 1, 12, 31)
    match = SHAPE.fullmatch(value)
    if not match or match["year"] == "0000":
        return None, None
    year = int(match["year"])
    if match["day"]:
        day = date(year, int(match["month"]), int(match["day"]))
        return day, day
    if match["week"]:
        monday = date.fromisocalendar(year, int(match["week"]), 1)
        return monday + timedelta(5 if match["weekend"] else 0), monday + timedelta(6)
    return _months_covered(year, *_months_of(match))


def _months_of(match: re.Match[str]) -> tuple[int, int]:
    if match["month"]:
        return int(match["month"]), int(match["month"])
    if match["quarter"]:
        return int(match["quarter"]) * 3 - 2, int(match["quarter"]) * 3
    if match["half"]:
        return int(match["half"]) * 6 - 5, int(match["half"]) * 6
    if match["season"]:
        return SEASON_MONTHS[match["season"]]
    return 1, 12


def _months_covered(year: int, start: int, stop: int) -> tuple[date, date]:
    end_year = year + (stop < start)
    return date(year, start, 1), date(end_year, stop, monthrange(end_year, stop)[1])
