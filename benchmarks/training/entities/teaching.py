"""The smaller network that is shipped: it begins as a part of a larger one, which teaches it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from benchmarks.training.entities import export, vectors
from benchmarks.training.entities.network import Tagger
from tasks.entities.recognise import features

Array = np.ndarray[Any, Any]
State = dict[str, Tensor]
#: The spread that the columns of the tables of features get.
_SPREAD = 0.15
_WAYS = ("", "_reverse")
_GATES = 4


def narrowed(state: State, hidden: int) -> State:
    """Return the network with fewer recurrent units: those that the labels heed most."""
    result = dict(state)
    old = state["lstm.weight_hh_l0"].shape[1]
    out = state["out.weight"]
    columns = []
    for number, way in enumerate(_WAYS):
        heeded = out[:, number * old : (number + 1) * old].norm(dim=0)
        kept = heeded.argsort(descending=True)[:hidden].sort().values
        rows = torch.cat([kept + gate * old for gate in range(_GATES)])
        for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
            result[f"lstm.{name}_l0{way}"] = state[f"lstm.{name}_l0{way}"][rows]
        result[f"lstm.weight_hh_l0{way}"] = result[f"lstm.weight_hh_l0{way}"][:, kept]
        columns.append(kept + number * old)
    columns.append(torch.arange(2 * old, out.shape[1]))
    result["out.weight"] = out[:, torch.cat(columns)]
    return result


def read(folder: Path, words: Iterable[str]) -> tuple[Tagger, Array, float]:
    """Return the network that the files of a model hold, its table of n-grams, and its scale.

    The files have no scales of their own for what they keep in 8 bits: it gets the usual spread,
    that of n-grams over these words, and what it is multiplied with the rest.
    """
    settings = json.loads((folder / "settings.json").read_text("utf-8"))
    stored = onnx.load(str(folder / "context.onnx")).graph.initializer
    known = {one.name: numpy_helper.to_array(one) for one in stored}
    entry = np.load(folder / "entry.npy")
    subwords = np.load(folder / "subwords.npy")
    scale = vectors.factor(subwords, words)
    scales, state = [], {}
    for number, (name, _, _) in enumerate(features.TABLES):
        table = np.load(folder / f"{name}.npy").astype(np.float32)
        scales.append(_SPREAD / table.std(0))
        state[f"tables.{number}.weight"] = table * scales[-1]
    scales.append(np.full(features.SUBWORD_WIDTH, scale, np.float32))
    norm, window = np.load(folder / "norm.npy"), np.load(folder / "window.npy")
    places = np.load(folder / "places.npy")
    state |= {
        "entry.weight": (entry / np.concatenate(scales)[:, None]).T,
        "entry.bias": np.zeros(settings["width"], np.float32),
        "places.weight": places,
        "norm.weight": norm[0],
        "norm.bias": norm[1],
        "window.weight": np.concatenate(np.split(window, 3, 1)).T,
        "window.bias": norm[2],
        "norm_window.weight": known["norm_w"],
        "norm_window.bias": known["norm_b"],
        "out.weight": np.concatenate([*known["ways_w"], known["itself_w"]]).T,
        "out.bias": known["out_b"],
        "after": np.load(folder / "after.npy"),
        "first": np.load(folder / "first.npy"),
    }
    for number, way in enumerate(_WAYS):
        state[f"lstm.weight_ih_l0{way}"] = export.torch_gates(known["lstm_w"][number])
        state[f"lstm.weight_hh_l0{way}"] = export.torch_gates(known["lstm_r"][number])
        both = np.split(known["lstm_b"][number], 2)
        state[f"lstm.bias_ih_l0{way}"], state[f"lstm.bias_hh_l0{way}"] = map(
            export.torch_gates, both
        )
    network = Tagger(known["lstm_r"].shape[2], 0.0)
    tensors = {
        name: torch.from_numpy(np.array(value, np.float32, order="C"))
        for name, value in state.items()
    }
    network.load_state_dict(network.state_dict() | tensors)
    return network.eval(), subwords, scale
