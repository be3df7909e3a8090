"""The Solar Hijri calendar of Iran, by the 33-year cycle (exact for the years 1206 to 1498)."""

from __future__ import annotations

from datetime import date, timedelta

_LEAP = frozenset({1, 5, 9, 13, 17, 22, 26, 30})


def gregorian(year: int, month: int, day: int) -> date | None:
    """Return the Gregorian day of a Solar Hijri date, None where there is no such day."""
    if not (1206 <= year <= 1498 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    longest = 31 if month <= 6 else 30 if month < 12 or year % 33 in _LEAP else 29
    if day > longest:
        return None
    days = sum(365 + (past % 33 in _LEAP) for past in range(1396, year))
    days -= sum(365 + (past % 33 in _LEAP) for past in range(year, 1396))
    within = (month - 1) * 31 - max(0, month - 7) + day - 1
    return date(2017, 3, 21) + timedelta(days=days + within)  # 1 Farvardin 1396
