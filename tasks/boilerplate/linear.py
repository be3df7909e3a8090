"""A linear model over the words of a line, as a table of terms and their log-odds."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

MODEL = Path(__file__).parent / "model"
HEAD, TAIL, WHOLE = 10, 4, 6
LIMIT = 8.0


def terms(found: Sequence[str]) -> list[str]:
    """Return the terms of a line with the tokens `found`: words, pairs, first, last, the whole."""
    if not found:
        return []
    head = ["0" * len(word) if word.isdigit() else word for word in found[:HEAD]]
    pairs = list(map("{} {}".format, head, head[1:]))
    listed = head + pairs
    listed.append("^" + head[0])
    if pairs:
        listed.append("^" + pairs[0])
    number = len(found)
    listed.append("$" + (head[-1] if number <= HEAD else found[-1]))
    if number <= WHOLE:
        listed.append("=" + " ".join(head))
    elif number > HEAD:
        listed += found[max(HEAD, number - TAIL) :]
    return listed


@functools.cache
def load_table(name: str) -> dict[str, float]:
    """Return the table of terms `name`: ``model/<name>.txt`` beside ``model/<name>.npy``."""
    import numpy as np

    listed = (MODEL / f"{name}.txt").read_text("utf-8").split("\n")[:-1]
    weights = np.load(MODEL / f"{name}.npy").astype(np.float32).tolist()
    return dict(zip(listed, weights, strict=True))


def log_odds(found: Sequence[Sequence[str]], table: Mapping[str, float]) -> Floats:
    """Return, for lines of tokens `found`, log-odds and the share of words that `table` knows."""
    import numpy as np

    odds = np.zeros((len(found), 2), np.float32)
    get, zeros = table.get, repeat(0.0)
    for n, own in enumerate(found):
        weights = list(map(get, terms(own), zeros))
        known = min(len(own), HEAD) or 1
        odds[n, 0] = sum(weights)
        odds[n, 1] = 1.0 - weights[:known].count(0.0) / known
    odds[:, 0] = np.clip(odds[:, 0], -LIMIT, LIMIT)
    return odds
