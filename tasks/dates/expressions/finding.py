"""First working version: explicit dates, weekdays and the deictic days, in English."""

import re
from datetime import date, timedelta

from tasks.dates.mentions import DateMention

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
NO_ANCHOR = "relative expression, and the text's own date is unknown"
MONTH_NAMES = "|".join(m.title() for m in MONTHS) + "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
RULE = re.compile(
    rf"\b(?:(?P<month>{MONTH_NAMES})\b\.?(?: (?P<day>\d{{1,2}})\b)?,?"
    rf"(?: (?P<year>(?:19|20)\d\d)\b)?"
    rf"|(?P<day2>\d{{1,2}}) (?P<month2>{MONTH_NAMES})\b\.?,?(?: (?P<year2>(?:19|20)\d\d)\b)?"
    rf"|(?P<weekday>{'|'.join(d.title() for d in DAYS)})\b"
    r"|(?P<deictic>[Yy]esterday|[Tt]oday|[Tt]omorrow)\b"
    r"|(?P<iso>(?:19|20)\d\d-\d\d-\d\d)\b)"
)


def find(text: str, anchor: date | None, language: str) -> list[DateMention]:
    """Mentions in order; English only so far, other languages give none."""
    if language.split("-")[0] != "en":
        return []
    found = []
    for match in RULE.finditer(text):
        day, relative = _day(match, anchor)
        if day is None and not relative:
            continue
        found.append(
            DateMention(
                match.start(), match.end(), match[0], "DATE",
                day.isoformat() if day else None, day, day,
                anchor if relative else None, None if day else NO_ANCHOR,
            )
        )  # fmt: skip
    return found


def _day(match: re.Match[str], anchor: date | None) -> tuple[date | None, bool]:
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"]), False
        if match["deictic"]:
            offset = {"yesterday": -1, "today": 0, "tomorrow": 1}[match["deictic"].lower()]
            return (anchor + timedelta(offset) if anchor else None), True
        if match["weekday"]:
            if anchor is None:
                return None, True
            back = (anchor.weekday() - DAYS.index(match["weekday"].lower())) % 7
            return anchor - timedelta(back), True
        name, day, year = (match[k] or match[k + "2"] for k in ("month", "day", "year"))
        month = [m[:3] for m in MONTHS].index(name[:3].lower()) + 1
        if not day:
            return None, False
        if not year and not anchor:
            return None, True
        return date(int(year or (anchor or date.min).year), month, int(day)), not year
    except (ValueError, KeyError, OverflowError):
        return None, False
