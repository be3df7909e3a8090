"""The time of day beside a date: "at 3:15 pm EST", "12:12 م", "T08:30:00+02:00"."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from tasks.dates.publication.names import names

_OFFSET = r"(?:UTC|GMT)?\s?[+-](?:0\d|1[0-4]):?(?:00|30|45)|(?:UTC|GMT)[+-]\d{1,2}|Z\b"
_GAP = (
    r"(?:T|\s?[,،;|•·@(–—/-]\s?|\s)"
    r"(?:\s?(?:at|um|à|às|a las|alle|kl\.?|klo|saat|в|о|om|الساعة|ساعت|ore|ora|godz\.|[-–—|•·@])\s?"
    r"){0,2}\s?"
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; second is None where it is not written. Span in code points."""

    start: int
    end: int
    hour: int
    minute: int
    second: int | None
    zone: str | None


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    marks = "|".join(sorted(map(re.escape, names().half_day), key=len, reverse=True))
    half = rf"(?:{marks}|[ap]\.\s?m\.?)(?![^\W\d_])"
    zones = "|".join(sorted(names().zones, key=len, reverse=True))
    time = (
        rf"(?P<lead>(?:{marks})\s?)?(?P<hour>[01]?\d|2[0-4])"
        r"(?:(?P<mark>[:.h])(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,]\d{1,9})?)?)?"
        rf"(?:\s?(?P<half>{half}))?"
        rf"(?:\s?(?P<clock>Uhr|hrs?|ч)\b)?"
        rf"(?:\s?\(?(?P<zone>{_OFFSET}|(?:{zones})\b)\)?)?(?![\d:])"
    )
    return (
        re.compile(_GAP + time, re.IGNORECASE),
        re.compile(
            rf"(?<![\d:.T]){time}\s?[,،;|•·–—-]?\s?(?:on |am |\w{{2,10}},? )?$", re.IGNORECASE
        ),
        re.compile(rf"\s{time}", re.IGNORECASE),
    )


def clock_after(text: str, end: int, *, inside: bool = False) -> Clock | None:
    """Return the time that follows position `end`, or stands anywhere in `text` if `inside`."""
    after, _, within = _patterns()
    if inside:
        match = next((m for m in within.finditer(text) if m["minute"]), None)
        return _clock(match, 0) if match else None
    match = after.match(text[end : end + 48])
    return _clock(match, end) if match else None


def clock_before(text: str, start: int) -> Clock | None:
    """Return the time that ends just before position `start`."""
    begin = max(0, start - 36)
    match = _patterns()[1].search(text[begin:start])
    return _clock(match, begin) if match else None


def _clock(match: re.Match[str], offset: int) -> Clock | None:
    half = match["half"] or match["lead"]
    if match["minute"] is None and (half is None or match["lead"]) and match["clock"] is None:
        return None
    if match["mark"] == "." and half is None and match["clock"] is None:
        return None
    hour = int(match["hour"])
    if half is not None:
        mark = re.sub(r"[.\s]", "", half).lower() if half[0] in "aApP" else half.strip().lower()
        plus = names().half_day.get(mark, 0)
        if hour <= 12:
            hour = hour % 12 + plus
    start = match.start("lead") if match["lead"] else match.start("hour")
    second = int(match["second"]) if match["second"] else None
    zone = match["zone"]
    zone = "UTC" if zone in ("Z", "z") else zone
    return Clock(
        offset + start, offset + match.end(), hour % 24, int(match["minute"] or 0), second, zone
    )
