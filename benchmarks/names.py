"""How well two names are told to be of one thing: ``python -m benchmarks.names --data DIR``.

The public pairs are scored by models that have not seen them (ten folds, each trained on the
other nine and on the project's own pairs), beside plain string likenesses as the peers.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, utils
from rapidfuzz.distance import JaroWinkler

from benchmarks import floors
from benchmarks.training.names.fitting import apply, fit
from benchmarks.training.names.pairs import Pair, own_pairs, pairs_file, read_pairs

FOLDS = 10
PRECISION = 0.97


def cross_validated(pairs: Sequence[Pair]) -> np.ndarray:
    """Return the probability of each pair by a model that was not trained on it."""
    scores = np.zeros(len(pairs))
    own = own_pairs()
    for fold in range(FOLDS):
        # Every tenth pair, after a fixed shuffle: neighbours in the file are alike.
        order = np.random.default_rng(5).permutation(len(pairs))
        held = set(order[fold::FOLDS].tolist())
        model = fit([pair for n, pair in enumerate(pairs) if n not in held] + own)
        for n in sorted(held):
            scores[n] = apply(model, pairs[n])
    return scores


def curve(scores: np.ndarray, same: np.ndarray) -> tuple[float, float, float]:
    """Return best F1, the threshold that reaches it, and the best recall at 97 % precision."""
    best = (0.0, 1.0)
    recall = 0.0
    for threshold in np.unique(scores):
        said = scores >= threshold
        right = float((said & same).sum())
        p, r = right / said.sum(), right / same.sum()
        f = 2 * p * r / (p + r) if right else 0.0
        best = max(best, (f, float(threshold)))
        if p >= PRECISION:
            recall = max(recall, r)
    return best[0], best[1], recall


def peer(measure: Callable[[str, str], float], pairs: Sequence[Pair]) -> np.ndarray:
    """Return what a plain string likeness says of the pairs."""
    clean = utils.default_process
    return np.array([measure(clean(pair.a), clean(pair.b)) for pair in pairs])


def main() -> int:
    """Print the table; with ``--check`` compare with the floors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--lower-floor", action="store_true")
    options = parser.parse_args()
    pairs = read_pairs(options.data)
    same = np.array([pair.same for pair in pairs])
    strong = np.array([pair.quality == "STRONG" for pair in pairs])
    rows = {
        "ours, cross-validated": cross_validated(pairs),
        "Jaro-Winkler": peer(JaroWinkler.similarity, pairs),
        "token sort ratio": peer(fuzz.token_sort_ratio, pairs),
        "token set ratio": peer(fuzz.token_set_ratio, pairs),
    }
    print(f"{'':24}{'best F1':>9}{'recall at 97 %':>16}{'strong wrong':>14}{'Brier':>8}")
    results = {}
    for name, scores in rows.items():
        f1, threshold, recall = curve(scores, same)
        wrong = int(((scores >= threshold) != same)[strong].sum())
        brier = float(((scores - same) ** 2).mean()) if scores.max() <= 1 else float("nan")
        results[name] = (f1, recall, wrong)
        print(f"{name:24}{100 * f1:9.1f}{100 * recall:16.1f}{wrong:14}{brier:8.3f}")
    ours = results["ours, cross-validated"]
    measured = {"best_f1": ours[0], "recall_at_97": ours[1], "strong_right": 1.0 - ours[2]}
    if not options.check:
        return 0
    corpus = floors.digest([pairs_file(options.data)])
    return floors.check("names", measured, corpus, lower=options.lower_floor)


if __name__ == "__main__":
    raise SystemExit(main())
