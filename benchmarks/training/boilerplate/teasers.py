"""Lists of teasers, as news pages carry them around a story, made of other pages' titles."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.training.boilerplate.corpora import Sample
from tasks.boilerplate.lines import Line, fold
from tasks.boilerplate.markup import parse, read_meta

HEADERS = {
    "en": ["Related", "Most read", "More stories", "You may also like", "Latest news", "Trending"],
    "de": ["Das könnte Sie auch interessieren", "Meistgelesen", "Mehr zum Thema", "Aktuelles"],
}
TIMES = {
    "en": [
        "{n} hours ago",
        "{n} min read",
        "May {n}, 2019",
        "{n}/05/2021",
        "{n} comments",
        "12:{m}",
    ],
    "de": ["vor {n} Stunden", "{n}. Mai 2019", "{n}.05.2021", "{n} Kommentare", "12:{m} Uhr"],
}
MORE = {"en": ["Read more", "Continue reading", "Read more »"], "de": ["Weiterlesen", "mehr »"]}
TOPICS = {
    "en": ["Politics", "World", "Sport", "Business", "Opinion", "Culture", "Health", "SPONSORED"],
    "de": ["Politik", "Ausland", "Sport", "Wirtschaft", "Meinung", "Kultur", "ANZEIGE"],
}
#: The site's name behind a title.
SUFFIX = re.compile(r"\s+[|–—:·»«-]\s+[^|–—·»«]{2,40}$")


@dataclass(frozen=True, slots=True)
class Teaser:
    """Another page's title and description, and its site."""

    title: str
    description: str
    site: str


def language_of(sample: Sample, declared: str) -> str:
    """Return the language that a page declares; "en" for undeclared ones of WCXB, else ""."""
    return declared[:2] or ("en" if sample.corpus != "segments" else "")


def gather(samples: Sequence[Sample]) -> tuple[dict[str, list[Teaser]], dict[str, str]]:
    """Return the teasers of `samples` by language, and the languages of the samples by name."""
    found: dict[str, list[Teaser]] = {"en": [], "de": []}
    languages: dict[str, str] = {}
    for sample in samples:
        root = parse(sample.html)
        meta = read_meta(root) if root is not None else {}
        code = languages[sample.name] = language_of(sample, meta.get("lang", ""))
        title = SUFFIX.sub("", fold(sample.title or meta.get("og:title") or meta.get("title", "")))
        described = meta.get("og:description") or meta.get("description") or ""
        if sample.kind not in {"article", "segments"}:
            continue
        if code in found and 3 <= len(title.split()) <= 20:
            found[code].append(Teaser(title, fold(described), sample.site))
    return found, languages


def teaser_list(listed: Sequence[Teaser], code: str, chance: random.Random) -> list[str]:
    """Return the lines of a list of teasers: all of one make, as one template would write them."""
    many = chance.choice([2, 3, 3, 4, 5, 6, 8, 10, 15, 25, 40])
    topic, when = chance.random() < 0.4, chance.random() < 0.4
    described, more = chance.random() < 0.75, chance.random() < 0.2
    cut = chance.choice([0, 0, 0, 12, 20])
    shout, named = chance.random() < 0.1, chance.random() < 0.15
    lines = [chance.choice(HEADERS[code])] if chance.random() < 0.5 else []
    for one in chance.sample(listed, min(many, len(listed))):
        if topic:
            lines.append(chance.choice(TOPICS[code]))
        lines.append(one.title.upper() if shout else one.title)
        if named:
            lines.append(one.site)
        if when:
            made = chance.choice(TIMES[code])
            lines.append(made.format(n=chance.randint(2, 28), m=chance.randint(10, 59)))
        if described and one.description:
            words = one.description.split(" ")
            short = cut and len(words) > cut
            lines.append(" ".join(words[:cut]) + "…" if short else one.description)
        if more:
            lines.append(chance.choice(MORE[code]))
    return lines


def with_teasers(
    lines: Sequence[Line],
    labels: Sequence[int],
    pool: Sequence[Teaser],
    code: str,
    chance: random.Random,
) -> tuple[list[Line], list[int]]:
    """Return a page with a list of teasers behind its body, or before or (a short one) inside."""
    body = [n for n, label in enumerate(labels) if label == 1]
    if not body:
        return list(lines), list(labels)
    made = teaser_list(pool, code, chance)
    where = chance.random()
    if where < 0.75:
        at = min(body[-1] + 1 + chance.choice([0, 0, 0, 1, 2, 4, 8]), len(lines))
    elif where < 0.88:
        at = max(body[0] - chance.choice([0, 1, 1, 2, 3, 5]), 0)
    else:
        at, made = chance.choice(body[1:] or body), made[: chance.choice([2, 4, 6])]
    blanks = chance.choice([0, 0, 1])
    new = [Line(0, 0, text, blanks) for text in made if text]
    return (
        [*lines[:at], *new, *lines[at:]],
        [*labels[:at], *[0] * len(new), *labels[at:]],
    )
