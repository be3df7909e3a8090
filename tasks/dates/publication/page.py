"""An HTML page read once: its lines with what their elements are, and its dated elements."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tasks.dates.publication.cues import BIT, HEADING, HINTS, LINK, element_bits

_SKIP = frozenset({"script", "style", "noscript", "template", "select", "svg", "head", "iframe"})
_INLINE = frozenset(
    {
        "a", "abbr", "b", "bdi", "big", "cite", "code", "em", "font", "i", "ins", "label", "mark",
        "q", "s", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "strike",
        "img",
    }
)  # fmt: skip
_TAGS = {
    "header": BIT["header"], "footer": BIT["footer"], "nav": BIT["menu"], "aside": BIT["related"],
    "article": BIT["main"], "main": BIT["main"], "h1": HEADING, "h2": HEADING, "h3": HEADING,
    "a": LINK, "time": BIT["date"], "address": BIT["byline"],
}  # fmt: skip
_DATED = ("datetime", "content", "data-datetime", "data-date", "data-published", "data-time",
          "data-utime", "data-timestamp", "data-epoch", "title")  # fmt: skip
_RANKS = {"h1": 1, "h2": 2, "h3": 3}
_NAMELESS = (None, None, None)
_DEEPEST = 400  # elements within elements


@dataclass(frozen=True, slots=True)
class Dated:
    """An element that carries a date in an attribute: where it stands, what it is."""

    offset: int
    tag: str
    value: str
    bits: int
    itemprop: str


@dataclass(slots=True)
class Page:
    """Lines joined by a line break; `marks` are (offset, bits) of the pieces, ascending."""

    text: str = ""
    marks: list[tuple[int, int]] = field(default_factory=list)
    dated: list[Dated] = field(default_factory=list)
    title: str = ""
    h1: int | None = None  # offset of the heading that names the document
    lang: str = ""
    headings: int = 0  # of the first three ranks
    teasers: int = 0  # those of them that are links


def to_bytes(html: str) -> bytes:
    """Return the page as lxml and the search in scripts read it."""
    if "\x00" in html:
        html = html.replace("\x00", "")
    return html.encode("utf-8", "replace")


def parse(html: bytes) -> Any:
    """Return the lxml tree of a page, None where there is none.

    Its elements are plain ones: those of `lxml.html` are looked up in Python, one by one.
    """
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(html, parser)
    except (etree.LxmlError, ValueError):  # an empty document, or one that the parser gives up on
        return None


def read_page(tree: Any) -> Page:
    """Return the lines and dated elements of a parsed page."""
    page = Page(
        lang=str(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
    )
    title = tree.find(".//title")
    page.title = " ".join("".join(title.itertext() if title is not None else ()).split())
    body = tree.find("body")
    walk = _Walk(page)
    top = tree if body is None else body
    walk.visit(top, top.tag, 0, 0, 0)
    page.text = "".join(walk.parts)
    page.h1, page.headings = _heading(walk.headings, page.title), len(walk.headings)
    return page


def _heading(headings: list[tuple[int, int, str]], title: str) -> int | None:
    """Return where the heading stands that the title repeats, else the first of the first rank."""
    words = set(re.findall(r"\w+", title.lower()))
    best: tuple[float, int, int] | None = None
    for level, offset, text in headings[:60]:
        own = set(re.findall(r"\w+", text.lower()))
        share = len(own & words) / len(own | words) if own and words else 0.0
        covered = len(own & words) / len(own) if len(own) > 2 else 0.0
        rank = (max(share, covered * 0.8) + 0.15 * (level == 1), -offset, offset)
        if best is None or rank > best:
            best = rank
    if best is None or best[0] < 0.15:
        return None
    return best[2]


class _Walk:
    """One pass over the elements in document order (libxml2 bounds their depth)."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.parts: list[str] = [""]
        self.length = 0
        self.fresh = True  # at the start of a line
        self.headings: list[tuple[int, int, str]] = []

    def visit(
        self, element: Any, tag: str, state: int, above: int, hints: int, depth: int = 0
    ) -> None:
        """Read one element and what is in it.

        `state` holds what the elements around it are; `above` and `hints` what its grandparent and
        its parent hint at: a hint reaches no deeper.
        """
        get = element.get
        own = _TAGS.get(tag, 0)
        names = (get("class"), get("id"), get("itemprop"))
        if names != _NAMELESS:
            own |= element_bits(" ".join(filter(None, names))[:200])
        block = tag not in _INLINE
        if block and not self.fresh:
            self._break()
        state |= own & ~HINTS
        own &= HINTS
        bits = state | above | hints | own
        if own or tag == "abbr":
            self._dated(element, tag, bits)
        if tag in _RANKS:
            text = " ".join("".join(element.itertext()).split())
            if text:
                self.headings.append((_RANKS[tag], self.length, text[:200]))
                self.page.teasers += bool(bits & LINK) or element.find(".//a") is not None
        text = element.text
        if text:
            self._add(text, bits)
        for child in element:
            inner = child.tag
            if depth < _DEEPEST and inner not in _SKIP:
                self.visit(child, inner, state, hints, own, depth + 1)
            tail = child.tail
            if tail and not (self.fresh and tail.isspace()):
                self._add(tail, bits)
        if block and not self.fresh:
            self._break()

    def _dated(self, element: Any, tag: str, bits: int) -> None:
        for key in _DATED:
            value = element.get(key)
            if value and len(value) < 80 and any(map(str.isdigit, value)):
                itemprop = (element.get("itemprop") or "").lower()
                pubdate = " pubdate" if element.get("pubdate") is not None else ""
                self.page.dated.append(Dated(self.length, tag, value, bits, itemprop + pubdate))
                return

    def _add(self, text: str, bits: int) -> None:
        words = text.split()
        if not words:
            if not self.fresh:
                self._put(" ")
            return
        if not self.fresh and (text[0].isspace() or self._glued(words[0])):
            self._put(" ")
        self.page.marks.append((self.length, bits))
        if text[-1].isspace():
            words.append("")
        self._put(" ".join(words))
        self.fresh = False

    def _glued(self, word: str) -> bool:
        """Would this piece run into the one before it, as in "Jan 292025" or "MillerPublished"?"""
        last, first = self.parts[-1][-1:], word[0]
        if last.isdigit() or first.isdigit():
            return last.isalnum() and first.isalnum()
        return last.islower() and first.isupper()

    def _break(self) -> None:
        self._put("\n")
        self.fresh = True

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)
