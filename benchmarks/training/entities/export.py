"""Writing a trained network as the files that the recogniser loads.

The tables of embeddings become 8-bit integers with one scale a column; what is multiplied stays
in 32-bit floats, in one ONNX graph whose LSTM knows the length of every sentence.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from benchmarks.training.entities.network import WIDTH, Tagger
from tasks.entities.recognise import features
from tasks.entities.recognise.labels import LABELS

Array = np.ndarray[Any, Any]
_EPSILON = 1e-5
# PyTorch orders the gates input, forget, cell, output; ONNX input, output, forget, cell.
_GATES = (0, 3, 1, 2)


def quantised(table: Array) -> tuple[Array, Array]:
    """Return 8-bit integers and the scale of each column."""
    scale = np.maximum(np.abs(table).max(0), 1e-8) / 127
    return np.round(table / scale).astype(np.int8), scale.astype(np.float32)


def quantised_whole(table: Array) -> tuple[Array, float]:
    """Return 8-bit integers and the one scale of a table whose rows are added as integers."""
    scale = float(np.quantile(np.abs(table), 0.9999)) / 127
    return np.clip(np.round(table / scale), -127, 127).astype(np.int8), scale


def write(network: Tagger, subwords: Array, scale: float, target: Path) -> None:
    """Write the model into the folder `target`; `subwords` are 8-bit with one `scale`."""
    target.mkdir(parents=True, exist_ok=True)
    weights = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    scales = []
    for number, (name, _, _) in enumerate(features.TABLES):
        table, by_column = quantised(weights[f"tables.{number}.weight"])
        np.save(target / f"{name}.npy", table)
        scales.append(by_column)
    np.save(target / "subwords.npy", subwords)
    entry = weights["entry.weight"].T.copy()
    # The tables hold integers: their scales go into the rows that they are multiplied with.
    entry *= np.concatenate([*scales, np.full(features.SUBWORD_WIDTH, scale, np.float32)])[:, None]
    np.save(target / "entry.npy", entry.astype(np.float32))
    np.save(target / "places.npy", weights["places.weight"] + weights["entry.bias"])
    rows = ("norm.weight", "norm.bias", "window.bias")
    np.save(target / "norm.npy", np.stack([weights[name] for name in rows]))
    # What a word gives to the window of the next word, to its own, and to that of the last one.
    window = np.split(weights["window.weight"].T, 3)
    np.save(target / "window.npy", np.ascontiguousarray(np.concatenate(window, 1)))
    np.save(target / "after.npy", weights["after"])
    np.save(target / "first.npy", weights["first"])
    onnx.save(graph(weights), str(target / "context.onnx"))
    settings = {"labels": list(LABELS), "width": WIDTH, "calibration": [1.0, 0.0]}
    (target / "settings.json").write_text(json.dumps(settings, indent=1) + "\n", "utf-8")


def calibrate(target: Path, judged: list[tuple[float, bool]]) -> None:
    """Store the slope and shift that turn the network's probabilities into how often it is right.

    Platt scaling (Platt, 1999) by Newton's method; `judged` are (probability, was right).
    """
    sure = np.clip(np.array([chance for chance, _ in judged]), 1e-6, 1 - 1e-6)
    inputs = np.stack([np.log(sure / (1 - sure)), np.ones(len(sure))], 1)
    truth = np.array([right for _, right in judged], float)
    weights = np.array([1.0, 0.0])
    for _ in range(50):
        guess = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (guess - truth) + 1e-3 * weights
        bend = (inputs * (guess * (1 - guess))[:, None]).T @ inputs + 1e-3 * np.eye(2)
        weights = weights - np.linalg.solve(bend, slope)
    file = target / "settings.json"
    settings = json.loads(file.read_text("utf-8"))
    settings["calibration"] = [round(float(weight), 4) for weight in weights]
    file.write_text(json.dumps(settings, indent=1) + "\n", "utf-8")


def graph(weights: dict[str, Array]) -> onnx.ModelProto:
    """Return the graph from words beside their neighbours [word, sentence, width] to scores.

    It normalises them, reads each sentence both ways, and adds up what three products say of the
    labels: of the way there, of the way back and of the word itself.
    """
    hidden = weights["lstm.weight_hh_l0"].shape[1]
    there, back, itself = np.split(weights["out.weight"].T, [hidden, 2 * hidden])
    constants = {
        "norm_w": weights["norm_window.weight"],
        "norm_b": weights["norm_window.bias"],
        "ways_w": np.stack([there, back]),
        "itself_w": itself.copy(),
        "out_b": weights["out.bias"],
        "lstm_w": np.stack([_gates(weights[f"lstm.weight_ih_l0{way}"]) for way in _WAYS]),
        "lstm_r": np.stack([_gates(weights[f"lstm.weight_hh_l0{way}"]) for way in _WAYS]),
        "lstm_b": np.stack(
            [
                np.concatenate(
                    [
                        _gates(weights[f"lstm.bias_ih_l0{way}"]),
                        _gates(weights[f"lstm.bias_hh_l0{way}"]),
                    ]
                )
                for way in _WAYS
            ]
        ),
        "way": np.array([1], np.int64),
    }
    node = helper.make_node
    lstm = ["local", "lstm_w", "lstm_r", "lstm_b", "lengths"]
    nodes = [
        node("LayerNormalization", ["near", "norm_w", "norm_b"], ["local"], epsilon=_EPSILON),
        node("LSTM", lstm, ["states"], hidden_size=hidden, direction="bidirectional"),
        node("MatMul", ["states", "ways_w"], ["ways"]),
        node("ReduceSum", ["ways", "way"], ["both"], keepdims=0),
        node("MatMul", ["local", "itself_w"], ["itself"]),
        node("Add", ["itself", "out_b"], ["alone"]),
        node("Add", ["both", "alone"], ["scores"]),
    ]
    made = helper.make_graph(
        nodes,
        "context",
        [
            helper.make_tensor_value_info("near", TensorProto.FLOAT, ["word", "sentence", WIDTH]),
            helper.make_tensor_value_info("lengths", TensorProto.INT32, ["sentence"]),
        ],
        [
            helper.make_tensor_value_info(
                "scores", TensorProto.FLOAT, ["word", "sentence", len(LABELS)]
            )
        ],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    return model


_WAYS = ("", "_reverse")


def _gates(values: Array) -> Array:
    parts = np.split(values, 4)
    return np.concatenate([parts[gate] for gate in _GATES])


def torch_gates(values: Array) -> Array:
    """Return the gates of a written graph in PyTorch's order."""
    parts = np.split(values, 4)
    return np.concatenate([parts[_GATES.index(gate)] for gate in range(4)])
