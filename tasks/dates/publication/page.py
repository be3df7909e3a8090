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
_DEPTH = 3  # How far below its element a hint of class reaches.


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


def parse(html: str) -> Any:
    """Return the lxml tree of a page, None where there is none."""
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    source = html.replace("\x00", "").encode("utf-8", "replace")
    try:
        return lxml_html.document_fromstring(source, parser=parser)
    except Exception:  # lxml: an empty document, or one that its parser gives up on
        return None


def read_page(tree: Any) -> Page:
    """Return the lines and dated elements of a parsed page."""
    page = Page(
        lang=str(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
    )
    title = tree.find(".//title")
    page.title = " ".join((title.text_content() if title is not None else "").split())
    body = tree.find("body")
    walk = _Walk(page)
    walk.run(tree if body is None else body)
    page.text = "".join(walk.parts)
    page.h1 = _heading(walk.headings, page.title)
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
    """One pass over the elements in document order."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.parts: list[str] = []
        self.length = 0
        self.fresh = True  # at the start of a line
        self.headings: list[tuple[int, int, str]] = []

    def run(self, body: Any) -> None:
        from lxml import etree

        stack: list[tuple[int, tuple[int, ...]]] = [(0, (0,) * _DEPTH)]
        skipping: Any = None
        for event, element in etree.iterwalk(body, events=("start", "end")):
            tag = element.tag
            if skipping is not None:
                if event == "end" and element is skipping:
                    skipping = None
                    self._tail(element, stack[-1])
                continue
            if event == "start":
                if tag in _SKIP:
                    skipping = element
                    continue
                self._start(element, tag, stack)
            else:
                stack.pop()
                if tag not in _INLINE:
                    self._break()
                if element is not body:
                    self._tail(element, stack[-1])

    def _start(self, element: Any, tag: str, stack: list[tuple[int, tuple[int, ...]]]) -> None:
        state, hints = stack[-1]
        own = _TAGS.get(tag, 0)
        attributes = element.attrib
        if attributes:
            get = attributes.get
            name = f"{get('class', '')} {get('id', '')} {get('itemprop', '')}"
            if len(name) > 2:
                own |= element_bits(name[:200])
        if tag not in _INLINE:
            self._break()
        state |= own & ~HINTS
        hints = (*hints[1:], own & HINTS)
        stack.append((state, hints))
        if attributes and (own & HINTS or tag == "abbr"):
            self._dated(element, tag, state, hints)
        if tag in ("h1", "h2", "h3"):
            text = " ".join("".join(element.itertext()).split())
            if text:
                self.headings.append((int(tag[1]), self.length, text[:200]))
        if element.text:
            self._add(element.text, state, hints)

    def _dated(self, element: Any, tag: str, state: int, hints: tuple[int, ...]) -> None:
        for key in _DATED:
            value = element.attrib.get(key)
            if value and any(map(str.isdigit, value)) and len(value) < 80:
                bits = state
                for hint in hints:
                    bits |= hint
                itemprop = (element.get("itemprop") or "").lower()
                pubdate = " pubdate" if "pubdate" in element.attrib else ""
                self.page.dated.append(Dated(self.length, tag, value, bits, itemprop + pubdate))
                return

    def _tail(self, element: Any, top: tuple[int, tuple[int, ...]]) -> None:
        if element.tail:
            self._add(element.tail, *top)

    def _add(self, text: str, state: int, hints: tuple[int, ...]) -> None:
        words = text.split()
        if not words:
            if not self.fresh:
                self._put(" ")
            return
        bits = state
        for hint in hints:
            bits |= hint
        line = " ".join(words)
        if not self.fresh and (text[0].isspace() or self._glued(words[0])):
            self._put(" ")
        self.page.marks.append((self.length, bits))
        self._put(line + (" " if text[-1].isspace() else ""))
        self.fresh = False

    def _glued(self, word: str) -> bool:
        """Would this piece run into the one before it, as in "Jan 292025" or "MillerPublished"?"""
        last = self.parts[-1][-1:]
        if last.isdigit() or word[0].isdigit():
            return last.isalnum() and word[0].isalnum()
        return last.islower() and word[0].isupper()

    def _break(self) -> None:
        if not self.fresh:
            self._put("\n")
            self.fresh = True

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)
