"""Feasts whose day the calendar fixes, written as data.

'12-25' is a day of a month, '11-4-3' the fourth Thursday (Monday is 0) of November, 'easter+1' the
day after Easter Sunday.
"""

from datetime import date, timedelta


def feast(rule: str, year: int) -> date:
    """The day of the feast in `year`."""
    if rule.startswith("easter"):
        return easter(year) + timedelta(int(rule[6:]))
    month, *rest = (int(part) for part in rule.split("-"))
    if len(rest) == 1:
        return date(year, month, rest[0])
    nth, weekday = rest
    first = date(year, month, 1)
    return first + timedelta((weekday - first.weekday()) % 7 + 7 * (nth - 1))


def easter(year: int) -> date:
    """Easter Sunday of the western churches (anonymous Gregorian computus, Nature 1876)."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (
        19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    ) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)
