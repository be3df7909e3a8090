"""What stands around a date in lines of text: the features that both votes share."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from tasks.dates.publication.cues import beside
from tasks.dates.publication.stamps import Stamp

PROSE = 140  # A line this long is running text.
_MENU = 60  # A line shorter than this speaks for a menu, a longer one for the document.
NAMES = (
    "place", "line", "from_body", "before_body", "just_before_body", "line_length",
    "share", "in_prose", "offset", "published_left", "published_near", "published_line_before",
    "updated_left", "updated_near", "updated_after", "rights", "event_left", "comment",
    "byline", "weekday", "weekday_wrong", "time", "neighbours", "same_day",
    "latest", "earliest", "first", "rank", "count", "words",
    "numeric", "compact", "order", "address", "years_before_latest", "text_follows",
    "text_before", "tail", "letters_left", "range", "parenthesis", "capitals_left",
    "title_above", "month_only", "prose_lines", "quoted_left", "days_in_line", "preposition",
    "from_main", "in_main", "after_main", "next_prose", "prose_above",
)  # fmt: skip
_ADDRESS = re.compile(r"https?:|www\.|[/=_]\S*$")
_RANGE_LEFT = re.compile(r"(?:\bto\b|\bbis\b|[–—-]|\buntil\b|\band\b|\bau\b|\bal\b)\s*$", re.I)
_RANGE_RIGHT = re.compile(r"\s*(?:\bto\b|\bbis\b|[–—]|-\s|\buntil\b|\bau\b)\s*\S{0,12}\d", re.I)
_PREPOSITION = re.compile(
    r"\b(?:in|on|of|since|until|till|before|after|by|from|dated|am|im|vom|bis|seit|le|du|au|depuis|"
    r"el|del|desde|il|dal|op|van|dne|в|с|до|от|к|на|في|منذ|حتى)\s*$", re.I
)  # fmt: skip


@dataclass(slots=True)
class Lines:
    """The lines of a text with what is asked of every date in it."""

    text: str
    starts: list[int]
    ends: list[int]
    body: int  # the first line of running text
    title: int  # the line of the heading, -1 where it is unknown
    long: list[int]
    main: tuple[int, int]  # the first line of the longest run of text, and the one after it

    def at(self, offset: int) -> int:
        """Return the number of the line that holds `offset`."""
        return bisect.bisect_right(self.starts, offset) - 1


def read_lines(text: str, heading: int | None = None) -> Lines:
    """Return the non-empty lines of `text`; `heading` is the offset of its heading, if known."""
    starts, ends = [], []
    place = 0
    for line in text.split("\n"):
        if line and not line.isspace():
            starts.append(place)
            ends.append(place + len(line))
        place += len(line) + 1
    if not starts:
        starts, ends = [0], [len(text)]
    long = [n for n in range(len(starts)) if ends[n] - starts[n] >= PROSE]
    body = next((a for a, b in pairwise(long) if b - a <= 4), None)
    if body is None:
        body = long[0] if long else len(starts) // 2
    lines = Lines(text, starts, ends, body, -1, long, _main(starts, ends))
    if heading is not None:
        lines.title = lines.at(heading)
    else:
        lines.title = _repeated(lines)
    return lines


def _main(starts: list[int], ends: list[int]) -> tuple[int, int]:
    """Return the run of lines with most text beyond what a menu has: the best sum of a segment."""
    best, best_run = 0, (len(starts) // 2, len(starts) // 2)
    total, begin = 0, 0
    for n, (start, end) in enumerate(zip(starts, ends, strict=True)):
        total += min(end - start, 400) - _MENU
        if total <= 0:
            total, begin = 0, n + 1
        elif total > best:
            best, best_run = total, (begin, n + 1)
    return best_run


def _repeated(lines: Lines) -> int:
    """Return the last place before the body of a line of several words that was seen before."""
    seen: set[str] = set()
    last = -1
    for n in range(min(lines.body, 400)):
        line = lines.text[lines.starts[n] : lines.ends[n]].strip().lower()
        if len(line) > 24 and line.count(" ") >= 3:
            if line in seen:
                last = n
            seen.add(line)
    return last


def describe(lines: Lines, stamps: list[Stamp], orders: list[float]) -> list[list[float]]:
    """Return one row of features (in the order of `NAMES`) for each stamp of the text.

    `orders` says for each stamp how far the document speaks for this order of day and month, from
    -1 to 1, 0 where there is only one reading.
    """
    if not stamps:
        return []
    days = Counter(stamp.on for stamp in stamps)
    latest, earliest = max(days), min(days)
    numbers = [lines.at(stamp.start) for stamp in stamps]
    return [
        _row(lines, stamp, order, n, rank, numbers, days, latest, earliest)
        for rank, (stamp, order, n) in enumerate(zip(stamps, orders, numbers, strict=True))
    ]


def _row(
    lines: Lines, stamp: Stamp, order: float, n: int, rank: int, numbers: list[int],
    days: Counter[date], latest: date, earliest: date,
) -> list[float]:  # fmt: skip
    text, begin, end = lines.text, lines.starts[n], lines.ends[n]
    length = max(1, end - begin)
    left = text[max(begin, stamp.start - 50) : stamp.start]
    right = text[stamp.end : min(end, stamp.end + 40)]
    above = _line(lines, n - 1)[-60:]
    below = _line(lines, n + 1)[:60]
    line = text[begin : min(end, begin + 200)]
    near = (left if len(left.strip()) > 2 else above).lower()
    close, after = left[-26:].lower(), right[:25].lower()
    whole = line.lower() if length < 200 else ""
    from_body = n - lines.body
    above_length = len(_line(lines, n - 1))
    below_length = len(_line(lines, n + 1))
    same_line = bisect.bisect_right(numbers, n) - bisect.bisect_left(numbers, n)
    letters = sum(map(str.isalpha, left))
    return [
        begin / max(1, len(text)),
        min(n, 60) / 60,
        max(-30, min(30, from_body)) / 30,
        float(from_body < 0),
        float(-8 <= from_body < 0),
        min(length, 400) / 400,
        (stamp.end - stamp.start) / length,
        float(length > 150 and stamp.start - begin > 40),
        min(stamp.start - begin, 200) / 200,
        float(beside("published", near)),
        float(beside("published", close)),
        float(len(above) < 60 and beside("published", above.lower())),
        float(beside("updated", near)),
        float(beside("updated", close)),
        float(beside("updated", after) or beside("updated", below[:25].lower())),
        float(length < 200 and beside("rights", whole)),
        float(beside("event", near)),
        float(beside("comment", f"{near} {right.lower()}")),
        float(length < 200 and beside("byline", whole)),
        float(stamp.weekday is not None),
        float(stamp.weekday is False),
        float(stamp.at is not None),
        min(_count_within(numbers, n, 6) - 1, 10) / 10,
        min(days[stamp.on], 5) / 5,
        float(stamp.on == latest),
        float(stamp.on == earliest),
        float(rank == 0),
        min(rank, 20) / 20,
        min(len(numbers), 40) / 40,
        float(stamp.style == "words"),
        float(stamp.style in ("numeric", "dotted")),
        float(stamp.style == "compact"),
        order,
        float(bool(_ADDRESS.search(left[-30:]))),
        (latest - stamp.on).days / 3650,
        float(below_length >= 60) + float(below_length >= PROSE),
        float(above_length >= PROSE),
        float(n > 0.85 * len(lines.starts)),
        min(letters, 50) / 50,
        float(_in_range(left, right)),
        float(left.rstrip().endswith(("(", "["))),
        sum(map(str.isupper, left)) / max(1, letters),
        max(-20, min(20, n - lines.title)) / 20 if lines.title >= 0 else -2.0,
        float(stamp.precision == "month"),
        min(len(lines.long), 30) / 30,
        float(any(mark in left for mark in "“\"«„")),
        min(same_line, 5) / 5,
        float(bool(_PREPOSITION.search(left))),
        max(-30, min(30, n - lines.main[0])) / 30,
        float(lines.main[0] <= n < lines.main[1]),
        float(n >= lines.main[1]),
        _to_prose(lines, n),
        float(bool(lines.long) and lines.long[0] < n),
    ]  # fmt: skip


def _in_range(left: str, right: str) -> bool:
    if _RANGE_LEFT.search(left) and any(map(str.isdigit, left)):
        return True
    return _RANGE_RIGHT.match(right) is not None


def _to_prose(lines: Lines, n: int) -> float:
    """Return how many lines below it the next running text begins, at most 12."""
    place = bisect.bisect_left(lines.long, n)
    return float(min(12, lines.long[place] - n)) if place < len(lines.long) else 12.0


def _line(lines: Lines, n: int) -> str:
    if not 0 <= n < len(lines.starts):
        return ""
    return lines.text[lines.starts[n] : min(lines.ends[n], lines.starts[n] + 2000)]


def _count_within(numbers: list[int], n: int, reach: int) -> int:
    return bisect.bisect_right(numbers, n + reach) - bisect.bisect_left(numbers, n - reach)
