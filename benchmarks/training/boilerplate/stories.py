"""Pages of several stories, made of single articles, and the trees that find where they meet."""

from __future__ import annotations

import datetime
import random
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import lightgbm
import numpy as np
from babel.dates import format_date

from benchmarks.training.boilerplate.build import Gold
from benchmarks.training.boilerplate.corpora import Sample
from benchmarks.training.boilerplate.flatteners import layout
from benchmarks.training.boilerplate.roles import title_of
from benchmarks.training.boilerplate.train import TREES, say
from tasks.boilerplate.features import describe
from tasks.boilerplate.lines import fold, read_lines
from tasks.boilerplate.markup import flatten
from tasks.boilerplate.stories import boundary_features, candidates

LOCALES = ("en", "en_GB", "de", "fr", "es", "it", "pt", "ru", "pl", "nl", "sv", "tr", "ar", "zh")
AGENCIES = (
    "TASS", "Reuters", "AFP", "AP", "dpa", "EFE", "ANSA", "Xinhua", "Press TV", "The Herald",
    "BBC News", "Al Jazeera", "Interfax", "Daily Post",
)  # fmt: skip
PLACES = (
    "London", "Paris", "Berlin", "Moscow", "Cairo", "Damascus", "New York", "Madrid", "Tokyo",
    "Nairobi", "São Paulo", "Kyiv", "Ankara", "Rome",
)  # fmt: skip
LEAST = 60


def article(title: str, author: str, body: str, chance: random.Random) -> list[str]:
    """Return the lines of one clean article: headline, date line in one of many shapes, body."""
    day = datetime.date(2000, 1, 1) + datetime.timedelta(days=chance.randrange(9000))
    locale = chance.choice(LOCALES) if chance.random() < 0.4 else "en"
    style = chance.choice(["short", "medium", "medium", "long", "long", "full"])
    date = format_date(day, style, locale=locale) if chance.random() < 0.9 else day.isoformat()
    place, agency = chance.choice(PLACES), chance.choice(AGENCIES)
    writer = author or f"{chance.choice(['Anna', 'John', 'Omar'])} {chance.choice(['Bell', 'Roy'])}"
    paragraphs = [line for line in map(fold, body.split("\n")) if line]
    shape = chance.randrange(10)
    upper = place.upper() if chance.random() < 0.7 else place
    heads: list[str] = []
    if shape == 0:
        heads = [date]
    elif shape == 1:
        heads = [f"{agency}, {date}"]
    elif shape == 2:
        heads = [f"By {writer}", date]
    elif shape == 3:
        heads = [f"{writer} | {date}"]
    elif shape == 4:
        paragraphs[0] = f"{upper} ({agency}) {chance.choice('–—-')} {paragraphs[0]}"
    elif shape == 5:
        heads = [date]
        paragraphs[0] = f"{upper} {chance.choice('–—-')} {paragraphs[0]}"
    elif shape == 6:
        paragraphs[0] = f"{upper}, {date} ({agency}) {chance.choice('–—-')} {paragraphs[0]}"
    elif shape == 7:
        heads = [f"Published on the website of {agency}, {date}"]
    elif shape == 8:
        heads = [f"{date} {chance.randrange(24):02}:{chance.randrange(60):02}"]
    else:
        heads = [f"{upper}, {date}"]
    return [fold(title), *heads, *paragraphs]


def halves(title: str, author: str, body: str, chance: random.Random) -> list[list[str]] | None:
    """Return two articles on one matter, made of one: the second's headline is its first words."""
    paragraphs = [line for line in map(fold, body.split("\n")) if line]
    middle = len(paragraphs) // 2
    first, second = paragraphs[:middle], paragraphs[middle:]
    if min(sum(len(line.split()) for line in part) for part in (first, second)) < LEAST:
        return None
    words = second[0].split()
    head = " ".join(words[: chance.randint(5, 12)]).rstrip(".,;:–—- ")
    if len(head.split()) < 4 or head == second[0]:
        return None
    return [
        article(title, author, "\n".join(first), chance),
        article(head, author, "\n".join(second), chance),
    ]


def page_of(parts: Sequence[list[str]], chance: random.Random) -> tuple[str, list[str]]:
    """Return the text of one page that holds the articles `parts`, and the further headlines."""
    between = chance.choice(["\n", "\n\n"])
    gap = chance.choice(["\n", "\n\n", "\n\n\n", "\n\n*****\n\n"])
    return gap.join(between.join(part) for part in parts), [part[0] for part in parts[1:]]


def titled(samples: Sequence[Sample], gold: Mapping[str, Gold]) -> list[tuple[str, str, str]]:
    """Return title, author and body of the articles of `samples`."""
    found = []
    for sample in samples:
        known = gold.get(sample.name)
        if known is None or sample.kind not in {"article", "segments"}:
            continue
        title = fold(title_of(sample, flatten(sample.html)))
        if 3 <= len(title.split()) <= 28 and len(known.body.split()) >= LEAST:
            found.append((title, sample.author, known.body))
    return found


def articles_of(
    samples: Sequence[Sample], gold: Mapping[str, Gold], chance: random.Random
) -> list[list[str]]:
    """Return the clean articles of `samples`, each in one random shape."""
    return [article(*one, chance) for one in titled(samples, gold)]


def fit_stories(samples: Sequence[Sample], gold: Mapping[str, Gold], *, threads: int) -> Any:
    """Fit the trees of story starts on joined articles, single articles and whole pages."""
    chance = random.Random(11)
    inputs, labels = [], []

    def add(text: str, heads: Sequence[str]) -> None:
        lines = read_lines(text)
        described = describe(lines)
        places = candidates(lines, described)
        if not places:
            return
        inputs.append(boundary_features(lines, described, places))
        left = list(heads)
        wanted = []
        for n in places:
            hit = bool(left) and lines[n].text == left[0]
            if hit:
                left.pop(0)
            wanted.append(int(hit))
        labels.append(np.array(wanted))

    whole = titled(samples, gold)
    for one in whole:
        if pair := halves(*one, chance):
            add(*page_of(pair, chance))
    shapes = [[article(*one, chance) for one in whole] for _ in range(2)]
    for shaped in shapes:
        order = list(shaped)
        chance.shuffle(order)
        while order:
            many = chance.choice([2, 2, 3, 4, 5])
            parts, order = order[:many], order[many:]
            add(*page_of(parts, chance))
        for part in shaped:
            if chance.random() < 0.6:
                add(page_of([part], chance)[0], [])
    for sample in samples:
        if zlib.crc32(sample.name.encode()) % 4 == 0:
            add(layout(sample.html, chance), [])
    wanted = np.concatenate(labels)
    say("story starts", int(wanted.sum()), "of", len(wanted))
    settings = dict(TREES, num_leaves=15, min_data_in_leaf=30, num_threads=threads)
    data = lightgbm.Dataset(np.concatenate(inputs), wanted)
    return lightgbm.train(settings, data, num_boost_round=80)
