"""Write what was trained as files that need only NumPy and onnxruntime."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

#: ai.onnx.ml TreeEnsemble: nodes are split by ``value <= split``.
LESS_OR_EQUAL, SUM, NO_TRANSFORM = 0, 1, 0


class _Trees:
    """The arrays of one ensemble, filled tree by tree."""

    def __init__(self) -> None:
        self.features: list[int] = []
        self.splits: list[float] = []
        self.children: tuple[list[int], list[int]] = ([], [])
        self.leafs: tuple[list[int], list[int]] = ([], [])
        self.targets: list[int] = []
        self.values: list[float] = []
        self.roots: list[int] = []

    def add(self, tree: dict[str, Any], target: int) -> None:
        root = tree["tree_structure"]
        if "split_feature" not in root:  # A constant: both sides of any split.
            leaf = {"leaf_value": root["leaf_value"]}
            root = {"split_feature": 0, "threshold": 0.0, "left_child": leaf, "right_child": leaf}
        self.roots.append(len(self.features))
        self._node(root, target)

    def _node(self, node: dict[str, Any], target: int) -> int:
        place = len(self.features)
        self.features.append(node["split_feature"])
        self.splits.append(_below(node["threshold"]))
        for side in (0, 1):
            self.children[side].append(0)
            self.leafs[side].append(0)
        for side, name in ((0, "left_child"), (1, "right_child")):
            child = node[name]
            if "split_feature" in child:
                self.children[side][place] = self._node(child, target)
            else:
                self.leafs[side][place] = 1
                self.children[side][place] = len(self.values)
                self.values.append(child["leaf_value"])
                self.targets.append(target)
        return place


def _below(threshold: float) -> float:
    """Return the greatest float32 that is not above `threshold`: float32 inputs go its way."""
    single = np.float32(threshold)
    return float(np.nextafter(single, np.float32(-np.inf)) if single > threshold else single)


def to_onnx(booster: Any, file: Path, *, classes: int = 1) -> None:
    """Write the LightGBM `booster` (its raw scores) to `file` as an ONNX tree ensemble."""
    dumped = booster.dump_model()
    trees = _Trees()
    for number, tree in enumerate(dumped["tree_info"]):
        trees.add(tree, number % classes)
    width = dumped["max_feature_idx"] + 1
    node = helper.make_node(
        "TreeEnsemble",
        ["lines"],
        ["scores"],
        domain="ai.onnx.ml",
        n_targets=classes,
        aggregate_function=SUM,
        post_transform=NO_TRANSFORM,
        tree_roots=trees.roots,
        nodes_featureids=trees.features,
        nodes_splits=numpy_helper.from_array(np.array(trees.splits, np.float32), "splits"),
        nodes_modes=numpy_helper.from_array(
            np.full(len(trees.features), LESS_OR_EQUAL, np.uint8), "modes"
        ),
        nodes_truenodeids=trees.children[0],
        nodes_trueleafs=trees.leafs[0],
        nodes_falsenodeids=trees.children[1],
        nodes_falseleafs=trees.leafs[1],
        leaf_targetids=trees.targets,
        leaf_weights=numpy_helper.from_array(np.array(trees.values, np.float32), "weights"),
    )
    graph = helper.make_graph(
        [node],
        "trees",
        [helper.make_tensor_value_info("lines", TensorProto.FLOAT, [None, width])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [None, classes])],
    )
    opsets = [helper.make_opsetid("", 21), helper.make_opsetid("ai.onnx.ml", 5)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=10)
    onnx.checker.check_model(model)
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(model.SerializeToString(deterministic=True))


def write_table(folder: Path, name: str, terms: dict[str, int], weights: Sequence[Any]) -> None:
    """Write the terms that have a weight, sorted, beside their weights as float16: one column for
    each of `weights`.
    """
    listed = [
        (term, [column[n] for column in weights])
        for term, n in sorted(terms.items())
        if "\n" not in term and any(column[n] != 0 for column in weights)
    ]
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_text("".join(f"{term}\n" for term, _ in listed), "utf-8")
    np.save(folder / f"{name}.npy", np.array([weight for _, weight in listed], np.float16))
