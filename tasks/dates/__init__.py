"""Dates: when a document was published, and the temporal expressions in its text."""

from tasks.dates.published import Published, publication_date

__all__ = ["Published", "publication_date"]
