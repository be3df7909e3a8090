"""Fits a forest, its calibration and its threshold, and writes them as JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from benchmarks.training.publication_date.corpus import part
from benchmarks.training.publication_date.samples import Rows

Array = npt.NDArray[np.float64]

FOLDS = 5
START = -1.5  # the log-odds of a day before anything is known of it
SETTINGS = {
    "learning_rate": 0.1, "min_data_in_leaf": 15,
    "lambda_l2": 2.0, "bagging_fraction": 0.8, "bagging_freq": 1,
    "verbose": -1, "num_threads": 1, "deterministic": True, "force_row_wise": True,
}  # fmt: skip
# A page that nobody annotated may have a date, and a labelled day that is nowhere on the page
# says little about the days that are.
WEIGHTS = {"dated": 1.0, "undated": 0.8, "unknown": 0.3}
UNREACHABLE = 0.3


@dataclass(frozen=True, slots=True)
class Forests:
    """Forests that differ in their seeds, of so many trees (`rounds`) with so many leaves.

    `rivals`: the days of a document and "none" are alternatives of one choice (a conditional
    logit), and a day is as likely as its rivals leave it; else each day is judged by itself.
    """

    rivals: bool
    rounds: int
    leaves: int
    seeds: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The forests whose mean is the vote, and what share of the features each tree may use.

    One forest alone moves with the draw of its samples.
    """

    share: float
    forests: tuple[Forests, ...]


@dataclass(frozen=True, slots=True)
class Grown:
    """A forest: the log-odds of a day against there being none, above `start`."""

    booster: Any
    start: float

    def margins(self, table: Array) -> Array:
        """Return the log-odds of each row."""
        told: Array = self.start + self.booster.predict(table, raw_score=True)
        return told


def train(samples: Sequence[Rows], plan: Plan) -> list[Grown]:
    """Return the forests of the plan, grown on the samples."""
    table, truth, weight, sizes = [], [], [], []
    for sample in samples:
        own = sample.weight * WEIGHTS[sample.state]
        if sample.state == "dated" and not sample.reachable and sample.kind == "page":
            own *= UNREACHABLE  # masked, the page truly has no date any more
        table += sample.rows
        truth += [float(day == sample.on) for day in sample.days]
        weight += [own] * len(sample.days)
        sizes += [len(sample.days)] if sample.days else []
    rival = _choice(np.array(sizes), np.array(truth), np.array(weight))
    grown = []
    for forests in plan.forests:
        data = lightgbm.Dataset(
            np.array(table), np.array(truth), weight=None if forests.rivals else np.array(weight)
        )
        settings = SETTINGS | {
            "objective": rival if forests.rivals else "binary",
            "num_leaves": forests.leaves,
            "feature_fraction": plan.share,
        }
        for seed in forests.seeds:
            booster = lightgbm.train(settings | {"seed": seed}, data, forests.rounds)
            grown.append(Grown(booster, START if forests.rivals else 0.0))
    return grown


def _choice(
    sizes: npt.NDArray[np.intp], truth: Array, weight: Array
) -> Callable[[Array, Any], tuple[Array, Array]]:
    """Return the gradient of the choice among the candidates of each document, and none of them."""
    first = np.cumsum(sizes) - sizes

    def gradient(scores: Array, _: Any) -> tuple[Array, Array]:
        margin = scores + START
        top = np.maximum(np.maximum.reduceat(margin, first), 0)
        odds = np.exp(margin - np.repeat(top, sizes))
        total = np.add.reduceat(odds, first) + np.exp(-top)
        likely = odds / np.repeat(total, sizes)
        return (likely - truth) * weight, np.maximum(likely * (1 - likely), 1e-6) * weight

    return gradient


def margins(forests: Sequence[Grown], sample: Rows) -> list[float]:
    """Return the log-odds of each candidate of a document."""
    if not sample.days:
        return []
    table = np.array(sample.rows)
    return [float(margin) for margin in np.mean([one.margins(table) for one in forests], axis=0)]


def cross_validate(
    train_on: Sequence[Rows], ask: Sequence[Rows], plan: Plan
) -> dict[int, list[float]]:
    """Return the margins of each document of `ask` by its place; no model has seen its site."""
    found: dict[int, list[float]] = {}
    for fold in range(FOLDS):
        others = [one for one in train_on if part("fold" + one.site, FOLDS) != fold]
        forests = train(others, plan)
        for place, one in enumerate(ask):
            if part("fold" + one.site, FOLDS) == fold:
                found[place] = margins(forests, one)
        print(f"  fold {fold + 1} of {FOLDS}", flush=True)
    return found


def calibrate(tops: Sequence[tuple[float, bool, float]]) -> dict[str, float]:
    """Return the logistic map from the lead of the best day to the chance that it is right.

    `tops` holds (lead, right, weight) of each document with a candidate.
    """
    table = np.array([[ahead] for ahead, _, _ in tops])
    right = np.array([one[1] for one in tops])
    weight = np.array([one[2] for one in tops])
    fitted = LogisticRegression(C=10.0).fit(table, right, sample_weight=weight)
    return {"bias": float(fitted.intercept_[0]), "lead": float(fitted.coef_[0][0])}


def confidence(scale: dict[str, float], ahead: float) -> float:
    """Return the calibrated chance, as `tasks.dates.publication.vote` computes it."""
    return 1.0 / (1.0 + math.exp(-scale["bias"] - scale["lead"] * ahead))


def write(
    forests: Sequence[Grown], names: Sequence[str], settings: dict[str, Any], file: Path
) -> None:
    """Write forests and their settings in the format that `forest.load` reads."""
    trees: dict[str, list[Any]] = {
        key: []
        for key in ("roots", "feature", "threshold", "left", "right", "missing_left", "leaf")
    }
    for forest in forests:
        for place, tree in enumerate(forest.booster.dump_model()["tree_info"]):
            leaves = len(trees["leaf"])
            trees["roots"].append(_lay(tree["tree_structure"], trees))
            if place == 0:  # each forest begins where nothing is known
                trees["leaf"][leaves:] = [leaf + forest.start for leaf in trees["leaf"][leaves:]]
    trees["leaf"] = [round(leaf / len(forests), 6) for leaf in trees["leaf"]]
    model = {"features": list(names), "settings": settings, "trees": trees}
    file.write_text(json.dumps(model, separators=(",", ":"), ensure_ascii=False) + "\n", "utf-8")


def _lay(node: dict[str, Any], trees: dict[str, list[Any]]) -> int:
    if "leaf_value" in node:
        trees["leaf"].append(node["leaf_value"])
        return -len(trees["leaf"])
    place = len(trees["feature"])
    missing = node["default_left"] if node["missing_type"] == "NaN" else node["threshold"] >= 0
    trees["feature"].append(node["split_feature"])
    trees["threshold"].append(float(f"{node['threshold']:.9g}"))
    trees["missing_left"].append(int(missing))
    trees["left"].append(0)
    trees["right"].append(0)
    trees["left"][place] = _lay(node["left_child"], trees)
    trees["right"][place] = _lay(node["right_child"], trees)
    return place
