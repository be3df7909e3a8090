"""The vote: which day of a document is that of publication, and how sure that is."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

from tasks.dates.publication.candidates import Document, Seen
from tasks.dates.publication.forest import Forest
from tasks.dates.publication.order import SETTLED
from tasks.dates.published import Published

Voices = Callable[[], tuple[date | None, date | None]]

# Which source speaks for a day, the best first, and how the answer names it.
_METHODS = (
    ("ld_pub", "json-ld"), ("meta_pub", "meta"), ("prop_pub", "microdata"), ("time_pub", "time"),
    ("attr_pub", "element"), ("ld_created", "json-ld"), ("text", "text"), ("time", "time"),
    ("meta_date", "meta"), ("url", "url"), ("js", "script"), ("ld_pub_page", "json-ld"),
    ("data", "element"), ("ld_pub_other", "json-ld"), ("ld_created_page", "json-ld"),
    ("ld_created_other", "json-ld"), ("attr", "element"),
)  # fmt: skip
_RANK = {source: rank for rank, (source, _) in enumerate(_METHODS)}
_NAME = dict(_METHODS)


@dataclass(frozen=True, slots=True)
class Choice:
    """The day that leads, with its calibrated probability."""

    day: date
    confidence: float
    runner_up: date | None


def choose(
    days: list[date], margins: list[float], forest: Forest, voices: Voices | None = None
) -> Choice | None:
    """Return the leading day, None without candidates.

    `margins` are the log-odds of each day against there being none. Where they leave it open, the
    two `voices` (htmldate, fast and extensive) are heard; they move a candidate, never bring one of
    their own, and make no answer surer.
    """
    if not days:
        return None
    order = sorted(range(len(days)), key=lambda n: (-margins[n], days[n]))
    settings = forest.settings
    ahead = lead(margins)
    low, high = settings.get("open", (0.0, 0.0))
    if voices is not None and low <= _probability(ahead) < high:
        fast, extensive = voices()
        weights = settings["voices"]
        heard = {
            n: margins[n] * weights["margin"]
            + weights["fast"] * (days[n] == fast)
            + weights["extensive"] * (days[n] == extensive)
            for n in order[:3]
        }
        order = sorted(heard, key=lambda n: (-heard[n], days[n]))
    scale = settings["calibration"]
    confidence = _probability(scale["bias"] + scale["lead"] * ahead)
    return Choice(days[order[0]], confidence, days[order[1]] if len(order) > 1 else None)


def lead(margins: list[float]) -> float:
    """Return the log-odds of the best day against all others and against there being none."""
    best, *others = sorted(map(_held, margins), reverse=True)
    return best - math.log1p(sum(map(math.exp, others)))


def _held(margin: float) -> float:
    return max(-30.0, min(30.0, margin))


def _probability(margin: float) -> float:
    return 1.0 / (1.0 + math.exp(-_held(margin)))


def publish(document: Document, choice: Choice | None, threshold: float, where: str) -> Published:
    """Return the answer for a choice; below `threshold` it is null, with the reason."""
    updated = _updated(document)
    if choice is None:
        return Published(reason=f"no date of its own is written in the {where}", updated_on=updated)
    if choice.confidence < threshold:
        reason = f"too doubtful: {choice.day} is the likeliest, at {choice.confidence:.2f}"
        return Published(confidence=choice.confidence, reason=reason, updated_on=updated)
    seen = _spokesman(document.days[choice.day])
    stamp = seen.stamp
    at, precision, zone = stamp.at, stamp.precision, stamp.zone
    if at is not None and at.time() == time(0) and seen.source != "text":
        at, precision, zone = None, "day", None  # midnight stands for "no time" in metadata
    confidence, doubts = _doubts(document, choice)
    other = _exchanged(document, choice.day)
    first, last = choice.day, choice.day
    if other is not None:  # an interval: of the two readings only the year is certain
        at, precision, zone = None, "year", None
        first, last = sorted((choice.day, other))
        doubts.append(f"day and month may be exchanged: {first} or {last}")
    elif precision == "month":
        last = last.replace(day=monthrange(last.year, last.month)[1])
    return Published(
        choice.day, at, zone, precision, _method(seen), seen.literal, round(confidence, 4),
        "; ".join(doubts) or None, updated, first, last,
    )  # fmt: skip


def _spokesman(seen: list[Seen]) -> Seen:
    """Return the place whose characters are shown: the best source, with a time if one has it."""

    def rank(one: Seen) -> tuple[bool, bool, int, int]:
        known = one.source in _RANK
        return (not known, one.stamp.precision == "month", _RANK.get(one.source, 99), one.line)

    ordered = sorted(seen, key=rank)
    best = ordered[0]
    if best.stamp.at is None:
        timed = (one for one in ordered if one.stamp.at is not None and one.source in _RANK)
        return next((one for one in timed if _RANK[one.source] <= _RANK["time"]), best)
    return best


def _method(seen: Seen) -> str:
    if seen.source != "text" or seen.row is None:
        return _NAME.get(seen.source, seen.source)
    return "text"


def _exchanged(document: Document, day: date) -> date | None:
    """Return the other reading of a day that is only written in figures, where nothing in the
    document, its language or its site says which of them is the month."""
    seen = document.days[day]
    others = {one.stamp.other for one in seen}
    if abs(document.order) >= SETTLED or None in others or any(one.stamp.weekday for one in seen):
        return None
    return min(other for other in others if other is not None)


def _doubts(document: Document, choice: Choice) -> tuple[float, list[str]]:
    doubts = []
    confidence = choice.confidence
    seen = document.days[choice.day]
    if any(one.stamp.weekday is False for one in seen):
        doubts.append("the weekday beside the date disagrees")
        confidence *= 0.8
    if choice.confidence < 0.5:
        rival = f", against {choice.runner_up}" if choice.runner_up else ""
        doubts.append(f"the evidence is thin{rival}")
    if all(one.source in ("url", "img") for one in seen):
        doubts.append("only the address names it")
    return confidence, doubts


def _updated(document: Document) -> date | None:
    """Return the day of the last change that the page declares."""
    declared = [seen for seen in document.updated if seen.line < 0]
    days = [seen.stamp.on for seen in declared or document.updated]
    return max(days, default=None)
