"""Silver roles, how they are carried to flattened text, and how one line becomes the title."""

from __future__ import annotations

import numpy as np
import pytest

from tasks.boilerplate.headlines import repeats, with_title
from tasks.boilerplate.markup import flatten
from tasks.boilerplate.role_words import FAR
from tasks.boilerplate.roles import ROLES
from tasks.boilerplate.vocabulary import alike

pytest.importorskip("rapidfuzz")

from benchmarks.training.boilerplate.carry import UNKNOWN, carry
from benchmarks.training.boilerplate.corpora import Sample
from benchmarks.training.boilerplate.roles import silver_roles

AT = {name: n for n, name in enumerate(ROLES)}
PROSE = (
    "The town council of Port Anders voted on Tuesday to close the old harbour bridge for repairs "
    "that will last until the spring, the mayor said after the meeting."
)
HTML = f"""<html><head><title>Old harbour bridge closed until spring | Anders Post</title>
<meta name='author' content='Anna Bell'></head><body>
<div class='crumbs'>Home / Old harbour bridge closed until spring</div>
<h1>Old harbour bridge closed until spring</h1>
<p class='author'>By Anna Bell</p><p class='date'>3 May 2020</p>
<figure><img src='a.jpg'><figcaption>The bridge in winter</figcaption></figure>
<p>{PROSE}</p><p>{PROSE.replace("bridge", "quay")}</p>
<div>1</div><div>2</div><div>3</div><div>4</div><div>5</div><div>6</div><div>7</div>
<div class='comment'><p class='author'>Omar Roy</p><p class='date'>5 May 2020</p></div>
<h3>Old harbour bridge closed until spring</h3></body></html>"""


def silver() -> dict[int, tuple[str, int]]:
    page = flatten(HTML)
    kept = [len(line.text) > 99 for line in page.lines]
    first, last = kept.index(True), len(kept) - 1 - kept[::-1].index(True)
    sample = Sample("a", "a", "article", "https://anderspost.example/a", HTML, None)
    found = silver_roles(sample, page, kept, (first, last))
    return {n: (line.text, found[n]) for n, line in enumerate(page.lines)}


def test_silver_roles_are_those_of_the_story_and_of_no_other() -> None:
    found = list(silver().values())
    assert ("Old harbour bridge closed until spring", AT["title"]) in found
    assert [role for _, role in found].count(AT["title"]) == 1
    assert ("By Anna Bell", AT["byline"]) in found
    assert ("3 May 2020", AT["dateline"]) in found
    assert ("The bridge in winter", AT["caption"]) in found
    assert ("Omar Roy", 0) in found
    assert ("5 May 2020", 0) in found
    assert found[-1][1] == 0


def test_roles_are_carried_to_lines_that_are_cut_or_joined_otherwise() -> None:
    lines = ["Menu", "Bridge closed until spring", "By Anna Bell", "3 May 2020", "The council met."]
    roles = [0, AT["title"], AT["byline"], AT["dateline"], 0]
    joined = (AT["dateline"], AT["byline"])
    assert carry(roles, lines, lines, joined=joined) == roles
    texts = ["Menu", "Bridge closed until spring", "By", "Anna Bell", "3 May 2020 The council met."]
    assert carry(roles, lines, texts, joined=joined) == [
        0,
        AT["title"],
        UNKNOWN,
        AT["byline"],
        UNKNOWN,
    ]
    texts = ["Bridge closed until spring By Anna Bell", "3 May 2020", "The council met."]
    assert carry(roles, lines, texts, joined=joined) == [UNKNOWN, AT["dateline"], 0]
    both = ["By Anna Bell 3 May 2020", "The council met."]
    assert carry(roles, lines, both, joined=joined) == [max(joined), 0]
    assert carry([], [], ["a line"], joined=joined) == [0]


def test_repeats_are_counted_with_how_far_they_are() -> None:
    lines = [["bridge", "closed"], ["menu"], ["bridge", "closed"], ["prose"], ["bridge", "closed"]]
    counts = np.array(list(map(len, lines)))
    found = repeats(alike(lines), counts, 1, 5).tolist()
    assert found[0] == [0, FAR, FAR]
    assert found[1] == [2, 2, 2]
    assert found[3] == [2, 2, FAR]
    assert repeats([], counts[:0], 0, 0).shape == (0, 3)


def test_the_line_that_ranks_first_gets_the_title_and_rows_stay_probabilities() -> None:
    title = AT["title"]
    table = np.full((4, len(ROLES)), 0.02, np.float32)
    table[2, title], table[3, title] = 0.8, 0.6
    table[:, 0] += 1 - table.sum(axis=1)
    may = np.array([True, True, True, False])
    found = with_title(table, np.array([0.1, 2.0, 0.3, 9.0], np.float32), may, title=title)
    assert found[:, title].argmax() == 1
    assert found[1, title] == pytest.approx(0.8)
    assert found[2, title] == pytest.approx(0.4)
    assert found.sum(axis=1) == pytest.approx(np.ones(4), abs=1e-6)
    assert np.array_equal(with_title(table, found[:, 0], np.zeros(4, bool), title=title), table)
