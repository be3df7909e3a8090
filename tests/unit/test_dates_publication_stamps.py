"""Dates as they are written: languages, digits, order, time of day, zone, weekday."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tasks.dates.publication.addresses import address_date
from tasks.dates.publication.jalali import gregorian
from tasks.dates.publication.order import agreeing, day_first
from tasks.dates.publication.stamps import find_stamps

WRITTEN = [
    ("Oct 28, 2016", date(2016, 10, 28)),
    ("5th of May 2019", date(2019, 5, 5)),
    ("24. September 2017", date(2017, 9, 24)),
    ("8.Dezember 2010", date(2010, 12, 8)),
    ("1er janvier 2020", date(2020, 1, 1)),
    ("24 de septiembre de 2017", date(2017, 9, 24)),
    ("25 settembre 2017", date(2017, 9, 25)),
    ("3 de março de 2021", date(2021, 3, 3)),
    ("4 maart 2019", date(2019, 3, 4)),
    ("24 сентября 2017", date(2017, 9, 24)),
    ("24 вересня 2017", date(2017, 9, 24)),
    ("28 października 2016", date(2016, 10, 28)),
    ("24 Eylül 2017", date(2017, 9, 24)),
    ("٢٤ سبتمبر ٢٠١٧", date(2017, 9, 24)),
    ("24 أيلول/سبتمبر 2017", date(2017, 9, 24)),
    ("۳ مهر ۱۳۹۶", date(2017, 9, 25)),
    ("2017年9月24日", date(2017, 9, 24)),
    ("2017년 9월 24일", date(2017, 9, 24)),
    ("24 กันยายน 2560", date(2017, 9, 24)),
    ("2017-09-24", date(2017, 9, 24)),
    ("2017/09/24", date(2017, 9, 24)),
    ("24.09.2017", date(2017, 9, 24)),
    ("24/Sep/2017", date(2017, 9, 24)),
    ("12-Sep-17", date(2017, 9, 12)),
]
NO_DATES = [
    "call 212-555-1212",
    "version 2.3.66 of the tool",
    "§ 12 of 1998",
    "31 February 2019",
    "© 2014-2020 by the owners",
    "the Set 2023 collection",
    "",
]


@pytest.mark.parametrize(("text", "day"), WRITTEN)
def test_a_date_is_read_as_it_is_written(text: str, day: date) -> None:
    assert [stamp.on for stamp in find_stamps(f"Posted {text} by us")] == [day]


@pytest.mark.parametrize("text", NO_DATES)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert find_stamps(text, months=True) == []


@pytest.mark.parametrize(
    ("text", "at", "zone"),
    [
        ("م 10:05 2019/03/12", datetime(2019, 3, 12, 22, 5), None),
        ("٢٤ سبتمبر ٢٠١٧ الساعة ٥:٣٠ م", datetime(2017, 9, 24, 17, 30), None),
        ("2017년 9월 24일 오후 2:30", datetime(2017, 9, 24, 14, 30), None),
        ("Friday, 26 July 2019 at 3:15 p.m. EST", datetime(2019, 7, 26, 15, 15), "EST"),
        ("10:30 AM, Oct 28, 2016", datetime(2016, 10, 28, 10, 30), None),
        ("2017-09-24T12:12:05+02:00", datetime(2017, 9, 24, 12, 12, 5), "+02:00"),
        ("Mon Sep 25 12:12:00 EEST 2017", datetime(2017, 9, 25, 12, 12), "EEST"),
        ("24. September 2017 um 14:05 Uhr", datetime(2017, 9, 24, 14, 5), None),
        ("lundi 25 septembre 2017 à 14h30", datetime(2017, 9, 25, 14, 30), None),
        ("12:00 am, Oct 28, 2016", datetime(2016, 10, 28), None),
    ],
)
def test_the_time_of_day_stands_before_or_after(text: str, at: datetime, zone: str | None) -> None:
    (stamp,) = find_stamps(text)
    assert (stamp.at, stamp.zone) == (at, zone)


def test_a_weekday_agrees_or_disagrees() -> None:
    assert find_stamps("Thursday, 26 July 2018")[0].weekday is True
    assert find_stamps("Friday, 26 July 2018")[0].weekday is False
    assert find_stamps("26 July 2018")[0].weekday is None


def test_both_readings_are_kept_where_both_are_possible() -> None:
    (stamp,) = find_stamps("03/04/2017 10:00")
    assert {stamp.on, stamp.other} == {date(2017, 3, 4), date(2017, 4, 3)}
    assert stamp.swapped().at == datetime(2017, 4, 3, 10)
    assert find_stamps("13/04/2017")[0].other is None
    assert find_stamps("04/04/2017")[0].other is None


@pytest.mark.parametrize(
    ("text", "lang", "url", "first"),
    [
        ("25/12/2019 and 03/04/2017", "", None, True),
        ("12/25/2019 and 03/04/2017", "", None, False),
        ("03/04/2017", "en-GB", None, True),
        ("03/04/2017", "en-US", None, False),
        ("03/04/2017", "fr", None, True),
        ("03/04/2017", "", "https://paper.co.uk/a", True),
        ("03/04/2017 and 5 June 2016 for the rest of the text", "", None, True),
    ],
)
def test_the_document_then_language_and_site_settle_the_order(
    text: str, lang: str, url: str | None, first: bool
) -> None:
    assert (day_first(text, find_stamps(text), lang=lang, url=url) > 0) is first


def test_months_are_admitted_on_request_only() -> None:
    assert find_stamps("in March 2011 the war began") == []
    (stamp,) = find_stamps("March 2011", months=True)
    assert (stamp.on, stamp.precision) == (date(2011, 3, 1), "month")


def test_addresses() -> None:
    assert address_date("https://a.example/2016/10/28/title") == (date(2016, 10, 28), "2016/10/28")
    assert address_date("https://a.example/2019/nov/18/title") == (
        date(2019, 11, 18),
        "2019/nov/18",
    )
    assert address_date("https://a.example/item/123456789") is None


def test_the_solar_hijri_calendar() -> None:
    assert gregorian(1396, 1, 1) == date(2017, 3, 21)
    assert gregorian(1399, 12, 30) == date(2021, 3, 20)  # a leap year
    assert gregorian(1398, 12, 30) is None
    assert gregorian(1357, 11, 22) == date(1979, 2, 11)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("on 04/05/2019; printed 4 May 2019", True),
        ("on 04/05/2019; printed April 5, 2019", False),
        ("07/03/24, then 07/04/24, then 07/07/24", False),
        ("06/11/2023, then 06.11.23, then 01.11.2023", True),
    ],
)
def test_dates_that_lie_together_settle_the_order(text: str, first: bool) -> None:
    assert (day_first(text, find_stamps(text)) > 0) is first


def test_a_dot_gives_way_to_a_declared_day() -> None:
    stamps = find_stamps("09.10.2024")
    assert [one.on for one in agreeing(stamps, {date(2024, 9, 10)})] == [date(2024, 9, 10)]
    assert [one.on for one in agreeing(stamps, {date(2024, 10, 9)})] == [date(2024, 10, 9)]
    assert [one.on for one in agreeing(stamps, set())] == [date(2024, 10, 9)]
