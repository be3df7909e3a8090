"""The small parts: tokens, lines, decoding, facts of notes and date lines, trees."""

from __future__ import annotations

import numpy as np
import pytest

from tasks.boilerplate import facts
from tasks.boilerplate.characters import read_characters
from tasks.boilerplate.decode import LEAST, MOST, kept_lines, with_sentences
from tasks.boilerplate.features import COLUMNS, describe
from tasks.boilerplate.linear import log_odds, read_terms, terms
from tasks.boilerplate.lines import BLANK, ENDS, fold, read_lines
from tasks.boilerplate.markup import decode, flatten
from tasks.boilerplate.vocabulary import read_vocabulary
from tasks.boilerplate.words import tokens


def test_unspaced_scripts_are_counted_by_characters_and_vowel_signs_do_not_part_words() -> None:
    assert tokens("新桥 opened") == ["新", "桥", "opened"]
    assert describe(read_lines("新桥开通\ntwo words")).sizes.tolist() == [2.0, 2.0]
    assert tokens("प्रकाशित हुआ") == ["प्रकाशित", "हुआ"]


def test_lines_are_spans_without_the_space_around_them() -> None:
    text = "  One\u00a0line \r\n\n\u200b\n\tTwo  words\u00ad\n"
    lines = read_lines(text)
    assert [text[line.start : line.end] for line in lines] == ["One\u00a0line", "Two  words"]
    assert [line.text for line in lines] == ["One line", "Two words"]
    assert fold("\x00 a \t b\u2060") == "a b"


def test_all_that_counts_as_blank_is_left_out_at_the_ends_of_lines() -> None:
    blank = [char for char in map(chr, range(0x11000)) if not fold(f"{char}")]
    assert set(blank) == set(BLANK)
    around = "".join(char for char in blank if char not in ENDS + "\n")
    text = f"{around}One{around}line{around}\r\n\x0b{around}\nTwo"
    lines = read_lines(text)
    assert [text[line.start : line.end] for line in lines] == [f"One{around}line", "Two"]
    assert [(line.text, line.blanks) for line in lines] == [("One line", 0), ("Two", 1)]


def test_a_million_blanks_take_no_time() -> None:
    assert read_lines(" \u200b" * 500_000 + "." + "\t " * 500_000)[0].text == "."


def test_phrases_of_furniture_are_counted_in_many_languages() -> None:
    for phrase, kind in (
        ("read more", "related"),
        ("lesen sie auch", "related"),
        ("все права защищены", "legal"),
        ("تسجيل الدخول", "interface"),
        ("返回顶部", "interface"),
    ):
        (row,) = describe(read_lines(phrase)).rows
        assert row[COLUMNS.index(f"kind_{kind}")] > 0, phrase
        assert row[COLUMNS.index("covered")] == 1
    (row,) = describe(read_lines("bridges carry heavy trains")).rows
    assert row[COLUMNS.index("covered")] == 0


def test_the_decoder_keeps_what_maximises_expected_f1_and_never_beyond_its_bounds() -> None:
    likely = np.array([0.9, 0.05, 0.8, 0.3], np.float32)
    sizes = np.array([50, 5, 40, 30], np.float32)
    kept, cut = kept_lines(likely, sizes)
    assert kept.tolist() == [True, False, True, False]
    assert LEAST <= cut <= MOST + 1e-6
    assert kept_lines(np.zeros(0, np.float32), np.zeros(0, np.float32))[0].tolist() == []
    low, _ = kept_lines(np.full(3, 0.05, np.float32), np.ones(3, np.float32))
    assert not low.any()


def test_sentences_in_or_beside_the_body_are_kept_from_a_lower_probability_on() -> None:
    kept = np.array([False, True, False, True, False, False, False, False])
    likely = np.array([0.3, 0.9, 0.3, 0.9, 0.3, 0.05, 0.3, 0.3], np.float32)
    sizes = np.array([5, 40, 20, 40, 20, 20, 20, 20], np.float32)
    ends = np.ones(8, bool)
    found = with_sentences(kept, likely, sizes, ends)
    assert found.tolist() == [False, True, True, True, True, False, False, False]
    heading = np.array([0.9, 0.45, 0.9, 0.45], np.float32)
    short = np.array([40, 3, 40, 3], np.float32)
    between = with_sentences(heading > 0.6, heading, short, np.zeros(4, bool))
    assert between.tolist() == [True, True, True, False]
    nothing = np.zeros(8, bool)
    assert with_sentences(nothing, likely, sizes, ends).tolist() == (sizes >= 40).tolist()


def test_terms_tell_numbers_apart_only_by_length_and_odds_add_up() -> None:
    assert terms(["in", "2019"]) == terms(["in", "2023"])
    assert terms([]) == []
    table = read_terms([("search", -2.0), ("^search", -0.5)])
    odds = log_odds(read_vocabulary([["search"], ["bridge"], []]), table)
    assert odds[:, 0].tolist() == [-2.5, 0.0, 0.0]
    assert odds[:, 1].tolist() == [1.0, 0.0, 1.0]


def test_the_odds_of_a_line_are_the_weights_of_its_terms() -> None:
    listed = [
        "The bridge was opened in 1984 by the mayor, and 12 boats sailed under it in 1985",
        "read more",
        "12 000 readers",
        "one two three four five six seven eight nine ten",
        "...",
        "Read more about the bridge here",
    ]
    found = [tokens(line.lower()) for line in listed]
    spelled = sorted({term for own in found for term in terms(own)})
    weights = {term: (n % 13 - 6) / 8 for n, term in enumerate(spelled) if n % 3}
    odds = log_odds(read_vocabulary(found), read_terms(weights.items()))
    for n, own in enumerate(found):
        wanted = sum(weights.get(term, 0.0) for term in terms(own))
        assert odds[n, 0] == pytest.approx(max(-8.0, min(8.0, wanted)))


def test_kinds_of_characters_are_counted_line_by_line() -> None:
    chars = read_characters(["Привет, 2 мира!", "新桥", "𝐀🙂"])
    assert chars.counted("word").tolist() == [11, 2, 1]
    assert chars.counted("comma").tolist() == [1, 0, 0]
    assert chars.counted("digit").tolist() == [1, 0, 0]
    assert chars.counted("upper").tolist() == [1, 0, 1]
    assert chars.counted("unspaced").tolist() == [0, 2, 0]


def test_lines_are_described_by_what_they_hold() -> None:
    text = "\n\nREAD more at www.harbour.example\n1. On 12.03.2019, at 10:45 (CET)…\nЭто «дом».\n"
    rows = describe(read_lines(text)).rows
    told = [dict(zip(COLUMNS, row.tolist(), strict=True)) for row in rows]
    assert told[0]["address"] == 1
    assert told[0]["upper"] == 0.25
    assert told[0]["date"] == 0
    assert told[0]["longest"] == len("www.harbour.example")
    assert all(told[1][name] == 1 for name in ("date", "clock", "year", "marked", "ellipsis"))
    assert told[1]["parens"] == 1
    assert told[1]["commas"] == 1
    assert told[1]["first_digit"] == 1
    assert told[2]["quotes"] == 2
    assert told[2]["ends_strict"] == 1
    assert told[2]["capitals"] == 0.5
    assert [line["blanks"] for line in told] == [1, 0, 0]


@pytest.mark.parametrize(
    ("text", "place", "agency"),
    [
        ("DAMASCUS, (ST) – The president said", "DAMASCUS", "ST"),
        ("LONDON (Reuters) - The man", "LONDON", "Reuters"),
        ("Paris, 3 March (AFP) — Le ministre", "Paris", "AFP"),
        ("WASHINGTON, D.C. — The court", "WASHINGTON", None),
        ("МОСКВА, 28 октября — Министр сказал", "МОСКВА", None),
        ("Al-Moallem also met his colleague", None, None),
        ("He left - no one knew", None, None),
        ("", None, None),
    ],
)
def test_leads_of_paragraphs(text: str, place: str | None, agency: str | None) -> None:
    assert facts.lead(text) == (place, agency)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("TASS, Oct 28, 2016 (more below)", "TASS"),
        ("Published on the website of the Harbour Ministry, Oct 28, 2016", "Harbour Ministry"),
        ("Thursday, 26 July 2018", None),
        ("Oct 28, 2016", None),
        ("By Anna Bell, 3 May 2020", None),
    ],
)
def test_sources_of_date_lines(text: str, name: str | None) -> None:
    assert facts.source(text) == name


def test_notes_name_their_publisher() -> None:
    assert facts.publisher("Translated and edited by The Coast Observer") == "The Coast Observer"
    note = "This article was edited by The Coast Observer. Responsibility lies with the author."
    assert facts.is_note(note)
    assert facts.publisher(note) == "The Coast Observer"
    assert not facts.is_note("The minister translated the letter for his guests.")
    assert facts.is_note("Anmerkung der Redaktion: Der Text erschien zuerst im Boten.")


def test_bylines_give_names() -> None:
    assert facts.authors("By Anna Bell and Omar Roy | 3 May 2020") == ("Anna Bell", "Omar Roy")
    assert facts.authors("Von Jana Krüger") == ("Jana Krüger",)
    assert facts.is_name("Dr. Omar Abdo Al-Roy")
    assert not facts.is_name("Read more stories here")


def test_site_counts_enter_as_a_feature_and_minus_one_is_unknown() -> None:
    lines = read_lines("Subscribe now\nThe council met on Friday.")
    column = COLUMNS.index("site")
    assert describe(lines).rows[:, column].tolist() == [-1.0, -1.0]
    known = describe(lines, {"subscribe now": 0.5}).rows[:, column]
    assert known.tolist() == [0.5, -1.0]


def test_markup_is_decoded_by_mark_declaration_and_guess() -> None:
    assert decode("é".encode("utf-16")) == "é"
    assert decode('<meta charset="windows-1251">мост'.encode("cp1251")).endswith("мост")
    assert decode(b"caf\xe9") == "café"
    assert decode("a\ud800b") == "a\ufffdb"


def test_hidden_and_linked_text_is_marked_in_its_place() -> None:
    page = flatten(
        "<body><div style='display:none'>Menu</div><p>A <a href='/'>link</a></p>"
        "<script>no()</script><pre>one\ntwo</pre></body>"
    )
    assert [line.text for line in page.lines] == ["Menu", "A link", "one", "two"]
    assert [place.hidden for place in page.places] == [True, False, False, False]
    assert page.places[1].link == pytest.approx(4 / 6)
    assert page.text == "Menu\nA link\none\ntwo"


def test_a_page_that_shows_its_text_only_without_scripts_is_read_all_the_same() -> None:
    words = "The council met on Friday to talk about the harbour. " * 5
    page = flatten(f"<body><div>Loading</div><noscript><p>{words}</p></noscript></body>")
    assert [line.text for line in page.lines] == ["Loading", words.strip()]
    plain = flatten(f"<body><p>{words * 8}</p><noscript>Please turn on scripts</noscript></body>")
    assert len(plain.lines) == 1
