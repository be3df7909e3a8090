"""Lines of a site: furniture repeats and counts, a story told again does not."""

from __future__ import annotations

import random

import pytest

from tasks.boilerplate.addresses import host, own_address
from tasks.boilerplate.extract import extract_text
from tasks.boilerplate.site_lines import (
    DOCUMENTS,
    Counted,
    count_site_lines,
    key_of,
    keys_of,
    lines_of,
    signed,
    weight,
)

WIRE = "\n".join(
    f"The council of town number {n} voted on the bridge over the river on day {n * 7}."
    for n in range(9)
)


def page(number: int, text: str, site: str = "news.example") -> Counted:
    lines = lines_of(text)
    return Counted(f"{number:04}", site, keys_of(lines), signed(lines))


def story(number: int) -> str:
    towns = (f"Farmers in valley {number} of region {n} expect {n} tonnes." for n in range(9))
    return "\n".join(towns)


def test_a_template_line_counts_and_a_wire_story_does_not() -> None:
    own = [page(n, f"Subscribe  NOW\n{story(n)}") for n in range(6)]
    wire = [page(10 + n, f"Subscribe now\nSeen by {n}\n{WIRE}") for n in range(5)]
    found = count_site_lines([*own, *wire])["news.example"]
    assert found.documents == 7
    assert found.counts == {key_of("subscribe now"): 7}


def test_a_site_of_few_documents_tells_nothing() -> None:
    few = [page(n, f"Subscribe now\n{story(n)}") for n in range(DOCUMENTS - 1)]
    assert count_site_lines(few) == {}
    assert weight(DOCUMENTS - 1, DOCUMENTS - 1) == 0.0


def test_sites_are_counted_apart() -> None:
    pages = [page(n, f"Menu\n{story(n)}", f"site{n % 2}.example") for n in range(12)]
    assert {site: found.documents for site, found in count_site_lines(pages).items()} == {
        "site0.example": 6,
        "site1.example": 6,
    }


def test_the_order_of_documents_changes_nothing() -> None:
    pages = [page(n, f"Menu\nAbout {n % 2}\n{WIRE if n % 3 else story(n)}") for n in range(30)]
    expected = count_site_lines(pages)
    for seed in range(3):
        random.Random(seed).shuffle(pages)
        assert count_site_lines(pages) == expected


def test_what_is_told_of_a_line_grows_in_steps_with_the_other_documents_that_hold_it() -> None:
    told = [weight(n, 101) for n in range(1, 102)]
    assert told == sorted(told)
    assert told[0] == 0.0
    assert told[-1] == 0.75
    assert set(told) == {0.0, 0.3, 0.75}


@pytest.mark.parametrize(
    "url",
    [
        "https://web.archive.org/web/20160102030405/http://www.news.example/a?b=1",
        "web.archive.org/web/2016id_/http://www.news.example/a?b=1",
        "https://archive.ph/20160102/http://www.news.example/a?b=1",
        "http://www.news.example/a?b=1",
    ],
)
def test_a_capture_in_an_archive_has_the_address_of_its_page(url: str) -> None:
    assert own_address(url) == "http://www.news.example/a?b=1"
    assert host(own_address(url)) == "news.example"


def test_a_line_known_of_the_site_is_less_likely_body() -> None:
    text = f"Read what our readers liked most in the week that lies behind us.\n{WIRE}"
    line = text.splitlines()[0].lower()
    without = extract_text(text).blocks[0]
    known = extract_text(text, site_lines={line: 0.75}).blocks[0]
    assert known.score < without.score
