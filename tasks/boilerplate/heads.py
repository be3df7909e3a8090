"""The head of a story: its title, and what stands between the title and the body."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.boilerplate import facts
from tasks.boilerplate.page import BODY
from tasks.boilerplate.verdicts import AT, LIKELY_ROLE, SHORT_ROLE, Verdicts

TITLE_LEAST = 0.12
TITLE_WORDS = (1, 45)
#: How many lines after the first body line a title may still stand.
TITLE_AFTER = 2
#: A title and its repeat in the head of a page are at most so many lines apart.
HEAD_LINES, HEAD_WORDS = 4, 45


def find_title(page: Verdicts, first: int, end: int) -> int | None:
    """Return the line most like a title before or right after the body begins."""
    body = [n for n in range(first, end) if page.kept[n] and page.sizes[n] >= 12]
    if not body:
        body = [n for n in range(first, end) if page.kept[n]]
    if not body:
        return None
    last = min(body[0] + TITLE_AFTER, end - 1)
    least, most = TITLE_WORDS
    places = [n for n in range(first, last + 1) if least <= page.sizes[n] <= most]
    best = max(places, key=lambda n: (page.role("title", n), n), default=None)
    if best is None or page.role("title", best) < TITLE_LEAST:
        return None
    return best


def mark_repeats(page: Verdicts, title: int | None, first: int, end: int) -> list[int]:
    """Relabel the lines that repeat the title; return them."""
    if title is None:
        return []
    found = [n for n in range(first, end) if n != title and page.same(n, title)]
    for n in found:
        page.put(n, "other", "repeats the title")
    return found


def empty_between(page: Verdicts, title: int | None, repeats: Sequence[int]) -> None:
    """Take out of the body what stands between the title and its repeat: it is the page's head."""
    if title is None:
        return
    for other in repeats:
        low, high = sorted((title, other))
        if high - low <= HEAD_LINES:
            for n in range(low + 1, high):
                if page.labels[n] in BODY and page.sizes[n] <= HEAD_WORDS:
                    page.put(n, "other", "stands between the title and its repeat")


def label_head(
    page: Verdicts, first: int, body: int, title: int | None, repeats: Sequence[int]
) -> None:
    """Label what stands between the title and the body."""
    for n in range(first, body):
        if n == title or n in repeats or page.labels[n] in {"caption", "note"}:
            continue
        text, words, row = page.lines[n].text, page.sizes[n], page.rows[n]
        chrome = page.chrome(n)
        if page.reasons[n].startswith("repeats"):
            continue
        if (
            words <= SHORT_ROLE + 4
            and row[AT["digits"]] > 0
            and (row[AT["date"]] > 0 or page.role("dateline", n) > LIKELY_ROLE)
        ):
            page.put(n, "dateline", "short line with a date before the body")
        elif facts.section(text) is not None:
            page.put(n, "navigation", "names a section")
        elif words <= SHORT_ROLE and (
            page.role("byline", n) > LIKELY_ROLE
            or (facts.BY.match(text) and facts.is_name(facts.BY.sub("", text)))
        ):
            page.put(n, "byline", "short line with a name before the body")
        elif page.role("caption", n) > LIKELY_ROLE:
            page.put(n, "caption", "most like a caption")
        elif (
            title is not None
            and n > title
            and 5 <= words <= 70
            and not chrome
            and (page.role("description", n) > LIKELY_ROLE or _standfirst(page, n, title, repeats))
        ):
            page.put(n, "description", "stands between the title and the body")


def _standfirst(page: Verdicts, n: int, title: int, repeats: Sequence[int]) -> bool:
    beside = n - 1 == title or any(abs(n - other) == 1 for other in repeats)
    return bool(beside and page.sizes[n] >= 7 and page.rows[n, AT["seen"]] == 0)
