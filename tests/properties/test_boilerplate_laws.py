"""The laws of a page hold for any text and any markup."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.boilerplate import BODY, Page, extract_html, extract_text
from tasks.boilerplate.characters import read_characters
from tasks.boilerplate.lines import fold
from tasks.boilerplate.vocabulary import read_tokens
from tasks.boilerplate.words import tokens

LINE = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "Search",
            "The minister met his colleague in the capital on Monday to discuss the new road.",
            "«Wir bauen die Brücke im nächsten Jahr», sagte der Bürgermeister am Dienstag im Rat.",
            "قال الوزير إن الطريق الجديد سيفتح في نهاية الشهر المقبل بعد اكتمال العمل.",
            "Harbour Town, (HN) – The council voted on Friday to rebuild the old pier by spring.",
            "%d readers like this:",
            "",
        ]
    ),
)
TEXT = st.one_of(st.text(), st.lists(LINE, max_size=12).map("\n".join))
TAG = st.sampled_from(["p", "div", "li", "h1", "nav", "a", "span", "pre", "figcaption", "br"])
HTML = st.lists(st.tuples(TAG, LINE), max_size=10).map(
    lambda parts: "".join(f"<{tag}>{line}</{tag}>" for tag, line in parts)
)


def check(page: Page) -> None:
    before = 0
    for block in page.blocks:
        assert before <= block.start < block.end <= len(page.text)
        before = block.end
        assert 0.0 <= block.score <= 1.0
        assert block.reason
        assert block.keep == (block.story is not None and block.label in BODY)
        assert (block.text_start is None) == (block.text_end is None) == (not block.keep)
        if block.story is not None and block.text_start is not None:
            story = page.stories[block.story]
            kept = story.text[block.text_start : block.text_end]
            assert kept == page.text[block.start : block.end]
    for number, story in enumerate(page.stories):
        assert story.blocks == tuple(block for block in page.blocks if block.story == number)
        kept_texts = [page.text[b.start : b.end] for b in story.blocks if b.keep]
        assert kept_texts
        assert story.text == "\n\n".join(kept_texts)
        assert story.title is None or story.title.strip()
    inside = {place for block in page.blocks for place in range(block.start, block.end)}
    outside = "".join(char for place, char in enumerate(page.text) if place not in inside)
    assert not fold(outside)


@given(TEXT)
@settings(max_examples=60, deadline=None)
def test_every_law_holds_for_any_text(text: str) -> None:
    page = extract_text(text)
    assert page.text == text
    check(page)
    assert extract_text(text) == page


@given(st.one_of(HTML, st.text(), st.binary(max_size=200)))
@settings(max_examples=60, deadline=None)
def test_every_law_holds_for_any_markup(html: str | bytes) -> None:
    page = extract_html(html)
    check(page)
    assert extract_html(html) == page


@given(st.lists(LINE.map(fold).filter(bool), min_size=1, max_size=8))
@settings(max_examples=100, deadline=None)
def test_tokens_of_a_page_are_those_of_its_lines(lines: list[str]) -> None:
    texts = [line.replace("\n", " ") for line in lines]
    found = read_tokens([text.lower() for text in texts], read_characters(texts))
    assert found == [tokens(text.lower()) for text in texts]


@given(st.lists(st.sampled_from(["İstanbul", "किताब", "新桥", "é_1", "A-b", "\ud800", "Σ"])))
@settings(max_examples=60, deadline=None)
def test_tokens_of_odd_words_are_found_as_elsewhere(words: list[str]) -> None:
    texts = [*words, " ".join(["end", *words])]
    found = read_tokens([text.lower() for text in texts], read_characters(texts))
    assert found == [tokens(text.lower()) for text in texts]
