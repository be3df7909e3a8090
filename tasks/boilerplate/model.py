"""The trees over the lines of a page, and their two stages that tell which lines are of a body."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Literal

from tasks.boilerplate.cohesion import cohesion
from tasks.boilerplate.context import likely_surroundings, surroundings
from tasks.boilerplate.features import Described
from tasks.boilerplate.linear import load_words, log_odds
from tasks.boilerplate.tables import MODEL

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

    from tasks.boilerplate.forest import Forest

    Floats = NDArray[np.float32]

Front = Literal["text", "html"]


@functools.cache
def load_trees(name: str) -> InferenceSession:
    """Return the tree ensemble ``model/<name>.onnx``, run in the calling thread."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        MODEL / f"{name}.onnx", options, providers=["CPUExecutionProvider"]
    )


@functools.cache
def load_forest(name: str) -> Forest:
    """Return the tree ensemble ``model/<name>.onnx``, to be run by NumPy: for many lines and trees
    this takes less time, for those of roles a third.
    """
    from tasks.boilerplate.forest import read_forest

    return read_forest(MODEL / f"{name}.onnx")


def tree_scores(name: str, features: Floats) -> Floats:
    """Return the raw scores of `features` (one row a line), one column a class."""
    import numpy as np

    scores: Floats = load_trees(name).run(None, {"lines": np.ascontiguousarray(features)})[0]
    return scores


def probabilities(scores: Floats) -> Floats:
    """Return the logistic function of `scores`."""
    import numpy as np

    likely: Floats = (1.0 / (1.0 + np.exp(-scores.clip(-30, 30)))).astype(np.float32)
    return likely


def body_likelihood(front: Front, described: Described, places: Floats | None = None) -> Floats:
    """Return each line's probability to be of a body; `places` are the place features (HTML)."""
    sizes, words = described.sizes, described.words
    odds = log_odds(words, load_words(front))
    linked = cohesion(words, sizes) if places is None else None
    features = surroundings(described.rows, sizes, odds, linked, places)
    likely = probabilities(load_forest(f"{front}-1").scores(features)[:, 0])
    later = likely_surroundings(features, likely, sizes)
    return probabilities(tree_scores(f"{front}-2", later)[:, 0])
