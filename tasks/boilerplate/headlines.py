"""Which line of a page is its title: a choice among its lines, for which trees rank them.

Trees that judge line by line say whether a page shows its title; two headlines, or a headline and
its subtitle, look alike to them. So others were trained on whole pages (learning to rank, by
LambdaMART), and the line that they rank highest gets the probability of the likeliest.
Where the others stand to that line is what the trees of roles go by, too: names and dates stand
below a title, and subtitles between it and the body.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tasks.boilerplate.role_features import FROM_FIRST
from tasks.boilerplate.role_words import FAR

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

#: A title stands at most so many lines behind the first of the body, and has so many words.
BEHIND, WORDS = 6, 45
#: More repeats of a line than so many tell no more.
MOST = 5.0
#: Repeats of lines of so many words at most are looked for.
BRIEF = 40
#: A share among the ranks is this at least.
LEAST = 1e-4
#: What `beside_title` says of lines that may not be titles, or where none may be one.
UNRANKED = (-2 * FAR, -9.0, 0.0, 0.0, 0.0, -9.0)


def repeats(alike: Sequence[int], counts: NDArray[np.int64], low: int, high: int) -> Floats:
    """Return, for the lines from `low` to `high`, how often their words stand elsewhere on the
    page as a line of their own, and how far before and after they do so next (at most `FAR`).

    `alike` is a number for each line of the page, the same for the same words, `counts` how many
    words it has.
    """
    import numpy as np

    found = np.zeros((len(counts), 3), np.float32)
    found[:, 1:] = FAR
    at = ((counts > 0) & (counts <= BRIEF)).nonzero()[0]
    own = np.array(alike, np.int64)[at]
    order = own.argsort(kind="stable")
    at, own = at[order], own[order]
    found[at, 0] = np.minimum(np.bincount(own)[own] - 1, MOST)
    later = (own[1:] == own[:-1]).nonzero()[0]
    near = np.minimum(at[later + 1] - at[later], FAR)
    found[at[later + 1], 1] = near
    found[at[later], 2] = near
    return found[low:high]


def may_head(features: Floats, sizes: Floats) -> NDArray[np.bool_]:
    """Return which lines may be the title: those of so many words before and right behind the
    first line of the body.
    """
    may: NDArray[np.bool_] = (features[:, FROM_FIRST] <= BEHIND) & (sizes >= 1) & (sizes <= WORDS)
    return may


def beside_title(features: Floats, ranks: Floats, may: NDArray[np.bool_]) -> Floats:
    """Return how the lines with `features` stand to the one of those that `may` be titles that
    `ranks` highest: how many lines behind it (at most `FAR` either way), the logarithm of each
    line's share among the ranks, whether it is that line, that line's share, whether it stands
    between it and the first of the body, and how much lower it ranks.
    """
    import numpy as np

    found = np.tile(np.array(UNRANKED, np.float32), (len(ranks), 1))
    places = np.flatnonzero(may)
    if not len(places):
        return found
    behind = np.arange(len(ranks)) - places[int(np.argmax(ranks[places]))]
    lower = ranks[places] - ranks[places].max()
    shares = np.exp(lower)
    shares /= shares.sum()
    found[:, 0] = np.clip(behind, -FAR, FAR)
    found[places, 1] = np.log(shares + LEAST)
    found[:, 2] = behind == 0
    found[:, 3] = shares.max()
    found[:, 4] = (behind > 0) & (features[:, FROM_FIRST] < 0)
    found[places, 5] = lower
    return found


def with_title(
    table: Floats, ranks: Floats, may: NDArray[np.bool_], *, title: int, none: int = 0
) -> Floats:
    """Return `table` (probabilities, one row a line) with the highest of column `title` given to
    the line of those that `may` be titles that `ranks` highest, and at most half of it to any
    other; what that takes from them goes to column `none`.
    """
    import numpy as np

    places = may.nonzero()[0]
    if not len(places):
        return table
    found = table.copy()
    best = int(places[int(np.argmax(ranks[places]))])
    most = min(float(table[places, title].max()), 1.0)
    cut = np.minimum(found[:, title], most / 2)
    found[:, none] += found[:, title] - cut
    found[:, title] = cut
    found[best] = table[best] * ((1.0 - most) / max(1.0 - float(table[best, title]), 1e-6))
    found[best, title] = most
    return found
