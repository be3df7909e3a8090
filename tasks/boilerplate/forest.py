"""Ensembles of trees, run for all lines at once.

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
LINES = 512
#: Lines are filled up to a multiple of so many, the bits of a word.
WORD = 64
#: Features are compared together where the most splits of one are at most so many times another's.
UNEVEN = 1.4


@dataclass(frozen=True, slots=True)
class Compared:
    """Features that are compared together, each with as many `splits` (features, splits, 1)."""

    features: Numbers
    splits: Floats


@dataclass(frozen=True, slots=True)
class Level:
    """The nodes of all trees that are so many steps from the root: how many, and which of the
    places to which their lines go on are the nodes of the next level.

    The lines of a node go on to one of two places: that of the node itself where its comparison
    holds, that behind all nodes of the level where it does not.
    """

    size: int
    inner: Numbers


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees of which number n adds to the score of class n modulo `classes`.

    `compared` are the distinct comparisons ``feature <= split``, `asked` says which of them the
    nodes make, level by level. Each tree has places for 2 ** `bits` leaves, with their `values`
    (trees, then places); `leaves` says which of the places to which lines go on is where (places,
    then trees; the number behind all of them where there is no leaf).
    """

    compared: tuple[Compared, ...]
    asked: Numbers
    levels: tuple[Level, ...]
    leaves: Numbers
    values: Floats
    bits: int
    classes: int

    def scores(self, features: Floats) -> Floats:
        """Return the raw scores of `features` (one row a line), one column a class.

        It is fastest where the values of a feature lie side by side (``order="F"``).
        """
        import numpy as np

        found = np.empty((len(features), self.classes), np.float32)
        for low in range(0, len(features), LINES):
            rows = features[low : low + LINES]
            found[low : low + LINES] = self._scores(rows.T)[:, : len(rows)].T
        return found

    def _scores(self, columns: Floats) -> Floats:
        import numpy as np

        places = self._places(self._reached(self._holds(columns)))
        # Numbers of 16 bits take a fraction of the time of longer ones, and none is out of range.
        kind = np.min_scalar_type(len(self.values))
        first = np.arange(0, len(self.values), 1 << self.bits, dtype=kind)[:, None]
        values = self.values.take(places + first, mode="wrap")
        total: Floats = values.reshape(-1, self.classes, places.shape[1]).sum(axis=0)
        return total

    def _holds(self, columns: Floats) -> Bits:
        """Return which comparisons hold (rows) for which lines (bits)."""
        import numpy as np

        lines = columns.shape[1]
        words = -(-lines // WORD)
        found = []
        for one in self.compared:
            features, splits, _ = one.splits.shape
            told = np.empty((features, splits, words * WORD), bool)
            values = columns.take(one.features, axis=0)[:, None]
            np.less_equal(values, one.splits, out=told[:, :, :lines])
            found.append(np.packbits(told, bitorder="little"))
        return np.concatenate(found).view("<u8").reshape(-1, words)

    def _reached(self, holds: Bits) -> Bits:
        """Return which lines (bits) reach each leaf: places, trees, words of bits."""
        import numpy as np

        holds = holds.take(self.asked, axis=0)
        nodes, words = holds.shape
        places = np.empty((2 * nodes + 1, words), np.uint64)
        places[-1] = 0
        reached = np.full((self.levels[0].size, words), ~np.uint64(0))
        low = 0
        for level in self.levels:
            middle, high = low + level.size, low + 2 * level.size
            held = np.bitwise_and(holds[: level.size], reached, out=places[low:middle])
            np.bitwise_xor(held, reached, out=places[middle:high])
            reached = places[low:high].take(level.inner, axis=0)
            holds, low = holds[level.size :], high
        return places.take(self.leaves, axis=0).reshape(1 << self.bits, -1, words)

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
    compared, comparisons = _compared(told["nodes_featureids"], told["nodes_splits"])
    levels, nodes, (leaves, owners, ends) = _levels(told)
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
    where = np.full((1 << bits, trees), 2 * len(nodes))
    where[place, owners] = ends
    values = np.zeros((trees, 1 << bits), np.float32)
    values[owners, place] = told["leaf_weights"][leaves]
    asked = comparisons[nodes]
    return Forest(compared, asked, levels, where.ravel(), values.ravel(), bits, classes)


def _compared(features: Numbers, splits: Floats) -> tuple[tuple[Compared, ...], Numbers]:
    """Return the distinct comparisons of nodes, and which of them each node makes."""
    import numpy as np

    distinct, asked = np.unique(np.rec.fromarrays([features, splits]), return_inverse=True)
    numbers, first, counts = np.unique(distinct["f0"], return_index=True, return_counts=True)
    place = np.empty(len(distinct), np.intp)
    compared: list[Compared] = []
    low, left = 0, np.argsort(-counts, kind="stable")
    while len(left):
        most = int(counts[left[0]])
        own, left = left[counts[left] * UNEVEN >= most], left[counts[left] * UNEVEN < most]
        table = np.full((len(own), most), -np.inf, np.float32)
        for n, (at, count) in enumerate(zip(first[own], counts[own], strict=True)):
            table[n, :count] = distinct["f1"][at : at + count]
            place[at : at + count] = low + n * most + np.arange(count)
        compared.append(Compared(numbers[own].astype(np.intp), table[:, :, None]))
        low += table.size
    return tuple(compared), place[asked]


def _levels(told: dict[str, Any]) -> tuple[tuple[Level, ...], Numbers, Numbers]:
    """Return the levels of the trees, the nodes level by level, and the leaves (rows: their
    numbers, the trees that they are of, the places to which their lines go on).
    """
    import numpy as np

    nodes, trees = told["tree_roots"], np.arange(len(told["tree_roots"]))
    levels: list[Level] = []
    order: list[Numbers] = []
    leaves: list[Numbers] = []
    low = 0
    while len(nodes):
        sides = ("true", "false")
        children = np.concatenate([told[f"nodes_{side}nodeids"][nodes] for side in sides])
        ends = np.concatenate([told[f"nodes_{side}leafs"][nodes] for side in sides]) != 0
        both = np.concatenate([trees, trees])
        inner, outer = np.flatnonzero(~ends), np.flatnonzero(ends)
        levels.append(Level(len(nodes), inner))
        order.append(nodes)
        leaves.append(np.stack([children[outer], both[outer], low + outer]))
        low += 2 * len(nodes)
        nodes, trees = children[inner], both[inner]
    return tuple(levels), np.concatenate(order), np.concatenate(leaves, axis=1)
