"""Silver roles of lines, from what the markup of their page says."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.training.boilerplate.corpora import Sample
from benchmarks.training.boilerplate.scores import WORD
from tasks.boilerplate import facts
from tasks.boilerplate.markup import Flattened, Place
from tasks.boilerplate.patterns import MARK
from tasks.boilerplate.role_markup import AUTHORED, CAPTIONED, DATED, LEADING
from tasks.boilerplate.roles import ROLES
from tasks.boilerplate.words import months, tokens

SUFFIX = re.compile(r"\s+[|–—:·»«-]\s+[^|–—·»«]{2,40}$")
DIGIT = re.compile(r"\d")
LEAST = 0.85
#: What pages declare as linked data: authors' names, and days.
AUTHOR = re.compile(r'"author"\s*:\s*[\[{][^\]}]{0,300}?"name"\s*:\s*"([^"\\]{3,60})"')
DAY = re.compile(
    r'(?:"date(?:Published|Modified|Created)"\s*:\s*|_time"\s+content=|<time[^>]{0,80}datetime=)'
    r'"(\d{4})-(\d\d)-(\d\d)'
)
MOST_DAYS = 6


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
    days = [(int(year), int(month), int(day)) for year, month, day in DAY.findall(sample.html)]
    if sample.date[:10].count("-") == 2:
        try:
            day = datetime.date.fromisoformat(sample.date[:10])
            days.append((day.year, day.month, day.day))
        except ValueError:
            pass
    names = tuple(name.lower() for name in dict.fromkeys(authors) if 3 <= len(name) <= 60)
    few = frozenset(days) if len(set(days)) <= MOST_DAYS else frozenset()
    return Declared(title_of(sample, page), described, names, few)


def silver_roles(
    sample: Sample, page: Flattened, labels: Mapping[str, int], *, near: range
) -> dict[str, int]:
    """Return the role (index into `ROLES`) of the page's lines that have one, by their text.

    `labels` says which lines are body; date lines and bylines are looked for in the lines `near`.
    """
    told = declared(sample, page)
    found: dict[str, int] = {}
    for n, (line, place) in enumerate(zip(page.lines, page.places, strict=True)):
        role = _role(line.text, place, bool(labels.get(line.text, 0) == 1), told)
        if role in {"byline", "dateline"} and n not in near:
            role = ""
        if role:
            found.setdefault(bare(line.text), ROLES.index(role))
    return found


def _dated(text: str, days: frozenset[tuple[int, int, int]]) -> bool:
    own = tokens(text.lower())
    if not any(word in months() for word in own) and len(re.findall(r"\d+", text)) < 3:
        return False
    numbers = {int(number) for number in re.findall(r"\d{1,4}", text)}
    return any(day in numbers and {year, year % 100} & numbers for year, _, day in days)


def _role(text: str, place: Place, body: bool, told: Declared) -> str:
    words = len(WORD.findall(text))
    tags, names = set(place.tags), place.names
    if told.title and alike(text, told.title) > LEAST:
        return "title"
    if place.tags[-1] == "h1" and not told.title:
        return "title"
    low = text.lower()
    if words <= 22 and not body:
        author = any(name in low for name in told.authors)
        dated = _dated(text, told.days) or (
            bool(DIGIT.search(text))
            and words <= 16
            and ("time" in tags or any(map(DATED.match, names[-6:])))
            and any(word in months() or word.isdigit() for word in tokens(low))
        )
        if dated:
            return "dateline"
        if author and words <= 16:
            return "byline"
        if any(map(AUTHORED.match, names[-6:])) and 1 < words <= 12 and _names(text):
            return "byline"
    if words >= 2 and ("figcaption" in tags or any(map(CAPTIONED.match, names[-6:]))):
        return "caption"
    if words >= 5 and told.described and not body and alike(text, told.described) > LEAST:
        return "description"
    if 5 <= words <= 60 and any(map(LEADING.match, names[-4:])) and "a" not in tags and not body:
        return "description"
    if words >= 4 and not body and facts.is_note(text):
        return "note"
    if body:
        if tags & {"h2", "h3", "h4", "h5", "h6"} and words <= 25:
            return "heading"
        if "li" in tags:
            return "list"
        if "blockquote" in tags:
            return "quote"
    return ""


def _names(text: str) -> bool:
    return facts.BY.match(text) is not None or facts.is_name(text)


def bare(text: str) -> str:
    """Return `text` without the bullet or hashes that some flatteners put before it."""
    return MARK.sub("", text)
