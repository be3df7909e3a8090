"""Lines that go on about one thing, and lists of teasers that do not."""

from __future__ import annotations

import numpy as np

from tasks.boilerplate.cohesion import COLUMNS, cohesion
from tasks.boilerplate.features import describe
from tasks.boilerplate.lines import read_lines

STORY = (
    "The harbour of Northport will be closed for repairs from Monday, the mayor Anna Bell said, "
    "because the old pier has become unsafe for the ferries and for the fishing boats.",
    "Bell told the council that the pier would be rebuilt in stone, and that the ferries would "
    "leave from the eastern harbour until the repairs of the pier are finished in autumn.",
    "Fishing boats may use the northern harbour, where the council has had the quay deepened, "
    "while the ferries to the islands keep their timetable, according to the mayor.",
    "The repairs of the harbour cost nine million, of which the council pays a third; the pier "
    "was last rebuilt when the ferries to the islands began, some sixty years ago.",
)
TEASERS = (
    "A tiger was seen in the suburbs",
    "Zookeepers spent the night searching gardens with torches and nets.",
    "Chess champion loses to schoolgirl",
    "Twelve-year-old needed only twenty moves for her victory.",
    "Cheaper bread expected",
    "Millers report record harvest of wheat and barley.",
)


def test_words_of_a_story_come_back_and_those_of_teasers_do_not() -> None:
    described = describe(read_lines("\n".join((*STORY, *TEASERS))))
    found = cohesion(described.words, described.sizes)
    assert found.shape == (10, COLUMNS)
    linked, core = found[:, 0], found[:, 1]
    assert linked[:4].min() > 0.3 > linked[4:].max()
    assert core[:4].min() > 0.3
    assert core[4:].max() == 0


def test_pages_without_words_have_no_cohesion() -> None:
    for text in ("...", "1\n2\n3", "\u200b"):
        described = describe(read_lines(text))
        found = cohesion(described.words, described.sizes)
        assert np.isfinite(found).all()
        assert not found[:, :2].any()
