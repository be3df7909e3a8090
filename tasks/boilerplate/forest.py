"""Ensembles of many small trees, run for all lines at once.

onnxruntime walks down each tree line by line, and a processor guesses wrong at every other node.
Here each distinct comparison is made once for all lines, with one bit a line for what came of it;
then all trees are walked level by level: bits say which lines reach a node, and nothing branches.
Leaves are summed in the order of the trees in float32, as onnxruntime sums them: the scores are
the same to the bit.
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
    Bits = NDArray[np.uint64]

#: So many lines are looked at together: more would not stay in the processor's cache.
LINES = 256
#: Lines are filled up to a multiple of so many, the bits of a word.
WORD = 64


@dataclass(frozen=True, slots=True)
class Level:
    """The nodes of all trees that are so many steps from the root.

    `asked` is the comparison that each makes. Its lines go on to one of two places: that of the
    node itself where the comparison holds, that behind all nodes of the level where it does not.
    `inner` are those of these places that are nodes of the next level, `outer` those that are
    leaves, both in order.
    """

    asked: Numbers
    inner: Numbers
    outer: Numbers


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees of which number n adds to the score of class n modulo `classes`.

    `features` and `splits` are the distinct comparisons ``feature <= split``. Each tree has places
    for 2 ** `bits` leaves, with their `values` (trees, then places); `leaves` says which of the
    leaves, in the order in which levels reach them, is where (places, then trees; the number behind
    the last leaf where there is none).
    """

    features: Numbers
    splits: Floats
    levels: tuple[Level, ...]
    leaves: Numbers
    values: Floats
    bits: int
    classes: int

    def scores(self, features: Floats) -> Floats:
        """Return the raw scores of `features` (one row a line), one column a class."""
        import numpy as np

        found = np.empty((len(features), self.classes), np.float32)
        for low in range(0, len(features), LINES):
            rows = features[low : low + LINES]
            found[low : low + LINES] = self._scores(rows)[:, : len(rows)].T
        return found

    def _scores(self, rows: Floats) -> Floats:
        import numpy as np

        places = self._places(self._reached(rows))
        # Numbers of 16 bits take a fraction of the time of longer ones.
        kind = np.min_scalar_type(len(self.values))
        first = np.arange(0, len(self.values), 1 << self.bits, dtype=kind)[:, None]
        values = self.values.take(places + first)
        total: Floats = values.reshape(-1, self.classes, places.shape[1]).sum(axis=0)
        return total

    def _reached(self, rows: Floats) -> Bits:
        """Return which of `rows` reach each leaf: places, trees, a bit a row."""
        import numpy as np

        size = -(-len(rows) // WORD) * WORD
        columns = np.zeros((rows.shape[1], size), np.float32)
        columns[:, : len(rows)] = rows.T
        holds = _packed(columns.take(self.features, axis=0) <= self.splits)
        reached = np.full((len(self.levels[0].asked), size // WORD), ~np.uint64(0))
        leaves = []
        for level in self.levels:
            left = holds.take(level.asked, axis=0)
            left &= reached
            both = np.concatenate([left, left ^ reached])
            leaves.append(both.take(level.outer, axis=0))
            reached = both.take(level.inner, axis=0)
        none = np.zeros((1, size // WORD), np.uint64)
        found = np.concatenate([*leaves, none]).take(self.leaves, axis=0)
        return found.reshape(1 << self.bits, -1, size // WORD)

    def _places(self, reached: Bits) -> NDArray[np.uint8]:
        """Return the place of the leaf that each line (columns) reaches in each tree."""
        import numpy as np

        found = np.zeros((reached.shape[1], reached.shape[2] * WORD), np.uint8)
        for bit in reversed(range(self.bits)):
            upper = reached[1 << bit :]
            found += found
            found |= _unpacked(np.bitwise_or.reduce(upper))
            reached = reached[: 1 << bit] | upper
        return found


def _packed(told: NDArray[np.bool_]) -> Bits:
    """Return each row of `told`, of a multiple of `WORD` columns, as bits."""
    import numpy as np

    return np.packbits(told, bitorder="little").view("<u8").reshape(len(told), -1)


def _unpacked(bits: Bits) -> NDArray[np.uint8]:
    """Return the rows of which `bits` are the bits."""
    import numpy as np

    return np.unpackbits(bits.view(np.uint8), bitorder="little").reshape(len(bits), -1)


def read_forest(file: Path) -> Forest:
    """Return the trees of the ONNX tree ensemble in `file`, whose classes take turns.

    Raises ValueError where it is none, or of other trees than `benchmarks.training.boilerplate`
    writes: of more than 256 leaves, or without turns.
    """
    import numpy as np

    told: dict[str, Any] = node_attributes(file)
    comparisons = np.rec.fromarrays([told["nodes_featureids"], told["nodes_splits"]])
    distinct, asked = np.unique(comparisons, return_inverse=True)
    levels, leaves, owners = _levels(told, asked)
    trees, classes = len(told["tree_roots"]), int(told["leaf_targetids"].max()) + 1
    if (told["leaf_targetids"][leaves] != owners % classes).any():
        raise ValueError("the trees of the classes do not take turns")
    bits = max(1, int(np.bincount(owners).max() - 1).bit_length())
    if bits > 8:
        raise ValueError("a tree has more than 256 leaves")
    # Which leaf of its tree each one is.
    order = np.argsort(owners, kind="stable")
    place = np.empty(len(leaves), np.intp)
    place[order] = np.arange(len(leaves)) - np.searchsorted(owners[order], owners[order])
    where = np.full((1 << bits, trees), len(leaves))
    where[place, owners] = np.arange(len(leaves))
    values = np.zeros((trees, 1 << bits), np.float32)
    values[owners, place] = told["leaf_weights"][leaves]
    features, splits = distinct["f0"].astype(np.intp), distinct["f1"][:, None]
    return Forest(features, splits, levels, where.ravel(), values.ravel(), bits, classes)


def _levels(told: dict[str, Any], asked: Numbers) -> tuple[tuple[Level, ...], Numbers, Numbers]:
    """Return the levels of the trees, the leaves in the order in which they are reached, and the
    trees that these are of; `asked` are the comparisons of the nodes.
    """
    import numpy as np

    nodes, trees = told["tree_roots"], np.arange(len(told["tree_roots"]))
    levels: list[Level] = []
    leaves: list[Numbers] = []
    owners: list[Numbers] = []
    while len(nodes):
        sides = ("true", "false")
        children = np.concatenate([told[f"nodes_{side}nodeids"][nodes] for side in sides])
        ends = np.concatenate([told[f"nodes_{side}leafs"][nodes] for side in sides]) != 0
        both = np.concatenate([trees, trees])
        inner, outer = np.flatnonzero(~ends), np.flatnonzero(ends)
        levels.append(Level(asked[nodes], inner, outer))
        leaves.append(children[outer])
        owners.append(both[outer])
        nodes, trees = children[inner], both[inner]
    return tuple(levels), np.concatenate(leaves), np.concatenate(owners)
