"""Where one story of a page ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tasks.boilerplate.context import same_for_all, side_by_side, together
from tasks.boilerplate.features import COLUMNS, Described
from tasks.boilerplate.lexicon import STOP
from tasks.boilerplate.lines import Line
from tasks.boilerplate.vocabulary import Vocabulary

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Numbers = NDArray[np.int64]

AT = {name: n for n, name in enumerate(COLUMNS)}
#: A headline has at most so many words, and so many words of prose stand before and after it.
HEADLINE, LEAST_PROSE = 32, 35
PROSE = 14
#: Words looked at on each side for what the two sides have in common.
SIDE = 200
#: Places looked at together: more at once would take memory for words times places.
PLACES, DISTINCT = 32, 4000
OWN = (
    "words", "chars", "ends", "ends_strict", "colon", "question", "capitals", "upper", "digits",
    "date", "kinds_share", "kind_caption", "kind_note", "blanks", "blanks_after", "repeated",
    "seen", "quotes", "marked", "commas", "first_upper", "cased", "topic",
)  # fmt: skip
NEXT = ("words", "ends", "date", "year", "clock", "kind_when", "kind_byline", "kind_note", "upper",
        "blanks", "capitals")  # fmt: skip
PREVIOUS = ("words", "ends", "date", "kinds_share", "marked", "blanks")
#: A paragraph that opens with a place or an agency: "LONDON (Reuters) -", "PARIS, 3 March -".
LEAD = re.compile(
    r"^[^\W\d_][\w .,'’/-]{1,40}?(?:\s*\([^)]{2,40}\)|,[^–—:]{1,25})?\s*(?:[–—]|--|\s-)\s", re.S
)
AGENCY_LEAD = re.compile(r"^.{2,45}?\([^)]{2,40}\)\s*(?:[–—-]|--)\s")
SURE = 0.5
#: Leads are looked for in so many characters of a line.
OPENING = 120
#: Within so many lines of its headline a story has a date line, or prose that opens with one.
DATED, LEADS = 4, 5
FAR = 9.0
#: Lines are looked up so far before and after a headline, at most.
PAD = 3


def candidates(lines: Sequence[Line], described: Described) -> list[int]:
    """Return the lines that may be the headline of a further story: those with prose before and
    after, and a date line or a paragraph that opens with a place close behind.
    """
    import numpy as np

    sizes, rows = described.sizes, described.rows
    if not len(sizes):
        return []
    prose = sizes * ((sizes >= PROSE) & (rows[:, AT["ends"]] > 0))
    before = np.cumsum(prose) - prose
    after = prose.sum() - before - prose
    may = (
        (sizes >= 2)
        & (sizes <= HEADLINE)
        & (before >= LEAST_PROSE)
        & (after >= LEAST_PROSE)
        & (rows[:, AT["letters"]] > 0.5)
    )
    number = len(lines)
    told = np.zeros(number, bool)
    dates = np.convolve(_dated(described), np.ones(DATED))
    told[:-1] = dates[DATED : DATED + number - 1] > 0
    opened = np.zeros(number, bool)
    # Only lines shortly behind such a line without a date count.
    behind = np.convolve(may & ~told, np.ones(LEADS))
    opened[1:] = behind[: number - 1] > 0
    chars = described.chars
    dashed = chars.between("dash", chars.starts, np.minimum(chars.ends, chars.starts + OPENING))
    opened &= (sizes >= PROSE) & (before > 0) & (dashed > 0)
    for n in opened.nonzero()[0].tolist():
        opened[n] = LEAD.match(lines[n].text, 0, OPENING) is not None
    leads = np.convolve(opened, np.ones(LEADS))
    told[:-1] |= leads[LEADS : LEADS + number - 1] > 0
    found: list[int] = (may & told).nonzero()[0].tolist()
    return found


def _dated(described: Described) -> Floats:
    import numpy as np

    dated = (described.rows[:, AT["date"]] > 0) & (described.sizes <= 20)
    return dated.astype(np.float32)


def boundary_features(lines: Sequence[Line], described: Described, places: Sequence[int]) -> Floats:
    """Return the features of the lines at `places`, one row each."""
    import numpy as np

    rows, sizes = described.rows, described.sizes
    number, at = len(lines), np.array(places)
    dated = _dated(described)
    column = {name: rows[:, n] for n, name in enumerate(COLUMNS)}
    following = _padded([*(column[name] for name in NEXT), dated])
    previous = _padded([column[name] for name in PREVIOUS])
    parts = [together([column[name][at] for name in OWN])]
    parts += [following[:, at + PAD + step].T for step in (1, 2, 3)]
    parts += [previous[:, at + PAD - step].T for step in (1, 2)]
    prose = sizes * (sizes >= PROSE)
    mass = np.cumsum(prose)
    blanks = rows[:, AT["blanks"]]
    usual = _median(blanks[1:])
    shares = _shared_words(described.words, places)
    ahead = _ahead(lines, sizes, dated, places)
    page = (
        float(dated.sum()) / number,
        float(np.log1p(number)),
        float(rows[:, AT["short"]].mean()),
        float(rows[:, AT["kinds_share"]].mean()),
        float(len(places)),
    )
    parts += [
        ahead,
        together(
            [
                blanks[at] - usual,
                np.log1p(mass[at]),
                np.log1p(mass[-1] - mass[at]),
                dated[at],
                np.cumsum(dated)[at] > 0,
            ]
        ),
        same_for_all(page, len(places)),
        shares,
        shares - shares.mean(axis=0),
    ]
    return side_by_side(parts)


def _padded(columns: Sequence[Floats]) -> Floats:
    """Return `columns` as rows, with `PAD` times -1 before and after each."""
    import numpy as np

    found = np.full((len(columns), len(columns[0]) + 2 * PAD), -1.0, np.float32)
    found[:, PAD:-PAD] = together(columns).T
    return found


def _median(values: Floats) -> float:
    ordered = sorted(values.tolist())
    half = len(ordered) // 2
    return (ordered[half] + ordered[~half]) / 2 if ordered else 0.0


def _ahead(lines: Sequence[Line], sizes: Floats, dated: Floats, places: Sequence[int]) -> Floats:
    """Return, for the lines at `places`, how far the next date line and the next prose are, and
    whether that prose opens with a place or an agency.
    """
    import numpy as np

    at = np.array(places)
    proses = np.append((sizes >= PROSE).nonzero()[0], len(lines) + PROSE)
    dates = np.append((dated > 0).nonzero()[0], len(lines) + PROSE)
    prose = proses[np.searchsorted(proses, at, "right")]
    date = dates[np.searchsorted(dates, at, "right")] - at
    opened: dict[int, tuple[bool, bool]] = {}
    for n in set(prose[prose - at <= 5].tolist()):
        text = lines[n].text[:OPENING]
        opened[n] = (LEAD.match(text) is not None, AGENCY_LEAD.match(text) is not None)
    none = (False, False)
    found: Floats = np.array([opened.get(n, none) for n in prose.tolist()], np.float32)
    near = [np.where(date <= DATED, date, FAR), np.where(prose - at <= 5, prose - at, FAR)]
    return side_by_side([together(near), found])


def _shared_words(words: Vocabulary, places: Sequence[int]) -> Floats:
    """Return what the content words before and after each of `places` share with those of its
    line, and with each other. The `SIDE` words or so next to the line count.
    """
    import numpy as np

    content = (words.lengths > 2) & ~words.digits & ((words.lists & STOP) == 0)
    chosen = content[words.numbers] & (words.place < SIDE)
    numbers = words.numbers[chosen]
    passed = np.concatenate([[0], np.cumsum(chosen)])
    starts, ends = passed[words.starts], passed[words.ends]
    at, last = np.array(places), len(words.counts) - 1
    before, after = np.maximum(at - 1, 0), np.minimum(at + 1, last)
    first = np.searchsorted(words.starts, words.ends[before] - SIDE, "right") - 1
    first = np.clip(first, 0, before)
    until = np.searchsorted(words.ends, words.ends[at] + SIDE, "left")
    until = np.clip(until, after, last)

    spans = (
        (starts[first], np.where(at > 0, ends[before], 0)),
        (starts[after], np.where(at < last, ends[until], 0)),
        (starts[at], ends[at]),
    )
    size = len(words.distinct)
    parts = [
        _shares(
            numbers, [(begin[n : n + PLACES], end[n : n + PLACES]) for begin, end in spans], size
        )
        for n in range(0, len(at), PLACES)
    ]
    return np.concatenate(parts)


def _shares(numbers: Numbers, spans: Sequence[tuple[Numbers, Numbers]], size: int) -> Floats:
    """Return the shares of common words of a few places, from the spans in `numbers` of the words
    before, after and in them; `size` is the number of distinct words.
    """
    import numpy as np

    if size > DISTINCT:  # Of a long page only the words around these places.
        low = min(int(begin.min()) for begin, _ in spans)
        high = max(int(end.max()) for _, end in spans)
        near, numbers = np.unique(numbers[low:high], return_inverse=True)
        spans, size = [(begin - low, end - low) for begin, end in spans], len(near)
    left, right, head = (_marked(numbers, begin, end, size) for begin, end in spans)
    least = np.maximum(np.minimum(_counted(left), _counted(right)), 1)
    count = np.maximum(_counted(head), 1)
    in_left, in_right = _counted(head & left), _counted(head & right)
    shares = [
        _counted(left & right) / least,
        in_left / count,
        in_right / count,
        (in_right - in_left) / count,
    ]
    return np.column_stack(shares).astype(np.float32)


def _counted(words: NDArray[np.uint64]) -> Numbers:
    """Return how many bits each row of `words` has."""
    import numpy as np

    found: Numbers = np.bitwise_count(words).sum(axis=1, dtype=np.int64)
    return found


def _marked(numbers: Numbers, begin: Numbers, end: Numbers, size: int) -> NDArray[np.uint64]:
    """Return which of the distinct words stand from `begin` to `end` (rows), as bits."""
    import numpy as np

    width = -(-size // 64) * 64
    sizes = np.maximum(end - begin, 0)
    passed = np.cumsum(sizes) - sizes
    inside = np.arange(int(sizes.sum())) + (begin - passed).repeat(sizes)
    rows = np.arange(0, len(begin) * width, width).repeat(sizes)
    found = np.zeros(len(begin) * width, bool)
    found[rows + numbers[inside]] = True
    return np.packbits(found).view(np.uint64).reshape(len(begin), -1)


def story_starts(lines: Sequence[Line], described: Described) -> list[int]:
    """Return the lines that open a further story (the first story's start is not among them)."""
    from tasks.boilerplate.model import probabilities, tree_scores

    places = candidates(lines, described)
    if not places:
        return []
    features = boundary_features(lines, described, places)
    likely = probabilities(tree_scores("stories", features)[:, 0])
    return chosen_starts(places, likely.tolist(), described)


def chosen_starts(
    places: Sequence[int], likely: Sequence[float], described: Described
) -> list[int]:
    """Return the likely starts of which each has prose between it and the next, best first."""
    import numpy as np

    prose = described.sizes * (described.sizes >= PROSE)
    mass = np.concatenate([[0.0], np.cumsum(prose)])
    chosen: list[int] = []
    for n in sorted(range(len(places)), key=lambda n: (-likely[n], places[n])):
        if likely[n] < SURE:
            break
        if all(abs(float(mass[places[n]] - mass[other])) >= LEAST_PROSE for other in chosen):
            chosen.append(places[n])
    return sorted(chosen)
