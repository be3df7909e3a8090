"""Trees that NumPy runs answer as onnxruntime does, to the bit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tasks.boilerplate.forest import LINES, read_forest
from tasks.boilerplate.model import load_trees
from tasks.boilerplate.tables import MODEL


@pytest.mark.parametrize("name", ["roles-text", "roles-html", "text-1", "html-1"])
@pytest.mark.parametrize("rows", [1, 40, LINES + 1])
def test_scores_are_those_of_onnxruntime(name: str, rows: int) -> None:
    forest, trees = read_forest(MODEL / f"{name}.onnx"), load_trees(name)
    width = trees.get_inputs()[0].shape[1]
    chance = np.random.default_rng(rows)
    lines = chance.normal(size=(rows, width)).astype(np.float32)
    # Values that nodes compare with, and those right above them.
    features, compared = np.array(
        [
            (feature, split)
            for one in forest.compared
            for feature, listed in zip(one.features, one.splits[:, :, 0], strict=True)
            for split in listed[np.isfinite(listed)]
        ]
    ).T
    node = chance.integers(len(features), size=(rows, width))
    splits = compared.astype(np.float32)[node]
    near = np.where(chance.random((rows, width)) < 0.5, splits, np.nextafter(splits, np.inf))
    places = (np.arange(rows)[:, None], features.astype(int)[node])
    lines[places] = near.astype(np.float32)
    expected = trees.run(None, {"lines": lines})[0]
    assert np.array_equal(forest.scores(lines), expected)
    assert np.array_equal(forest.scores(np.asfortranarray(lines)), expected)
    assert forest.scores(lines[:0]).shape == (0, forest.classes)


def test_a_file_that_holds_no_trees_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "trees.onnx"
    file.write_bytes(b"\x3b")
    with pytest.raises(ValueError, match="no ONNX file of trees"):
        read_forest(file)
