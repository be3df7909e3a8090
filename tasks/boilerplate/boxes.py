"""Boxes within the body of flattened text: "Read also" with headlines below, calls to subscribe.

Markup shows them as lists of links and forms. Flattened, headlines of other stories look like
headings of this one, but the line that opens the box says what they are; and a call speaks of "our
newsletter". Word lists tell both (``data/boxes.toml``): without a list for a language nothing is
left out.
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
#: What Python makes of a Turkish capital I with a dot, beside the small one.
DOT = "\u0307"
#: A line of more words is no call, whatever it says.
CALL = 45


@functools.cache
def phrases(kind: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the phrases of a kind (``data/boxes.toml``) as lower-case tokens, by the first."""
    table: dict[str, str] = tomllib.loads((DATA / "boxes.toml").read_text("utf-8"))[kind]
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for one in sorted({one for listed in table.values() for one in listed.split("|")}):
        parts = tuple(tokens(one))
        found[parts[0]] = (*found.get(parts[0], ()), parts)
    return found


def in_boxes(kept: Bools, lines: Sequence[Line], described: Described) -> Bools:
    """Return which of the lines `kept` are of boxes: headlines below an opening, or calls."""
    import numpy as np

    rows, sizes = described.rows, described.sizes
    headline = ((rows[:, ENDS] == 0) | (rows[:, QUESTION] > 0)) & (sizes <= WORDS)
    found = np.zeros(len(lines), bool)
    for n in np.flatnonzero(headline).tolist():
        if _opens(described.tokens[n]):
            end = min(n + 1 + HEADLINES, len(lines))
            stop = next((line for line in range(n + 1, end) if not headline[line]), end)
            found[n:stop] = True
        elif kept[n] and ":" in lines[n].text:
            found[n] |= _opens(tokens(lines[n].text.split(":", 1)[0].lower()))
    for n in np.flatnonzero(kept & (sizes <= CALL)).tolist():
        found[n] |= _calls(described.tokens[n])
    return kept & found


def _opens(own: Sequence[str]) -> bool:
    """Return whether the tokens `own` are those of a line that opens a box."""
    if not own:
        return False
    plain = tuple(word.replace(DOT, "") for word in own) if DOT in own[0] else tuple(own)
    return plain in phrases("openings").get(plain[0], ())


def _calls(own: Sequence[str]) -> bool:
    """Return whether a call to the readers stands in the tokens `own`."""
    calls = phrases("calls")
    return any(
        tuple(own[place : place + len(parts)]) == parts
        for place, word in enumerate(own)
        if word in calls
        for parts in calls[word]
    )
