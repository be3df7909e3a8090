"""What a reader would call the body is kept, in many shapes and languages; the rest is labelled."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tasks.boilerplate import Page, extract_html, extract_text

PAGES: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "boilerplate_pages.toml").read_text("utf-8")
)
TWO: str = PAGES.pop("two")["text"]
SHAPES = ("plain", "spaced", "repeated", "bare")


def flattened(language: str, shape: str) -> str:
    page = PAGES[language]
    head = [page["title"]] if shape == "bare" else [*page["head"], page["title"], page["date"]]
    if shape == "repeated":
        head.append(page["title"])
    tail = [] if shape == "bare" else page["tail"]
    return ("\n\n" if shape == "spaced" else "\n").join([*head, *page["body"], *tail])


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("language", sorted(PAGES))
def test_the_body_is_kept_and_furniture_is_not_in_any_language(language: str, shape: str) -> None:
    page = PAGES[language]
    found = extract_text(flattened(language, shape))
    assert len(found.stories) == 1
    text = found.stories[0].text
    assert all(paragraph in text for paragraph in page["body"])
    lines = text.split("\n\n")
    furniture = [line for line in lines if line in page["head"] or line in page["tail"]]
    assert len(furniture) <= 1


@pytest.mark.parametrize("language", ["de", "ru", "fr", "ar"])
def test_the_title_is_found_once_however_often_it_stands_there(language: str) -> None:
    found = extract_text(flattened(language, "repeated"))
    assert found.stories[0].title == PAGES[language]["title"]
    assert PAGES[language]["title"] not in found.stories[0].text
    assert [block.label for block in found.blocks].count("title") == 1


def markup(language: str) -> str:
    page = PAGES[language]
    links = "".join(f'<li><a href="/{n}">{line}</a></li>' for n, line in enumerate(page["head"]))
    tail = "".join(f'<a href="/t{n}">{line}</a> ' for n, line in enumerate(page["tail"]))
    body = "".join(f"<p>{line}</p>" for line in page["body"])
    return (
        f"<html><head><title>{page['title']} | Bote</title></head><body><nav><ul>{links}</ul></nav>"
        f"<article><h1>{page['title']}</h1><time>{page['date']}</time>{body}</article>"
        f"<footer><div class='links'>{tail}</div></footer></body></html>"
    )


@pytest.mark.parametrize("language", sorted(PAGES))
def test_markup_and_its_flattened_text_give_the_same_body(language: str) -> None:
    page = extract_html(markup(language), url="https://www.bote.example/1")
    assert len(page.stories) == 1
    assert page.stories[0].text.split("\n\n") == PAGES[language]["body"]
    assert page.stories[0].title == PAGES[language]["title"]
    assert page.site == "bote.example"


def test_two_stories_on_one_page_become_two_with_their_own_titles_and_agencies() -> None:
    page = extract_text(TWO)
    assert [story.title for story in page.stories] == [
        "Council approves the harbour budget",
        "Volcano on Isle of Roke quiet again, says observatory",
    ]
    assert [story.agency for story in page.stories] == ["Harbour Herald", "The Roke Gazette"]
    first, second = page.stories
    assert "swimming hall" in first.text
    assert "Geologists" not in first.text
    assert second.text.startswith("Geologists")
    assert first.end < second.start


STORY = [
    "PORT ANDERS (HH) – The council of Port Anders approved the harbour budget on Friday after a "
    "debate of four hours, with nine votes for and six against.",
    "The budget sets aside two million for the repair of the old pier, which storms damaged in "
    "the winter, and half a million for a new crane at the fish market.",
    "Opponents said that the town should first pay back the loan it took for the swimming hall, "
    "whose roof is still leaking three years after it was opened.",
]


def labels(page: Page) -> dict[str, str]:
    return {page.text[block.start : block.end]: block.label for block in page.blocks}


def test_notes_bylines_and_datelines_are_read() -> None:
    page = extract_text(
        "\n\n".join(
            [
                "Council approves the harbour budget",
                "Friday, 1 March 2019",
                *STORY,
                "Translated and edited by The Coast Observer",
            ]
        )
    )
    story = page.stories[0]
    assert story.publisher == "The Coast Observer"
    assert (story.place, story.agency) == ("PORT ANDERS", "HH")
    found = labels(page)
    assert found["Friday, 1 March 2019"] == "dateline"
    assert found["Translated and edited by The Coast Observer"] == "note"
    assert story.text == "\n\n".join(STORY)


def test_a_caption_that_stands_twice_is_kept_once_and_never_as_body() -> None:
    caption = "Members of the Port Anders council meet in the town hall (photo by the council)"
    page = extract_text(
        "\n\n".join(["Council approves budget", STORY[0], caption, caption, *STORY[1:]])
    )
    assert [block.label for block in page.blocks].count("caption") == 1
    assert caption not in page.stories[0].text


def test_an_archive_banner_gives_the_page_its_address() -> None:
    banner = (
        "This website harbour.example/news/council-approves-budget/ is currently offline. This is "
        "a snapshot of the page from the Internet Archive's Wayback Machine."
    )
    page = extract_text("\n\n".join([banner, "Council approves budget", *STORY]))
    assert page.url == "harbour.example/news/council-approves-budget/"
    assert page.site == "harbour.example"
    assert banner not in page.stories[0].text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00\x00",
        "\ud800",
        "a" * 1_000_000,
        "word " * 200_000,
        "\u0301" * 100_000,
        "\n" * 50_000,
    ],
)
def test_odd_text_gives_a_page(text: str) -> None:
    assert extract_text(text).text == text


@pytest.mark.parametrize(
    "html", ["", b"", b"\xff\xfe", "<", "<html>", "***", "<!-- -->", "<div>" * 30_000]
)
def test_odd_markup_gives_a_page(html: str | bytes) -> None:
    assert extract_html(html).stories == ()
