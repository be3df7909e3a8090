"""Where lines stand to the one that ranks highest as the title, and pages shown without one."""

from __future__ import annotations

import numpy as np

from benchmarks.training.boilerplate.untitled import untitled
from tasks.boilerplate.headlines import UNRANKED, beside_title
from tasks.boilerplate.heads import says_by
from tasks.boilerplate.lines import read_lines
from tasks.boilerplate.role_features import FROM_FIRST
from tasks.boilerplate.role_words import FAR
from tasks.boilerplate.roles import TITLE


def rows(from_first: list[float]) -> np.ndarray:
    found = np.zeros((len(from_first), FROM_FIRST + 1), np.float32)
    found[:, FROM_FIRST] = from_first
    return found


def test_lines_are_told_how_far_behind_the_best_title_they_stand() -> None:
    ranks = np.array([0.0, 3.0, 1.0, 0.0], np.float32)
    may = np.array([True, True, True, False])
    told = beside_title(rows([-3, -2, -1, 0]), ranks, may)
    assert told[:, 0].tolist() == [-1, 0, 1, 2]
    assert told[:, 2].tolist() == [0, 1, 0, 0]
    assert told[:, 4].tolist() == [0, 0, 1, 0]
    assert told[:3, 5].tolist() == [-3, 0, -2]
    assert (told[:, 3] > 0.8).all()
    assert told[3, 1] == UNRANKED[1]


def test_where_no_line_may_be_a_title_nothing_is_told() -> None:
    told = beside_title(rows([9, 9]), np.zeros(2, np.float32), np.zeros(2, bool))
    assert told.tolist() == [list(UNRANKED)] * 2
    assert UNRANKED[0] < -FAR


def test_a_line_says_by_whom_only_where_a_name_follows() -> None:
    for text in ("By Anna Bell", "Auteur : Anna Bell", "Written by Anna Bell and Tom Hill"):
        assert says_by(text)
    for text in ("By signing up you agree", "Anna Bell", "Bylaws of the Harbour", ""):
        assert not says_by(text)


def test_a_page_loses_its_title_and_what_repeats_it() -> None:
    lines = read_lines(
        "Home / Harbour Opens Again\nHarbour Opens Again\nBy Anna Bell\nThe harbour."
    )
    for seed in range(5):
        left, roles = untitled(lines, [0, TITLE, 4, 0], np.random.default_rng(seed))
        assert [line.text for line in left] == ["By Anna Bell", "The harbour."]
        assert roles == [4, 0]
    assert untitled(lines, [0, 0, 4, 0], np.random.default_rng(0)) == ([], [])
