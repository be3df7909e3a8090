"""What each line is: a title, a date line, a caption, a heading, a paragraph, furniture."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from tasks.boilerplate.features import Described
from tasks.boilerplate.lines import Line
from tasks.boilerplate.role_features import role_features

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tasks.boilerplate.markup import Flattened

    Floats = NDArray[np.float32]

#: The classes of the trees of roles, in the order of their scores; "" is none of the others.
ROLES = (
    "",
    "title",
    "description",
    "dateline",
    "byline",
    "caption",
    "heading",
    "list",
    "quote",
    "note",
)
TITLE = ROLES.index("title")


def role_table(
    lines: Sequence[Line],
    described: Described,
    likely: Floats,
    kept: NDArray[np.bool_],
    page: Flattened | None,
    starts: Sequence[int],
) -> Floats:
    """Return the probabilities of `ROLES` for each of `lines`; those far from the body have none.

    `page` is what the markup tells (HTML only); further stories open at `starts`.
    """
    import numpy as np

    from tasks.boilerplate.headlines import repeats

    table = np.zeros((len(lines), len(ROLES)), np.float32)
    table[:, 0] = 1
    front = "text" if page is None else "html"
    places, meta = (None, None) if page is None else (page.places, page.meta)
    for first, last in pairwise([0, *starts, len(lines)]):
        low, features = role_features(
            lines, described, likely, kept, places, meta, story=range(first, last)
        )
        if len(features):
            end = low + len(features)
            again = repeats(described.alike, described.words.counts, low, end)
            table[low:end] = _judged(front, features, again, described.sizes[low:end])
    return table


def _judged(front: str, features: Floats, again: Floats, sizes: Floats) -> Floats:
    """Return the probabilities of `ROLES` for the lines with `features`."""
    import numpy as np

    from tasks.boilerplate.headlines import beside_title, may_head, with_title
    from tasks.boilerplate.model import load_forest, tree_scores

    may = may_head(features, sizes)
    ranks = np.zeros(len(features), np.float32)
    if may.any():
        ranked = np.hstack([features[may], again[may]])
        ranks[may] = tree_scores(f"titles-{front}", ranked)[:, 0]
    told = np.hstack([features, beside_title(features, ranks, may)])
    table = role_scores(load_forest(f"roles-{front}").scores(told))
    return with_title(table, ranks, may, title=TITLE)


def role_scores(scores: Floats) -> Floats:
    """Return the softmax of raw `scores`, one row a line, one column for each of `ROLES`."""
    import numpy as np

    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares
