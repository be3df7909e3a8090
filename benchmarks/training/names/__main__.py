"""Train the name matcher and write its weights: deterministic, a second or two."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from benchmarks.training.names.pairs import Pair, own_pairs, read_pairs
from tasks.entities.names.features import FEATURES, features
from tasks.entities.names.match import MODEL
from tasks.entities.names.parse import parse

STRENGTH = 0.3


def values(pairs: list[Pair]) -> np.ndarray:
    """Return the feature values, one row a pair."""
    return np.array([features(parse(p.a, p.kind), parse(p.b, p.kind)) for p in pairs])


def fit(pairs: list[Pair]) -> dict[str, object]:
    """Return bias and weights of a logistic model, on the features as they are."""
    x, y = values(pairs), np.array([p.same for p in pairs])
    scale = StandardScaler().fit(x)
    model = LogisticRegression(C=STRENGTH, max_iter=10_000).fit(scale.transform(x), y)
    weights = model.coef_[0] / scale.scale_
    bias = float(model.intercept_[0] - (weights * scale.mean_).sum())
    return {
        "bias": round(bias, 5),
        "weights": {name: round(float(w), 5) for name, w in zip(FEATURES, weights, strict=True)},
    }


def main() -> None:
    """Read the pairs below ``--data``, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds ner/names")
    parser.add_argument("--out", type=Path, default=MODEL)
    options = parser.parse_args()
    pairs = [*read_pairs(options.data), *own_pairs()]
    table = {kind: fit([pair for pair in pairs if pair.kind == kind]) for kind in ("PERSON", "ORG")}
    options.out.parent.mkdir(exist_ok=True)
    options.out.write_text(json.dumps({"models": table}, indent=1) + "\n", "utf-8")
    print(f"{len(pairs)} pairs, weights in {options.out.name}")


if __name__ == "__main__":
    main()
