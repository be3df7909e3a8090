"""Fit the trees of roles on silver roles and on our labels, and write them into the package.

``python -m benchmarks.training.boilerplate.role_trees --data DIR [--out DIR] [--folds]``

They need the models of the body (their probabilities are features). Sites kept aside are never
read. With ``--folds`` nothing is written: the labelled pages are scored by trees that never saw
their site.
"""

from __future__ import annotations

import argparse
import random
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np

from benchmarks.role_labels import read_labels
from benchmarks.training.boilerplate.corpora import read
from benchmarks.training.boilerplate.export import to_onnx
from benchmarks.training.boilerplate.role_rows import Rows, rows_of
from benchmarks.training.boilerplate.train import FOLDS, TREES, say
from tasks.boilerplate.headlines import may_head, with_title
from tasks.boilerplate.roles import ROLES, TITLE, role_scores
from tasks.boilerplate.tables import MODEL

ROUNDS = 60
SETTINGS = {
    "objective": "multiclass",
    "num_class": len(ROLES),
    "learning_rate": 0.12,
    "num_leaves": 15,
    "min_data_in_leaf": 20,
    "feature_fraction": 0.3,
}
#: The trees that rank lines as titles: pairs with one of the first so many ranks count.
RANKING = {
    "objective": "lambdarank",
    "lambdarank_truncation_level": 3,
    "learning_rate": 0.08,
    "num_leaves": 15,
    "min_data_in_leaf": 100,
}
RANKED = 120


@dataclass(frozen=True, slots=True)
class Trees:
    """The trees of one front end: roles line by line, and titles by rank."""

    roles: Any
    titles: Any

    def guess(self, one: Rows) -> Any:
        """Return the probabilities of roles, as the package computes them."""
        table = role_scores(self.roles.predict(one.features, raw_score=True).astype(np.float32))
        may = may_head(one.features, one.sizes)
        ranks = self.titles.predict(np.hstack([one.features, one.again]), raw_score=True)
        return with_title(table, ranks, may, title=TITLE)


def fit(rows: Sequence[Rows], *, threads: int) -> Trees:
    """Fit the trees of one front end on `rows`."""
    common = TREES | {"num_threads": threads}
    table = np.concatenate([one.features[one.weights > 0] for one in rows])
    labels = np.concatenate([one.roles[one.weights > 0] for one in rows])
    weights = np.concatenate([one.weights[one.weights > 0] for one in rows])
    data = lightgbm.Dataset(table, labels, weight=weights)
    roles = lightgbm.train(common | SETTINGS, data, num_boost_round=ROUNDS)
    inputs, ranks = [], []
    for one in rows:
        chosen = may_head(one.features, one.sizes) & (one.roles >= 0)
        titles = one.roles[chosen] == TITLE
        if titles.any() and not titles.all():
            inputs.append(np.hstack([one.features, one.again])[chosen])
            ranks.append(titles.astype(int))
    data = lightgbm.Dataset(
        np.concatenate(inputs), np.concatenate(ranks), group=[len(own) for own in ranks]
    )
    return Trees(roles, lightgbm.train(common | RANKING, data, num_boost_round=RANKED))


def scored(rows: Sequence[Rows], *, threads: int) -> None:
    """Print, for each role, what trees reach on labelled pages of sites they never saw."""
    guesses, wanted = [], []
    for fold in range(FOLDS):
        trees = fit([one for one in rows if one.fold != fold], threads=threads)
        for one in rows:
            if one.fold == fold and one.ours:
                guesses.append(trees.guess(one))
                wanted.append(one.roles)
    likely, roles = np.concatenate(guesses), np.concatenate(wanted)
    for number, name in enumerate(ROLES):
        best = []
        for cut in (0.2, 0.3, 0.4, 0.5, 0.6):
            said = (likely[:, number] > cut) & (roles >= 0)
            right = int((said & (roles == number)).sum())
            f1 = 2 * right / max(int(said.sum()) + int((roles == number).sum()), 1)
            best.append(f"{cut}: {f1:.3f}")
        print(f"{name or 'none':12} {int((roles == number).sum()):5}", *best)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--every", type=int, default=1, help="take every Nth page (for a trial)")
    parser.add_argument("--folds", action="store_true", help="score, and write nothing")
    options = parser.parse_args()
    gold = {page.name: page for page in read_labels()}
    samples = [s for s in read(options.data) if not s.aside]
    samples = [s for n, s in enumerate(samples) if n % options.every == 0 or s.name in gold]
    rows: list[Rows] = []
    for sample in samples:
        chance = random.Random(zlib.crc32(b"roles" + sample.name.encode()))
        rows += rows_of(sample, gold.get(sample.name), chance, options.data)
    for front in ("html", "text"):
        own = [one for one in rows if one.front == front]
        counts = np.bincount(
            np.concatenate([one.roles[one.roles >= 0] for one in own]), minlength=len(ROLES)
        )
        say(front, len(own), dict(zip(ROLES, counts.tolist(), strict=True)))
        if options.folds:
            scored(own, threads=options.threads)
            continue
        trees = fit(own, threads=options.threads)
        to_onnx(trees.roles, options.out / f"roles-{front}.onnx", classes=len(ROLES))
        to_onnx(trees.titles, options.out / f"titles-{front}.onnx")
    say("done")


if __name__ == "__main__":
    main()
