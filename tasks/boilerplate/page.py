"""The value that the boilerplate step returns: a page, its blocks and its stories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Label = Literal[
    "title",
    "description",
    "dateline",
    "byline",
    "heading",
    "paragraph",
    "list",
    "quote",
    "caption",
    "note",
    "navigation",
    "footer",
    "other",
]

#: Labels of the body: blocks with these, and only these, are kept.
BODY: frozenset[str] = frozenset({"heading", "paragraph", "list", "quote"})


@dataclass(frozen=True, slots=True)
class Block:
    """One line or paragraph of a source.

    `start` and `end` are code points in ``Page.text``; `text_start` and `text_end` the same
    characters in ``Story.text`` (None where the block is not kept); `story` is the index into
    ``Page.stories`` (None in page furniture); `score` is the probability, in [0, 1], that the
    block belongs to a body.
    """

    start: int
    end: int
    label: Label
    keep: bool
    score: float
    reason: str
    story: int | None
    text_start: int | None
    text_end: int | None


@dataclass(frozen=True, slots=True)
class Story:
    """One story of a page: its clean text, and what the lines around it say about it.

    `text` is the kept blocks joined by a blank line; `blocks` are all blocks of the story, kept
    or not; `start` and `end` are the story's span in ``Page.text``.
    """

    title: str | None
    text: str
    blocks: tuple[Block, ...]
    description: str | None = None
    publisher: str | None = None
    section: str | None = None
    authors: tuple[str, ...] = ()
    agency: str | None = None
    place: str | None = None
    url: str | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A source with every line accounted for.

    `text` is the flattened source (for text input: the input itself). `url` is the page's own
    address as given, as declared in the markup or as an archive banner tells it; `site` its host.
    """

    text: str
    blocks: tuple[Block, ...]
    stories: tuple[Story, ...]
    url: str | None = None
    site: str | None = None
    publisher: str | None = None
    archive: str | None = None
