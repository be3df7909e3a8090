"""Near duplicates cluster alike in any order; site lines count clusters, not copies."""

from __future__ import annotations

import random

from tasks.boilerplate.duplicates import Duplicate, Text, find_duplicates
from tasks.boilerplate.site_lines import count_site_lines, line_keys, merge, shares

WIRE = " ".join(
    f"The council of town number {n} voted on the bridge on day {n * 7}." for n in range(30)
)
OTHER = " ".join(
    f"Farmers in valley {n} expect {n * 3} tonnes of barley this year." for n in range(30)
)


def test_copies_and_near_copies_form_one_cluster_named_by_the_earliest() -> None:
    texts = [
        Text("c", WIRE, "2020-01-02"),
        Text("a", WIRE + " Reporting by our own staff in the town hall.", "2020-01-03"),
        Text("b", WIRE.upper(), "2020-01-01"),
        Text("d", OTHER, "2019-01-01"),
    ]
    found = find_duplicates(texts)
    assert found["b"] == Duplicate("b", None)
    assert found["a"] == found["c"] == Duplicate("b", "b")
    assert found["d"] == Duplicate("d", None)


def test_the_order_of_the_texts_changes_nothing() -> None:
    texts = [Text(f"{n:02}", WIRE if n % 3 else OTHER + f" Edition {n}.") for n in range(12)]
    expected = find_duplicates(texts)
    for seed in range(3):
        random.Random(seed).shuffle(texts)
        assert find_duplicates(texts) == expected


def test_short_texts_are_duplicates_only_word_for_word() -> None:
    found = find_duplicates(
        [Text("a", "A short line."), Text("b", "a SHORT line"), Text("c", "A line.")]
    )
    assert found["b"].duplicate_of == "a"
    assert found["c"].duplicate_of is None


def test_a_template_line_counts_and_a_wire_story_does_not() -> None:
    pages = [
        ("news.example", "one", line_keys(f"Subscribe now\n{WIRE}")),
        ("news.example", "one", line_keys(f"Subscribe now\n{WIRE}\nMore")),
        ("news.example", "two", line_keys(f"SUBSCRIBE  now\n{OTHER}")),
    ]
    site = count_site_lines(pages)["news.example"]
    assert site.documents == 2
    assert site.counts["subscribe now"] == 2
    known = shares(site, pages[0][2])
    assert known is not None
    assert known["subscribe now"] == 1.0
    assert known[WIRE.lower()] == 0.0


def test_counts_of_disjoint_parts_add_up_to_those_of_the_whole() -> None:
    pages = [("s", str(n), line_keys(f"Menu\nLine {n % 3}")) for n in range(7)]
    whole = count_site_lines(pages)["s"]
    parts = merge(count_site_lines(pages[:3])["s"], count_site_lines(pages[3:])["s"])
    assert parts == whole
    assert count_site_lines(reversed(pages))["s"] == whole


def test_a_single_document_of_a_site_tells_nothing() -> None:
    site = count_site_lines([("s", "1", line_keys("Menu"))])["s"]
    assert shares(site, ["menu"]) is None
    assert shares(None, ["menu"]) is None
