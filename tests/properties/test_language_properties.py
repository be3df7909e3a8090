"""What holds of every text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.language import UNKNOWN, Language, detect, detect_document, detect_many

ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=200)
WORDS = (
    "the", "der", "le", "новости", "と", "العالم", "of", "и", "12", "http://x.org/a", "a@b.cd",
    "\ud800", "\n", "NATO",
)  # fmt: skip
WORDY = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
TEXTS = st.one_of(ANY, WORDY)


def sound(found: Language) -> None:
    assert found.code
    assert 0 <= found.confidence <= 1
    shares = [share for _, share in found.candidates]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) <= 1.001
    if found.code == UNKNOWN:
        assert found.confidence == 0
        assert found.reason
    else:
        assert found.candidates[0] == (found.code, found.confidence)


@settings(deadline=None, max_examples=200)
@given(TEXTS)
def test_every_text_has_a_sound_answer(text: str) -> None:
    sound(detect(text))


@settings(deadline=None, max_examples=60)
@given(st.lists(TEXTS, max_size=8))
def test_a_batch_answers_as_each_alone(texts: list[str]) -> None:
    alone = [detect(text) for text in texts]
    assert detect_many(texts) == alone
    assert detect_many(texts[::-1]) == alone[::-1]
    sound(detect_document(texts))


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "\u0301" * 100_000,
        "e" + "\u0301\u0323" * 50_000,
        "www." * 250_000,
        "a@" * 300_000,
        "a." * 300_000 + "/",
        "word " * 200_000,
        "Line of some thirty letters or so, and then it ends here, at last.\n" * 15_000,
        "\x00" * 1_000_000,
        "\ud800" * 100_000,
        "\n" * 1_000_000,
    ],
    ids=range(11),
)
def test_long_texts_take_no_longer_than_their_reading(text: str) -> None:
    detect("loaded")
    started = time.process_time()
    sound(detect(text))
    assert time.process_time() - started < 1
