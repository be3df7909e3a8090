"""Text pages without their title, which trees of roles must see to say that a page shows none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.training.boilerplate.roles import alike
from tasks.boilerplate.lines import Line
from tasks.boilerplate.roles import TITLE

#: Lines so like the title repeat it: they are taken out, too.
REPEAT = 0.5
#: Which share of the pages opens with what stood below the title, as clean text often does.
OPENING = 0.4


def untitled(
    lines: Sequence[Line], roles: Sequence[int], chance: Any
) -> tuple[list[Line], list[int]]:
    """Return `lines` and their `roles` without the title and what repeats it; nothing where no
    line is known to be the title.
    """
    places = [n for n, role in enumerate(roles) if role == TITLE]
    if not places:
        return [], []
    titles = [lines[n].text for n in places]
    first = places[-1] if chance.random() < OPENING else 0
    left = [
        n
        for n in range(first, len(lines))
        if roles[n] != TITLE
        and all(
            alike(lines[n].text, title) < REPEAT and title not in lines[n].text for title in titles
        )
    ]
    return [lines[n] for n in left], [roles[n] for n in left]
