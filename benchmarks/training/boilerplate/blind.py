"""Pages as a model sees them that does not know their language: words hidden, letters caseless.

Most gold pages are English. A part of the training documents therefore shows only what any
language shows: what the linear model says of their words is taken away, phrases of the lists are
found less often, and some are made caseless (as Arabic) or unspaced (as Chinese).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tasks.boilerplate.features import COLUMNS
from tasks.boilerplate.words import KINDS

AT = {name: n for n, name in enumerate(COLUMNS)}
KIND_COLUMNS = [AT[f"kind_{kind}"] for kind in KINDS]
CASE = [AT[name] for name in ("capitals", "upper", "first_upper", "first_lower", "cased")]


def blinded(rows: Any, odds: Any, seed: int) -> tuple[Any, Any]:
    """Return copies of own features and log-odds, less what needs the language."""
    chance = np.random.default_rng(seed)
    rows, number = rows.copy(), len(rows)
    odds = odds * (chance.random((number, 1)) < 0.1) * 0.5
    found = chance.uniform(0.2, 1.0)
    counts = rows[:, KIND_COLUMNS]
    kept = chance.random(counts.shape) < found
    before = counts.sum(1)
    rows[:, KIND_COLUMNS] = counts * kept
    left = rows[:, KIND_COLUMNS].sum(1)
    share = np.where(before > 0, left / np.maximum(before, 1), 0)
    for name in ("kinds", "kinds_share", "covered"):
        rows[:, AT[name]] *= share
    known = chance.choice([0.0, chance.uniform(0.4, 1.1)], p=[0.1, 0.9])
    rows[:, AT["common"]] *= known
    rows[:, AT["common_n"]] *= known
    rows[:, AT["date"]] *= chance.random(number) < 0.85
    script = chance.random()
    if script < 0.4:
        rows[:, CASE] = 0
    if script < 0.15:
        words = np.expm1(rows[:, AT["words"]])
        chars = np.maximum(words * 2.1, 1)
        rows[:, AT["chars"]] = np.log1p(chars)
        parts = 1 + rows[:, AT["commas"]] * (chance.random() < 0.5)
        rows[:, AT["mean_word"]] = chars / parts
        rows[:, AT["longest"]] = np.minimum(chars / parts, 60)
    return rows, odds


def with_site(rows: Any, labels: Any, *, seed: int, share: float = 0.25) -> Any:
    """Return `rows`, for a `share` of the documents with made-up counts of site lines.

    Few gold pages share a site, so the counts are drawn: furniture repeats on other pages of the
    site, each page's own links do not, and body lines hardly ever do.
    """
    chance = np.random.default_rng(seed)
    if chance.random() >= share:
        return rows
    rows = rows.copy()
    often = np.where(labels == 1, 0.01, chance.uniform(0.3, 0.9))
    counts = chance.uniform(0.05, 1.0, len(rows))
    rows[:, AT["site"]] = np.where(chance.random(len(rows)) < often, counts, -1.0)
    return rows
