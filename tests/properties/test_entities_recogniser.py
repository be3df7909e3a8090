"""What holds for any text."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.entities import find_entities
from tasks.entities.recognise.tokens import tokenise

WORDS = st.sampled_from(
    [
        *("Anna", "Okafor", "al-Masri", "President", "(Ivan)", "Petrov", "Ankara", "U.N.", "ISIS"),
        *(
            "said",
            "that",
            "the",
            "in",
            "of",
            ".",
            ",",
            "\n\n",
            "Al_Sweida",
            "MOSCOW",
            "–",
            "“",
            "”",
        ),
        *("New", "Zealand's", "Nokia", "2019", "didn't", "http://a.b/c", "@anna", "#Paris", "\n"),
    ]
)
NEWSY = st.lists(WORDS, max_size=60).map(" ".join)
ANY = st.text(st.characters(), max_size=200)
HOSTILE = [
    "",
    "\x00" * 50,
    "\ud800\udfff Anna \ud83d",
    "A" * 1_000_000,
    "a " * 30_000,
    "\u0301" * 100_000,
    "Anna " * 10_000,
    ("(" * 300 + "Anna" + ")" * 300) * 20,
    "." * 100_000,
    "U." * 50_000,
    "o'" * 50_000,
    "\n" * 100_000,
    "\u202eannA\u202c \u200bPutin\ufeff",
]


@given(st.one_of(NEWSY, ANY))
@settings(max_examples=60, deadline=None)
def test_mentions_are_cut_from_the_text_in_order_without_overlaps(text: str) -> None:
    (mentions,) = find_entities([text])
    before = 0
    for mention in mentions:
        assert before <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.surface
        assert 0 <= mention.confidence <= 1
        before = mention.end


@given(st.lists(NEWSY, min_size=1, max_size=8), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_a_text_s_mentions_do_not_depend_on_its_neighbours(
    texts: list[str], random: object
) -> None:
    together = find_entities(texts)
    order = list(range(len(texts)))
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = find_entities([texts[place] for place in order])
    assert [together[place] for place in order] == shuffled
    assert [find_entities([text])[0] for text in texts] == together


@given(ANY)
@settings(max_examples=60, deadline=None)
def test_tokens_cover_all_but_white_space(text: str) -> None:
    tokens = tokenise(text)
    assert "".join(tokens.words) == "".join(text.split())
    assert [text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)] == tokens.words
    assert (tokens.sentence_ends or [0])[-1] == len(tokens.words)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_string_is_too_strange(text: str) -> None:
    started = time.process_time()
    (mentions,) = find_entities([text])
    assert all(text[m.start : m.end] == m.surface for m in mentions)
    assert time.process_time() - started < 20


def test_another_hash_seed_and_locale_change_nothing() -> None:
    code = (
        "from tasks.entities import find_entities;"
        "print(find_entities(['Anna Okafor met Ivan Petrov in Ankara.', 'ISIS left Mosul.']))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("77", "Asia/Tokyo"))
    }
    assert len(outputs) == 1
