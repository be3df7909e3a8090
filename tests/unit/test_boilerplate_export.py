"""The exported trees answer as the trained ones do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

lightgbm = pytest.importorskip("lightgbm")
pytest.importorskip("onnx")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("classes", [1, 3])
def test_onnx_trees_equal_the_trained_ones(tmp_path: Path, classes: int) -> None:
    import onnxruntime

    from benchmarks.training.boilerplate.export import to_onnx

    chance = np.random.default_rng(0)
    rows = np.round(chance.normal(size=(400, 6)), 1).astype(np.float32)
    labels = ((rows[:, 0] > 0.3).astype(int) + (rows[:, 1] > 0)) % max(classes, 2)
    settings: dict[str, object] = {
        "num_leaves": 7,
        "verbose": -1,
        "num_threads": 1,
        "min_data_in_leaf": 5,
    }
    settings |= (
        {"objective": "binary"} if classes == 1 else {"objective": "multiclass", "num_class": 3}
    )
    trained = lightgbm.train(settings, lightgbm.Dataset(rows, labels), num_boost_round=8)
    to_onnx(trained, tmp_path / "trees.onnx", classes=classes)
    session = onnxruntime.InferenceSession(
        tmp_path / "trees.onnx", providers=["CPUExecutionProvider"]
    )
    scores = session.run(None, {"lines": rows})[0]
    expected = trained.predict(rows, raw_score=True).reshape(len(rows), classes)
    assert np.abs(scores - expected).max() < 1e-5
