"""What the labelled lines of a story say of it, as its facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tasks.boilerplate import facts
from tasks.boilerplate.assemble import Facts
from tasks.boilerplate.verdicts import Verdicts

#: What some flatteners put before a title.
HASHES = re.compile(r"^(?:#{1,6}|[*•])\s+")


def _bare(text: str) -> str:
    """Return a title without the hashes or bullet that some flatteners put before it."""
    return HASHES.sub("", text) or text


def facts_of(page: Verdicts, own: Sequence[int], title: int | None) -> Facts:
    """Return what the lines `own` of a story say of it."""
    found = Facts(title=_bare(page.lines[title].text) if title is not None else None)
    authors: list[str] = []
    first_paragraph = True
    for n in own:
        label, text = page.labels[n], page.lines[n].text
        if label == "description" and found.description is None:
            found = replace(found, description=text)
        elif label == "dateline" and found.agency is None:
            found = replace(found, agency=facts.source(text))
        elif label == "byline":
            authors += facts.authors(text)
        elif label == "note" and found.publisher is None:
            found = replace(found, publisher=facts.publisher(text))
        elif label == "paragraph" and first_paragraph:
            first_paragraph = False
            place, agency = facts.lead(text)
            found = replace(found, place=place, agency=found.agency or agency)
    return replace(found, authors=facts.unique(authors))
