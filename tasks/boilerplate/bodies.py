"""Which lines of a page are kept for its bodies: each story's region is looked at by itself, too.

On a page of several stories the longest one would pass for the body and the others for teasers of
other pages. So where a further story starts, lines that their story's region alone makes likelier
are raised towards that, and what to keep is decided region by region.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from tasks.boilerplate.features import COLUMNS, Described, describe
from tasks.boilerplate.lines import Line

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tasks.boilerplate.markup import Flattened, Place

    Floats = NDArray[np.float32]

#: How much a story's region by itself counts beside the page, where it makes a line likelier.
ALONE = 0.75
ENDS = COLUMNS.index("ends")


def find_bodies(
    lines: Sequence[Line],
    described: Described,
    page: Flattened | None,
    starts: Sequence[int],
    site_lines: Mapping[str, float] | None = None,
) -> tuple[Floats, NDArray[np.bool_], float]:
    """Return each line's probability to be of a body, which lines to keep, and the lowest
    probability from which on lines were kept.

    `page` is what the markup tells (HTML only); further stories open at `starts`;
    `site_lines` are those of `extract_text`.
    """
    import numpy as np

    from tasks.boilerplate.decode import kept_lines, with_sentences

    meta = {} if page is None else page.meta
    places = None if page is None else page.places
    likely = _likelihood(described, places, meta)
    kept = np.zeros(len(lines), bool)
    cuts = []
    for first, end in pairwise([0, *starts, len(lines)]):
        own = slice(first, end)
        if starts:
            alone = describe(lines[own], site_lines)
            inside = None if places is None else places[own]
            raised = np.maximum(likely[own], _likelihood(alone, inside, meta))
            likely[own] += ALONE * (raised - likely[own])
        sizes, ends = described.sizes[own], described.rows[own, ENDS] > 0
        chosen, cut = kept_lines(likely[own], sizes)
        kept[own] = with_sentences(chosen, likely[own], sizes, ends)
        cuts.append(cut)
    return likely, kept, min(cuts)


def _likelihood(
    described: Described, places: Sequence[Place] | None, meta: Mapping[str, str]
) -> Floats:
    from tasks.boilerplate.model import body_likelihood
    from tasks.boilerplate.places import describe_places
    from tasks.boilerplate.tables import load_table

    if places is None:
        return body_likelihood("text", described)
    told = describe_places(
        places, described.tokens, described.sizes, meta=meta, weights=load_table("names")
    )
    return body_likelihood("html", described, told)
