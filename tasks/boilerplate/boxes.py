"""Boxes within the body of flattened text: "Read also", and the headlines of other stories below.

Markup shows them as lists of links. Flattened, their headlines look like headings of the story; but
the line that opens the box says what they are.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tasks.boilerplate.features import COLUMNS, Described
from tasks.boilerplate.lines import Line
from tasks.boilerplate.words import DATA, tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]

ENDS, QUESTION = map(COLUMNS.index, ("ends", "question"))
#: A box holds at most so many headlines, each of at most so many words.
HEADLINES, WORDS = 4, 25


@functools.cache
def openings() -> frozenset[tuple[str, ...]]:
    """Return what opens a box (``data/boxes.toml``), as lower-case tokens."""
    table: dict[str, str] = tomllib.loads((DATA / "boxes.toml").read_text("utf-8"))
    return frozenset(tuple(tokens(one)) for listed in table.values() for one in listed.split("|"))


@functools.cache
def _longest() -> int:
    return max(map(len, openings()))


def without_boxes(kept: Bools, lines: Sequence[Line], described: Described) -> Bools:
    """Return `kept` without the headlines in boxes that point to other stories."""
    import numpy as np

    rows, sizes, opens = described.rows, described.sizes, openings()
    headline = ((rows[:, ENDS] == 0) | (rows[:, QUESTION] > 0)) & (sizes <= WORDS)
    left = kept.copy()
    for n in np.flatnonzero(headline).tolist():
        own = described.tokens[n]
        if len(own) <= _longest() and tuple(own) in opens:
            left[n] = False
            for line in range(n + 1, min(n + 1 + HEADLINES, len(kept))):
                if not headline[line]:
                    break
                left[line] = False
        elif kept[n] and ":" in lines[n].text and _opened(lines[n].text):
            left[n] = False
    return left


def _opened(text: str) -> bool:
    """Return whether what stands before the first colon opens a box."""
    return tuple(tokens(text.split(":", 1)[0].lower())) in openings()
