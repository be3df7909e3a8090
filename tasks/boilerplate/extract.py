"""The two public functions: HTML or flattened text in, a `Page` out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tasks.boilerplate.assemble import Facts, Judged, assemble
from tasks.boilerplate.lines import Line, read_lines
from tasks.boilerplate.page import Label, Page

WORD = re.compile(r"\w+")
TERMINAL = tuple('.!?"”’…»)。！？؟।')


def extract_text(text: str) -> Page:
    """Return the page of flattened `text`; its `text` is the input, character for character."""
    return _page(text, read_lines(text))


def extract_html(html: str | bytes, url: str | None = None) -> Page:
    """Return the page of `html`; its `text` is the visible text, one block a line."""
    from tasks.boilerplate.markup import flatten

    page = flatten(html)
    address = url or page.meta.get("canonical") or page.meta.get("og:url")
    return _page(page.text, page.lines, url=address, title=page.meta.get("og:title"))


def _page(
    text: str, lines: Sequence[Line], *, url: str | None = None, title: str | None = None
) -> Page:
    """A first, plain rule: sentences are body, short lines between sentences are headings."""
    words = [len(WORD.findall(line.text)) for line in lines]
    sentence = [
        count >= 12 and line.text.endswith(TERMINAL)
        for count, line in zip(words, lines, strict=True)
    ]
    first = next((n for n, is_body in enumerate(sentence) if is_body), None)
    last = max((n for n, is_body in enumerate(sentence) if is_body), default=-1)
    judged: list[Judged] = []
    heads = [n for n in range(first or 0) if words[n] >= 4]
    for number, line in enumerate(lines):
        label: Label = "navigation"
        if sentence[number]:
            label = "paragraph"
        elif first is not None and first < number < last:
            label = "heading" if words[number] < 12 else "paragraph"
        elif heads and number == heads[0]:
            label = "title"
        inside = first is not None and (first <= number <= last or label == "title")
        judged.append(Judged(line.start, line.end, label, 0.5, "rule", 0 if inside else None))
    found = lines[heads[0]].text if heads else None
    facts = [] if first is None else [Facts(title=title or found)]
    return assemble(text, judged, facts, url=url)
