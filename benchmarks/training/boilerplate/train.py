"""Fit the linear tables and the two stages of trees, out of fold where one feeds the next."""

from __future__ import annotations

import time
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import lightgbm
import numpy as np
import scipy.sparse  # type: ignore[import-untyped]
from sklearn.linear_model import SGDClassifier

from benchmarks.training.boilerplate.blind import blinded, with_site
from benchmarks.training.boilerplate.build import Document
from tasks.boilerplate.context import likely_surroundings, surroundings
from tasks.boilerplate.linear import HEAD, LIMIT
from tasks.boilerplate.places import PLACE_COLUMNS

FOLDS = 3
SITES = 3
LEAST_WEIGHT = 0.03
NAMES = PLACE_COLUMNS.index("names")
TREES = {
    "objective": "binary",
    "learning_rate": 0.1,
    "num_leaves": 47,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "max_bin": 63,
    "use_missing": False,
    "verbose": -1,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
}
START = time.time()


def say(*words: object) -> None:
    print(f"{time.time() - START:6.0f} s", *words, flush=True)


def fold_of(site: str) -> int:
    """Return the fold of `site`: pages of one site are never in two folds."""
    return zlib.crc32(b"fold" + site.encode()) % FOLDS


@dataclass(slots=True)
class Table:
    """Log-odds by term number (0.0 where a term is unknown)."""

    weights: Any

    def odds(self, listed: Sequence[Any], tokens: Sequence[int]) -> Any:
        """Return what `tasks.boilerplate.linear.log_odds` does, for lines of so many tokens."""
        found = np.zeros((len(listed), 2), np.float32)
        for n, numbers in enumerate(listed):
            weights = self.of(numbers)
            known = min(tokens[n], HEAD)
            found[n, 0] = weights.sum()
            found[n, 1] = (weights[:known] != 0).mean() if known else 0.0
        found[:, 0] = np.clip(found[:, 0], -LIMIT, LIMIT)
        return found

    def of(self, numbers: Any) -> Any:
        """Return the weights of terms, 0.0 of those that came after the fit."""
        size = len(self.weights)
        return np.where(numbers < size, self.weights[np.minimum(numbers, size - 1)], 0.0)


def line_weights(document: Document) -> Any:
    """Return how much each line counts: by its share of the body, articles more, doubt nothing."""
    labels, sizes = document.labels, document.sizes
    body = max(float(sizes[labels == 1].sum()), 50.0)
    number = len(labels)
    weights = 0.35 + np.minimum(sizes / body, 0.5) * min(number, 300) * 0.65
    weights *= {"article": 1.5, "segments": 1.0}.get(document.kind, 0.8)
    weights *= min(1.0, 300 / number) ** 0.5
    weights[labels < 0] = 0
    return weights.astype(np.float32)


def fit_table(documents: Sequence[Document], terms: Sequence[list[Any]], size: int) -> Table:
    """Fit log-odds of terms that occur on at least `SITES` sites; small weights become zero."""
    seen: dict[str, set[int]] = defaultdict(set)
    for document, listed in zip(documents, terms, strict=True):
        seen[document.site].update(np.concatenate(listed).tolist() if listed else ())
    sites = np.zeros(size, np.int32)
    for numbers in seen.values():
        sites[list(numbers)] += 1
    place = np.full(size, -1, np.int64)
    place[sites >= SITES] = np.arange(int((sites >= SITES).sum()))
    indices, ends, labels, weights = [], [0], [], []
    for document, listed in zip(documents, terms, strict=True):
        lines = line_weights(document)
        for n in np.flatnonzero(document.labels >= 0):
            own = place[listed[n]]
            indices.append(own[own >= 0])
            ends.append(ends[-1] + len(indices[-1]))
            labels.append(document.labels[n])
            weights.append(min(lines[n], 5.0))
    flat = np.concatenate(indices)
    matrix = scipy.sparse.csr_matrix(
        (np.ones(len(flat), np.float32), flat, np.array(ends)), shape=(len(labels), place.max() + 1)
    )
    model = SGDClassifier(
        loss="log_loss", alpha=3e-6, max_iter=5, tol=None, average=True, random_state=0
    )
    model.fit(matrix, np.array(labels), sample_weight=np.array(weights))
    fitted = model.coef_.ravel().astype(np.float16).astype(np.float32)
    fitted[np.abs(fitted) < LEAST_WEIGHT] = 0
    table = np.zeros(size, np.float32)
    table[sites >= SITES] = fitted
    return Table(table)


@dataclass(slots=True)
class Stages:
    """The fitted models of one front end."""

    first: Any
    second: Any


def features_of(document: Document, words: Table, names: Table | None, *, blind: bool) -> Any:
    """Return the first stage's features of `document`."""
    odds = words.odds(document.terms, document.counts)
    rows = document.rows
    if blind:
        rows, odds = blinded(rows, odds, zlib.crc32((document.name + document.variant).encode()))
    rows = with_site(rows, document.labels, seed=zlib.crc32((document.name + "site").encode()))
    places = document.places
    if places is not None and names is not None and document.names is not None:
        places = places.copy()
        places[:, NAMES] = [names.of(numbers).sum() for numbers in document.names]
    linked = document.linked if places is None else None
    return surroundings(rows, document.sizes, odds, linked, places)


def sampled(document: Document, chance: Any, share: float) -> Any:
    """Return which lines train: those near the body more often than those far from it."""
    number = len(document.labels)
    body = np.flatnonzero(document.labels == 1)
    near = np.zeros(number, bool)
    if len(body):
        place = np.arange(number)
        at = np.searchsorted(body, place)
        distance = np.minimum(
            np.abs(place - body[np.clip(at, 0, len(body) - 1)]),
            np.abs(place - body[np.clip(at - 1, 0, len(body) - 1)]),
        )
        near = distance <= 25
    kept = chance.random(number) < np.where(near, share, share * 0.45)
    return kept & (document.labels >= 0), np.where(near, 1.0, 2.2)


def fit_stages(
    documents: Sequence[Document],
    tables: Sequence[tuple[Table, Table | None]],
    *,
    rounds: tuple[int, int],
    rates: tuple[float, float],
    leaves: tuple[int, int],
    share: float,
    threads: int,
    blind: float = 0.3,
) -> Stages:
    """Fit both stages; `tables` are the linear tables by fold."""
    chance = np.random.default_rng(7)
    folds = np.array([fold_of(document.site) for document in documents])
    blinds = [
        zlib.crc32((d.name + d.variant + "?").encode()) % 100 < blind * 100 for d in documents
    ]
    features = [features_of(d, *tables[folds[n]], blind=blinds[n]) for n, d in enumerate(documents)]
    say("features", len(features), "documents", sum(map(len, features)), "lines")
    picked = [sampled(document, chance, share) for document in documents]
    weights = [line_weights(d) * near for d, (_, near) in zip(documents, picked, strict=True)]

    def fit(inputs: Sequence[Any], chosen: Sequence[int], stage: int, *, share: float = 1.0) -> Any:
        rows = [n for n in chosen if picked[n][0].any()]
        data = lightgbm.Dataset(
            np.concatenate([inputs[n][picked[n][0]] for n in rows]),
            np.concatenate([documents[n].labels[picked[n][0]] for n in rows]),
            weight=np.concatenate([weights[n][picked[n][0]] for n in rows]),
        )
        settings = dict(TREES, num_leaves=leaves[stage], num_threads=threads)
        settings |= {"learning_rate": rates[stage]}
        if stage:
            settings |= {"min_data_in_leaf": 150}
        return lightgbm.train(settings, data, num_boost_round=round(rounds[stage] * share))

    likely: list[Any] = [None] * len(documents)
    for fold in range(FOLDS):
        model = fit(features, np.flatnonzero(folds != fold).tolist(), 0, share=0.7)
        for n in np.flatnonzero(folds == fold):
            likely[n] = model.predict(features[n], num_threads=threads).astype(np.float32)
        say("stage 1 fold", fold)
    everything = list(range(len(documents)))
    first = fit(features, everything, 0)
    say("stage 1")
    later = [
        likely_surroundings(f, p, d.sizes)
        for f, p, d in zip(features, likely, documents, strict=True)
    ]
    del features
    second = fit(later, everything, 1)
    say("stage 2")
    return Stages(first, second)


def fit_first(
    documents: Sequence[Document], words: Sequence[Table], names: Sequence[Table], *, threads: int
) -> Any:
    """Fit a first stage alone, with half of its documents blind to their language."""
    chance = np.random.default_rng(3)
    inputs, labels, weights = [], [], []
    for number, document in enumerate(documents):
        fold = fold_of(document.site)
        picked, near = sampled(document, chance, 0.5)
        features = features_of(document, words[fold], names[fold], blind=number % 2 == 0)
        inputs.append(features[picked])
        labels.append(document.labels[picked])
        weights.append((line_weights(document) * near)[picked])
    data = lightgbm.Dataset(
        np.concatenate(inputs), np.concatenate(labels), weight=np.concatenate(weights)
    )
    return lightgbm.train(dict(TREES, num_threads=threads), data, num_boost_round=80)
