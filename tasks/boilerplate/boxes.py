"""Boxes within the body of flattened text: "Read also" with headlines below, calls to subscribe.

Markup shows them as lists of links and forms. Flattened, headlines of other stories look like
headings of this one, but the line that opens the box says what they are; and a call speaks of "our
newsletter". Word lists tell both (``data/boxes.toml``): without a list for a language nothing is
left out.
"""

from __future__ import annotations

import functools
import re
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
#: What Python makes of a Turkish capital I with a dot, beside the small one.
DOT = "\u0307"
#: A line of more words is no call, whatever it says.
CALL = 45


@functools.cache
def phrases(kind: str) -> frozenset[tuple[str, ...]]:
    """Return the phrases of a kind (``data/boxes.toml``), as lower-case tokens."""
    table: dict[str, str] = tomllib.loads((DATA / "boxes.toml").read_text("utf-8"))[kind]
    return frozenset(tuple(tokens(one)) for listed in table.values() for one in listed.split("|"))


@functools.cache
def _longest() -> int:
    return max(map(len, phrases("openings")))


@functools.cache
def _calls() -> re.Pattern[str]:
    """The calls, to be found in the tokens of a line between spaces."""
    said = sorted(re.escape(" ".join(one)) for one in phrases("calls"))
    return re.compile(f" (?:{'|'.join(said)}) ")


def without_boxes(kept: Bools, lines: Sequence[Line], described: Described) -> Bools:
    """Return `kept` without the headlines in boxes that point to other stories."""
    import numpy as np

    rows, sizes, opens = described.rows, described.sizes, phrases("openings")
    headline = ((rows[:, ENDS] == 0) | (rows[:, QUESTION] > 0)) & (sizes <= WORDS)
    left = kept.copy()
    for n in np.flatnonzero(headline).tolist():
        own = described.tokens[n]
        if len(own) <= _longest() and tuple(word.replace(DOT, "") for word in own) in opens:
            left[n] = False
            for line in range(n + 1, min(n + 1 + HEADLINES, len(kept))):
                if not headline[line]:
                    break
                left[line] = False
        elif kept[n] and ":" in lines[n].text and _opened(lines[n].text):
            left[n] = False
    return without_calls(left, described)


def without_calls(kept: Bools, described: Described) -> Bools:
    """Return `kept` without the lines that ask something of the site's readers."""
    import numpy as np

    left = kept.copy()
    for n in np.flatnonzero(kept & (described.sizes <= CALL)).tolist():
        if _calls().search(f" {' '.join(described.tokens[n])} "):
            left[n] = False
    return left


def _opened(text: str) -> bool:
    """Return whether what stands before the first colon opens a box."""
    return tuple(tokens(text.split(":", 1)[0].lower())) in phrases("openings")
