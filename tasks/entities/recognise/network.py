"""The trained network: words in, scores of labels out.

Embeddings are gathered and added as integers, once for every word form; the rest is one ONNX
graph that is told the length of every sentence, so that what fills up a batch never leaks into it.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from tasks.entities.recognise import features, gazetteer, subwords
from tasks.entities.recognise.decode import Chain, Floats, Numbers, constrained

if TYPE_CHECKING:
    import onnxruntime

DEFAULT: Final = Path(__file__).resolve().parent.parent / "model"
#: The files of a model, beside its card.
FILES: Final = (
    *(f"{name}.npy" for name, _, _ in features.TABLES),
    *("subwords.npy", "entry.npy", "places.npy", "after.npy", "first.npy"),
    *("context.onnx", "settings.json"),
)
#: Sentences in one run of the graph; and word forms in one product, filled up with zeros so that
#: a form's numbers never depend on how many there are.
ROWS: Final = 64


@dataclass(frozen=True, slots=True)
class Model:
    """The files of one model, loaded."""

    tables: tuple[npt.NDArray[np.int8], ...]
    subwords: Floats
    entry: Floats
    places: Floats
    chain: Chain
    calibration: tuple[float, float]
    session: onnxruntime.InferenceSession


@functools.cache
def load(folder: Path = DEFAULT) -> Model:
    """Return the model in `folder`; raises FileNotFoundError where a file is missing."""
    import onnxruntime

    settings = json.loads((folder / "settings.json").read_text("utf-8"))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    # What the higher levels fuse (a sum into a normalisation) runs slower than its two parts.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.log_severity_level = 3
    slope, shift = settings["calibration"]
    return Model(
        tables=tuple(np.load(folder / f"{name}.npy") for name, _, _ in features.TABLES),
        subwords=np.load(folder / "subwords.npy").astype(np.float32),
        entry=np.load(folder / "entry.npy"),
        places=np.load(folder / "places.npy"),
        chain=constrained(np.load(folder / "after.npy"), np.load(folder / "first.npy")),
        calibration=(slope, shift),
        session=onnxruntime.InferenceSession(
            str(folder / "context.onnx"), options, providers=["CPUExecutionProvider"]
        ),
    )


def entered(model: Model, words: Sequence[str], lowered: Sequence[str]) -> Floats:
    """Return one row of numbers for every word form."""
    rows = features.described(list(words), list(lowered))
    count = -(-len(words) // ROWS) * ROWS
    joined = np.zeros((count, len(model.entry)), np.float32)
    column = 0
    for number, table in enumerate(model.tables):
        joined[: len(words), column : column + table.shape[1]] = table[rows[:, number]]
        column += table.shape[1]
    joined[: len(words), column:] = _meaning(model.subwords, lowered)
    result = np.empty((count, model.entry.shape[1]), np.float32)
    for start in range(0, count, ROWS):
        np.matmul(joined[start : start + ROWS], model.entry, out=result[start : start + ROWS])
    return result[: len(words)]


def _meaning(table: Floats, lowered: Sequence[str]) -> Floats:
    """Return the mean of the n-gram vectors of every word form; sums of whole numbers are exact.

    The n-grams are added one after the other, the first of every word, then the second...: one
    pass for all words that have so many.
    """
    rows, offsets = subwords.rows(list(lowered), len(table))
    counts = np.diff(offsets)
    order = np.argsort(-counts, kind="stable")
    starts, sizes = offsets[:-1][order], counts[order]
    totals = np.zeros((len(order), table.shape[1]), np.float32)
    longer = np.searchsorted(-sizes, -np.arange(sizes[0] if len(sizes) else 0), side="left")
    for number, alive in enumerate(longer):
        totals[:alive] += table[rows[starts[:alive] + number]]
    means = np.empty_like(totals)
    means[order] = totals / sizes[:, None].astype(np.float32)
    return means


def scores(
    model: Model, forms: Floats, words: Numbers, places: Numbers, lengths: Numbers
) -> Floats:
    """Return [sentence, word, label] scores of some sentences.

    `words` and `places` are [sentence, word]: numbers of word forms and of gazetteer features,
    whatever lies behind the length of a sentence being ignored.
    """
    inside = (np.arange(words.shape[1])[:, None] < lengths).astype(np.float32)[:, :, None]
    filled = forms[words.T]
    filled += model.places[places.T]
    inputs = {"entered": filled, "inside": inside, "lengths": lengths.astype(np.int32)}
    (found,) = model.session.run(["scores"], inputs)
    return np.ascontiguousarray(found.transpose(1, 0, 2))


def place_numbers(words: list[str], lowered: list[str]) -> Numbers:
    """Return the gazetteer feature of every word of a text."""
    numbers = np.zeros(len(words), np.int64)
    for place, number in gazetteer.features(words, lowered):
        numbers[place] = number
    return numbers
