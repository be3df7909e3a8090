"""From probabilities to labels: each line of a page gets one, with its story and the reason."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tasks.boilerplate.assemble import Facts, Judged
from tasks.boilerplate.characters import END
from tasks.boilerplate.heads import (
    TAIL,
    empty_between,
    find_title,
    label_around,
    mark_repeats,
    says_by,
    signs,
)
from tasks.boilerplate.page import BODY, Label
from tasks.boilerplate.patterns import MARK
from tasks.boilerplate.telling import facts_of
from tasks.boilerplate.verdicts import (
    AT,
    LIKELY_ROLE,
    SEEN_ROLE,
    SHORT_ROLE,
    SURE_BODY,
    SURE_ROLE,
    Verdicts,
)
from tasks.boilerplate.words import KINDS

#: A caption of so many words stands for itself; shorter ones ("Photo: Reuters") may recur.
REPEATED = 5
#: Prose that surely is body otherwise is a caption only from here on.
SURE_CAPTION = 0.85
#: A line that says little but a date is a date line so close behind the title, whatever else.
DATED = 3
#: The first kept line of so many words opens the body: what is kept before it is its head.
PROSE = 14
FURNITURE = tuple(
    (kind, AT[f"kind_{kind}"])
    for kind in KINDS
    if kind in {"interface", "share", "legal", "related", "comment", "subscribe"}
)


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
    scores = page.likely.astype(float).round(4).tolist()
    opens, ends = [line[0] for line in page.lines], [line[1] for line in page.lines]
    columns = (opens, ends, page.labels, scores, page.reasons, page.owners)
    judged = list(map(Judged, *columns))
    return judged, found


def _furniture(page: Verdicts, first: int, end: int) -> None:
    """Label the lines of a region as if none belonged to a story."""
    last = max((n for n in range(first, end) if page.kept[n]), default=end)
    sizes = page.sizes
    for n in range(first, end):
        label: Label = "other"
        if page.is_banner(n) or (sizes[n] >= 4 and page.is_note(n)):
            page.put(n, "note", "remark of an editor, publisher or archive")
            continue
        if page.boxed[n]:
            page.put(n, "other", "in a box of other stories, or a call to the readers")
            continue
        said = _said(page, n) if page.chrome(n) else []
        if "legal" in said and (n > last or sizes[n] > SHORT_ROLE):
            label = "footer"
        elif said or sizes[n] <= 6:
            label = "footer" if _in(page, n, "footer") else "navigation"
        elif _in(page, n, "nav"):
            label = "navigation"
        page.put(n, label, f"words of {', '.join(said)}" if said else "unlike the body around it")


def _said(page: Verdicts, n: int) -> list[str]:
    return [kind for kind, column in FURNITURE if page.rows[n, column] > 0]


def _in(page: Verdicts, n: int, tag: str) -> bool:
    return page.places is not None and tag in page.places[n].tags


def _story(page: Verdicts, first: int, end: int, *, headline: bool, story: int) -> Facts | None:
    """Label the lines of one story within a region; return its facts, None where it has no body."""
    title = first if headline else find_title(page, first, end)
    kept = [n for n in range(first, end) if page.kept[n]]
    prose = next((n for n in kept if page.sizes[n] >= PROSE), first)
    for n in kept:
        if page.rows[n, AT["letters"]] > 0:
            _body_label(page, n, (first, prose), title)
    repeats = mark_repeats(page, title, first, end)
    empty_between(page, title, repeats)
    _captions(page, first, end)
    if title is not None:
        page.put(title, "title", "headline of a further story" if headline else "most like a title")
    body = [n for n in range(first, end) if page.labels[n] in BODY]
    if not body:
        return None
    while len(body) > 1 and _heads_nothing(page, body[-1]):
        page.put(body.pop(), "navigation", "heads no text that is kept")
    if len(body) > 2 and signs(page, body[-1]):
        page.put(body.pop(), "byline", "a name that signs the story")
    top = min(body[0], title if title is not None else body[0])
    label_around(page, range(first, min(end, body[-1] + 1 + TAIL)), body, title, repeats)
    _captions_once(page, first, end)
    for n in range(first, end):
        told = page.labels[n] in {"title", "description", "dateline", "byline", "caption", "note"}
        if top <= n <= body[-1] or told:
            page.owners[n] = story
        if page.labels[n] in {"navigation", "footer"}:
            page.owners[n] = None
    _separated(page, body[-1] + 1, end)
    return facts_of(page, [n for n in range(first, end) if page.owners[n] == story], title)


def _heads_nothing(page: Verdicts, last: int) -> bool:
    """Return whether the last body line is a heading of what is no body: "Share this with:"."""
    told = page.chrome(last) or page.rows[last, AT["colon"]] > 0
    return bool(page.labels[last] == "heading" and told and page.likely[last] < SURE_BODY)


def _body_label(page: Verdicts, n: int, edges: tuple[int, int], title: int | None) -> None:
    """Label a kept line; `edges` are the story's first line and its first line of prose."""
    first, prose = edges
    text, words = page.lines[n].text, float(page.sizes[n])
    score = f"{float(page.likely[n]):.2f}"
    label: Label = "paragraph"
    if page.labels[n] == "note":
        return
    if words <= SHORT_ROLE:
        seen = page.role("dateline", n) > SEEN_ROLE
        seen = seen or (title is not None and title < n <= title + DATED)
        sure = LIKELY_ROLE if n < prose else SURE_ROLE
        if page.role("dateline", n) > sure or (seen and page.all_date(n)):
            page.put(n, "dateline", "short line that is mostly a date")
            return
        if page.role("byline", n) > (LIKELY_ROLE if says_by(text) else sure):
            page.put(n, "byline", "short line that is mostly a name")
            return
    if page.role("note", n) > SURE_ROLE:
        page.put(n, "note", "most like a remark of an editor or publisher")
        return
    surely = SURE_CAPTION if words >= PROSE and page.likely[n] > SURE_BODY else SURE_ROLE
    if page.role("caption", n) > surely and not (n == first and words > 30):
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


def _captions_once(page: Verdicts, first: int, end: int) -> None:
    """Leave a caption its label once, however far from each other it stands."""
    seen: set[tuple[str, ...]] = set()
    for n in range(first, end):
        if page.labels[n] == "caption":
            own = tuple(page.tokens[n])
            if own in seen and len(own) >= REPEATED:
                page.put(n, "other", "repeats a caption")
            seen.add(own)


def _separated(page: Verdicts, first: int, end: int) -> None:
    """Let notes that stand behind a line of asterisks or dashes belong to no story."""
    apart = False
    for n in range(first, end):
        text = page.lines[n].text
        apart = apart or (len(text) >= 3 and not any(map(str.isalnum, text)))
        if apart:
            page.owners[n] = None
