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
    """Trees laid end to end. A leaf is a node that leads to itself; its threshold is endless.

    `feature` names a column of two tables side by side: one where an unknown value goes left, one
    where it goes right. `below` holds the two children of node n at 2n and 2n + 1. `worth` is the
    log-odds that a leaf adds.
    """

    names: tuple[str, ...]
    roots: NDArray[np.int64]
    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    below: NDArray[np.int64]
    worth: NDArray[np.float64]
    depth: int
    settings: dict[str, Any]

    def margins(self, rows: list[list[float]]) -> list[float]:
        """Return the log-odds of each row of features (in the order of `names`)."""
        import numpy as np

        if not rows:
            return []
        table = np.asarray(rows, dtype=np.float64)
        unknown = np.isnan(table)
        both = np.hstack([np.where(unknown, -np.inf, table), np.where(unknown, np.inf, table)])
        flat = both.ravel()
        first = np.arange(len(rows))[:, None] * both.shape[1]
        place = np.broadcast_to(self.roots, (len(rows), len(self.roots)))
        for _ in range(self.depth):
            value = flat.take(self.feature.take(place) + first)
            place = self.below.take(2 * place + (value > self.threshold.take(place)))
        total: list[float] = self.worth.take(place).sum(axis=1).tolist()
        return total


@functools.cache
def load(name: str) -> Forest:
    """Return the forest `tasks/dates/model/<name>.json`, read once."""
    file = files("tasks.dates") / "model" / f"{name}.json"
    data = json.loads(file.read_text("utf-8"))
    return _laid(tuple(data["features"]), data["trees"], data["settings"])


def _laid(names: tuple[str, ...], trees: dict[str, list[Any]], settings: dict[str, Any]) -> Forest:
    """Return the forest of a file, in which a child below zero is the leaf `-1 - child`."""
    import numpy as np

    inner, leaves = len(trees["feature"]), len(trees["leaf"])

    def node(child: int) -> int:
        return child if child >= 0 else inner - 1 - child

    pairs = zip(trees["left"], trees["right"], strict=True)
    below = [node(child) for pair in pairs for child in pair]
    below += [leaf for n in range(leaves) for leaf in (inner + n, inner + n)]
    columns = zip(trees["feature"], trees["missing_left"], strict=True)
    feature = [one if left else one + len(names) for one, left in columns] + [0] * leaves
    return Forest(
        names,
        np.asarray([node(root) for root in trees["roots"]], np.int64),
        np.asarray(feature, np.int64),
        np.asarray([*trees["threshold"], *[np.inf] * leaves], np.float64),
        np.asarray(below, np.int64),
        np.asarray([0.0] * inner + trees["leaf"], np.float64),
        _depth(trees["roots"], below, inner),
        settings,
    )


def _depth(roots: list[int], below: list[int], inner: int) -> int:
    """Return the number of steps from a root to the farthest leaf."""
    level = {root for root in roots if root >= 0}
    steps = 0
    while level:
        level = {child for n in level for child in below[2 * n : 2 * n + 2] if child < inner}
        steps += 1
    return steps
