"""From pages to training documents: lines with features, terms and labels."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.training.boilerplate.align import align
from benchmarks.training.boilerplate.corpora import Sample
from benchmarks.training.boilerplate.flatteners import FLATTENERS
from benchmarks.training.boilerplate.foreign import choose, foreign
from benchmarks.training.boilerplate.teasers import Teaser, with_teasers
from tasks.boilerplate.cohesion import cohesion
from tasks.boilerplate.features import Described, describe
from tasks.boilerplate.linear import terms
from tasks.boilerplate.lines import Line, read_lines
from tasks.boilerplate.markup import flatten
from tasks.boilerplate.places import describe_places, place_terms

MOST_LINES = 1200
#: How many furniture lines a crop may keep on each side of the body.
MARGINS = (0, 0, 1, 1, 2, 3, 4, 6, 10, 20, 40)


#: Which share of the English pages of a kind is made foreign, and which kinds get teasers.
FOREIGN = {"article": 0.45, "segments": 0.45}
TEASED = frozenset({"article", "segments"})


@dataclass(frozen=True, slots=True)
class Source:
    """What variants are made from: the data folder, teasers by language, languages of pages."""

    data: Path
    teasers: dict[str, list[Teaser]]
    languages: dict[str, str]


@dataclass(slots=True)
class Document:
    """One flattened page: own features, sizes, labels (1 body, 0 not, -1 doubtful), terms."""

    name: str
    site: str
    kind: str
    variant: str
    rows: Any
    sizes: Any
    linked: Any
    labels: Any
    terms: list[Any]
    counts: list[int]
    places: Any = None
    names: list[Any] | None = None


#: Terms are carried as numbers; the strings are kept once, here, for the tables.
STRINGS: dict[str, int] = {}


def numbered(listed: Sequence[str]) -> Any:
    return np.array([STRINGS.setdefault(term, len(STRINGS)) for term in listed], np.int32)


@dataclass(frozen=True, slots=True)
class Gold:
    """What is known of a page's body: its text, and lines that may belong to it or not."""

    body: str
    doubtful: frozenset[str] = frozenset()
    never: tuple[str, ...] = ()


def labels_of(lines: Sequence[Line], gold: Gold) -> list[int]:
    """Return the labels of `lines`; lines that only the doubtful text explains are -1."""
    labels = align([line.text for line in lines], gold.body)
    if gold.doubtful:
        for n, line in enumerate(lines):
            if not labels[n] and line.text in gold.doubtful:
                labels[n] = -1
    for n, line in enumerate(lines):
        if labels[n] and any(string in line.text for string in gold.never):
            labels[n] = 0 if len(line.text) < 200 else -1
    return labels


def document(
    sample: Sample,
    variant: str,
    lines: Sequence[Line],
    labels: Sequence[int],
    described: Described | None = None,
) -> Document:
    """Return the training document of `lines`."""
    described = described or describe(lines)
    return Document(
        sample.name,
        sample.site,
        sample.kind,
        variant,
        described.rows,
        described.sizes,
        cohesion(described.words, described.sizes),
        np.array(labels, np.int8),
        [numbered(terms(own)) for own in described.tokens],
        [len(own) for own in described.tokens],
    )


def text_documents(sample: Sample, gold: Gold, source: Source) -> Iterator[Document]:
    """Yield flattened variants of `sample`: one to three flatteners, and a crop of one; some with
    a list of teasers put in, and one of some English pages in another language.
    """
    chance = random.Random(zlib.crc32(sample.name.encode()))
    chosen = chance.sample(["blocks", "nodes", "layout"], 1 + (chance.random() < 0.7))
    if chance.random() < 0.08:
        chosen.append("wrapped")
    extra = random.Random(zlib.crc32(b"extra" + sample.name.encode()))
    code = source.languages.get(sample.name, "")
    for number, name in enumerate(chosen):
        lines = read_lines(FLATTENERS[name](sample.html, chance))
        if not 2 <= len(lines) <= MOST_LINES:
            continue
        labels = labels_of(lines, gold)
        if chance.random() < 0.15:
            lines = [Line(line.start, line.end, line.text, 0) for line in lines]
        teased = (lines, labels)
        if code in source.teasers and sample.kind in TEASED and extra.random() < 0.3:
            teased = with_teasers(lines, labels, source.teasers[code], code, extra)
        yield document(sample, name, *teased)
        cropped = crop(lines, labels, chance) if number == 0 else None
        if cropped:
            yield document(sample, name + "-crop", *cropped)
        if number == 0 and code == "en" and extra.random() < FOREIGN.get(sample.kind, 0.08):
            chosen_lines, chosen_labels = cropped if cropped and extra.random() < 0.2 else teased
            made = foreign(chosen_lines, source.data, choose(extra), extra)
            yield document(sample, name + "-foreign", made, chosen_labels)


def page_document(sample: Sample, gold: Gold) -> Document | None:
    """Return the training document of the page's element tree."""
    page = flatten(sample.html)
    if not 2 <= len(page.lines) <= MOST_LINES:
        return None
    described = describe(page.lines)
    made = document(sample, "html", page.lines, labels_of(page.lines, gold), described)
    made.places = describe_places(
        page.places, described.tokens, made.sizes, meta=page.meta, weights={}
    )
    made.names = [numbered(place_terms(place)) for place in page.places]
    return made


def crop(
    lines: Sequence[Line], labels: Sequence[int], chance: random.Random
) -> tuple[list[Line], list[int]] | None:
    """Return the body with a few furniture lines before, within and after it, as nearly clean
    text has them; None where there is hardly a body.
    """
    body = [n for n, label in enumerate(labels) if label == 1]
    if len(body) < 3:
        return None
    before, after = list(range(body[0])), list(range(body[-1] + 1, len(lines)))
    chosen = _margin(before, chance, at_end=True)
    run: list[int] = []
    for n in range(body[0], body[-1] + 1):
        if labels[n] == 1:
            whole = len(run) <= 3 or chance.random() < 0.3
            chosen += run if whole else run[: chance.choice([0, 1, 2, 3])]
            run = []
            chosen.append(n)
        else:
            run.append(n)
    chosen += _margin(after, chance, at_end=False)
    return [lines[n] for n in chosen], [labels[n] for n in chosen]


def _margin(places: list[int], chance: random.Random, *, at_end: bool) -> list[int]:
    many = min(chance.choice(MARGINS), len(places))
    if not many:
        return []
    if chance.random() < 0.5:
        return places[-many:] if at_end else places[:many]
    return sorted(chance.sample(places, many))
