"""The trained network: words in, scores of labels out.

Embeddings are gathered and added as integers, once for every word form. What a word gives to the
window of three words is reckoned once for every word form too; then each word is a sum of four
rows. The rest is one ONNX graph that is told the length of every sentence, so that what fills up a
batch never leaks into it.
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

from tasks.entities.recognise import features, subwords
from tasks.entities.recognise.decode import Chain, Floats, Numbers, constrained

if TYPE_CHECKING:
    import onnxruntime

DEFAULT: Final = Path(__file__).resolve().parent.parent / "model"
#: The files of a model, beside its card.
FILES: Final = (
    *(f"{name}.npy" for name, _, _ in features.TABLES),
    *("subwords.npy", "entry.npy", "places.npy", "norm.npy", "window.npy", "after.npy"),
    *("first.npy", "context.onnx", "settings.json"),
)
#: Sentences in one run of the graph: as many as keep a step of it in the processor's cache.
ROWS: Final = 32
#: Word forms in one product, filled up with zeros so that a form's numbers never depend on how
#: many there are.
_FORMS: Final = 64
#: Word forms that are normalised together: as many as stay in the processor's cache.
_NORMALISED: Final = 256
_EPSILON: Final = np.float32(1e-5)


@dataclass(frozen=True, slots=True)
class Model:
    """The files of one model, loaded."""

    tables: tuple[npt.NDArray[np.int8], ...]
    subwords: npt.NDArray[np.int8]
    entry: Floats
    places: Floats
    norm: Floats  # the scale, the shift, and what is added to every window
    window: Floats  # [width, three times the width]: for the word after, itself, the word before
    chain: Chain
    calibration: tuple[float, float]
    session: onnxruntime.InferenceSession


@dataclass(frozen=True, slots=True)
class Seen:
    """What some words, each with its gazetteer feature, give to a sentence; row 0 is no word.

    Rows 3 n, 3 n + 1 and 3 n + 2 of `given` are what word n gives to the window of the word after
    it, to its own, and to that of the word before it.
    """

    itself: Floats
    given: Floats


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
        subwords=np.load(folder / "subwords.npy"),
        entry=np.load(folder / "entry.npy"),
        places=np.load(folder / "places.npy"),
        norm=np.load(folder / "norm.npy"),
        window=np.load(folder / "window.npy"),
        chain=constrained(np.load(folder / "after.npy"), np.load(folder / "first.npy")),
        calibration=(slope, shift),
        session=onnxruntime.InferenceSession(
            str(folder / "context.onnx"), options, providers=["CPUExecutionProvider"]
        ),
    )


def entered(model: Model, words: Sequence[str], lowered: Sequence[str]) -> Floats:
    """Return one row of numbers for every word form."""
    rows = features.described(list(words), list(lowered))
    joined = np.zeros((_filled(len(words)), len(model.entry)), np.float32)
    column = 0
    for number, table in enumerate(model.tables):
        joined[: len(words), column : column + table.shape[1]] = table[rows[:, number]]
        column += table.shape[1]
    joined[: len(words), column:] = _meaning(model.subwords, lowered)
    return _product(joined, model.entry)[: len(words)]


def _filled(count: int) -> int:
    return -(-count // _FORMS) * _FORMS


def _product(rows: Floats, factor: Floats) -> Floats:
    """Return the product, reckoned in blocks of one size."""
    result = np.empty((len(rows), factor.shape[1]), np.float32)
    for start in range(0, len(rows), _FORMS):
        np.matmul(rows[start : start + _FORMS], factor, out=result[start : start + _FORMS])
    return result


def _meaning(table: npt.NDArray[np.int8], lowered: Sequence[str]) -> Floats:
    """Return the mean of the n-gram vectors of every word form; sums of whole numbers are exact.

    The n-grams are added one after the other, the first of every word, then the second...: one
    pass for all words that have so many.
    """
    rows, offsets = subwords.rows(list(lowered), len(table))
    counts = np.diff(offsets)
    order = np.argsort(-counts, kind="stable")
    starts, sizes = offsets[:-1][order], counts[order]
    # A word has at most 140 n-grams: their sum fits.
    totals = np.zeros((len(order), table.shape[1]), np.int16)
    longer = np.searchsorted(-sizes, -np.arange(sizes[0] if len(sizes) else 0), side="left")
    for number, alive in enumerate(longer):
        totals[:alive] += table[rows[starts[:alive] + number]].astype(np.int16)
    means = np.empty(totals.shape, np.float32)
    means[order] = totals / sizes[:, None].astype(np.float32)
    return means


def seen(model: Model, forms: Floats, rows: Numbers, places: Numbers) -> Seen:
    """Return what words give, by the rows of their forms and their gazetteer features."""
    width = forms.shape[1]
    count = len(rows) + 1
    itself = np.zeros((_filled(count), width), np.float32)
    scale, shift, more = model.norm
    for start in range(1, count, _NORMALISED):
        some = itself[start : min(start + _NORMALISED, count)]
        which = slice(start - 1, start - 1 + len(some))
        np.add(forms[rows[which]], model.places[places[which]], out=some)
        np.maximum(some, 0, out=some)
        some -= some.mean(1, keepdims=True)
        some /= np.sqrt(np.square(some).mean(1, keepdims=True) + _EPSILON)
        some *= scale
        some += shift
    given = _product(itself, model.window)
    given[:, width : 2 * width] += more
    return Seen(itself, given.reshape(-1, width))


def scores(model: Model, words: Seen, rows: Numbers, lengths: Numbers) -> Floats:
    """Return [word, sentence, label] scores of some sentences.

    `rows` are [word, sentence] rows of `words`, 0 behind the end of a sentence.
    """
    longest, count = rows.shape
    if count == 1:  # Products of one row are reckoned in another order.
        return scores(model, words, np.repeat(rows, 2, 1), np.repeat(lengths, 2))[:, :1]
    near, more = np.empty((2, longest * count, words.itself.shape[1]), np.float32)
    flat = rows.reshape(-1)
    own = flat * 3
    _take(words.given, own + 1, near)
    if longest > 1:
        near[count:] += _take(words.given, own[:-count], more[count:])
        near[:-count] += _take(words.given, own[count:] + 2, more[count:])
    np.maximum(near, words.itself[0], out=near)  # which is zero
    near += _take(words.itself, flat, more)
    near = near.reshape(longest, count, -1)
    (found,) = model.session.run(["scores"], {"near": near, "lengths": lengths.astype(np.int32)})
    result: Floats = found
    return result


def _take(table: Floats, rows: Numbers, into: Floats) -> Floats:
    return np.take(table, rows, 0, out=into, mode="clip")
