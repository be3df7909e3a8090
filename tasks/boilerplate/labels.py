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
from tasks.boilerplate.telling import facts_of
from tasks.boilerplate.verdicts import (
    LIKELY_ROLE,
    SEEN_ROLE,
    SHORT_ROLE,
    SURE_BODY,
    SURE_ROLE,
    Verdicts,
)

#: A caption of so many words stands for itself; shorter ones ("Photo: Reuters") may recur.
REPEATED = 5
#: Prose that surely is body otherwise is a caption only from here on.
SURE_CAPTION = 0.9
#: A line that says little but a date is a date line so close behind the title, whatever else.
DATED = 3
#: The first kept line of so many words opens the body: what is kept before it is its head.
PROSE = 14
UNLIKE = "unlike the body around it"
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def judge(page: Verdicts, starts: Sequence[int]) -> tuple[Judged, list[Facts]]:
    """Return the lines of `page` judged, and the facts of its stories, of which the further ones
    open at `starts`.
    """
    number = len(page.lines)
    page.labels = ["other"] * number
    page.reasons = [UNLIKE] * number
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
    return Judged(opens, ends, page.labels, scores, page.reasons, page.owners), found


def _furniture(page: Verdicts, first: int, end: int) -> None:
    """Label the lines of a region as if none belonged to a story."""
    last = max((n for n in range(first, end) if page.kept[n]), default=end)
    sizes, places = page.sizes, page.places
    for n in range(first, end):
        said, tags = page.said[n], () if places is None else places[n].tags
        if "legal" in said and (n > last or sizes[n] > SHORT_ROLE):
            page.labels[n] = "footer"
        elif said or sizes[n] <= 6:
            page.labels[n] = "footer" if "footer" in tags else "navigation"
        elif "nav" in tags:
            page.labels[n] = "navigation"
        if said:
            page.reasons[n] = f"words of {', '.join(said)}"
        if page.boxed[n]:
            page.put(n, "other", "in a box of other stories, or a call to the readers")
    for n in page.remarks:
        if first <= n < end and (page.banner(n) or (sizes[n] >= 4 and page.is_note(n))):
            page.put(n, "note", "remark of an editor, publisher or archive")


def _story(page: Verdicts, first: int, end: int, *, headline: bool, story: int) -> Facts | None:
    """Label the lines of one story within a region; return its facts, None where it has no body."""
    title = first if headline else find_title(page, first, end)
    _body_labels(page, first, end, title)
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
        if (top <= n <= body[-1] or told) and page.labels[n] not in {"navigation", "footer"}:
            page.owners[n] = story
    _separated(page, body[-1] + 1, end)
    return facts_of(page, [n for n in range(first, end) if page.owners[n] == story], title)


def _heads_nothing(page: Verdicts, last: int) -> bool:
    """Return whether the last body line is a heading of what is no body: "Share this with:"."""
    if page.labels[last] != "heading" or not page.likely[last] < SURE_BODY:
        return False
    return page.chrome(last) or page.lines[last].text.endswith((":", "："))


def _body_labels(page: Verdicts, first: int, end: int, title: int | None) -> None:
    """Label the kept lines of a region."""
    kept = [n for n in range(first, end) if page.kept[n]]
    prose = next((n for n in kept if page.sizes[n] >= PROSE), first)
    lettered, marked = page.has("letters"), page.has("marked")
    against = f"against the page's cut {page.cut:.2f}"
    for n in kept:
        if not lettered[n] or page.labels[n] == "note":
            continue
        if (page.telling[n] or page.dated[n]) and _told(page, n, (first, prose), title):
            continue
        label = _body_label(page, n, marked=marked[n])
        page.put(n, label, f"body line, {page.likely.item(n):.2f} {against}")


def _told(page: Verdicts, n: int, edges: tuple[int, int], title: int | None) -> bool:
    """Label a kept line that is of no body for its role, and return whether it is one; `edges` are
    the story's first line and its first line of prose.
    """
    (first, prose), words = edges, page.sizes[n]
    if words <= SHORT_ROLE:
        seen = page.role("dateline", n) > SEEN_ROLE
        seen = seen or (title is not None and title < n <= title + DATED)
        sure = LIKELY_ROLE if n < prose else SURE_ROLE
        if page.role("dateline", n) > sure or (seen and page.all_date(n)):
            page.put(n, "dateline", "short line that is mostly a date")
            return True
        byline = page.role("byline", n)
        if byline > sure or (byline > LIKELY_ROLE and says_by(page.lines[n].text)):
            page.put(n, "byline", "short line that is mostly a name")
            return True
    if page.role("note", n) > SURE_ROLE:
        page.put(n, "note", "most like a remark of an editor or publisher")
        return True
    surely = SURE_CAPTION if words >= PROSE and page.sure[n] else SURE_ROLE
    if page.role("caption", n) > surely and not (n == first and words > 30):
        page.put(n, "caption", "most like a caption")
        return True
    return False


def _body_label(page: Verdicts, n: int, *, marked: bool) -> Label:
    """Return what a line of the body is; `marked` says whether it begins like one of a list."""
    text, words = page.lines[n].text, page.sizes[n]
    tags = frozenset(page.places[n].tags) if page.places is not None else frozenset()
    if words <= 40 and not tags.isdisjoint(HEADINGS):
        return "heading"
    if "li" in tags or (marked and not text.startswith(("–", "—"))):
        return "list"
    if "blockquote" in tags or text.startswith("> "):
        return "quote"
    if words <= SHORT_ROLE and page.places is None and not text.endswith(END):
        return "list" if page.telling[n] and page.role("list", n) > SURE_ROLE else "heading"
    if words <= SHORT_ROLE and page.telling[n] and page.role("heading", n) > SURE_ROLE:
        return "heading"
    return "paragraph"


def _captions(page: Verdicts, first: int, end: int) -> None:
    """Label a line that stands twice in a row a caption, once, and its repeat as such."""
    for n in range(first + 1, end):
        if page.alike[n] != page.alike[n - 1] or page.sizes[n] < 4:
            continue
        if page.reasons[n] == "repeats the title":
            continue
        if page.kept[n] and page.kept[n - 1] and page.sizes[n] > 60:
            page.put(n, "other", "repeats the line before")
            continue
        if page.labels[n - 1] != "other" or page.reasons[n - 1] == UNLIKE:
            page.put(n - 1, "caption", "stands twice in a row")
        page.put(n, "other", "repeats a caption")


def _captions_once(page: Verdicts, first: int, end: int) -> None:
    """Leave a caption its label once, however far from each other it stands."""
    seen: set[int] = set()
    for n in range(first, end):
        if page.labels[n] == "caption":
            if page.alike[n] in seen and len(page.page.tokens[n]) >= REPEATED:
                page.put(n, "other", "repeats a caption")
            seen.add(page.alike[n])


def _separated(page: Verdicts, first: int, end: int) -> None:
    """Let notes that stand behind a line of asterisks or dashes belong to no story."""
    apart = False
    last = max((n for n in range(first, end) if page.owners[n] is not None), default=first - 1)
    for n in range(first, last + 1):
        text = page.lines[n].text
        apart = apart or (len(text) >= 3 and not any(map(str.isalnum, text)))
        if apart:
            page.owners[n] = None
