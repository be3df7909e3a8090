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
from tasks.boilerplate.headlines import beside_title, may_head, with_title
from tasks.boilerplate.roles import ROLES, TITLE, role_scores
from tasks.boilerplate.tables import MODEL

ROUNDS = 60
SETTINGS = {
    "objective": "multiclass",
    "num_class": len(ROLES),
    "learning_rate": 0.12,
    "num_leaves": 15,
    "min_data_in_leaf": 20,
    "feature_fraction": 0.5,
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
        ranks, may = ranked(self.titles, one)
        told = np.hstack([one.features, beside_title(one.features, ranks, may)])
        table = role_scores(self.roles.predict(told, raw_score=True).astype(np.float32))
        return with_title(table, ranks, may, title=TITLE)


def fit(rows: Sequence[Rows], *, threads: int) -> Trees:
    """Fit the trees of one front end on `rows`.

    What the trees of roles see of the ranks comes from trees that never saw the page's site.
    """
    common = TREES | {"num_threads": threads}
    beside: dict[int, Any] = {}
    for fold in range(FOLDS):
        titles = fit_titles([one for one in rows if one.fold != fold], common)
        for n, one in enumerate(rows):
            if one.fold == fold and (one.weights > 0).any():
                beside[n] = beside_title(one.features, *ranked(titles, one))
    used = [(rows[n], told) for n, told in beside.items()]
    table = np.concatenate([np.hstack([one.features, told])[one.weights > 0] for one, told in used])
    labels = np.concatenate([one.roles[one.weights > 0] for one, _ in used])
    weights = np.concatenate([one.weights[one.weights > 0] for one, _ in used])
    data = lightgbm.Dataset(table, labels, weight=weights)
    roles = lightgbm.train(common | SETTINGS, data, num_boost_round=ROUNDS)
    return Trees(roles, fit_titles(rows, common))


def fit_titles(rows: Sequence[Rows], common: dict[str, Any]) -> Any:
    """Return the trees that rank lines as titles, fitted on the pages whose title is known."""
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
    return lightgbm.train(common | RANKING, data, num_boost_round=RANKED)


def ranked(titles: Any, one: Rows) -> tuple[Any, Any]:
    """Return the ranks of the lines of `one`, and which of them may be titles."""
    may = may_head(one.features, one.sizes)
    ranks = np.zeros(len(may), np.float32)
    if may.any():
        ranks[may] = titles.predict(np.hstack([one.features, one.again])[may], raw_score=True)
    return ranks, may


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
