"""Tables of terms and their weights, as training writes them."""

from __future__ import annotations

import functools
from pathlib import Path

MODEL = Path(__file__).parent / "model"


@functools.cache
def load_table(name: str, column: int = 0) -> dict[str, float]:
    """Return the terms of ``model/<name>.txt`` with one `column` of ``model/<name>.npy``; terms
    without weight are left out.
    """
    import numpy as np

    listed = (MODEL / f"{name}.txt").read_text("utf-8").split("\n")[:-1]
    weights: list[float] = np.load(MODEL / f"{name}.npy")[:, column].astype(np.float32).tolist()
    return {term: weight for term, weight in zip(listed, weights, strict=True) if weight}
