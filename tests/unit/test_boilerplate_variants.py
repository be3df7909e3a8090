"""Variants of training pages: in another language, and with lists of teasers put in."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tasks.boilerplate.features import COLUMNS, describe
from tasks.boilerplate.lines import read_lines
from tasks.boilerplate.words import months, tokens

pytest.importorskip("babel")

from benchmarks.training.boilerplate.foreign import foreign
from benchmarks.training.boilerplate.teasers import Teaser, with_teasers

SENTENCES = {
    "en": "The man and the woman saw the sea. The town has a port and the sea is near.",
    "ru": "Город стоит у моря и в порту шумно. Лодки идут в море и в порт.",
    "zh": "城市靠近大海。港口很热闹。",
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "language" / "sentences"
    folder.mkdir(parents=True)
    for code, text in SENTENCES.items():
        (folder / f"{code}.txt").write_text(text, "utf-8")
    return tmp_path


def test_words_have_one_counterpart_and_phrases_stay_phrases(data: Path) -> None:
    lines = read_lines(
        "Read more\nThe port opened in May 2019.\n\nThe port is big, the port is old."
    )
    made = foreign(lines, data, "ru", random.Random(1))
    assert made == foreign(lines, data, "ru", random.Random(1))
    assert [line.blanks for line in made] == [line.blanks for line in lines]
    assert describe(made).rows[0, COLUMNS.index("kind_related")] > 0
    assert not any(char.isascii() and char.isalpha() for line in made for char in line.text)
    assert made[1].text.endswith(" 2019.")
    assert months() & set(tokens(made[1].text.lower()))
    words = tokens(made[2].text.lower())
    assert words[0] == words[4]
    assert words[1] == words[5]


def test_unspaced_languages_get_no_spaces(data: Path) -> None:
    made = foreign(read_lines("The sea is near, the port is old."), data, "zh", random.Random(1))
    assert " " not in made[0].text
    assert made[0].text.endswith("。")


def test_teasers_are_put_in_and_are_no_body() -> None:
    lines = read_lines("Home\nFirst line of the body.\nSecond line of the body.\nImprint")
    pool = [Teaser(f"Title number {n}", f"Text number {n}.", "example.org") for n in range(9)]
    for seed in range(40):
        made, labels = with_teasers(lines, [0, 1, 1, 0], pool, "en", random.Random(seed))
        assert len(made) == len(labels) > len(lines)
        body = [line.text for line, label in zip(made, labels, strict=True) if label]
        assert body == ["First line of the body.", "Second line of the body."]
