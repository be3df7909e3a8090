"""Whether all lines of a text are in its language, or some may be in another one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from tasks.language import arbiter, grams
from tasks.language.groups import alike
from tasks.language.hearing import PURE, Columns, Heard, columns

_ORDER = 3  # The length of the n-grams that tell: words in pieces, and most of them known.
_OTHERS = 0.15  # The share that pycld2 may see in other languages: stray names, a link.
_LEAD = 12.0  # Nats by which the lines may together be likelier in other languages.


@cache
def _places(where: Columns, code: str) -> npt.NDArray[np.intp]:
    """Return the places, among the known ones, of `code` and those written alike."""
    return np.flatnonzero([where.languages[place] in alike(code) for place in where.known])


def of_one_mind(heard: Heard, text: int, lines: Sequence[str], code: str) -> bool:
    """Return whether no line of `text`, the `lines` joined by a space, speaks against `code`.

    Judged by langdetect's tables: a language that they lack is none that a line can be seen to
    be in, so that texts in one are never said to be of one mind.
    """
    reading, scored = heard.reading, heard.scored
    where = columns(int(reading.script[text]))
    if scored is None or where.weights is None or reading.share[text] < PURE:
        return False
    others = sum(share for other, share in heard.compact[text].shares if other not in alike(code))
    if others > _OTHERS:
        return False
    mine = _places(where, code)
    if not len(mine):
        return False
    if len(where.languages) < 2:
        return True  # the script knows no other
    found, edges = scored.found, scored.edges
    first, end = edges[_ORDER - 1, text : text + 2].tolist()
    before = (_ORDER - 1) * found.width + int(reading.bounds[text])
    starts = list(accumulate((len(line) + 1 for line in lines), initial=before))
    cuts = found.places[first:end].searchsorted(starts).tolist()
    nats = grams.summed(heard.pieces[text], cuts) / arbiter.STEPS
    lead = np.maximum(nats - nats.take(mine, 1).max(axis=1, keepdims=True), 0)
    return bool(lead.sum(axis=0).max() < _LEAD)
