"""Text of documents is shown as it is, wherever it is shown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.reporting.plain import LONGEST, markdown, plain

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "[here](javascript:alert(1))",
    "| a | b |",
    "**bold** _slanted_ `code` ~~gone~~",
    "# heading",
    "http://example.org/a_b&c=d",
    "a\\",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_sign_acts_in_markdown(text: str) -> None:
    shown = markdown(text)
    assert not re.search(r"(?<!\\)(?:\\\\)*[<>\[\]()|*_`~#&!:]", shown)


@given(st.text(max_size=LONGEST))
def test_markdown_without_its_backslashes_is_the_plain_text(text: str) -> None:
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown(text)) == plain(text)


@given(st.text())
def test_plain_text_is_one_line_without_control(text: str) -> None:
    shown = plain(text)
    assert len(shown) <= LONGEST
    assert shown == " ".join(shown.split())
    assert "\x1b" not in shown


def test_a_long_text_ends_with_a_mark() -> None:
    assert plain("word " * 100).endswith("…")
