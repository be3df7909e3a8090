"""Silver roles of lines, from what the markup of their page says and where in it they stand.

What speaks for a role and stands where the role is not looked for (names of other stories'
authors, dates of comments, the title in bread crumbs) has none; what might have one is `UNKNOWN`
and trains nothing.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.training.boilerplate.carry import UNKNOWN
from benchmarks.training.boilerplate.corpora import Sample
from benchmarks.training.boilerplate.scores import WORD
from tasks.boilerplate import facts
from tasks.boilerplate.features import describe
from tasks.boilerplate.lines import read_lines
from tasks.boilerplate.marks import MARKS, marks
from tasks.boilerplate.markup import Flattened, Place
from tasks.boilerplate.role_markup import AUTHORED, CAPTIONED, DATED, LEADING
from tasks.boilerplate.roles import ROLES
from tasks.boilerplate.words import months, tokens

SUFFIX = re.compile(r"\s+[|–—:·»«-]\s+[^|–—·»«]{2,40}$")
LEAST, LIKE = 0.85, 0.5
#: What pages declare as linked data: authors' names, and days.
AUTHOR = re.compile(r'"author"\s*:\s*[\[{][^\]}]{0,300}?"name"\s*:\s*"([^"\\]{3,60})"')
DAY = re.compile(
    r'(?:"date(?:Published|Modified|Created)"\s*:\s*|_time"\s+content=|<time[^>]{0,80}datetime=)'
    r'"(\d{4})-(\d\d)-(\d\d)'
)
JOINED = re.compile(r"\s*(?:,|;|&|\||/|\band\b|\bund\b|\bet\b|\by\b)\s*", re.I)
MOST_DAYS = 6
#: The head of a story begins so many lines before its title and ends so many behind the first line
#: of its prose; what stands so close behind its end may still sign or date it.
BEFORE, WITHIN, BEHIND = 5, 2, 6
#: Where the title is not known, its head is so many lines before the prose.
HEAD = 12
#: A line that opens with "Photo:" or the like is a caption where it has so many words at most.
CREDIT = 16
#: A title stands at most so many lines before the prose that it heads.
FAR = 60


def alike(one: str, other: str) -> float:
    """Return the F1 over the word sets of two lines."""
    a, b = set(WORD.findall(one.lower())), set(WORD.findall(other.lower()))
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def title_of(sample: Sample, page: Flattened) -> str:
    """Return the page's title: the gold one, else the declared one without the site's name."""
    if sample.title:
        return sample.title
    declared = page.meta.get("og:title") or page.meta.get("title") or ""
    return SUFFIX.sub("", declared)


@dataclass(frozen=True, slots=True)
class Declared:
    """What a page declares about its story."""

    title: str
    described: str
    authors: tuple[str, ...]
    days: frozenset[tuple[int, int, int]]


def declared(sample: Sample, page: Flattened) -> Declared:
    """Return what the head, the linked data and the gold of `sample` declare."""
    described = page.meta.get("og:description") or page.meta.get("description") or ""
    authors = [sample.author, page.meta.get("author", ""), *AUTHOR.findall(sample.html)[:3]]
    authors = [part for listed in authors for part in JOINED.split(listed)]
    days = [(int(year), int(month), int(day)) for year, month, day in DAY.findall(sample.html)]
    if sample.date[:10].count("-") == 2:
        try:
            day = datetime.date.fromisoformat(sample.date[:10])
            days.append((day.year, day.month, day.day))
        except ValueError:
            pass
    names = tuple(
        name.lower() for name in dict.fromkeys(authors) if 4 <= len(name) <= 60 and "." not in name
    )
    few = frozenset(days) if len(set(days)) <= MOST_DAYS else frozenset()
    return Declared(title_of(sample, page), described, names, few)


@dataclass(frozen=True, slots=True)
class Story:
    """Where on a page its story stands: its first and last line of prose, its title if known."""

    first: int
    last: int
    title: int | None

    @property
    def head(self) -> range:
        start = self.first - HEAD if self.title is None else self.title - BEFORE
        return range(max(start, 0), self.first + WITHIN + 1)

    @property
    def tail(self) -> range:
        return range(self.last + 1, self.last + 1 + BEHIND)


def silver_roles(
    sample: Sample, page: Flattened, kept: Sequence[bool], edges: tuple[int, int]
) -> list[int]:
    """Return the role (index into `ROLES`, or `UNKNOWN`) of each line of the page.

    `kept` says which lines are body; `edges` are its first and last line of prose.
    """
    told = declared(sample, page)
    found = _titles(page, told, edges[0])
    title = found.index(ROLES.index("title")) if ROLES.index("title") in found else None
    story = Story(*edges, title)
    for n, (line, place) in enumerate(zip(page.lines, page.places, strict=True)):
        if not found[n]:
            found[n] = _role(n, line.text, place, told, story, body=kept[n])
    return found


def _titles(page: Flattened, told: Declared, first: int) -> list[int]:
    """Return the roles of lines as far as they are titles: one is, the others like it may be."""
    found = [0] * len(page.lines)
    if not told.title:
        return found
    near = range(max(0, first - FAR), min(first + WITHIN + 1, len(page.lines)))
    like = {n: alike(page.lines[n].text, told.title) for n in near}
    same = [n for n in near if like[n] > LEAST]
    headed = [n for n in same if _headed(page.places[n])]
    if not same:
        same = headed = [n for n in near if like[n] > LIKE and _headed(page.places[n])][-1:]
    for n in near:
        if like[n] > LIKE and _headed(page.places[n]):
            found[n] = UNKNOWN
    best = (headed or same)[-1:]
    for n in same:
        if best and abs(n - best[0]) <= BEFORE:
            found[n] = UNKNOWN
    if best:
        found[best[0]] = ROLES.index("title")
        return found
    for n in near:  # Whichever of these it is.
        if 2 <= len(WORD.findall(page.lines[n].text)) <= 30:
            found[n] = UNKNOWN
    return found


def _headed(place: Place) -> bool:
    return bool(set(place.tags[-3:]) & {"h1", "h2"})


def _dated(text: str, days: frozenset[tuple[int, int, int]]) -> bool:
    own = tokens(text.lower())
    if not any(word in months() for word in own) and len(re.findall(r"\d+", text)) < 3:
        return False
    numbers = {int(number) for number in re.findall(r"\d{1,4}", text)}
    return any(day in numbers and {year, year % 100} & numbers for year, _, day in days)


def _role(n: int, text: str, place: Place, told: Declared, story: Story, *, body: bool) -> int:
    words = len(WORD.findall(text))
    role = ""
    if words <= 22 and (not body or words <= 12) and (n in story.head or n in story.tail):
        sure, role = _signed(text, words, place, told)
        if role and (not sure or n in story.tail):
            return UNKNOWN
        if role:
            return ROLES.index(role)
    if 4 <= words <= 70 and (n in range(story.head.start, story.tail.stop)) and facts.is_note(text):
        return ROLES.index("note")
    if story.title is not None and story.title < n <= story.first and 5 <= words <= 70:
        leading = any(map(LEADING.match, place.names[-4:])) and "a" not in place.tags
        if leading or (told.described and alike(text, told.described) > LEAST):
            return UNKNOWN if body else ROLES.index("description")
        if n == story.title + 1 or (n <= story.title + 3 and _headed(place)):
            return UNKNOWN
    if story.head.start <= n <= story.last + 1:
        said = _captioned(text, words, place, body=body)
        if said is None:
            return UNKNOWN
        role = said
    if not role and body:
        role = _inner(words, place)
    return ROLES.index(role)


def _signed(text: str, words: int, place: Place, told: Declared) -> tuple[bool, str]:
    """Return whether a line surely is a date line or a byline, and which of them it may be."""
    low, said = text.lower(), _marked(text)
    names = place.names[-6:]
    timed = "time" in place.tags or any(map(DATED.match, names))
    said_date = bool(said["month"] or len(re.findall(r"\d+", text)) >= 3 or said["ago"])
    if _dated(text, told.days):
        return words <= 16, "dateline"
    if timed and said_date and not (said["reading"] and not said["month"]):
        return words <= 16, "dateline"
    named = bool(said["named"])
    if any(name in low for name in told.authors):
        return words <= 12, "byline"
    signed = any(map(AUTHORED.match, names)) or facts.BY.match(text) is not None
    if signed and words <= 12 and (named or facts.BY.match(text)):
        return bool(facts.BY.match(text)) or words <= 5, "byline"
    if said_date and said["rest"] <= 4 and words <= 12:
        return False, "dateline"
    return False, "byline" if named and words <= 8 and not told.authors else ""


def _marked(text: str) -> dict[str, float]:
    """Return the marks of a line by name."""
    lines = read_lines(text)[:1]
    if not lines:
        return dict.fromkeys(MARKS, 0.0)
    return dict(zip(MARKS, marks(lines, describe(lines), 0, 1)[0].tolist(), strict=True))


def _captioned(text: str, words: int, place: Place, *, body: bool) -> str | None:
    """Return "caption" where the markup or a credit says so, None where it may be one."""
    tags = set(place.tags[-5:])
    if "figcaption" in tags:
        return "caption" if words >= 2 and "button" not in tags else None
    if words <= CREDIT and _marked(text)["credit"]:
        return "caption"
    if any(map(CAPTIONED.match, place.names[-3:])):
        return "caption" if words >= 2 and not body else None
    if "figure" in tags and "a" not in tags and words >= 2 and "blockquote" not in tags:
        return None
    return ""


def _inner(words: int, place: Place) -> str:
    tags = set(place.tags)
    if tags & {"h2", "h3", "h4", "h5", "h6"} and words <= 25:
        return "heading"
    if "li" in tags:
        return "list"
    return "quote" if "blockquote" in tags else ""
