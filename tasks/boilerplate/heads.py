"""The head of a story and what stands around its body: title, date lines, bylines, captions."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.boilerplate import facts
from tasks.boilerplate.lexicon import WEIGHED
from tasks.boilerplate.page import BODY, Label
from tasks.boilerplate.verdicts import AT, LIKELY_ROLE, ROLE, SHORT_ROLE, SURE_ROLE, Verdicts

#: A title must be so likely in flattened text, and in markup, where the page's head declares it.
TITLE_LEAST, TITLE_DECLARED = 0.02, 0.05
#: What stands behind the first prose of the body is a title only where that is likelier, and behind
#: lines of flattened text that surely are body only where it is sure: else it is the heading of a
#: section.
TITLE_LATE = 0.1
#: What would be kept as body else must be so likely: a text without title opens with such lines.
TITLE_KEPT = 0.2
TITLE_WORDS = (1, 45)
#: How many lines after the first body line a title may still stand: prose of other stories and
#: notes about cookies pass for the first line.
TITLE_AFTER = 6
#: Bread crumbs end with the title behind one of these, and stand so few lines before it.
PARTING, TRAIL = frozenset("/>›»→|·•:"), 8
#: A title and its repeat in the head of a page are at most so many lines apart.
HEAD_LINES, HEAD_WORDS = 4, 45
#: A date or a name in a line of its own counts as a date line or byline so close to its story.
HEAD, TAIL = 12, 12
#: A name alone right behind the body signs the story where that is so likely.
SIGNED = 0.05
WHY: dict[Label, str] = {
    "dateline": "says when the story was published",
    "byline": "says who wrote the story",
    "caption": "most like a caption",
    "note": "most like a remark of an editor or publisher",
}


def find_title(page: Verdicts, first: int, end: int) -> int | None:
    """Return the line most like a title before the body or shortly behind its first line."""
    body = [n for n in range(first, end) if page.kept[n] and page.sizes[n] >= 12]
    if not body:
        body = [n for n in range(first, end) if page.kept[n]]
    if not body:
        return None
    last = min(body[0] + TITLE_AFTER, end - 1)
    least, most = TITLE_WORDS
    likely = page.roles[first : last + 1, ROLE["title"]].tolist()
    enough = TITLE_LEAST if page.places is None else TITLE_DECLARED
    places = [
        n
        for n, role in enumerate(likely, start=first)
        if role >= enough and least <= page.sizes[n] <= most and not _no_title(page, n)
    ]
    best = max(places, key=lambda n: (page.role("title", n), n), default=None)
    headed = [n for n in places if page.lines[n].text.startswith("# ")]
    if len(headed) == 1:
        best = headed[0]
    if best is not None and best > body[0]:
        surely = page.places is None and page.sure[body[0]]
        if page.role("title", best) < (SURE_ROLE if surely else TITLE_LATE):
            return None
    if best is None or (page.kept[best] and page.role("title", best) < TITLE_KEPT):
        return None
    return _alone(page, best, end)


def _alone(page: Verdicts, title: int, end: int) -> int:
    """Return the line shortly behind `title` that is the last part of it: "Home / News / Title"."""
    text = page.lines[title].text
    for n in range(title + 1, min(title + TRAIL, end)):
        other = page.lines[n].text
        before = text.removesuffix(other)
        if len(page.page.tokens[n]) > 1 and before != text and before.rstrip()[-1:] in PARTING:
            return n
    return title


def _no_title(page: Verdicts, n: int) -> bool:
    """Return whether a line says itself that it is a note, a date line or a section."""
    if page.labels[n] == "note" or page.all_date(n):
        return True
    return page.section(n) is not None


def mark_repeats(page: Verdicts, title: int | None, first: int, end: int) -> list[int]:
    """Relabel the lines that repeat the title; return them."""
    if title is None:
        return []
    found = [n for n in range(first, end) if page.alike[n] == page.alike[title] and n != title]
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


def label_around(
    page: Verdicts, span: range, body: Sequence[int], title: int | None, repeats: Sequence[int]
) -> None:
    """Label the lines of `span` that are neither body nor title: date lines, bylines, captions,
    notes and the description.
    """
    first, last = body[0], body[-1]
    top = max(span.start, first - HEAD) - 1
    if title is not None and title < first:  # The head begins with the first of its headlines.
        top = min([title, *(n for n in repeats if title - HEAD_LINES <= n)])
    for n in span:
        if not (page.telling[n] or n < first or last < n <= last + 2):
            continue
        if page.labels[n] in BODY or page.labels[n] in {"title", "caption", "note"}:
            continue
        if n in repeats or page.reasons[n].startswith("repeats"):
            continue
        if page.labels[n] in {"dateline", "byline"} and page.kept[n]:
            continue
        head = top < n < first
        label = _label(page, n, head=head)
        if label is not None and not (label == "byline" and page.section(n) is not None):
            page.put(n, label, WHY[label])
        elif n < first and page.section(n) is not None:
            page.put(n, "navigation", "names a section")
        elif head and title is not None and _described(page, n, title, repeats):
            page.put(n, "description", "stands between the title and the body")
        elif last < n <= last + 2 and _signed(page, n, last):
            page.put(n, "byline", "a name that signs the story")


def _label(page: Verdicts, n: int, *, head: bool) -> Label | None:
    """Return the role of a line outside the body, None where it has none of these."""
    text, words = page.lines[n].text, page.sizes[n]
    if page.telling[n]:
        best = max(WHY, key=lambda label: page.role(label, n))
        if page.role(best, n) > LIKELY_ROLE and (
            words <= SHORT_ROLE * 2 or best in {"caption", "note"}
        ):
            return best
    if not head or words > SHORT_ROLE:
        return None
    if page.all_date(n):
        return "dateline"
    return "byline" if says_by(text) else None


def _described(page: Verdicts, n: int, title: int, repeats: Sequence[int]) -> bool:
    if page.chrome(n) or not 5 <= page.sizes[n] <= 70:
        return False
    return page.role("description", n) > LIKELY_ROLE or _standfirst(page, n, title, repeats)


def _standfirst(page: Verdicts, n: int, title: int, repeats: Sequence[int]) -> bool:
    beside = n - 1 == title or any(abs(n - other) == 1 for other in repeats)
    return bool(beside and page.sizes[n] >= 7 and page.page.rows[n, AT["seen"]] == 0)


def _signed(page: Verdicts, n: int, last: int) -> bool:
    """Return whether line `n`, right after the body, is a name that signs the story."""
    told = any(page.labels[m] == "byline" for m in range(last + 1, n))
    between = all(page.labels[m] == "note" for m in range(last + 1, n))
    return not told and between and signs(page, n)


def signs(page: Verdicts, n: int) -> bool:
    """Return whether line `n` says that it is a byline, or is a name: names are likely bylines, or
    hold words that furniture ("Press Release") has not.
    """
    text = page.lines[n].text
    if says_by(text):
        return True
    if page.chrome(n) or not facts.is_name(text) or page.section(n) is not None:
        return False
    words = page.page.words
    own = words.lists[words.numbers[words.starts[n] : words.ends[n]]]
    return page.role("byline", n) > SIGNED or not bool(((own & WEIGHED) != 0).all())


def says_by(text: str) -> bool:
    """Return whether `text` opens as bylines do and goes on with a name."""
    bare = facts.BY.sub("", text)
    return bare != text and any(map(facts.is_name, facts.authors(text)))
