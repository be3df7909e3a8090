"""Where one story of a page ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tasks.boilerplate.features import COLUMNS, Described
from tasks.boilerplate.lines import Line
from tasks.boilerplate.words import stop_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

AT = {name: n for n, name in enumerate(COLUMNS)}
#: A headline has at most so many words, and so many words of prose stand before and after it.
HEADLINE, LEAST_PROSE = 32, 35
PROSE = 14
#: Words looked at on each side for what the two sides have in common.
SIDE = 130
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


def candidates(described: Described) -> list[int]:
    """Return the lines that may be the headline of a further story."""
    import numpy as np

    sizes, rows = described.sizes, described.rows
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
    found: list[int] = np.flatnonzero(may).tolist()
    return found


def boundary_features(lines: Sequence[Line], described: Described, places: Sequence[int]) -> Floats:
    """Return the features of the lines at `places`, one row each."""
    import numpy as np

    rows, sizes = described.rows, described.sizes
    number = len(lines)
    content = _content(described)
    dated = (rows[:, AT["date"]] > 0) & (sizes <= 20) & (rows[:, AT["words"]] > 0)
    shares = [_shared_words(content, n) for n in places]
    mean = np.mean(shares, axis=0) if shares else np.zeros(4)
    usual = float(np.median(rows[1:, AT["blanks"]])) if number > 1 else 0.0
    prose = sizes * (sizes >= PROSE)
    mass = np.cumsum(prose)
    found = []
    for n, share in zip(places, shares, strict=True):
        row: list[float] = [float(rows[n, AT[name]]) for name in OWN]
        for step in (1, 2, 3):
            inside = n + step < number
            row += [float(rows[n + step, AT[name]]) if inside else -1.0 for name in NEXT]
            row.append(float(dated[n + step]) if inside else -1.0)
        for step in (1, 2):
            inside = n - step >= 0
            row += [float(rows[n - step, AT[name]]) if inside else -1.0 for name in PREVIOUS]
        ahead = [step for step in (1, 2, 3, 4) if n + step < number and dated[n + step]]
        first = next((m for m in range(n + 1, min(n + 6, number)) if sizes[m] >= PROSE), None)
        lead = lines[first].text if first is not None else ""
        row += [
            float(ahead[0]) if ahead else 9.0,
            float(first - n) if first is not None else 9.0,
            float(LEAD.match(lead) is not None),
            float(AGENCY_LEAD.match(lead) is not None),
            float(rows[n, AT["blanks"]]) - usual,
            float(np.log1p(mass[n])),
            float(np.log1p(mass[-1] - mass[n])),
            float(dated[n]),
            float(dated[:n].sum() > 0),
            float(dated.sum()) / number,
            float(np.log1p(number)),
            float(rows[:, AT["short"]].mean()),
            float(rows[:, AT["kinds_share"]].mean()),
            *share,
            *(np.array(share) - mean),
        ]
        found.append(row)
    return np.array(found, np.float32).reshape(len(found), -1)


def _content(described: Described) -> list[list[str]]:
    stop = stop_words()
    return [
        [word for word in own if len(word) > 2 and word not in stop and not word.isdigit()]
        for own in described.tokens
    ]


def _shared_words(content: Sequence[list[str]], place: int) -> list[float]:
    """Return what the text before and after a headline share with it, and with each other."""
    before: list[str] = []
    n = place - 1
    while n >= 0 and len(before) < SIDE:
        before += content[n]
        n -= 1
    after: list[str] = []
    n = place + 1
    while n < len(content) and len(after) < SIDE:
        after += content[n]
        n += 1
    left, right, head = set(before[:SIDE]), set(after[:SIDE]), set(content[place])
    least = min(len(left), len(right)) or 1
    count = len(head) or 1
    return [
        len(left & right) / least,
        len(head & left) / count,
        len(head & right) / count,
        (len(head & right) - len(head & left)) / count,
    ]


def story_starts(lines: Sequence[Line], described: Described) -> list[int]:
    """Return the lines that open a further story (the first story's start is not among them)."""
    from tasks.boilerplate.model import probabilities, tree_scores

    places = candidates(described)
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
