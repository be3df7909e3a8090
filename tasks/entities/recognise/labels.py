"""The labels that the network chooses among, one per token."""

from __future__ import annotations

from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from tasks.entities.mention import TYPES

#: "O", then a beginning ("B-") and an inside ("I-") label for every type.
LABELS: Final = ("O", *(f"{prefix}-{kind}" for kind in TYPES for prefix in "BI"))
OUTSIDE: Final = 0

Label = TypeVar("Label", int, npt.NDArray[np.int64])


def kind_of(label: Label) -> Label:
    """Return the type number of a label other than O, or of each of an array of them."""
    return (label - 1) // 2


def follows(before: int, after: int) -> bool:
    """Tell whether label `after` may stand right after label `before`."""
    if after == OUTSIDE or after % 2 == 1:
        return True
    return before != OUTSIDE and kind_of(before) == kind_of(after)
