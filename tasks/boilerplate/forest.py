"""Ensembles of many small trees, run for all lines at once.

onnxruntime walks down each tree line by line, and a processor guesses wrong at every other node.
Here each distinct comparison is made once for all lines, and none of it branches: every leaf of a
tree is a bit, a comparison that does not hold rules out the leaves on its side, and the first leaf
that is left is the one reached (QuickScorer; Lucchese et al., SIGIR 2015). Leaves are summed in
the order of the trees in float32, as onnxruntime sums them: the scores are the same to the bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tasks.boilerplate.protobuf import node_attributes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Numbers = NDArray[np.intp]

#: So many lines are looked at together: more would not stay in the processor's cache.
LINES = 256


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees of a few leaves each; tree n adds to the score of class n modulo `classes`.

    `features` and `splits` are the distinct comparisons ``feature <= split``; `asked` tells which
    of them the nodes of the trees (columns) make, node by node, and `lost` which leaves are ruled
    out where it does not hold; `values` are the leaves' values, `width` for each tree.
    """

    features: Numbers
    splits: Floats
    asked: Numbers
    lost: NDArray[Any]
    values: Floats
    width: int
    classes: int

    def scores(self, features: Floats) -> Floats:
        """Return the raw scores of `features` (one row a line), one column a class."""
        import numpy as np

        found = np.empty((len(features), self.classes), np.float32)
        for low in range(0, len(features), LINES):
            found[low : low + LINES] = self._scores(features[low : low + LINES]).T
        return found

    def _scores(self, rows: Floats) -> Floats:
        import numpy as np

        columns = np.ascontiguousarray(rows.T)
        holds = columns.take(self.features, axis=0) <= self.splits
        # All bits where a comparison does not hold, none where it does.
        fails = holds.astype(self.lost.dtype)
        fails -= self.lost.dtype.type(1)
        ruled_out = np.zeros((self.asked.shape[1], len(rows)), self.lost.dtype)
        own = np.empty_like(ruled_out)
        for asked, lost in zip(self.asked, self.lost, strict=True):
            np.take(fails, asked, axis=0, out=own, mode="clip")
            own &= lost
            ruled_out |= own
        # The first leaf left has as many ruled out before it as there are ones at the low end.
        ruled_out &= ~(ruled_out + self.lost.dtype.type(1))
        first = self.width * np.arange(len(ruled_out))[:, None]
        leaves = np.add(np.bitwise_count(ruled_out), first, dtype=np.intp)
        values = self.values.take(leaves).reshape(-1, self.classes, len(rows))
        total: Floats = values.sum(axis=0)
        return total


def read_forest(file: Path) -> Forest:
    """Return the trees of the ONNX tree ensemble in `file`.

    Trees have at most 64 leaves, and the classes take turns (`benchmarks.training.boilerplate`).
    """
    import numpy as np

    told: dict[str, Any] = node_attributes(file)
    comparisons = np.rec.fromarrays([told["nodes_featureids"], told["nodes_splits"]])
    distinct, asked_of = np.unique(comparisons, return_inverse=True)
    trees = [_tree(told, int(root)) for root in told["tree_roots"]]
    most = max(len(leaves) for _, leaves in trees)
    width = next(bits for bits in (16, 32, 64) if most <= bits)
    kind = np.dtype(f"u{width // 8}")
    asked = np.zeros((most - 1, len(trees)), np.intp)
    lost = np.zeros((most - 1, len(trees), 1), kind)
    values = np.zeros((len(trees), width), np.float32)
    for n, (nodes, leaves) in enumerate(trees):
        for place, (node, first, until) in enumerate(nodes):
            asked[place, n] = asked_of[node]
            lost[place, n] = (1 << until) - (1 << first)
        values[n, : len(leaves)] = told["leaf_weights"][leaves]
    classes = int(told["leaf_targetids"].max()) + 1
    first_leaves = [leaves[0] for _, leaves in trees]
    if (told["leaf_targetids"][first_leaves] != np.arange(len(trees)) % classes).any():
        raise ValueError("the trees of the classes do not take turns")
    features, splits = distinct["f0"].astype(np.intp), distinct["f1"][:, None]
    return Forest(features, splits, asked, lost, values.ravel(), width, classes)


def _tree(told: dict[str, Any], root: int) -> tuple[list[tuple[int, int, int]], list[int]]:
    """Return the nodes below `root` with the leaves on their true sides (half-open), and the
    leaves from left to right.
    """
    nodes: list[tuple[int, int, int]] = []
    leaves: list[int] = []

    def walk(node: int, is_leaf: int) -> None:
        if is_leaf:
            leaves.append(node)
            return
        first = len(leaves)
        walk(int(told["nodes_truenodeids"][node]), int(told["nodes_trueleafs"][node]))
        nodes.append((node, first, len(leaves)))
        walk(int(told["nodes_falsenodeids"][node]), int(told["nodes_falseleafs"][node]))

    walk(root, 0)
    return nodes, leaves
