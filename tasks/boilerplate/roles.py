"""What each line is: a title, a date line, a caption, a heading, a paragraph, furniture."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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
)
FAR = 60.0
#: Kept lines of so many words tell where the body begins and ends.
TELLING = 8


def around_body(later: Floats, likely: Floats, sizes: Floats, kept: NDArray[np.bool_]) -> Floats:
    """Return the features of `later` with each line's place beside the body that was found.

    The last column is the distance in lines to the nearest kept line.
    """
    import numpy as np

    number = len(likely)
    place = np.arange(number, dtype=np.float32)
    body = np.flatnonzero(kept & (sizes >= TELLING))
    if not len(body):
        body = np.flatnonzero(kept)
    first, last = (float(body[0]), float(body[-1])) if len(body) else (float(number), -1.0)
    mass = np.cumsum(sizes * kept)
    total = max(float(mass[-1]) if number else 0.0, 1.0)
    padded = np.concatenate([[0.0, 0.0], kept.astype(np.float32), [0.0, 0.0]])
    near = np.flatnonzero(kept)
    if len(near):
        at = np.clip(np.searchsorted(near, place), 0, len(near) - 1)
        distance = np.minimum(np.abs(near[at] - place), np.abs(near[np.maximum(at - 1, 0)] - place))
    else:
        distance = np.full(number, FAR)
    return np.column_stack(
        [
            later,
            likely,
            kept,
            np.clip(place - first, -FAR, FAR),
            np.clip(place - last, -FAR, FAR),
            mass / total,
            padded[1 : number + 1],
            padded[3 : number + 3],
            np.minimum(distance, FAR),
        ]
    ).astype(np.float32)


def role_scores(scores: Floats) -> Floats:
    """Return the softmax of raw `scores`, one row a line, one column for each of `ROLES`."""
    import numpy as np

    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares
