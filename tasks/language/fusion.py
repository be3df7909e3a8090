"""Weighs the opinions: a log-linear model whose weights depend on the length of the text.

Fitted to the likelihood of the right language on texts whose n-grams were not counted, so that
its probabilities are calibrated at every length. `benchmarks.training.language` fits it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from tasks.language import evidence, own
from tasks.language.evidence import Columns
from tasks.language.hearing import TEMPER, Matrix

LIKELIHOODS = np.isin(
    np.arange(evidence.ROWS), [*range(own.ORDERS), evidence.ARBITER, evidence.LANGID]
)


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """`weights`: knot by row of evidence. `bias`: knot by language of our tables.

    `knots`: lengths in letters, between which both are interpolated.
    """

    knots: tuple[float, ...]
    weights: Matrix
    bias: Matrix


@dataclass(frozen=True, slots=True, eq=False)
class Fusion:
    """`first` weighs all opinions but py3langid's; what it leaves with a probability under
    `settled`, `second` decides, with py3langid and a longer look. `script` and `outside` are how
    often an answer is right that rests on the script alone, and one on a language not weighed,
    `concord` one that the first two opinions agree on; `vote` is the power of the odds of votes
    that makes them odds of being right.
    """

    settled: float
    script: float
    outside: float
    concord: float
    vote: float
    first: Stage
    second: Stage


@cache
def fusion() -> Fusion:
    """Return the fitted model (read once)."""
    stored = json.loads((own.MODEL / "fusion.json").read_text("utf-8"))
    return Fusion(
        stored["settled"],
        stored["script"],
        stored["outside"],
        stored["concord"],
        stored["vote"],
        _stage(stored["knots"], stored["first"]),
        _stage(stored["knots"], stored["second"]),
    )


def _stage(knots: list[float], stored: dict[str, list[list[float]]]) -> Stage:
    return Stage(tuple(knots), np.array(stored["weights"]), np.array(stored["bias"]))


def between(knots: tuple[float, ...], letters: npt.ArrayLike) -> Matrix:
    """Return, for each length, the shares of the knots around it (on a logarithmic scale)."""
    places = np.log2(np.array(knots))
    lengths = np.log2(np.clip(np.atleast_1d(np.asarray(letters, np.float64)), 1, None))
    positions = np.interp(lengths, places, np.arange(len(knots)))
    shares: Matrix = np.clip(1 - np.abs(positions[:, None] - np.arange(len(knots))), 0, None)
    return shares


def tempered(rows: Matrix, letters: int) -> Matrix:
    """Return `rows` of evidence with the log-likelihoods damped for a text of so many letters."""
    return rows / _damping(len(rows), letters)[:, None]


def _damping(rows: int, letters: int) -> Matrix:
    damping: Matrix = np.where(LIKELIHOODS[:rows], np.sqrt(1 + letters / TEMPER), 1.0)
    return damping


@lru_cache(maxsize=4096)
def _at(stage: Stage, letters: int, rows: int) -> tuple[Matrix, Matrix]:
    """Return the weights of the rows, for evidence not tempered, and the biases at a length."""
    shares = between(stage.knots, letters)
    weights = (shares @ stage.weights)[0, :rows] / _damping(rows, letters)
    return weights[:, None], (shares @ stage.bias)[0]


def probabilities(
    rows: Sequence[Matrix], letters: Sequence[int], where: Columns, stage: Stage
) -> Matrix:
    """Return the probability of each language of `where` for each text.

    Given are, by text, its `rows` of evidence, not tempered, and its length in letters.
    """
    weights, bias = zip(*(_at(stage, n, rows[0].shape[0]) for n in letters), strict=True)
    scores = (np.stack(rows) * np.stack(weights)).sum(axis=1)
    scores += np.stack(bias)[:, where.own] + where.prior
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    likely: Matrix = odds / odds.sum(axis=1, keepdims=True)
    return likely
