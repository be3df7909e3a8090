"""Headlines of other stories, in a box within the body, are no headings of this one."""

from __future__ import annotations

import pytest

from tasks.boilerplate import extract_text

BODY = (
    "The council agreed on Tuesday to spend three million on bridges, and work on the first of "
    "them will begin next month when the water is low.",
    "Mayor Rosalind Oliver said that nobody should have to wait for an hour to cross a river that "
    "a child can throw a stone over.",
    "The opposition had asked for a later date, because the river is high in spring and the last "
    "two bridges were both washed away.",
)
HEADLINES = ("Ferry stops for a week", "How the old bridge fell: a look back at the flood")


def page(*box: str) -> str:
    return "\n\n".join(("Council agrees on bridges", BODY[0], BODY[1], *box, BODY[2]))


@pytest.mark.parametrize(
    "opening", ["Read also", "LIRE AUSSI :", "Lesen Sie auch", "相关阅读", "İLGİLİ HABER"]
)
def test_a_box_is_left_out_and_the_body_goes_on(opening: str) -> None:
    (story,) = extract_text(page(opening, *HEADLINES)).stories
    assert story.text == "\n\n".join(BODY)


def test_an_opening_and_a_headline_may_share_a_line() -> None:
    (story,) = extract_text(page(f"Lire aussi : {HEADLINES[0]}")).stories
    assert story.text == "\n\n".join(BODY)


def test_a_heading_without_such_an_opening_stays() -> None:
    (story,) = extract_text(page("What happens next")).stories
    assert "What happens next" in story.text


def test_a_call_to_the_readers_is_left_out() -> None:
    call = "Sign up for our free newsletter and get the stories of the day before breakfast."
    (story,) = extract_text(page(call)).stories
    assert story.text == "\n\n".join(BODY)


def test_that_somebody_signs_up_for_something_is_none() -> None:
    said = "Some 400 people signed up for the newsletter of the bridge builders on Tuesday alone."
    (story,) = extract_text(page(said)).stories
    assert said in story.text
