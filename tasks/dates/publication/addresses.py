"""Dates in web addresses: /2016/10/28/, /20161028-title, ?date=2016-10-28."""

from __future__ import annotations

import re
from datetime import date

from tasks.dates.publication.stamps import EARLIEST, LATEST

_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:([/_.-])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d))(?!\d)"
    r"|(?<!\d)(\d{1,2})([/_.-])(\d{1,2})\8((?:19|20)\d\d)(?!\d)"
    r"|(?<!\d)((?:19|20)\d\d)/([a-z]{3})/(\d{1,2})(?!\d)",
    re.IGNORECASE,
)
_MONTH = re.compile(r"/((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])(?:/|-|_)")
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def address_date(url: str) -> tuple[date, str] | None:
    """Return the day that the address names and its literal characters, None where it has none."""
    for match in _DAY.finditer(url[:2000]):
        if match[1]:
            year, month, day = match[1], match[3] or match[5], match[4] or match[6]
        elif match[7]:
            day, month, year = match[7], match[9], match[10]
        elif match[12].lower() in _NAMES:
            year, month, day = match[11], str(_NAMES.index(match[12].lower()) + 1), match[13]
        else:
            continue
        if not EARLIEST <= int(year) <= LATEST:
            continue
        try:
            return date(int(year), int(month), int(day)), match[0]
        except ValueError:
            continue
    return None


def address_month(url: str) -> date | None:
    """Return the first day of the month that the address names (/2016/10/title)."""
    match = _MONTH.search(url[:2000])
    year = int(match[1]) if match else 0
    return date(year, int(match[2]), 1) if match and EARLIEST <= year <= LATEST else None
