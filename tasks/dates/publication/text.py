"""The publication date of flattened text: stamps, datelines and bylines near its head."""

from __future__ import annotations

import re

from tasks.dates.publication.stamps import Stamp, find_stamps
from tasks.dates.published import Published

_PUBLISHED = re.compile(r"publi|posted|date\b|опубликован|veröffentlicht|نشر|تاريخ", re.IGNORECASE)
_NOT = re.compile(r"©|copyright|updated|modified|\brights\b|\(c\)", re.IGNORECASE)


def from_text(text: str, *, url: str | None = None) -> Published:
    """Return the date that a stamp, dateline or byline of `text` gives."""
    best: tuple[float, Stamp] | None = None
    for stamp in find_stamps(text):
        score = _score(text, stamp)
        if best is None or score > best[0]:
            best = (score, stamp)
    if best is None:
        return Published(reason="no date is written in the text")
    score, stamp = best
    if score < 0.5:
        return Published(confidence=score, reason="the dates in the text are not stamps")
    reason = "the weekday beside the date disagrees" if stamp.weekday is False else None
    if stamp.other is not None:
        reason = f"day and month may be exchanged: {stamp.on} or {stamp.other}"
    return Published(
        stamp.on, stamp.at, stamp.zone, stamp.precision, "text",
        text[stamp.start : stamp.end], score, reason,
    )  # fmt: skip


def _score(text: str, stamp: Stamp) -> float:
    begin = text.rfind("\n", 0, stamp.start) + 1
    end = text.find("\n", stamp.end)
    line = text[begin : end if end >= 0 else len(text)].strip()
    if len(line) > 160 or _NOT.search(line):
        return 0.1
    alone = (stamp.end - stamp.start) / max(1, len(line))
    head = stamp.start / max(1, len(text)) < 0.2
    lead = stamp.start - begin < 40
    score = 0.3 + 0.3 * (alone > 0.3 or (lead and len(line) < 80)) + 0.2 * head
    score += 0.15 * bool(_PUBLISHED.search(line[: stamp.start - begin + 1]))
    return score - 0.3 * (stamp.weekday is False) - 0.1 * (stamp.other is not None)
