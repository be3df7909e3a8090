"""How the words of lines stand to the body's and to each other: features for the trees of roles."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tasks.boilerplate.context import together
from tasks.boilerplate.features import Described
from tasks.boilerplate.lexicon import STOP, WEIGHED
from tasks.boilerplate.marks import BRIEF, MOST

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float32]
    Counts = NDArray[np.int64]

#: Lines ahead that are further than this count as so far.
FAR = 20.0
#: Echoes are looked for in so many characters of short lines: more would not end on a huge page.
ECHOED = 100_000
#: A line of so many words tells where the body begins.
TELLING = 12
#: The opening of the body: so many lines, and so many words of each.
OPENING, OPENED = 6, 60
#: An echo has so many words.
ECHO = 3


def told_by_words(
    described: Described, kept: NDArray[np.bool_], edges: tuple[int, int, int]
) -> Floats:
    """Return how a line's words stand to the body's (share in its opening, frequency), to other
    lines (echoes) and to the language (share of known words), and the first three beside the best
    of the lines before the body.

    `edges` are the body's first line, the first line looked at and the line behind the last one.
    """
    import numpy as np

    first, low, high = edges
    words, sizes = described.words, described.sizes[low:high]
    content = (words.lengths > 2) & ((words.lists & STOP) == 0)
    parts = [
        _opening(described, content, edges),
        _frequency(described, content, kept, low, high),
        _echoes(described, low, high),
    ]
    head = (np.arange(low, high) <= first + 1) & (sizes >= 2) & (sizes <= MOST / 2)
    any_head = bool(head.any())
    above = [part - (part[head].max() if any_head else 0.0) for part in parts]
    return together([*parts, *above, _known(described, low, high)])


def _opening(described: Described, content: Bools, edges: tuple[int, int, int]) -> Floats:
    """Return which share of a line's content words the opening of the body holds."""
    import numpy as np

    first, low, high = edges
    words, sizes = described.words, described.sizes
    inside = slice(words.starts[first], words.ends[min(first + OPENING, high) - 1])
    telling = (sizes[words.line[inside]] >= TELLING) & (words.place[inside] < OPENED)
    opening = np.zeros(len(words.distinct), bool)
    opening[words.numbers[inside][telling]] = True
    found = words.counted(opening & content)[low:high]
    total = words.counted(content)[low:high]
    own = sizes[low:high]
    share = np.where((own >= 2) & (own <= MOST / 2), found / np.maximum(total, 1), 0.0)
    return share.astype(np.float32)


def _frequency(
    described: Described, content: Bools, kept: NDArray[np.bool_], low: int, high: int
) -> Floats:
    """Return the mean of log(1 + times in the body) over a line's content words."""
    import numpy as np

    words, sizes = described.words, described.sizes[low:high]
    body = np.zeros(len(sizes) + low, bool)
    body[low:] = kept[low:high]
    near = slice(words.starts[low], words.ends[high - 1])
    line, numbers = words.line[near], words.numbers[near]
    times = np.bincount(numbers[body[line]], minlength=len(words.distinct))
    logs = np.array([math.log1p(n) for n in range(int(times.max(initial=0)) + 1)])
    own = content[numbers]
    line, numbers = line[own] - low, numbers[own]
    total = np.bincount(line, logs[times[numbers]], high - low)
    count = np.bincount(line, minlength=high - low)
    mean = np.where((sizes >= 1) & (sizes <= MOST / 2), total / np.maximum(count, 1), 0.0)
    return mean.astype(np.float32)


def _echoes(described: Described, low: int, high: int) -> Floats:
    """Return in how many other short lines a line of three words and more stands whole: titles do
    in bread crumbs and beside share buttons.
    """
    import numpy as np

    sizes = described.sizes[low:high]
    places = ((sizes >= ECHO) & (sizes <= MOST / 2)).nonzero()[0]
    joined = [" ".join(described.tokens[low + n]) for n in places.tolist()]
    whole = "\n".join(joined)
    found = np.full(high - low, -1.0, np.float32)
    found[places] = 0.0
    may = _recurring(described, low + places)
    if len(whole) > ECHOED:
        whole, may = whole[:ECHOED], np.ones(len(places), bool)
    for n in may.nonzero()[0].tolist():
        found[places[n]] = max(-1, min(whole.count(joined[n]) - 1, 4))
    return found


def _recurring(described: Described, places: Counts) -> Bools:
    """Return which of the lines at `places` may stand whole in another of them: those of which
    every word between the first and the last one, which may be parts of longer ones, comes twice.
    """
    import numpy as np

    words = described.words
    own = np.zeros(len(words.counts), bool)
    own[places] = True
    chosen = own[words.line]
    line, numbers, place = words.line[chosen], words.numbers[chosen], words.place[chosen]
    times = np.bincount(numbers, minlength=len(words.distinct))
    inner = (place > 0) & (place < words.counts[line] - 1)
    alone = np.zeros(len(words.counts), bool)
    alone[line[inner & (times[numbers] < 2)]] = True
    found: Bools = ~alone[places]
    return found


def _known(described: Described, low: int, high: int) -> Floats:
    """Return the share of a short line's words that the table of words knows: names are rare."""
    import numpy as np

    words = described.words
    count = words.counts[low:high]
    share = words.listed(WEIGHED)[low:high] / np.maximum(count, 1)
    return np.where((count >= 1) & (count <= BRIEF), share, -1.0).astype(np.float32)


def again(described: Described, low: int, high: int) -> Floats:
    """Return how many lines ahead the same words stand again, `FAR` where they do not."""
    import numpy as np

    found = np.full(high - low, FAR, np.float32)
    last: dict[int, int] = {}
    short = (described.sizes[low:high] <= MOST).tolist()
    for n in range(high - 1, low - 1, -1):
        if short[n - low]:
            own = described.alike[n] if described.tokens[n] else -1
            if own in last:
                found[n - low] = min(last[own] - n, FAR)
            last[own] = n
    return found
