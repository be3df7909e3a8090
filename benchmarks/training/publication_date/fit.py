"""Fits a forest, its calibration and its threshold, and writes them as JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.training.publication_date.corpus import part
from benchmarks.training.publication_date.samples import Rows

FOLDS = 5
# The mean of these forests is the vote: one alone moves with the draw of its samples.
SEEDS = (1, 2, 3, 4, 5)
SETTINGS = {
    "objective": "binary", "num_leaves": 15, "learning_rate": 0.1, "min_data_in_leaf": 15,
    "lambda_l2": 2.0, "bagging_fraction": 0.8, "bagging_freq": 1,
    "verbose": -1, "num_threads": 1, "deterministic": True, "force_row_wise": True,
}  # fmt: skip
# A page that nobody annotated may have a date, and a labelled day that is nowhere on the page
# says little about the days that are.
WEIGHTS = {"dated": 1.0, "undated": 0.8, "unknown": 0.3}
UNREACHABLE = 0.3


@dataclass(frozen=True, slots=True)
class Plan:
    """How many trees a forest has, and what share of the features each may use."""

    rounds: int
    share: float


def train(samples: Sequence[Rows], plan: Plan) -> list[Any]:
    """Return LightGBM boosters for the chance that a candidate is the day of publication."""
    table, truth, weight = [], [], []
    for sample in samples:
        own = sample.weight * WEIGHTS[sample.state]
        if sample.state == "dated" and not sample.reachable and sample.kind == "page":
            own *= UNREACHABLE  # masked, the page truly has no date any more
        table += sample.rows
        truth += [float(day == sample.on) for day in sample.days]
        weight += [own] * len(sample.days)
    data = lightgbm.Dataset(np.array(table), np.array(truth), weight=np.array(weight))
    settings = [SETTINGS | {"seed": seed, "feature_fraction": plan.share} for seed in SEEDS]
    return [lightgbm.train(one, data, plan.rounds) for one in settings]


def margins(boosters: Sequence[Any], sample: Rows) -> list[float]:
    """Return the log-odds of each candidate of a document."""
    if not sample.days:
        return []
    table = np.array(sample.rows)
    told = np.mean([one.predict(table, raw_score=True) for one in boosters], axis=0)
    return [float(margin) for margin in told]


def cross_validate(
    train_on: Sequence[Rows], ask: Sequence[Rows], plan: Plan
) -> dict[int, list[float]]:
    """Return the margins of each document of `ask` by its place; no model has seen its site."""
    found: dict[int, list[float]] = {}
    for fold in range(FOLDS):
        others = [one for one in train_on if part("fold" + one.site, FOLDS) != fold]
        boosters = train(others, plan)
        for place, one in enumerate(ask):
            if part("fold" + one.site, FOLDS) == fold:
                found[place] = margins(boosters, one)
        print(f"  fold {fold + 1} of {FOLDS}", flush=True)
    return found


def calibrate(tops: Sequence[tuple[float, float, bool, float]]) -> dict[str, float]:
    """Return the logistic map from the two best margins to the chance that the best is right.

    `tops` holds (best margin, second margin, right, weight) of each document with a candidate.
    """
    table = np.array([[_held(best), _held(second)] for best, second, _, _ in tops])
    right = np.array([one[2] for one in tops])
    weight = np.array([one[3] for one in tops])
    fitted = LogisticRegression(C=10.0).fit(table, right, sample_weight=weight)
    return {
        "bias": float(fitted.intercept_[0]),
        "best": float(fitted.coef_[0][0]),
        "second": float(fitted.coef_[0][1]),
    }


def confidence(scale: dict[str, float], best: float, second: float) -> float:
    """Return the calibrated chance, as `tasks.dates.publication.vote` computes it."""
    total = scale["bias"] + scale["best"] * _held(best) + scale["second"] * _held(second)
    return 1.0 / (1.0 + math.exp(-_held(total)))


def _held(margin: float) -> float:
    return max(-8.0, min(8.0, margin))


def write(
    boosters: Sequence[Any], names: Sequence[str], settings: dict[str, Any], file: Path
) -> None:
    """Write boosters and their settings in the format that `forest.load` reads."""
    trees: dict[str, list[Any]] = {
        key: []
        for key in ("roots", "feature", "threshold", "left", "right", "missing_left", "leaf")
    }
    for booster in boosters:
        for tree in booster.dump_model()["tree_info"]:
            trees["roots"].append(_lay(tree["tree_structure"], trees))
    trees["leaf"] = [round(leaf / len(boosters), 6) for leaf in trees["leaf"]]
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
