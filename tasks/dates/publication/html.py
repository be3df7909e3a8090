"""The publication date of an HTML page."""

from __future__ import annotations

from datetime import date

from tasks.dates.publication.candidates import Document, read_html
from tasks.dates.publication.features import html_rows
from tasks.dates.publication.forest import load
from tasks.dates.publication.page import parse, to_bytes
from tasks.dates.publication.vote import choose, publish
from tasks.dates.published import Published

_LATEST = "2039-12-31"  # htmldate would read the clock for its upper bound


def from_html(html: str, *, url: str | None = None) -> tuple[Published, Document]:
    """Return the date that the evidence of the page supports, and all of that evidence."""
    source = to_bytes(html)
    tree = parse(source)
    if tree is None:
        return Published(reason="no page to read"), Document()
    document = read_html(tree, source, url=url)
    days, rows = html_rows(document)
    forest = load("publication_html")
    margins = forest.margins(rows)
    choice = choose(days, margins, forest, lambda: hear_htmldate(source))
    return publish(document, choice, forest.settings["threshold"], "page"), document


def hear_htmldate(html: bytes) -> tuple[date | None, date | None]:
    """Return what htmldate says of the page: fast, and extensive (no address, no clock)."""
    import logging

    from htmldate import find_date
    from lxml import html as lxml_html

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    tree = lxml_html.document_fromstring(html, parser=parser)  # the kind that it asks for
    said: list[date | None] = []
    for extensive in (False, True):
        try:
            found = find_date(
                tree, extensive_search=extensive, original_date=True, max_date=_LATEST
            )
            said.append(date.fromisoformat(found) if found else None)
        except Exception:  # it raises where its rules meet a tree they did not foresee
            said.append(None)
        if said[0] is not None:
            return said[0], said[0]
    return said[0], said[1]
