"""One text, one opinion of a word.

The network reads sentence by sentence. Before the labels are decided, every capitalised word that
a text repeats moves towards what all its occurrences in that text say together, those of which the
network is sure counting most. "Moallem said" borrows from "Walid al-Moallem, the minister".
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from tasks.entities.recognise.decode import Floats, Numbers

#: How far a word moves towards the opinion of all, if it occurs very often.
_TRUST: Final = 0.3


def pooled(scores: Floats, words: Numbers, texts: Numbers, named: npt.NDArray[np.bool_]) -> Floats:
    """Return the scores [word, label] after the words of each text have heard each other.

    `words` are the numbers of the word forms, `texts` the number of the text of each word; only
    words that are `named`, written as names are, take part.
    """
    places = np.flatnonzero(named)
    if not len(places):
        return scores
    keys = texts[places] * (int(words.max()) + 1) + words[places]
    _, group, counts = np.unique(keys, return_inverse=True, return_counts=True)
    repeated = counts[group] > 1
    places, group = places[repeated], group[repeated]
    own = _log_probabilities(scores[places])
    sure = np.square(np.exp(own.max(1)))
    totals = np.zeros((len(counts), scores.shape[1]))
    weights = np.zeros(len(counts))
    np.add.at(totals, group, own * sure[:, None])
    np.add.at(weights, group, sure)
    opinion = totals[group] / weights[group, None]
    trust = (_TRUST * (1 - 1 / counts[group]))[:, None]
    moved = scores.copy()
    moved[places] = (1 - trust) * own + trust * opinion
    return moved


def _log_probabilities(scores: Floats) -> npt.NDArray[np.float64]:
    shifted = scores.astype(np.float64) - scores.max(1, keepdims=True)
    result: npt.NDArray[np.float64] = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
    return result
