"""Weighs the opinions: a log-linear model whose weights depend on the length of the text.

Fitted to the likelihood of the right language on texts whose n-grams were not counted, so that
its probabilities are calibrated at every length. `benchmarks.training.language` fits it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from tasks.language import evidence, own
from tasks.language.evidence import Columns, Matrix

LIKELIHOODS = np.isin(
    np.arange(evidence.ROWS), [*range(own.ORDERS), evidence.ARBITER, evidence.LANGID]
)
_TEMPER = 8.0  # Letters. Overlapping n-grams repeat each other: log-likelihoods grow too fast.


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
    often an answer is right that rests on the script alone, and one on a language not weighed;
    `vote` is the power of the odds of votes that makes them odds of being right.
    """

    settled: float
    script: float
    outside: float
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
    damped: Matrix = np.where(
        LIKELIHOODS[: len(rows), None], rows / np.sqrt(1 + letters / _TEMPER), rows
    )
    return damped


@lru_cache(maxsize=4096)
def _at(stage: Stage, letters: int) -> tuple[Matrix, Matrix]:
    """Return the weights of the rows and the biases of the languages at a length."""
    shares = between(stage.knots, letters)
    return (shares @ stage.weights)[0], (shares @ stage.bias)[0]


def probabilities(rows: Matrix, letters: int, where: Columns, stage: Stage) -> Matrix:
    """Return the probability of each language of `where`, given tempered `rows` of evidence."""
    weights, bias = _at(stage, letters)
    scores = (rows * weights[: len(rows), None]).sum(axis=0) + bias[where.own] + where.prior
    odds = np.exp(scores - scores.max())
    likely: Matrix = odds / odds.sum()
    return likely
