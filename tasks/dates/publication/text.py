"""The publication date of flattened text."""

from __future__ import annotations

from datetime import date

from tasks.dates.publication.addresses import address_date
from tasks.dates.publication.candidates import Document, read_text
from tasks.dates.publication.features import text_rows
from tasks.dates.publication.forest import load
from tasks.dates.publication.vote import Choice, choose, publish
from tasks.dates.published import Published

_ALONE = 0.95  # how sure a date is that is the whole text
# How sure a day in the address is, alone and with the text: it was right on 124 of 127 pages.
_ADDRESS, _BOTH = 0.95, 0.98


def from_text(text: str, *, url: str | None = None) -> tuple[Published, Document]:
    """Return the date that a stamp, dateline or byline of `text` gives, and all of its dates."""
    document = read_text(text, url=url)
    alone = _alone(text, document)
    if alone is not None:
        return publish(document, Choice(alone, _ALONE, None), 0.0, "text"), document
    days, rows = text_rows(document)
    forest = load("publication_text")
    choice = choose(days, forest.margins(rows), forest)
    found = publish(document, choice, forest.settings["threshold"], "text")
    return _with_address(found, document, url), document


def _with_address(found: Published, document: Document, url: str | None) -> Published:
    """Return the answer in the light of a day that the address names."""
    named = address_date(url) if url else None
    if named is None or (found.on != named[0] and found.confidence > _ADDRESS):
        return found
    day, literal = named
    if day in document.days:
        return publish(document, Choice(day, _BOTH, None), 0.0, "text")
    reason = "only the address names it"
    return Published(
        day, None, None, "day", "url", literal, _ADDRESS, reason, found.updated_on, day, day
    )


def _alone(text: str, document: Document) -> date | None:
    """Return the day of a text that is a date and hardly anything else, as a record gives it."""
    whole = text.strip()
    days = [day for day, seen in document.days.items() if seen[0].stamp.precision != "month"]
    if len(whole) > 80 or len(days) != 1:
        return None
    written = max(len(seen.literal) for seen in document.days[days[0]])
    return days[0] if written >= 0.7 * len(whole) else None
