"""From labelled lines to a `Page` on which every law of the design holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tasks.boilerplate.addresses import host
from tasks.boilerplate.page import BODY, Block, Label, Page, Story

BETWEEN = "\n\n"


class Judged(NamedTuple):
    """The lines of a page with their verdicts, a list for each column: `stories` are the numbers
    of their stories, None in furniture.
    """

    starts: Sequence[int]
    ends: Sequence[int]
    labels: Sequence[Label]
    scores: Sequence[float]
    reasons: Sequence[str]
    stories: Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the lines of one story say about it."""

    title: str | None = None
    description: str | None = None
    publisher: str | None = None
    section: str | None = None
    authors: tuple[str, ...] = ()
    agency: str | None = None
    place: str | None = None
    url: str | None = None


def assemble(
    text: str,
    judged: Judged,
    facts: Sequence[Facts],
    *,
    url: str | None = None,
    publisher: str | None = None,
    archive: str | None = None,
) -> Page:
    """Return the page of `text` with its blocks and one story for each of `facts`.

    A block is kept where its label is of the body and it has a story.
    """
    ends = [0] * len(facts)
    parts: list[list[str]] = [[] for _ in facts]
    blocks: list[Block] = []
    for start, end, label, score, reason, story in zip(*judged, strict=True):
        keep, text_start, text_end = False, None, None
        if story is not None and label in BODY:
            keep = True
            text_start = ends[story] + (len(BETWEEN) if parts[story] else 0)
            text_end = ends[story] = text_start + end - start
            parts[story].append(text[start:end])
        blocks.append(Block(start, end, label, keep, score, reason, story, text_start, text_end))
    stories = tuple(
        _story(number, fact, BETWEEN.join(parts[number]), blocks)
        for number, fact in enumerate(facts)
    )
    site = host(url)
    return Page(text, tuple(blocks), stories, url, site, publisher, archive)


def _story(number: int, fact: Facts, text: str, blocks: Sequence[Block]) -> Story:
    own = tuple(block for block in blocks if block.story == number)
    return Story(
        title=fact.title,
        text=text,
        blocks=own,
        description=fact.description,
        publisher=fact.publisher,
        section=fact.section,
        authors=fact.authors,
        agency=fact.agency,
        place=fact.place,
        url=fact.url,
        start=own[0].start if own else 0,
        end=own[-1].end if own else 0,
    )
