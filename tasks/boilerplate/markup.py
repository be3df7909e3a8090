"""The front end for HTML: a block walk over the element tree, iterative and linear."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tasks.boilerplate.lines import Line, fold

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
NAME = re.compile(r"[a-z]{3,}")
SURROGATE = re.compile("[\ud800-\udfff]")
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:-]{2,40})", re.I)
#: Class and id words of how many ancestors, and how many words of each, describe a line.
ANCESTORS, NAMES = 7, 10
#: A page with fewer characters is read again with what it shows only where scripts do not run, and
#: taken so where that is so many times as much: forums put whole threads there.
SCANT, MUCH = 1500, 3
#: The stack of text that stands in no element.
OUTSIDE = ("html",)
EMPHASIS = frozenset({"b", "strong", "em", "i"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the tree a line stood: tags from the root, names of the nearest ancestors.

    `path` numbers the elements from the root in document order: lines of one container share
    their path's beginning. `link` and `emphasis` are shares of the line's characters.
    """

    tags: tuple[str, ...]
    path: tuple[int, ...]
    names: tuple[str, ...]
    link: float
    emphasis: float
    hidden: bool


@dataclass(slots=True)
class Flattened:
    """A page's visible text, one block a line, with the place of each line and its head data."""

    text: str = ""
    lines: list[Line] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)


@functools.cache
def element_kinds() -> tuple[frozenset[str], frozenset[str], dict[str, int]]:
    """Return the skipped elements, the block elements, and the numbers of the nearest ones."""
    table = tomllib.loads((Path(__file__).parent / "data" / "markup.toml").read_text("utf-8"))
    return frozenset(table["skipped"]), frozenset(table["blocks"]), dict(table["nearest"])


def decode(html: str | bytes) -> str:
    """Return `html` as text without lone surrogates; bytes by mark, declaration, then guess."""
    if isinstance(html, str):
        return SURROGATE.sub("\ufffd", html)
    if html.startswith((b"\xff\xfe", b"\xfe\xff")):
        return html.decode("utf-16", "replace")
    try:
        return html.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = CHARSET.search(html[:4096])
    try:
        return html.decode(declared.group(1).decode("ascii") if declared else "cp1252", "replace")
    except (LookupError, ValueError):
        return html.decode("cp1252", "replace")


def flatten(html: str | bytes) -> Flattened:
    """Return the visible text of `html` as lines with their places; empty where unreadable."""
    root = parse(decode(html))
    page = Flattened()
    if root is None:
        return page
    page.meta = read_meta(root)
    walk = _Walk()
    walk.run(root)
    if walk.length < SCANT:
        whole = _Walk(shown=frozenset({"noscript"}))
        whole.run(root)
        walk = whole if whole.length > MUCH * walk.length else walk
    page.lines, page.places = walk.lines, walk.places
    page.text = "\n".join(line.text for line in page.lines)
    return page


def parse(html: str) -> HtmlElement | None:
    """Return the root element of `html`, None where there is none."""
    import lxml.etree
    import lxml.html

    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    data = html.replace("\x00", " ").encode("utf-8", "replace")
    try:
        return lxml.html.document_fromstring(data, parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError, AssertionError):
        return None


META_KEYS = ("property", "name", "itemprop")


def read_meta(root: HtmlElement) -> dict[str, str]:
    """Return what the head declares: meta properties in lower case, `title`, `canonical`."""
    found: dict[str, str] = {}
    for element in root.iter("meta", "title", "link", "html"):
        if element.tag == "meta":
            name = next((element.get(key) for key in META_KEYS if element.get(key)), None)
            content = fold(element.get("content") or "")
            if name and content:
                found.setdefault(name.lower(), content)
        elif element.tag == "title":
            if element.text:
                found.setdefault("title", fold(element.text))
        elif element.tag == "html":
            found.setdefault("lang", (element.get("lang") or "").lower())
        elif (element.get("rel") or "").lower() == "canonical" and element.get("href"):
            found.setdefault("canonical", element.get("href") or "")
    return found


class _Walk:
    """The state of one walk: the text gathered since the last block edge, and the ancestors."""

    def __init__(self, shown: frozenset[str] = frozenset()) -> None:
        skipped, self.blocks, _ = element_kinds()
        self.skipped = skipped - shown
        self.lines: list[Line] = []
        self.places: list[Place] = []
        self.tags: list[str] = []
        self.path: list[int] = []
        self.names: list[tuple[str, ...]] = []
        self.parts: list[str] = []
        self.length = self.elements = 0
        self.links = self.pres = self.hiddens = 0
        self.in_link = self.in_emphasis = 0
        #: Class and id texts, and stacks of them, as they were split the first time.
        self.split: dict[str, tuple[str, ...]] = {"": ()}
        self.joined: dict[tuple[tuple[str, ...], ...], tuple[str, ...]] = {}

    def run(self, root: HtmlElement) -> None:
        stack: list[tuple[HtmlElement, bool]] = [(root, False)]
        concealed: list[bool] = []
        skipped, blocks, parts = self.skipped, self.blocks, self.parts
        while stack:
            element, leaving = stack.pop()
            tag = element.tag
            if leaving:
                if tag in blocks and parts:
                    self._flush()
                self._leave(tag, concealed.pop())
            elif tag == "br":
                self._flush()
            elif isinstance(tag, str) and tag not in skipped:
                if tag in blocks and parts:
                    self._flush()
                concealed.append(self._enter(element, tag))
                stack.append((element, True))
                children = element.getchildren() if len(element) else ()
                stack.extend([(child, False) for child in reversed(children)])
                continue
            tail = element.tail
            if tail and element is not root:
                parts.append(tail)
                if self.links:
                    self.in_link += len(tail.strip())
        self._flush()

    def _enter(self, element: HtmlElement, tag: str) -> bool:
        self.tags.append(tag)
        self.elements += 1
        self.path.append(self.elements)
        found = dict(element.items())
        names: tuple[str, ...] = ()
        concealed = False
        if found:
            get = found.get
            said = " ".join(filter(None, (get("class"), get("id"), get("role"))))
            known = self.split.get(said)
            if known is None:
                known = self.split[said] = tuple(NAME.findall(said.lower())[:NAMES])
            names = known
            style = get("style")
            concealed = (
                "hidden" in found
                or get("aria-hidden") == "true"
                or (style is not None and HIDDEN.search(style) is not None)
            )
        self.names.append(names)
        self.hiddens += concealed
        if tag == "a":
            self.links += 1
        elif tag == "pre":
            self.pres += 1
        text = element.text
        if text:
            self.parts.append(text)
            if self.links:
                self.in_link += len(text.strip())
            if tag in EMPHASIS:
                self.in_emphasis += len(text)
        return concealed

    def _leave(self, tag: str, concealed: bool) -> None:
        self.hiddens -= concealed
        if tag == "a":
            self.links -= 1
        elif tag == "pre":
            self.pres -= 1
        self.tags.pop()
        self.path.pop()
        self.names.pop()

    def _flush(self) -> None:
        if not self.parts:
            return
        gathered = "".join(self.parts)
        self.parts.clear()
        texts = gathered.split("\n") if self.pres else [gathered]
        folded = [text for text in map(fold, texts) if text]
        if folded:
            size = sum(map(len, folded))
            stacked = tuple(self.names[-ANCESTORS:])
            names = self.joined.get(stacked)
            if names is None:
                names = tuple(dict.fromkeys([name for own in stacked for name in own]))
                self.joined[stacked] = names
            place = Place(
                tuple(self.tags) or OUTSIDE,
                tuple(self.path) or (0,),
                names,
                min(self.in_link / size, 1.0),
                min(self.in_emphasis / size, 1.0),
                self.hiddens > 0,
            )
            for text in folded:
                self.lines.append(Line(self.length, self.length + len(text), text, 0))
                self.places.append(place)
                self.length += len(text) + 1
        self.in_link = self.in_emphasis = 0
