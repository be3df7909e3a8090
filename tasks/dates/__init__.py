"""Dates: when a document was published, and the temporal expressions in its text."""

from tasks.dates.mentions import DateMention, find_dates
from tasks.dates.published import Published, publication_date

__all__ = ["DateMention", "Published", "find_dates", "publication_date"]
