"""What the lines around a body tell of their roles: features for the trees of roles.

Nothing here depends on how the body was found, but for each line's probability to be of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tasks.boilerplate.context import same_for_all, shifted, side_by_side, together
from tasks.boilerplate.features import COLUMNS, Described
from tasks.boilerplate.lines import Line
from tasks.boilerplate.marks import MARKS, marks
from tasks.boilerplate.role_markup import markup_features
from tasks.boilerplate.role_words import FAR, TELLING, again, told_by_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tasks.boilerplate.markup import Place

    Floats = NDArray[np.float32]

#: Roles are looked for in so many lines before the body, and so many after it.
BEFORE, AFTER = 60, 12
_OWN = (
    "words", "chars", "ends", "ends_strict", "colon", "question", "commas", "stops", "common",
    "capitals", "first_upper", "first_lower", "digits", "repeated", "seen", "blanks",
    "blanks_after", "topic", "topic_n", "quotes", "marked", "ellipsis", "letters", "cased",
    "covered", "kinds_share", "address", "longest", "parens", "date", "clock", "year",
)  # fmt: skip
OWN = tuple(COLUMNS.index(name) for name in (*_OWN, *(n for n in COLUMNS if n.startswith("kind_"))))
AT = {name: n for n, name in enumerate(COLUMNS)}
MARK = {name: n for n, name in enumerate(MARKS)}
#: The columns that say how many lines behind the first and the last of the body a line stands.
FROM_FIRST = len(OWN) + len(MARKS) + 2
FROM_LAST = FROM_FIRST + 1
#: Marks that are looked up in the lines before and after, too.
NEAR = ("date", "ago", "rest", "when", "by", "named", "name_share", "credit", "agency",
        "note", "reading", "lead", "ends")  # fmt: skip
STEPS = (-2, -1, 1, 2)


def around(kept: NDArray[np.bool_], sizes: Floats, story: range) -> tuple[int, int, int, int]:
    """Return where the body of a `story` begins and ends, and where roles are looked for,
    half-open.
    """
    own = slice(story.start, story.stop)
    body = (kept[own] & (sizes[own] >= TELLING)).nonzero()[0]
    if not len(body):
        body = kept[own].nonzero()[0]
    if not len(body):
        return 0, 0, 0, 0
    first, last = int(body[0]) + story.start, int(body[-1]) + story.start
    return first, last, max(story.start, first - BEFORE), min(story.stop, last + AFTER + 1)


def role_features(
    lines: Sequence[Line],
    described: Described,
    likely: Floats,
    kept: NDArray[np.bool_],
    places: Sequence[Place] | None = None,
    meta: Mapping[str, str] | None = None,
    *,
    story: range | None = None,
) -> tuple[int, Floats]:
    """Return the first line that may have a role, and the features of the lines from it on.

    `story` is the lines that the story and its furniture take up (by default all), `places` and
    `meta` are what the markup tells (HTML only).
    """
    import numpy as np

    sizes = described.sizes
    story = range(len(lines)) if story is None else story
    first, last, low, high = around(kept, sizes, story)
    number = high - low
    if not number:
        return 0, np.zeros((0, 0), np.float32)
    told = marks(lines, described, low, high)
    rows = described.rows[low:high].T
    sure, size = likely[low:high], sizes[low:high]
    place = np.arange(low, high, dtype=np.float32)
    body = kept[low:high].astype(np.float32)
    dates, by = told[:, MARK["date"]], told[:, MARK["by"]] > 0
    looked = [told[:, MARK[name]] for name in NEAR]
    own = [
        sure,
        body,
        (place - first).clip(-FAR * 3, FAR),
        (place - last).clip(-FAR * 3, FAR),
        np.log1p(place - story.start),
        (place - story.start) / len(story),
        _upcoming(dates),
        _upcoming(dates[::-1])[::-1],
        _upcoming(by),
        _headlines(size, first - low),
        again(described, low, high),
    ]
    page = [
        np.log1p(len(story)),
        np.log1p(dates.sum()),
        np.log1p(by.sum()),
        np.log1p((told[:, MARK["named"]] > 0).sum()),
        np.log1p((told[:, MARK["credit"]] > 0).sum()),
        np.log1p(size[body > 0].sum()),
    ]
    parts = [
        rows[OWN, :].T,
        told,
        together(own),
        told_by_words(described, kept, (first, low, high)),
        shifted(together([*looked, rows[AT["words"]], rows[AT["covered"]], sure]), STEPS),
        same_for_all(page, number),
    ]
    if places is not None:
        parts.append(markup_features(described, places, meta or {}, low, high))
    return low, side_by_side(parts)


def _upcoming(flags: NDArray[Any]) -> Floats:
    """Return how many lines ahead the next line with a flag is (1 at least, `FAR` at most)."""
    import numpy as np

    number = len(flags)
    at = np.append(flags.nonzero()[0], number + FAR)
    ahead = at[at.searchsorted(np.arange(number), side="right")] - np.arange(number)
    return np.minimum(ahead.astype(np.float32), FAR)


def _headlines(sizes: Floats, first: int) -> Floats:
    """Return how many lines of four words and more stand between a line and the body."""
    import numpy as np

    long = (sizes >= 4).astype(np.float32)
    long[first:] = 0
    after: NDArray[Any] = np.cumsum(long[::-1])[::-1] - long
    found: Floats = np.minimum(after, np.float32(FAR)).astype(np.float32)
    return found
