"""What the lines around a story are: titles, date lines, bylines, captions and notes."""

from __future__ import annotations

import numpy as np
import pytest

from tasks.boilerplate import Page, extract_html, extract_text, facts
from tasks.boilerplate.features import describe
from tasks.boilerplate.lines import read_lines
from tasks.boilerplate.marks import MARKS, marks
from tasks.boilerplate.role_features import around, role_features
from tasks.boilerplate.titles import declared_title, plain_title
from tasks.boilerplate.words import tokens

BODY = [
    "The town council of Port Anders voted on Tuesday to close the old harbour bridge for repairs "
    "that will last until the spring, the mayor said after the meeting.",
    "Engineers found cracks in two of the nine arches last month, and lorries have had to take the "
    "long road around the bay since then.",
    "The works will cost four million and will be paid for by the province, which owns the bridge "
    "since the reform of the roads eleven years ago.",
    "Shops on the northern side fear for their winter business; the council promised a free ferry "
    "every half an hour between six in the morning and ten at night.",
]


def of(text: str) -> dict[str, float]:
    lines = read_lines(text)
    found = marks(lines, describe(lines), 0, 1)[0]
    return dict(zip(MARKS, found.tolist(), strict=True))


def labels(page: Page) -> dict[str, str]:
    return {page.text[block.start : block.end]: block.label for block in page.blocks}


@pytest.mark.parametrize(
    "text",
    [
        "Published: 3 May 2020",
        "Opublikowano 3 maja 2020, 11:22",
        "Aktualisiert am 3. Mai 2020 um 11:22 Uhr",
        "mardi 5 juin 2018",
        "опубликовано 11 октября 2018",
    ],
)
def test_a_line_with_little_but_a_date_has_little_else(text: str) -> None:
    found = of(text)
    assert found["date"]
    assert found["rest"] <= 2
    assert not found["ago"]


def test_ages_and_reading_times_are_told_apart() -> None:
    assert of("Hace 13 horas")["ago"]
    assert of("vor 3 Stunden")["ago"]
    assert of("منذ 3 ساعات")["ago"]
    assert of("5 min read")["reading"]
    assert of("Lesezeit: 4 Minuten")["reading"]
    assert not of("The bridge is closed")["reading"]


def test_marks_of_a_line_do_not_depend_on_the_lines_around_it() -> None:
    listed = ["By Anna Bell", "(Photo: The Herald)", "In Harbour News", "3 May 2020", "$ 5 and 7 %",
              "LONDON (Reuters) - The bridge over the bay was closed again on Friday", "@annabell",
              "menu"]  # fmt: skip
    lines = read_lines("\n".join(listed))
    together = marks(lines, describe(lines), 0, len(lines))
    for n, text in enumerate(listed):
        assert dict(zip(MARKS, together[n].tolist(), strict=True)) == of(text)
    told = {name: together[:, n].astype(bool).tolist() for n, name in enumerate(MARKS)}
    for name, place in (
        ("by", 0), ("credit", 1), ("section", 2), ("date", 3), ("price", 4), ("lead", 5),
        ("handle", 6), ("caseless", None),
    ):  # fmt: skip
        assert told[name] == [n == place for n in range(len(listed))], name


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("By Anna Bell and Omar Roy", 2),
        ("Von Jürgen Weiß | 3. Mai 2020", 1),
        ("ANNA BELL", 1),
        ("Par Loïc Le Goff", 1),
        ("Share this story with friends", 0),
    ],
)
def test_names_are_counted(text: str, named: int) -> None:
    assert of(text)["named"] == named


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bridge closed until spring | The Anders Post", "Bridge closed until spring"),
        ("Bridge closed until spring - anderspost.example", "Bridge closed until spring"),
        ("The Anders Post – Bridge closed until spring", "Bridge closed until spring"),
        ("# Bridge closed until spring", "Bridge closed until spring"),
        ("Bridge closed - ferry instead", "Bridge closed - ferry instead"),
        ("The Anders Post", "The Anders Post"),
        ("|", "|"),
        ("", ""),
    ],
)
def test_a_title_loses_the_name_of_its_site_and_nothing_else(text: str, expected: str) -> None:
    assert plain_title(text, ("The Anders Post", "anderspost.example")) == expected


def test_a_declared_title_ends_at_its_first_bar() -> None:
    assert declared_title("Bridge closed until spring | News | Anders") == (
        "Bridge closed until spring"
    )
    assert declared_title("Bridge | Closed until spring") == "Bridge | Closed until spring"
    assert declared_title("") == ""
    assert plain_title("Bridge closed | Anders Posts", ("anderspost.example",)) == "Bridge closed"


@pytest.mark.parametrize(
    "text",
    [
        "Disclosure: we may earn a commission from links on this page.",
        "This post contains affiliate links.",
        "(Reporting by Anna Bell; editing by Omar Roy)",
        "Lena Holt contributed to this report.",
        "Dieser Beitrag entstand in Kooperation mit der Fähre AG.",
        "Cet article a été publié une première fois en mai.",
        "This story is part of a series on bridges.",
    ],
)
def test_remarks_of_editors_and_publishers_are_notes(text: str) -> None:
    assert facts.is_note(text)
    assert facts.is_note(text, tokens(text.lower()))


def test_prose_about_money_or_articles_is_no_note() -> None:
    assert not facts.is_note("The ferry will earn its keep by June, said the article in the paper.")
    assert not facts.is_note(BODY[0])


def test_the_outlet_beside_an_author_is_no_author() -> None:
    assert facts.authors("By Anna Bell, anderspost.example") == ("Anna Bell",)
    assert facts.authors("By ANNA BELL and OMAR ROY") == ("ANNA BELL", "OMAR ROY")


def test_date_and_byline_between_title_and_body_are_found_in_text() -> None:
    head = ["Old harbour bridge closed until spring", "By Anna Bell", "3 May 2020, 11:22"]
    page = extract_text("\n\n".join([*head, *BODY]))
    found = labels(page)
    assert [found[line] for line in head] == ["title", "byline", "dateline"]
    assert page.stories[0].authors == ("Anna Bell",)
    assert page.stories[0].text == "\n\n".join(BODY)


def test_roles_of_a_further_story_are_found_beside_its_own_body() -> None:
    second = [line.replace("bridge", "school").replace("harbour", "village") for line in BODY]
    other = "New village school opens after a wait of nine years"
    first = ["Old harbour bridge closed until spring", "The Herald, 3 May 2020", *BODY]
    page = extract_text("\n\n".join([*first, other, "The Gazette, 4 May 2020", *second]))
    assert [story.agency for story in page.stories] == ["The Herald", "The Gazette"]
    assert labels(page)["The Gazette, 4 May 2020"] == "dateline"


def test_markup_tells_roles_that_words_do_not() -> None:
    html = (
        "<html><head><title>Bridge closed - The Anders Post</title>"
        "<meta property='og:site_name' content='The Anders Post'></head><body><article>"
        "<h1>Bridge closed</h1><p class='byline author'>By Anna Bell</p><time>3 May 2020</time>"
        f"<p>{BODY[0]}</p><figure><img src='a.jpg'><figcaption>The bridge in winter</figcaption>"
        f"</figure><p>{BODY[1]}</p><p>{BODY[2]}</p><p>{BODY[3]}</p></article></body></html>"
    )
    page = extract_html(html)
    found = labels(page)
    assert found["The bridge in winter"] == "caption"
    assert found["3 May 2020"] == "dateline"
    assert found["By Anna Bell"] == "byline"
    assert page.stories[0].title == "Bridge closed"


def test_a_caption_that_recurs_far_away_has_its_label_once() -> None:
    caption = "The old harbour bridge in Port Anders in winter (photo by the council)"
    lines = ["Bridge closed until spring", BODY[0], caption, caption, *BODY[1:3], caption, BODY[3]]
    page = extract_text("\n\n".join(lines))
    assert [block.label for block in page.blocks].count("caption") <= 1


def test_features_are_of_the_lines_around_the_body_only() -> None:
    lines = read_lines("\n".join(["menu"] * 200 + BODY + ["contact"] * 90))
    described = describe(lines)
    kept = described.sizes > 12
    first, last, low, high = around(kept, described.sizes, range(len(lines)))
    assert (first, last) == (200, 203)
    assert 0 < low < first
    assert last < high < len(lines)
    start, table = role_features(lines, described, kept.astype(np.float32), kept)
    assert (start, len(table)) == (low, high - low)
    nothing = np.zeros(len(lines), bool)
    assert role_features(lines, described, nothing.astype(np.float32), nothing)[1].size == 0


def test_a_heading_behind_the_first_paragraph_of_a_story_without_headline_stays_in_its_body() -> (
    None
):
    heading = "Long road around the bay"
    page = extract_text("\n\n".join(["The Herald, 3 May 2020", BODY[0], heading, *BODY[1:]]))
    assert page.stories[0].title is None
    assert heading in page.stories[0].text
    assert page.stories[0].agency == "The Herald"
