"""Counts the n-grams of the corpus into the tables that `tasks.language.own` reads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from benchmarks.training.language.corpus import Example
from tasks.language import own
from tasks.language.cleaning import clean
from tasks.language.reading import read

LEAST = 4  # An n-gram must be met this often, over all languages, to be kept.
SMOOTHING = 0.003  # The count of an n-gram never met in a language.
BATCH = 500

Counts = dict[str, npt.NDArray[np.int64]]


def hashes(examples: Sequence[Example], languages: tuple[str, ...]) -> npt.NDArray[np.int64]:
    """Return the n-grams of `examples`, each as its language's number and its hash in one."""
    parts = []
    for first in range(0, len(examples), BATCH):
        batch = examples[first : first + BATCH]
        reading = read([clean(example.text) for example in batch])
        places, keys = own.hashed(reading.small)
        owner = np.searchsorted(reading.bounds, places % len(reading.small), side="right") - 1
        column = np.array([languages.index(example.language) for example in batch] + [0])
        parts.append(column[owner] << own.BITS | keys.astype(np.int64))
    return np.concatenate(parts)


def tables(
    examples: Sequence[Example], languages: tuple[str, ...], least: int = LEAST
) -> dict[str, npt.NDArray[np.generic]]:
    """Return the tables of `examples` in the sparse form of `own.unpack`."""
    cells, counts = np.unique(hashes(examples, languages), return_counts=True)
    keys, columns = cells & ((1 << own.BITS) - 1), cells >> own.BITS
    totals = np.bincount(keys, weights=counts, minlength=1 << own.BITS)
    kept = totals[keys] >= least
    keys, columns, counts = keys[kept], columns[kept], counts[kept]
    order = np.lexsort((columns, keys))
    keys, columns, counts = keys[order], columns[order], counts[order]
    known, sizes = np.unique(keys, return_counts=True)
    by_language = np.bincount(columns, weights=counts, minlength=len(languages))
    steps = np.round(np.log((counts + SMOOTHING) / SMOOTHING) * own.STEPS)
    return {
        "languages": np.array(languages),
        "gaps": np.diff(known, prepend=0).astype(np.uint16),
        "sizes": sizes.astype(np.uint8),
        "columns": columns.astype(np.uint8),
        "steps": steps.astype(np.uint8),
        "unseen": np.log(SMOOTHING / (by_language + SMOOTHING * len(known))),
    }
