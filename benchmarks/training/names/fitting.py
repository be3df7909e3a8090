"""Fitting the name matcher: a logistic model over features that a person can read."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from benchmarks.training.names.pairs import Pair
from tasks.entities.names.features import FEATURES, features
from tasks.entities.names.parse import parse

KINDS = ("PERSON", "ORG")
STRENGTH = 0.3  # of ten-fold scores from 0.03 to 1: the same F1, the best calibration above it

# What says nothing of people: these weights stay at nought.
UNUSED = {"PERSON": {"place", "acronym", "form", "numeral_one"}, "ORG": {"swapped", "related"}}

Table = dict[str, dict[str, Any]]


def values(pair: Pair) -> tuple[float, ...]:
    """Return the feature values of one pair."""
    return features(parse(pair.a, pair.kind), parse(pair.b, pair.kind))


def fit(pairs: Sequence[Pair]) -> Table:
    """Return bias and weights for people and for everything else, on the features as they are."""
    return {kind: _fit(kind, [pair for pair in pairs if pair.kind == kind]) for kind in KINDS}


def _fit(kind: str, pairs: Sequence[Pair]) -> dict[str, Any]:
    used = np.array([name not in UNUSED[kind] for name in FEATURES])
    x = np.array([values(pair) for pair in pairs]) * used
    y = np.array([pair.same for pair in pairs])
    scale = StandardScaler().fit(x)
    model = LogisticRegression(C=STRENGTH, max_iter=10_000).fit(scale.transform(x), y)
    weights = model.coef_[0] / scale.scale_
    bias = float(model.intercept_[0] - (weights * scale.mean_).sum())
    return {
        "bias": round(bias, 5),
        "weights": {name: round(float(w), 5) for name, w in zip(FEATURES, weights, strict=True)},
    }


def apply(table: Table, pair: Pair) -> float:
    """Return the probability that a fitted model gives a pair."""
    part = table[pair.kind]
    total = part["bias"]
    for name, value in zip(FEATURES, values(pair), strict=True):
        total += part["weights"][name] * value
    return float(1 / (1 + math.exp(-total)))
