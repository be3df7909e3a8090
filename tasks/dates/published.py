"""The publication date of one document: the evidence for it, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Published:
    """When a document was published.

    `on` is None where that is not known well enough, and `reason` says why; `reason` also tells
    what is doubtful about a date that is given. `at` is the local time as written, without zone;
    `zone` is the zone as written. `precision` is second, minute, day, month or year; it is year
    where nothing settles the order of day and month, and then `reason` names both readings and `on`
    is the likelier one. `first` and `last` are the interval that the evidence leaves open: the day
    itself, the days of the month, or the two readings; None where `on` is. `method` names the
    source of the evidence, `evidence` holds the literal characters found. `confidence` is the
    calibrated probability, in [0, 1], that `on` is right. `updated_on` is the last modification.
    """

    on: date | None = None
    at: datetime | None = None
    zone: str | None = None
    precision: str | None = None
    method: str | None = None
    evidence: str | None = None
    confidence: float = 0.0
    reason: str | None = None
    updated_on: date | None = None
    first: date | None = None
    last: date | None = None


def publication_date(
    *, html: str | None = None, text: str | None = None, url: str | None = None
) -> Published:
    """Return when the document was published, from its HTML, its flattened text, or both.

    With both, the evidence of the HTML rules and the text supports it. Never raises on any string
    and never reads the clock.
    """
    from tasks.dates.publication.html import from_html
    from tasks.dates.publication.text import from_text

    if not html and not text:
        return Published(reason="nothing to read")
    if not html:
        return from_text(text or "", url=url)[0]
    found, seen = from_html(html, url=url)
    if found.on is not None or not text:
        return found
    spoken, _ = from_text(text, url=url)
    if spoken.on is not None and spoken.on not in seen.days:
        return replace(spoken, updated_on=found.updated_on)
    return found
