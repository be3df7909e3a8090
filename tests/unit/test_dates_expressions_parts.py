"""The parts of the grammar: patterns, tokens, calendar arithmetic, quantities, feasts."""

import re
import tomllib
from datetime import date
from importlib.resources import files

import pytest

from tasks.dates.expressions.calendar import covered, moved, shifted
from tasks.dates.expressions.finding import READERS
from tasks.dates.expressions.holidays import easter, feast
from tasks.dates.expressions.numerals import numeral_classes
from tasks.dates.expressions.patterns import compile_pattern
from tasks.dates.expressions.quantities import PERIODS, amount, period
from tasks.dates.expressions.rules import LANGUAGES, grammar
from tasks.dates.expressions.tokens import tokenize

CLASSES = {"A": frozenset("a"), "B": frozenset("b"), "C": frozenset("cd"), "=x": frozenset("x")}


def having(name: str) -> frozenset[str]:
    return CLASSES.get(name, frozenset())


@pytest.mark.parametrize(
    ("pattern", "matching", "failing"),
    [
        ("A B", ["ab"], ["a", "ba"]),
        ("A? C", ["ac", "d"], ["a"]),
        ("A | B C", ["a", "bd"], ["b"]),
        ("A{2,3}", ["aa", "aaa"], ["a"]),
        ("'x' (A | B)*", ["x", "xab"], ["a"]),
        ("M B", ["ab", "cb"], ["b"]),
        ("A (?! B) C?", ["a", "ac"], ["ab"]),
    ],
)
def test_patterns(pattern: str, matching: list[str], failing: list[str]) -> None:
    piece = compile_pattern(pattern, having, {"M": "A | C"})
    for text in matching:
        assert re.fullmatch(piece.regex, text)
        assert text[0] in piece.first
        assert piece.single if len(text) == 1 else text[1] in piece.second
    for text in failing:
        assert not re.fullmatch(piece.regex, text)


@pytest.mark.parametrize("pattern", ["(A", "A)", "UNKNOWN", "A ~ B", "'never'"])
def test_malformed_patterns_are_told(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        compile_pattern(pattern, having, {})


def test_two_branches_may_name_the_same_part() -> None:
    piece = compile_pattern("<day:A> B | B <day:A>", having, {})
    match = re.fullmatch(piece.regex, "ba")
    assert match is not None
    assert {k.rstrip("0123456789") for k, v in match.groupdict().items() if v} == {"day"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_a_reader_and_every_unit_a_period(language: str) -> None:
    rules = grammar(language)
    assert {r.reader for starting in rules.starting.values() for r in starting} <= set(READERS)
    for name in ("UNIT", "DUAL"):
        assert set(rules.lexicon.meanings.get(name, {}).values()) <= set(PERIODS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_rules_of_a_language_have_names_of_their_own(language: str) -> None:
    resource = files("tasks.dates").joinpath("data", "expressions", f"{language}.toml")
    names = [rule["name"] for rule in tomllib.loads(resource.read_text("utf-8"))["rules"]]
    assert len(names) == len(set(names)) >= 35


def test_tokens() -> None:
    tokens = tokenize("On 10:30pm, 2016-10-28 — U.S.\n\nFriday", grammar("en").lexicon)
    assert tokens.words == [
        "On", "10:30pm", ",", "2016-10-28", "— ", "U", ".", "S", ".", "\n\n", "Friday"
    ]  # fmt: skip
    assert len(tokens.classes) == len(tokens.words) == len(tokens.spans)


@pytest.mark.parametrize(
    ("token", "name"),
    [
        ("31", "DAY"), ("2016", "LIKELYYEAR"), ("1789", "YEAR"), ("21st", "DAYORD"),
        ("1990s", "DECADE"), ("10:30", "CLOCK"), ("9pm", "CLOCKM"), ("28.10.2016", "NUMDATE"),
        ("2016-10-28", "ISODATE"), ("٢٠١٦", "LIKELYYEAR"), ("8-12", "DAYSPAN"),
    ],
)  # fmt: skip
def test_numerals(token: str, name: str) -> None:
    assert name in numeral_classes(token)


@pytest.mark.parametrize("token", ["24/7", "555-1987-22-1", "192.168.1.10", "3.4.5.6", "9" * 500])
def test_numbers_that_are_no_dates_parts(token: str) -> None:
    assert numeral_classes(token) == frozenset()


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2016", date(2016, 1, 1), date(2016, 12, 31)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2016-W42", date(2016, 10, 17), date(2016, 10, 23)),
        ("2016-W42-WE", date(2016, 10, 22), date(2016, 10, 23)),
        ("2016-Q3", date(2016, 7, 1), date(2016, 9, 30)),
        ("2016-H1", date(2016, 1, 1), date(2016, 6, 30)),
        ("2016-WI", date(2016, 12, 1), date(2017, 2, 28)),
        ("2016-10-28TMO", date(2016, 10, 28), date(2016, 10, 28)),
        ("199X", date(1990, 1, 1), date(1999, 12, 31)),
        ("18XX", date(1800, 1, 1), date(1899, 12, 31)),
        ("PRESENT_REF", None, None),
        ("XXXX-WXX-5", None, None),
    ],
)
def test_days_covered(value: str, first: date | None, last: date | None) -> None:
    assert covered(value) == (first, last)


def test_units_before_and_after_a_day() -> None:
    day = date(2017, 1, 31)
    assert shifted(day, "M", -1) == "2016-12"
    assert shifted(day, "Q", -1) == "2016-Q4"
    assert shifted(day, "HY", -1) == "2016-H2"
    assert shifted(day, "W", 1) == "2017-W06"
    assert shifted(day, "DE", -1) == "200X"
    assert moved(day, "M", 1) == date(2017, 2, 28)
    with pytest.raises(OverflowError):
        shifted(day, "Y", -3000)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        (["twenty", "-", "five"], 25), (["1,500"], 1500), (["2.5"], 2.5), (["a", "couple"], 2),
        (["two", "hundred"], 200), (["5", "1/2"], 5.5), (["a", "dozen"], 12), (["few"], None),
    ],
)  # fmt: skip
def test_amounts(words: list[str], number: float | None) -> None:
    assert amount(words, grammar("en").lexicon) == number


@pytest.mark.parametrize(
    ("count", "unit", "value"),
    [
        (2, "Y", "P2Y"), (0.5, "TH", "PT30M"), (2.5, "Y", "P2Y6M"), (None, "W", "PXW"),
        (3, "Q", "P9M"), (2, "DE", "P20Y"), (0.16, "TS", "PT0.16S"),
    ],
)  # fmt: skip
def test_periods(count: float | None, unit: str, value: str) -> None:
    assert period(count, unit) == value


def test_feasts() -> None:
    assert easter(2017) == date(2017, 4, 16)
    assert easter(2000) == date(2000, 4, 23)
    assert feast("easter-2", 2017) == date(2017, 4, 14)
    assert feast("11-4-3", 2012) == date(2012, 11, 22)
    assert feast("12-25", 2016) == date(2016, 12, 25)
