"""A forest of decision trees read from JSON and evaluated with NumPy."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees laid end to end; a child below zero is the leaf `-1 - child`."""

    names: tuple[str, ...]
    roots: NDArray[np.int64]
    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    missing_left: NDArray[np.bool_]
    leaf: NDArray[np.float64]
    settings: dict[str, Any]

    def margins(self, rows: list[list[float]]) -> list[float]:
        """Return the log-odds of each row of features (in the order of `names`)."""
        import numpy as np

        if not rows:
            return []
        table = np.asarray(rows, dtype=np.float64)
        place = np.broadcast_to(self.roots, (len(rows), len(self.roots))).copy()
        line = np.arange(len(rows))[:, None]
        while (place >= 0).any():
            inside = np.maximum(place, 0)
            value = table[line, self.feature[inside]]
            goes_left = np.where(
                np.isnan(value), self.missing_left[inside], value <= self.threshold[inside]
            )
            child = np.where(goes_left, self.left[inside], self.right[inside])
            place = np.where(place >= 0, child, place)
        total: list[float] = self.leaf[-1 - place].sum(axis=1).tolist()
        return total


@functools.cache
def load(name: str) -> Forest:
    """Return the forest `tasks/dates/model/<name>.json`, read once."""
    import numpy as np

    file = files("tasks.dates") / "model" / f"{name}.json"
    data = json.loads(file.read_text("utf-8"))
    trees = data["trees"]
    return Forest(
        tuple(data["features"]),
        np.asarray(trees["roots"], np.int64),
        np.asarray(trees["feature"], np.int64),
        np.asarray(trees["threshold"], np.float64),
        np.asarray(trees["left"], np.int64),
        np.asarray(trees["right"], np.int64),
        np.asarray(trees["missing_left"], np.bool_),
        np.asarray(trees["leaf"], np.float64),
        data["settings"],
    )
