"""From probabilities to labels: each line of a page gets one, with its story and the reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from tasks.boilerplate import facts
from tasks.boilerplate.assemble import Facts, Judged
from tasks.boilerplate.features import COLUMNS, END, MARK, SEARCHED
from tasks.boilerplate.lines import Line
from tasks.boilerplate.page import BODY, Label
from tasks.boilerplate.roles import ROLES
from tasks.boilerplate.words import KINDS, months, phrase_counts, tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tasks.boilerplate.markup import Place

    Floats = NDArray[np.float32]

AT = {name: n for n, name in enumerate(COLUMNS)}
ROLE = {name: n for n, name in enumerate(ROLES)}
FURNITURE = tuple(
    (kind, AT[f"kind_{kind}"])
    for kind in KINDS
    if kind in {"interface", "share", "legal", "related", "comment", "subscribe"}
)
NOTE, BYLINE = KINDS.index("note"), KINDS.index("byline")
#: A title and its repeat in the head of a page are at most so many lines apart.
HEAD_LINES, HEAD_WORDS = 4, 45
#: A remark says what it is in so many first words.
OPENING = 24
#: Phrases of furniture say what a line is where they cover so much of it.
CHROME = 0.3
TITLE_LEAST = 0.12
TITLE_WORDS = (1, 45)
#: What some flatteners put before a title.
HASHES = re.compile(r"^(?:#{1,6}|[*•])\s+")
#: How many lines after the first body line a title may still stand.
TITLE_AFTER = 2
SHORT_ROLE = 16
#: A role takes a kept line away from the body only where the trees of roles are this sure.
SURE_ROLE = 0.6
LIKELY_ROLE = 0.3


@dataclass(slots=True)
class Verdicts:
    """What the models say of the lines of one page."""

    lines: Sequence[Line]
    tokens: Sequence[list[str]]
    rows: Floats
    sizes: Floats
    likely: Floats
    kept: NDArray[np.bool_]
    roles: Floats
    cut: float
    places: Sequence[Place] | None = None
    labels: list[Label] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    owners: list[int | None] = field(default_factory=list)

    def role(self, name: str, n: int) -> float:
        return float(self.roles[n, ROLE[name]])

    def put(self, n: int, label: Label, reason: str) -> None:
        self.labels[n], self.reasons[n] = label, reason

    def chrome(self, n: int) -> bool:
        """Return whether phrases of furniture make up a good part of line `n`."""
        return float(self.rows[n, AT["covered"]]) >= CHROME

    def same(self, one: int, other: int) -> bool:
        return self.tokens[one] == self.tokens[other] and bool(self.tokens[one])

    def is_note(self, n: int) -> bool:
        """Return whether line `n` is a remark: it says so in its first words."""
        if self.sizes[n] <= SEARCHED:
            told = self.rows[n, AT["kind_note"]] > 0 or self.rows[n, AT["kind_byline"]] > 0
        else:
            counts = phrase_counts(self.tokens[n][:OPENING])
            told = counts[NOTE] + counts[BYLINE] > 0
        return bool(told) and facts.is_note(self.lines[n].text)


def judge(page: Verdicts, starts: Sequence[int]) -> tuple[list[Judged], list[Facts]]:
    """Return every line of `page` judged, and the facts of its stories, of which the further ones
    open at `starts`.
    """
    number = len(page.lines)
    page.labels = ["other"] * number
    page.reasons = [""] * number
    page.owners = [None] * number
    found: list[Facts] = []
    edges = [0, *starts, number]
    for first, end in pairwise(edges):
        _furniture(page, first, end)
        fact = _story(page, first, end, headline=first in starts, story=len(found))
        if fact is not None:
            found.append(fact)
    judged = [
        Judged(
            line.start,
            line.end,
            page.labels[n],
            round(float(page.likely[n]), 4),
            page.reasons[n],
            page.owners[n],
        )
        for n, line in enumerate(page.lines)
    ]
    return judged, found


def _furniture(page: Verdicts, first: int, end: int) -> None:
    """Label the lines of a region as if none belonged to a story."""
    body = [n for n in range(first, end) if page.kept[n]]
    last = body[-1] if body else end
    for n in range(first, end):
        row, text = page.rows[n], page.lines[n].text
        said = [kind for kind, column in FURNITURE if row[column] > 0] if page.chrome(n) else []
        label: Label = "other"
        if facts.banner(text) is not None or (page.sizes[n] >= 4 and page.is_note(n)):
            page.put(n, "note", "remark of an editor, publisher or archive")
            continue
        if "legal" in said and (n > last or page.sizes[n] > SHORT_ROLE):
            label = "footer"
        elif said or page.sizes[n] <= 6:
            label = "footer" if _in(page, n, "footer") else "navigation"
        elif _in(page, n, "nav"):
            label = "navigation"
        page.put(n, label, f"words of {', '.join(said)}" if said else "unlike the body around it")


def _in(page: Verdicts, n: int, tag: str) -> bool:
    return page.places is not None and tag in page.places[n].tags


def _story(page: Verdicts, first: int, end: int, *, headline: bool, story: int) -> Facts | None:
    """Label the lines of one story within a region; return its facts, None where it has no body."""
    title = first if headline else _title(page, first, end)
    for n in range(first, end):
        if page.kept[n] and page.rows[n, AT["letters"]] > 0:
            _body_label(page, n, first)
    repeats = _repeats(page, title, first, end)
    _between(page, title, repeats)
    _captions(page, first, end)
    if title is not None:
        page.put(title, "title", "headline of a further story" if headline else "most like a title")
    body = [n for n in range(first, end) if page.labels[n] in BODY]
    if not body:
        return None
    if len(body) > 2 and facts.is_name(page.lines[body[-1]].text):
        page.put(body.pop(), "byline", "a name that signs the story")
    top = min(body[0], title if title is not None else body[0])
    _head(page, top if title is not None else max(first, body[0] - 8), body[0], title, repeats)
    _tail(page, body[-1] + 1, end)
    for n in range(first, end):
        told = page.labels[n] in {"title", "description", "dateline", "byline", "caption", "note"}
        if top <= n <= body[-1] or told:
            page.owners[n] = story
        if page.labels[n] in {"navigation", "footer"}:
            page.owners[n] = None
    _separated(page, body[-1] + 1, end)
    return _facts(page, [n for n in range(first, end) if page.owners[n] == story], title)


def _title(page: Verdicts, first: int, end: int) -> int | None:
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


def _body_label(page: Verdicts, n: int, first: int) -> None:
    text, words = page.lines[n].text, page.sizes[n]
    score = f"{page.likely[n]:.2f}"
    label: Label = "paragraph"
    if page.labels[n] == "note":
        return
    if words <= SHORT_ROLE:
        if page.role("dateline", n) > SURE_ROLE or _all_date(page, n):
            page.put(n, "dateline", "short line that is mostly a date")
            return
        if page.role("byline", n) > SURE_ROLE:
            page.put(n, "byline", "short line that is mostly a name")
            return
    if page.role("caption", n) > SURE_ROLE and not (n == first and words > 30):
        page.put(n, "caption", "most like a caption")
        return
    tags = set(page.places[n].tags) if page.places is not None else set()
    if tags & {"h1", "h2", "h3", "h4", "h5", "h6"} and words <= 40:
        label = "heading"
    elif "li" in tags or (MARK.match(text) and not text.startswith(("–", "—"))):
        label = "list"
    elif "blockquote" in tags or text.startswith("> "):
        label = "quote"
    elif page.places is None and words <= SHORT_ROLE and not text.endswith(END):
        label = "list" if page.role("list", n) > SURE_ROLE else "heading"
    elif page.role("heading", n) > SURE_ROLE and words <= SHORT_ROLE:
        label = "heading"
    page.put(n, label, f"body line, {score} against the page's cut {page.cut:.2f}")


def _all_date(page: Verdicts, n: int) -> bool:
    """Return whether a short line says little but a date, and perhaps whose report it is."""
    row, text = page.rows[n], page.lines[n].text
    if not (row[AT["date"]] > 0 and row[AT["digits"]] > 0):
        return False
    own = tokens(text.lower())
    dated = sum(token.isdigit() or token in months() for token in own)
    return facts.source(text) is not None or dated >= 0.5 * len(own)


def _repeats(page: Verdicts, title: int | None, first: int, end: int) -> list[int]:
    """Relabel the lines that repeat the title; return them."""
    if title is None:
        return []
    found = [n for n in range(first, end) if n != title and page.same(n, title)]
    for n in found:
        page.put(n, "other", "repeats the title")
    return found


def _between(page: Verdicts, title: int | None, repeats: Sequence[int]) -> None:
    """Take out of the body what stands between the title and its repeat: it is the page's head."""
    if title is None:
        return
    for other in repeats:
        low, high = sorted((title, other))
        if high - low <= HEAD_LINES:
            for n in range(low + 1, high):
                if page.labels[n] in BODY and page.sizes[n] <= HEAD_WORDS:
                    page.put(n, "other", "stands between the title and its repeat")


def _captions(page: Verdicts, first: int, end: int) -> None:
    """Label a line that stands twice in a row a caption, once, and its repeat as such."""
    for n in range(first + 1, end):
        if page.sizes[n] < 4 or not page.same(n, n - 1) or page.reasons[n] == "repeats the title":
            continue
        if page.kept[n] and page.kept[n - 1] and page.sizes[n] > 60:
            page.put(n, "other", "repeats the line before")
            continue
        if page.labels[n - 1] != "other" or page.reasons[n - 1] == "unlike the body around it":
            page.put(n - 1, "caption", "stands twice in a row")
        page.put(n, "other", "repeats a caption")


def _head(page: Verdicts, first: int, body: int, title: int | None, repeats: Sequence[int]) -> None:
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


def _tail(page: Verdicts, first: int, end: int) -> None:
    """Label a name that signs the story right after its body."""
    for n in range(first, min(first + 2, end)):
        text = page.lines[n].text
        bare = facts.BY.sub("", text)
        if page.labels[n] == "byline":
            return
        if facts.is_name(bare) and not page.chrome(n):
            page.put(n, "byline", "a name that signs the story")
            return
        if page.labels[n] != "note":
            return


def _separated(page: Verdicts, first: int, end: int) -> None:
    """Let notes that stand behind a line of asterisks or dashes belong to no story."""
    apart = False
    for n in range(first, end):
        text = page.lines[n].text
        apart = apart or (len(text) >= 3 and not any(map(str.isalnum, text)))
        if apart:
            page.owners[n] = None


def _bare(text: str) -> str:
    """Return a title without the hashes or bullet that some flatteners put before it."""
    return HASHES.sub("", text) or text


def _facts(page: Verdicts, own: Sequence[int], title: int | None) -> Facts:
    """Return what the lines `own` of a story say of it."""
    found = Facts(title=_bare(page.lines[title].text) if title is not None else None)
    authors: list[str] = []
    first_paragraph = True
    for n in own:
        label, text = page.labels[n], page.lines[n].text
        if label == "description" and found.description is None:
            found = replace(found, description=text)
        elif label == "dateline" and found.agency is None:
            found = replace(found, agency=facts.source(text))
        elif label == "byline":
            authors += facts.authors(text)
        elif label == "note" and found.publisher is None:
            found = replace(found, publisher=facts.publisher(text))
        elif label == "paragraph" and first_paragraph:
            first_paragraph = False
            place, agency = facts.lead(text)
            found = replace(found, place=place, agency=found.agency or agency)
    return replace(found, authors=facts.unique(authors))
