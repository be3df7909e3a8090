"""Boxes within the body of flattened text: "Read also" with headlines below, calls to subscribe.

Markup shows them as lists of links and forms. Flattened, headlines of other stories look like
headings of this one, but the line that opens the box says what they are; and a call speaks of "our
newsletter". Word lists tell both (``data/boxes.toml``): without a list for a language nothing is
left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tasks.boilerplate.features import COLUMNS, Described
from tasks.boilerplate.lexicon import OPENS_CALL
from tasks.boilerplate.lines import Line
from tasks.boilerplate.vocabulary import Vocabulary
from tasks.boilerplate.words import box_phrases, tokens

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


def in_boxes(kept: Bools, lines: Sequence[Line], described: Described) -> Bools:
    """Return which of the lines `kept` are of boxes: headlines below an opening, or calls."""
    import numpy as np

    rows, sizes = described.rows, described.sizes
    headline = ((rows[:, ENDS] == 0) | (rows[:, QUESTION] > 0)) & (sizes <= WORDS)
    found = np.zeros(len(lines), bool)
    for n in _openings(described.tokens):
        if headline[n]:
            end = min(n + 1 + HEADLINES, len(lines))
            stop = next((line for line in range(n + 1, end) if not headline[line]), end)
            found[n:stop] = True
    for n in (kept & headline).nonzero()[0].tolist():
        opening, colon, _ = lines[n].text.partition(":")
        if colon and _openings([tokens(opening.lower())]):
            found[n] = True
    found[_calls(described.words, kept & (sizes <= CALL))] = True
    return kept & found


def _openings(listed: Sequence[list[str]]) -> list[int]:
    """Return which of the lines with the tokens `listed` open a box."""
    known = box_phrases("openings")
    found = []
    for n, own in enumerate(listed):
        if own and (own[0] in known or DOT in own[0]):
            plain = [word.replace(DOT, "") for word in own] if DOT in own[0] else own
            if plain in known.get(plain[0], ()):
                found.append(n)
    return found


def _calls(words: Vocabulary, chosen: Bools) -> list[int]:
    """Return the `chosen` lines in which a call to the readers stands."""
    known = box_phrases("calls")
    opening = ((words.lists & OPENS_CALL) != 0)[words.numbers] & chosen[words.line]
    at = opening.nonzero()[0]
    found = []
    for line, place in zip(words.line[at].tolist(), at.tolist(), strict=True):
        rest = words.flat[place : words.ends[line]]
        if any(rest[: len(parts)] == parts for parts in known[rest[0]]):
            found.append(line)
    return found
