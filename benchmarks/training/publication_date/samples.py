"""Pages and texts as rows of features, also with part of the evidence taken away."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from benchmarks.training.publication_date.corpus import Sample
from tasks.dates.publication.candidates import Document, read_html, read_text
from tasks.dates.publication.features import html_rows, text_rows
from tasks.dates.publication.metadata import Metadata
from tasks.dates.publication.page import parse, read_page, to_bytes
from tasks.dates.publication.stamps import find_stamps

DECLARED = ("ld_", "js", "data", "meta_", "prop_", "url", "img", "attr")
# What is taken away from a page so that the vote also learns pages that declare nothing.
MASKS = (DECLARED, (*DECLARED, "time"))


@dataclass(slots=True)
class Rows:
    """One document: its candidate days, a row of features for each, and what is known of it."""

    key: str
    site: str
    state: str
    on: date | None
    days: list[date]
    rows: list[list[float]]
    weight: float
    kind: str

    @property
    def reachable(self) -> bool:
        """Is the labelled day among the candidates?"""
        return self.on in self.days


def html_samples(sample: Sample) -> Iterator[Rows]:
    """Yield the page with all of its evidence, then with less of it."""
    html = to_bytes(sample.html())
    tree = parse(html)
    if tree is None:
        return
    document = read_html(tree, html, url=sample.url)
    days, rows = html_rows(document)
    yield Rows(sample.key, sample.site, sample.state, sample.on, days, rows, 1.0, "page")
    for dropped in MASKS:
        days, rows = html_rows(without(document, dropped))
        yield Rows(sample.key, sample.site, sample.state, sample.on, days, rows, 0.3, "masked")


def without(document: Document, dropped: tuple[str, ...]) -> Document:
    """Return the document without the sources that begin so."""
    less = Document(lines=document.lines)
    known = document.metadata
    if known is not None:
        declared = [one for one in known.declared if not one.source.startswith(dropped)]
        less.metadata = Metadata(declared, known.types, [])
    for day, seen in document.days.items():
        kept = [one for one in seen if not one.source.startswith(dropped)]
        if kept:
            less.days[day] = kept
    less.updated = [one for one in document.updated if not one.source.startswith(dropped)]
    return less


WEIGHTS = {"lines": 1.0, "nodes": 0.6, "crop": 0.8, "body": 0.6, "masthead": 0.4, "bare": 0.5}
LATER = 700  # days, at most, from publication to the day that a masthead shows


def text_samples(sample: Sample) -> Iterator[Rows]:
    """Yield the page flattened in several ways; a text without the labelled day has no date."""
    for kind, text in flattened(sample):
        yield _text_rows(sample, kind, text)
        if kind == "lines":
            yield _text_rows(sample, "masthead", under_masthead(text, sample))
            if sample.on is not None:
                yield _text_rows(sample, "bare", stripped(text, sample.on))


def _text_rows(sample: Sample, kind: str, text: str) -> Rows:
    days, rows = text_rows(read_text(text))
    seen = sample.on if sample.on in days else None
    state = sample.state if sample.state == "unknown" else "dated" if seen else "undated"
    return Rows(sample.key, sample.site, state, seen, days, rows, WEIGHTS[kind], kind)


def stripped(text: str, day: date) -> str:
    """Return `text` without the lines that name `day`: what dates are left are of other things."""
    named = [stamp.start for stamp in find_stamps(text) if day in (stamp.on, stamp.other)]
    lines, place = [], 0
    for line in text.split("\n"):
        if not any(place <= start <= place + len(line) for start in named):
            lines.append(line)
        place += len(line) + 1
    return "\n".join(lines)


def under_masthead(text: str, sample: Sample) -> str:
    """Return `text` with a line at its top that shows the day on which the page was fetched.

    Few pages of the corpora do so, and the vote took the day of most of these for the page's own.
    """
    from babel.dates import format_date

    draw = int(hashlib.sha256(sample.key.encode()).hexdigest(), 16)
    day = (sample.on or date(2018, 1, 1)) + timedelta(days=1 + draw % LATER)
    language = "de" if re.search(r"\b(?:und|der|die)\b", text) else "en"
    form = ("full", "long", "medium", "EEEE d MMMM yyyy")[draw // LATER % 4]
    lines = text.split("\n")
    place = draw % min(8, len(lines))
    return "\n".join([*lines[:place], format_date(day, form, language), *lines[place:]])


def flattened(sample: Sample) -> Iterator[tuple[str, str]]:
    """Yield the texts of a page: lines of blocks, one line a text node, a crop, the body alone."""
    tree = parse(to_bytes(sample.html()))
    if tree is None:
        return
    page = read_page(tree)
    yield "lines", page.text
    yield "nodes", "\n".join(_nodes(tree))
    if page.h1 is not None:
        below = page.text[page.h1 :].split("\n")
        above = page.text[: page.h1].rstrip("\n").split("\n")[-2:]
        yield "crop", "\n\n".join([*above, *below[:50]])
    if sample.body:
        yield "body", sample.body


def _nodes(tree: Any) -> Iterator[str]:
    hidden = ("script", "style", "noscript", "template", "title", "head")
    for element in tree.iter():
        if isinstance(element.tag, str):
            if element.text and element.tag not in hidden and element.text.strip():
                yield " ".join(element.text.split())
            if element.tail and element.tail.strip():
                yield " ".join(element.tail.split())
