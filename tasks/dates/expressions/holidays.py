"""Feasts whose day the calendar fixes, written as data: '12-25', or '11-4-3' for the fourth
Thursday (Monday is 0) of November."""

from datetime import date, timedelta


def feast(rule: str, year: int) -> date:
    """The day of the feast in `year`."""
    month, *rest = (int(part) for part in rule.split("-"))
    if len(rest) == 1:
        return date(year, month, rest[0])
    nth, weekday = rest
    first = date(year, month, 1)
    return first + timedelta((weekday - first.weekday()) % 7 + 7 * (nth - 1))
