"""Ways in which pages get flattened to text, for training: the model must know none of them."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Callable

from tasks.boilerplate.lines import fold
from tasks.boilerplate.markup import element_kinds, flatten, parse

DOUBLE = frozenset("blockquote dl figure h1 h2 h3 h4 h5 h6 ol p pre ul table".split())  # noqa: SIM905
CELLS = frozenset({"td", "th", "label", "button", "legend", "caption"})


def blocks(html: str, chance: random.Random) -> str:
    """Return one line a block, with or without blank lines between them."""
    between = chance.choice(["\n", "\n", "\n\n"])
    return between.join(line.text for line in flatten(html).lines)


def nodes(html: str, chance: random.Random) -> str:
    """Return one line a text node, as BeautifulSoup's ``get_text("\\n")`` does."""
    strip = chance.random() < 0.6
    pieces = _pieces(html)
    texts = [text for text, _, _ in pieces if text]
    if strip:
        return "\n".join(text for text in map(fold, texts) if text)
    return "\n".join(texts)


def layout(html: str, chance: random.Random) -> str:
    """Return lines laid out as a browser would: cells of a row on one line, bullets, margins."""
    bullet = chance.choice(["", "", "* ", "• ", "- "])
    hashes = chance.random() < 0.1
    lines: list[str] = []
    current: list[str] = []
    margin = 0

    def close(blank: int) -> None:
        nonlocal margin
        text = fold("".join(current))
        current.clear()
        if text:
            lines.extend([""] * margin)
            lines.append(text)
            margin = 0
        margin = max(margin, blank)

    for text, opened, closed in _pieces(html):
        tag = opened or closed
        if tag == "br":
            close(0)
        elif tag in CELLS:
            current.append("  ")
        elif tag in element_kinds()[1]:
            close(1 if tag in DOUBLE else 0)
            if opened == "li":
                current.append(bullet)
            elif hashes and opened in {"h1", "h2", "h3"}:
                current.append("#" * int(opened[1]) + " ")
        current.append(text)
    close(0)
    bare = {bullet.strip(), "#", "##", "###"} - {""}
    return "\n".join(line for line in lines if line not in bare)


def wrapped(html: str, chance: random.Random) -> str:
    """Return the layout with lines broken at 72 to 100 characters, as mail and html2text do."""
    width = chance.choice([72, 78, 80, 100])
    lines = layout(html, chance).split("\n")
    filled = [
        "\n".join(textwrap.wrap(line, width, break_long_words=False)) if line else ""
        for line in lines
    ]
    return "\n".join(filled)


def _pieces(html: str) -> list[tuple[str, str, str]]:
    """Return (text, tag opened before it, tag closed before it) in document order."""
    root = parse(html)
    if root is None:
        return []
    skipped = element_kinds()[0]
    pieces: list[tuple[str, str, str]] = []
    stack = [(root, False)]
    while stack:
        element, leaving = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if leaving or not tag or tag in skipped:
            pieces.append((element.tail or "", "", tag if leaving else ""))
            continue
        pieces.append((element.text or "", tag, ""))
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    return pieces


Flattener = Callable[[str, random.Random], str]
FLATTENERS: dict[str, Flattener] = {
    "blocks": blocks,
    "nodes": nodes,
    "layout": layout,
    "wrapped": wrapped,
}
