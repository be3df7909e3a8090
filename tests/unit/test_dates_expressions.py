"""What find_dates reads, per language, and what it leaves alone."""

import time
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tasks.dates.mentions import DateMention, find_dates

HERE = Path(__file__).parent / "dates_expressions"
SUNDAY = date(2017, 9, 24)


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


GOLDEN = read("golden")["cases"]
LOOKALIKES = [text for group in read("lookalikes").values() for text in group["texts"]]


def only(text: str, anchor: date | None = SUNDAY, language: str = "en") -> DateMention:
    mentions = find_dates(text, anchor, language)
    assert len(mentions) == 1, mentions
    return mentions[0]


@pytest.mark.parametrize("case", GOLDEN, ids=[case["text"][:60] for case in GOLDEN])
def test_golden(case: dict[str, Any]) -> None:
    found = find_dates(case["text"], SUNDAY, case["language"])
    assert [[m.surface, m.kind, m.value or ""] for m in found] == case["mentions"]


def test_lookalikes_are_many() -> None:
    assert len(LOOKALIKES) >= 200


@pytest.mark.parametrize("marked", LOOKALIKES)
def test_lookalike_is_no_date(marked: str) -> None:
    start, end = marked.index("«"), marked.rindex("»") - 1
    text = marked.replace("«", "").replace("»", "")
    overlapping = [m for m in find_dates(text, SUNDAY) if m.start < end and m.end > start]
    assert overlapping == []


def test_every_language_has_golden_sentences() -> None:
    languages = {case["language"] for case in GOLDEN}
    assert languages == {"en", "ar", "de", "es", "fr", "ru"}


def test_without_an_anchor_relative_expressions_keep_a_row_and_a_reason() -> None:
    mention = only("The president met the envoy on Wednesday.", anchor=None)
    assert (mention.surface, mention.kind, mention.value) == ("Wednesday", "DATE", None)
    assert (mention.first, mention.last, mention.anchor) == (None, None, None)
    assert mention.reason == "relative to the text's own date, which is unknown"


def test_without_an_anchor_explicit_dates_resolve() -> None:
    mention = only("The war began in March 2011.", anchor=None)
    assert (mention.value, mention.reason) == ("2011-03", None)
    assert (mention.first, mention.last) == (date(2011, 3, 1), date(2011, 3, 31))


def test_the_anchor_is_told_only_where_it_was_used() -> None:
    relative, explicit = find_dates("He left on Friday, not on 1 May 2016.", SUNDAY)
    assert (relative.anchor, explicit.anchor) == (SUNDAY, None)


def test_a_period_that_touches_the_anchor_has_its_days() -> None:
    mention = only("In the past two years little changed.")
    assert (mention.value, mention.first, mention.last) == ("P2Y", date(2015, 9, 24), SUNDAY)


def test_the_first_months_of_a_year_have_their_days() -> None:
    mention = only("Trade rose in the first eight months of 2016.")
    assert (mention.kind, mention.value) == ("DURATION", "P8M")
    assert (mention.first, mention.last) == (date(2016, 1, 1), date(2016, 8, 31))


def test_the_verb_says_which_friday() -> None:
    assert only("They met on Friday.").value == "2017-09-22"
    assert only("They will meet on Friday.").value == "2017-09-29"
    assert only("It said on Friday that it will buy the firm.").value == "2017-09-22"


def test_the_year_of_a_day_is_the_nearest_that_the_verb_allows() -> None:
    january = date(2017, 1, 10)
    assert only("He died on December 20.", january).value == "2016-12-20"
    assert only("He will speak on February 3.", january).value == "2017-02-03"


def test_day_and_month_in_figures_go_by_language_unless_the_anchor_tells() -> None:
    assert only("on 5/9/2017", date(2017, 6, 30)).value == "2017-05-09"
    assert only("on 5/9/2017", date(2017, 9, 6)).value == "2017-09-05"
    assert only("le 5/9/2017", None, "fr").value == "2017-09-05"


def test_a_weekday_beside_the_day_tells_the_year() -> None:
    assert only("They met on Saturday, July 23.").value == "2016-07-23"


def test_a_clock_time_is_one_of_the_day_just_named() -> None:
    _, clock = find_dates("They met on 3 May 2016, at about 2 p.m. local time.", SUNDAY)
    assert clock.value == "2016-05-03T14:00"


def test_the_next_day_is_reckoned_from_the_day_before_in_the_text() -> None:
    _, following = find_dates("On 3 May 2016 he fled. The next day he was caught.", None)
    assert (following.value, following.anchor) == ("2016-05-04", date(2016, 5, 3))


def test_the_same_day_after_a_year_is_not_guessed() -> None:
    _, same = find_dates("In 2016 he fled. On the same day he was caught.", SUNDAY)
    assert (same.value, same.reason) == (
        None,
        "relative to a day named before it, of which there is none",
    )


def test_impossible_dates_are_none() -> None:
    assert [m.value for m in find_dates("on 31 June 2016", None)] == ["2016-06"]
    assert find_dates("2016-02-30", None) == []


def test_digits_of_other_scripts() -> None:
    assert only("في ٢٤ آذار ٢٠١٧", None, "ar").value == "2017-03-24"


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("tr", "Toplantı 3 Mart 2016 günü yapıldı.", "2016-03-03"),
        ("uk", "Зустріч відбулася 3 березня 2016 року.", "2016-03-03"),
        ("it", "L'incontro del 3 marzo 2016.", "2016-03-03"),
        ("pt", "A reunião de 3 de março de 2016.", "2016-03-03"),
        ("fa", "در مارس ۲۰۱۶", "2016-03"),
        ("ja", "2016-03-03", "2016-03-03"),
        ("und", "2016-03-03", "2016-03-03"),
        ("no such language", "3/3/2016", "2016-03-03"),
    ],
)
def test_other_languages_are_read_for_dates_in_full(language: str, text: str, value: str) -> None:
    assert only(text, None, language).value == value


def test_a_region_is_read_as_its_language() -> None:
    assert only("am Freitag", SUNDAY, "de-AT").value == "2017-09-22"


def test_empty_text() -> None:
    assert find_dates("", SUNDAY) == []


@pytest.mark.parametrize("language", ["en", "ar", "de", "es", "fr", "ru"])
@pytest.mark.parametrize(
    "unit", ["1.", "2011-", "a ", "twenty-", "Friday ", "\n ", "\ud800", "\u0301", "\x00", "كانون "]
)
def test_long_hostile_text_ends(language: str, unit: str) -> None:
    text = unit * (30_000 // len(unit))
    mentions = find_dates(text, SUNDAY, language)
    assert all(text[m.start : m.end] == m.surface for m in mentions)


@pytest.mark.parametrize("unit", ["years ago ", "Friday, ", "2011 ", "a ", "1.1"])
def test_time_is_linear_in_the_length(unit: str) -> None:
    def seconds(length: int) -> float:
        started = time.process_time()
        find_dates(unit * (length // len(unit)), SUNDAY)
        return time.process_time() - started

    seconds(1_000)  # loads the rules
    assert seconds(80_000) < 24 * max(seconds(10_000), 0.01)  # quadratic would be 64 times


@pytest.mark.parametrize(
    ("text", "anchor", "surface", "value"),
    [
        (
            "He will not be back, the envoy said on Friday.",
            date(2017, 9, 24),
            "Friday",
            "2017-09-22",
        ),
        ("They met on Thursday morning.", date(2017, 9, 24), "Thursday morning", "2017-09-21TMO"),
        ('"We heard of it yesterday," he said.', date(2016, 10, 28), "yesterday", "2016-10-27"),
        ("Nothing has moved since August 8.", date(2016, 10, 28), "August 8", "2016-08-08"),
        ("Last week the talks broke off.", date(2016, 10, 28), "Last week", "2016-W42"),
        ("The war began in March 2011.", date(2016, 10, 28), "March 2011", "2011-03"),
        ("He arrived yesterday.", date(2018, 7, 26), "yesterday", "2018-07-25"),
        ("He was received yester evening.", date(2018, 7, 26), "yester evening", "2018-07-25TEV"),
        ("They will meet next week.", date(2018, 7, 26), "next week", "2018-W31"),
    ],
)
def test_days_in_the_manner_of_the_sample_documents(
    text: str, anchor: date, surface: str, value: str
) -> None:
    found = only(text, anchor)
    assert (found.surface, found.value) == (surface, value)


def test_a_weekday_without_an_anchor_has_a_reason_and_no_day() -> None:
    found = only("The ministers met on Wednesday.", None)
    assert (found.surface, found.value, found.first) == ("Wednesday", None, None)
    assert found.reason
