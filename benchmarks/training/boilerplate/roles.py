"""Silver roles of lines, from what the markup of their page says, and the trees fitted on them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import lightgbm
import numpy as np

from benchmarks.training.boilerplate.build import Document
from benchmarks.training.boilerplate.corpora import Sample
from benchmarks.training.boilerplate.scores import WORD
from benchmarks.training.boilerplate.train import TREES, Stages, say
from tasks.boilerplate.decode import kept_lines
from tasks.boilerplate.features import MARK
from tasks.boilerplate.markup import Flattened, Place, flatten
from tasks.boilerplate.roles import ROLES, around_body

DATED_NAMES = re.compile(r"^(?:date|time|datetime|timestamp|pubdate|published|posted|datum|fecha)")
AUTHORED = re.compile(r"^(?:author|byline|autor|auteur|writer|autore|contributor|vcard)")
CAPTIONED = re.compile(
    r"^(?:caption|figcaption|credit|credits|bildunterschrift|legend|photocredit)"
)
LEADING = re.compile(
    r"^(?:standfirst|subtitle|subhead|subheadline|subheading|dek|deck|chapo|entradilla|bajada|"
    r"teaser|lead|lede|sommario|excerpt|summary|untertitel|vorspann)"
)
SUFFIX = re.compile(r"\s+[|–—:·»«-]\s+[^|–—·»«]{2,40}$")
DIGIT = re.compile(r"\d")
LEAST = 0.85


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


def silver_roles(sample: Sample, labels: Mapping[str, int]) -> dict[str, int]:
    """Return the role (index into `ROLES`) of the page's lines that have one, by their text.

    `labels` says which lines are body.
    """
    page = flatten(sample.html)
    title = title_of(sample, page)
    described = page.meta.get("og:description") or page.meta.get("description") or ""
    found: dict[str, int] = {}
    for line, place in zip(page.lines, page.places, strict=True):
        role = _role(
            line.text, place, bool(labels.get(line.text, 0) == 1), title, described, sample
        )
        if role:
            found.setdefault(bare(line.text), ROLES.index(role))
    return found


def _role(text: str, place: Place, body: bool, title: str, described: str, sample: Sample) -> str:
    words = len(WORD.findall(text))
    tags, names = set(place.tags), place.names
    if title and alike(text, title) > LEAST:
        return "title"
    if place.tags[-1] == "h1" and not title:
        return "title"
    author = sample.author.lower()
    if words <= 16:
        if "time" in tags or (DIGIT.search(text) and any(map(DATED_NAMES.match, names))):
            return "dateline"
        if author and author in text.lower() and words <= 12:
            return "byline"
        if any(map(AUTHORED.match, names)) and 1 < words <= 12 and not body:
            return "byline"
    if words >= 3 and ("figcaption" in tags or any(map(CAPTIONED.match, names[-12:]))):
        return "caption"
    if words >= 5 and described and not body and alike(text, described) > LEAST:
        return "description"
    if 5 <= words <= 60 and any(map(LEADING.match, names[-6:])) and "a" not in tags:
        return "description"
    if body:
        if tags & {"h2", "h3", "h4", "h5", "h6"} and words <= 25:
            return "heading"
        if "li" in tags:
            return "list"
        if "blockquote" in tags:
            return "quote"
    return ""


def bare(text: str) -> str:
    """Return `text` without the bullet or hashes that some flatteners put before it."""
    return MARK.sub("", text)


def fit_roles(
    documents: Sequence[Document],
    stages: Stages,
    roles: Mapping[str, Mapping[str, int]],
    *,
    rounds: int,
    threads: int,
) -> Any:
    """Fit the trees of roles on `documents`, with what `stages` says of their bodies."""
    inputs, wanted, weights = [], [], []
    for n, document in enumerate(documents):
        known = roles.get(document.name)
        if not known or document.variant.split("-")[0] not in {"blocks", "layout", "html"}:
            continue
        chance = np.random.default_rng(zlib.crc32(document.name.encode()))
        own = np.array([known.get(bare(text), 0) for text in document.texts])
        kept, _ = kept_lines(stages.likely[n], document.sizes)
        features = around_body(stages.later[n], stages.likely[n], document.sizes, kept)
        near = features[:, -1] <= 30
        chosen = (own > 0) | (chance.random(len(own)) < np.where(near, 0.6, 0.1))
        inputs.append(features[chosen])
        wanted.append(own[chosen])
        weights.append(np.where(own[chosen] > 0, 1.0, np.where(near[chosen], 1 / 0.6, 4.0)))
    labels = np.concatenate(wanted)
    say("roles", dict(zip(ROLES, np.bincount(labels, minlength=len(ROLES)).tolist(), strict=True)))
    settings = dict(
        TREES,
        objective="multiclass",
        num_class=len(ROLES),
        num_leaves=15,
        min_data_in_leaf=40,
        num_threads=threads,
    )
    data = lightgbm.Dataset(np.concatenate(inputs), labels, weight=np.concatenate(weights))
    return lightgbm.train(settings, data, num_boost_round=rounds)
