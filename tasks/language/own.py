"""Our own n-gram tables: the languages that langdetect lacks, and words of up to five letters.

Multinomial naive Bayes over character n-grams (n up to 5), like langdetect's, but with all the
languages that we answer with. `benchmarks.training.language` counts them; CARD.md tells of what.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tasks.language import grams
from tasks.language.letters import Codes

MODEL = Path(__file__).parent / "model"
ORDERS = 5
BITS = 22
STEPS = 1.5  # The tables' steps to one nat.


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """`weights`: n-gram by language, in steps above the weight of an n-gram never seen in it.

    `slots`: hash of an n-gram to its row, or to the last one, which is of zeros.
    `unseen`: by language, the log share in nats of an n-gram never seen in it.
    """

    languages: tuple[str, ...]
    weights: npt.NDArray[np.uint8]
    slots: grams.Rows
    unseen: npt.NDArray[np.float64]


@cache
def tables() -> Tables:
    """Return the tables (read once)."""
    with np.load(MODEL / "grams.npz", allow_pickle=False) as stored:
        return unpack({name: stored[name] for name in stored.files})


def unpack(stored: dict[str, npt.NDArray[np.generic]]) -> Tables:
    """Return the tables that lie sparse in `stored`.

    `gaps` are the differences between the sorted hashes, `sizes` how many languages know each
    n-gram, `columns` and `steps` which these are and how much it weighs there.
    """
    languages = tuple(str(code) for code in stored["languages"])
    hashes = np.cumsum(stored["gaps"].astype(np.int64))
    rows = np.repeat(np.arange(len(hashes)), stored["sizes"].astype(np.int64))
    weights = np.zeros((len(hashes) + 1, len(languages)), np.uint8)
    weights[rows, stored["columns"].astype(np.int64)] = stored["steps"].astype(np.uint8)
    slots = np.full(1 << BITS, len(hashes), np.int32)
    slots[hashes] = np.arange(len(hashes), dtype=np.int32)
    return Tables(languages, weights, slots, stored["unseen"].astype(np.float64))


def find(small: Codes, known: Tables) -> grams.Found:
    """Return the n-grams of `small` (lower-case letters and spaces) that `known` holds."""
    places, hashes = hashed(small)
    rows = known.slots.take(hashes.view(np.int64))
    kept = (rows != len(known.weights) - 1).nonzero()[0]
    return grams.Found(places.take(kept), rows.take(kept), len(small), ORDERS)


def hashed(small: Codes) -> tuple[grams.Places, grams.Keys]:
    """Return the places (see `grams.Found`) and hashes of all n-grams of `small`."""
    keys, read = grams.rolled(small, ORDERS)
    places = read.ravel().nonzero()[0]
    return places, grams.mixed(keys.ravel().take(places), BITS)
