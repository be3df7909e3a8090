"""What the labelled lines of a story say of it, as its facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tasks.boilerplate import facts
from tasks.boilerplate.assemble import Facts
from tasks.boilerplate.titles import plain_title
from tasks.boilerplate.verdicts import Verdicts


def facts_of(page: Verdicts, own: Sequence[int], title: int | None) -> Facts:
    """Return what the lines `own` of a story say of it."""
    found = Facts(title=plain_title(page.lines[title].text) if title is not None else None)
    authors: list[str] = []
    first_paragraph = True
    for n in own:
        label, text = page.labels[n], page.lines[n].text
        if label == "description" and found.description is None:
            found = replace(found, description=text)
        elif label == "dateline":
            found = replace(found, agency=found.agency or facts.source(text))
            authors += _authors_beside(text)
        elif label == "byline":
            authors += facts.authors(text)
        elif label == "note" and found.publisher is None:
            found = replace(found, publisher=facts.publisher(text))
        elif label == "paragraph" and first_paragraph:
            first_paragraph = False
            place, agency = facts.lead(text)
            found = replace(found, place=place, agency=found.agency or agency)
    return replace(found, authors=facts.unique(authors))


def _authors_beside(text: str) -> list[str]:
    """Return the names in a date line that also says who wrote the story."""
    opening = text.split("|", 1)[0].strip()
    if facts.BY.match(text) or (opening != text and facts.is_name(opening)):
        return [name for name in facts.authors(text) if facts.is_name(name)]
    return []
