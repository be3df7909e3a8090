"""The days that a document could have been published on, each with all evidence for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tasks.dates.publication.context import NAMES, Lines, describe, read_lines
from tasks.dates.publication.cues import BIT, beside
from tasks.dates.publication.metadata import Metadata, read_metadata, read_stamp
from tasks.dates.publication.order import SETTLED, agreeing, day_first, readings
from tasks.dates.publication.page import Dated, Page, read_page
from tasks.dates.publication.stamps import Stamp, find_stamps

_IN_PROSE, _PREPOSITION = NAMES.index("in_prose"), NAMES.index("preposition")
_PUBLISHED, _UPDATED = NAMES.index("published_left"), NAMES.index("updated_left")
_REACH = 120  # characters on either side of a date that its sentence is seen in
_ASIDE = BIT["comment"] | BIT["related"] | BIT["footer"] | BIT["menu"]


@dataclass(slots=True)
class Seen:
    """One place where a day is written: `source`, its stamp and literal characters."""

    source: str
    stamp: Stamp
    literal: str
    line: int = -1
    bits: int = 0
    row: list[float] | None = None  # context features, for lines of text


@dataclass(slots=True)
class Document:
    """All candidate days of a document, and what its votes need to know of it as a whole.

    `order` says how much speaks for day before month, from -1 to 1: see `order.day_first`.
    `headings` are those of the first three ranks, `teasers` those of them that are links.
    """

    days: dict[date, list[Seen]] = field(default_factory=dict)
    lines: Lines | None = None
    metadata: Metadata | None = None
    updated: list[Seen] = field(default_factory=list)
    url: str | None = None
    order: float = 0.0
    headings: int = 0
    teasers: int = 0

    def add(self, seen: Seen) -> None:
        """File `seen` under its day."""
        self.days.setdefault(seen.stamp.on, []).append(seen)


def read_text(text: str, *, url: str | None = None) -> Document:
    """Return the candidates of flattened text: days that its sentences tell of are none."""
    document = Document(url=url)
    _add_lines(document, Page(text), set(), lang="", url=url)
    lines = document.lines
    if lines is not None:
        told = [
            day for day, seen in document.days.items() if all(is_told(lines, one) for one in seen)
        ]
        for day in told:
            del document.days[day]
    return document


def is_told(lines: Lines, seen: Seen) -> bool:
    """Does a sentence tell of the day, without a word of publication or change?

    Of 549 pages that show their day two had it nowhere else, and so had one in nine other days.
    """
    row = seen.row
    if row is None or row[_PUBLISHED] or row[_UPDATED]:
        return False
    begin, end = lines.starts[seen.line], lines.ends[seen.line]
    right = lines.text[seen.stamp.end : min(end, seen.stamp.end + _REACH)]
    if beside("published", right.lower()):
        return False
    before = _words(lines.text[max(begin, seen.stamp.start - _REACH) : seen.stamp.start])
    after = _words(right)
    led = bool(row[_PREPOSITION]) and max(before, after) >= 4
    return bool(row[_IN_PROSE]) or led or min(before, after) >= 3


def _words(text: str) -> int:
    """Return how many words in small letters there are: a name, a number, a heading has none."""
    return sum(word[0].islower() for word in text.split())


def read_html(tree: Any, html: bytes, *, url: str | None = None) -> Document:
    """Return the candidates of a parsed HTML page: declared, in elements, in its visible lines."""
    page = read_page(tree)
    document = Document(url=url)
    document.metadata = read_metadata(tree, html, url)
    declared = document.metadata.declared
    known = {one.stamp.on for one in declared if one.stamp.other is None}
    order = _add_lines(document, page, known, lang=page.lang, url=url)
    for one in declared:
        for stamp in _settled(one.stamp, order):
            seen = Seen(one.source, stamp, one.value)
            if one.source.endswith(("_mod", "_mod_page", "_mod_other")):
                document.updated.append(seen)
            document.add(seen)
    _add_elements(document, page, order)
    return document


def _settled(stamp: Stamp, order: float) -> list[Stamp]:
    """Return the reading that the document speaks for, or both where it says little."""
    every, orders = readings([stamp], order)
    if len(every) == 2 and abs(order) >= SETTLED:
        return [every[0] if orders[0] > 0 else every[1]]
    return every


def _add_lines(
    document: Document, page: Page, known: set[date], *, lang: str, url: str | None
) -> float:
    text = page.text
    lines = document.lines = read_lines(text, page.h1)
    document.headings, document.teasers = page.headings, page.teasers
    stamps = agreeing(find_stamps(text, months=True), known)
    order = document.order = day_first(text, stamps, known, lang=lang, url=url)
    every, orders = readings(stamps, order)
    place = bits = 0
    pieces = page.marks
    for stamp, row in zip(every, describe(lines, every, orders), strict=True):
        while place < len(pieces) and pieces[place][0] <= stamp.start:
            bits = pieces[place][1]
            place += 1
        literal = text[stamp.start : stamp.end]
        document.add(Seen("text", stamp, literal, lines.at(stamp.start), bits, row))
    return order


def _add_elements(document: Document, page: Page, order: float) -> None:
    lines = document.lines
    for dated in page.dated[:80]:
        read = read_stamp(dated.value)
        if read is None or lines is None:
            continue
        source = _element_source(dated)
        for stamp in _settled(read, order):
            seen = Seen(source, stamp, dated.value, lines.at(dated.offset), dated.bits)
            if source.endswith("_mod") and not dated.bits & _ASIDE:
                document.updated.append(seen)
            document.add(seen)


def _element_source(dated: Dated) -> str:
    bits, tag = dated.bits, "time" if dated.tag == "time" else "attr"
    if "datepublished" in dated.itemprop or "datecreated" in dated.itemprop:
        return "prop_pub_graft" if bits & BIT["comment"] else "prop_pub"
    if "datemodified" in dated.itemprop or "dateupdated" in dated.itemprop:
        return "prop_mod"
    if bits & BIT["comment"]:
        return "time_comment"
    if bits & BIT["updated"] and not bits & BIT["published"]:
        return f"{tag}_mod"
    if "pubdate" in dated.itemprop or bits & BIT["published"]:
        return f"{tag}_pub"
    if bits & _ASIDE:
        return "time_aside"
    return tag
