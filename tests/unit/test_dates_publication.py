"""What `publication_date` answers for small documents, and why."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tasks.dates import publication_date
from tasks.dates.publication import features
from tasks.dates.publication.forest import load
from tasks.dates.publication.metadata import read_metadata
from tasks.dates.publication.page import parse, to_bytes

BODY = (
    "The harbour of the old town was closed for two days after the storm, and the ferries to the "
    "islands stayed in port until the wind went down, the harbour master told reporters there.\n\n"
    "Fishermen had moved their boats to the inner basin on the evening before, and nobody was hurt "
    "although several cars that were parked along the quay were washed into the water by the sea.\n"
)


def page(head: str = "", top: str = "", foot: str = "") -> str:
    paragraphs = "".join(f"<p>{one}</p>" for one in BODY.split("\n\n"))
    return (
        f"<html lang='en'><head><title>Harbour closed after the storm</title>{head}</head><body>"
        f"<article><h1>Harbour closed after the storm</h1>{top}{paragraphs}</article>"
        f"<footer>{foot}</footer></body></html>"
    )


def text(top: str, foot: str = "") -> str:
    return f"Harbour closed after the storm\n\n{top}\n\n{BODY}\n{foot}"


def test_an_arabic_stamp_before_the_date_gives_day_and_minute() -> None:
    found = publication_date(text=f"م 10:05 2019/03/12\n\n{BODY}")
    assert found.on == date(2019, 3, 12)
    assert found.at == datetime(2019, 3, 12, 22, 5)
    assert found.precision == "minute"
    assert found.evidence == "م 10:05 2019/03/12"


@pytest.mark.parametrize(
    "line",
    [
        "Tuesday, 12 March 2019",
        "Reuters, Mar 12, 2019",
        "By Jane Doe | March 12, 2019",
        "Published: 12.03.2019, 14:05",
        "Published on the website of the harbour office, Mar 12, 2019",
        "Veröffentlicht am 12. März 2019",
        "12 марта 2019, 14:05",
        "١٢ مارس ٢٠١٩",
    ],
)
def test_stamps_datelines_and_bylines_are_found_in_text(line: str) -> None:
    found = publication_date(text=text(line))
    assert found.on == date(2019, 3, 12)
    assert found.evidence is not None
    assert found.evidence in line


@pytest.mark.parametrize(
    ("top", "foot"),
    [
        ("", ""),
        ("", "© 2014-2019 Harbour Office. All rights reserved."),
        ("", "Call us at 212-555-1212 or visit our office."),
        ("The harbour was built when the railway came, in 1911.", ""),
    ],
)
def test_what_is_no_stamp_gives_null_and_a_reason(top: str, foot: str) -> None:
    found = publication_date(text=text(top, foot))
    assert found.on is None
    assert found.reason


def test_metadata_gives_the_day_the_time_and_the_zone() -> None:
    head = (
        "<meta property='article:published_time' content='2019-03-12T14:05:09+02:00'>"
        "<meta property='article:modified_time' content='2019-03-15T08:00:00+02:00'>"
    )
    found = publication_date(html=page(head, "<p class='date'>March 12, 2019</p>"))
    assert found.on == date(2019, 3, 12)
    assert found.at == datetime(2019, 3, 12, 14, 5, 9)
    assert (found.zone, found.precision, found.method) == ("+02:00", "second", "meta")
    assert found.updated_on == date(2019, 3, 15)
    assert found.confidence > 0.8


def test_json_ld_of_the_article_and_not_of_its_comments() -> None:
    head = (
        '<script type="application/ld+json">{"@type":"NewsArticle",'
        '"datePublished":"2019-03-12T14:05:00Z","dateModified":"2019-03-13",'
        '"comment":[{"@type":"Comment","datePublished":"2019-03-14"}]}</script>'
    )
    found = publication_date(html=page(head))
    assert (found.on, found.method, found.zone) == (date(2019, 3, 12), "json-ld", "UTC")
    assert found.updated_on == date(2019, 3, 13)


def test_a_visible_byline_is_enough() -> None:
    found = publication_date(html=page("", "<div class='byline'>By Jane Doe, March 12, 2019</div>"))
    assert found.on == date(2019, 3, 12)
    assert found.evidence == "March 12, 2019"
    assert found.first == found.last == found.on


@pytest.mark.parametrize(
    ("element", "source"),
    [
        ("<div data-props='{&quot;datePublished&quot;:&quot;2019-03-12T09:00:00Z&quot;}'>", "js"),
        ("<x-post created-timestamp='2019-03-12T09:00:00.000000+0000'>", "data"),
        (r"""<script>state = '{\"publishedAt\": \"2019-03-12\"}'</script>""", "js"),
        (
            "<script type='application/ld+json'>"
            '{"@type": "WebPage", "datePublished": "2019-03-12"}</script>',
            "ld_pub_page",
        ),
    ],
)
def test_evidence_is_found_where_sites_hide_it(element: str, source: str) -> None:
    html = to_bytes(page("", element))
    declared = read_metadata(parse(html), html, None).declared
    assert (source, date(2019, 3, 12)) in {(one.source, one.stamp.on) for one in declared}


def test_the_day_in_a_masthead_is_not_that_of_the_page() -> None:
    head = "Friday, 14 June 2019\n\nHome\n\nHarbour\n\nSports\n\nWeather\n\n"
    assert publication_date(text=head + text("By Jane Doe, 12 March 2019")).on == date(2019, 3, 12)


def test_a_page_without_a_date_gets_none() -> None:
    found = publication_date(html=page("", "", "© 2019 Harbour Office"))
    assert found.on is None
    assert found.reason


def test_a_wrong_weekday_is_told_and_costs_confidence() -> None:
    right = publication_date(text=text("Tuesday, 12 March 2019"))
    wrong = publication_date(text=text("Friday, 12 March 2019"))
    assert wrong.confidence < right.confidence
    assert wrong.on is None or "weekday" in (wrong.reason or "")


def test_an_order_that_nothing_settles_is_an_interval() -> None:
    found = publication_date(text=text("Posted 03/04/2019"))
    assert found.on in (date(2019, 3, 4), date(2019, 4, 3))
    assert (found.precision, found.at) == ("year", None)
    assert (found.first, found.last) == (date(2019, 3, 4), date(2019, 4, 3))
    assert "day and month may be exchanged: 2019-03-04 or 2019-04-03" in (found.reason or "")


@pytest.mark.parametrize(
    ("foot", "url"), [("Last visit 25/12/2020", None), ("", "https://paper.co.uk/harbour")]
)
def test_the_document_or_the_site_settles_the_order(foot: str, url: str | None) -> None:
    found = publication_date(text=text("Posted 03/04/2019", foot), url=url)
    assert (found.on, found.precision) == (date(2019, 4, 3), "day")
    assert "exchanged" not in (found.reason or "")


def test_a_date_on_another_day_of_the_month_than_the_twelve_is_no_interval() -> None:
    assert publication_date(text=text("Posted 03/14/2019")).precision == "day"


def test_nothing_to_read() -> None:
    for nothing in ({}, {"html": ""}, {"text": ""}):
        assert publication_date(**nothing).reason == "nothing to read"


def test_an_address_with_a_day_helps_a_text() -> None:
    url = "https://paper.example/2019/03/12/harbour"
    alone = publication_date(text=text("Nothing but the body"), url=url)
    assert (alone.on, alone.method, alone.evidence) == (date(2019, 3, 12), "url", "2019/03/12")
    both = publication_date(text=text("Harbour office, 03/12/2019"), url=url)
    assert (both.on, both.evidence) == (date(2019, 3, 12), "03/12/2019")
    assert both.confidence > alone.confidence


def test_a_text_that_is_a_date() -> None:
    assert publication_date(text=" 12 March 2019 ").on == date(2019, 3, 12)


def test_text_helps_where_the_page_shows_nothing() -> None:
    found = publication_date(html="<html></html>", text=text("By Jane Doe | March 12, 2019"))
    assert found.on == date(2019, 3, 12)


def test_the_models_know_the_features_that_they_are_given() -> None:
    assert load("publication_html").names == features.HTML_NAMES
    assert load("publication_text").names == features.TEXT_NAMES


@pytest.mark.parametrize(
    ("head", "top", "method"),
    [
        ("<meta property='og:article:published_time' content='2019-03-12'>", "", "meta"),
        ("", "<span itemprop='datePublished' content='2019-03-12'>Tuesday</span>", "microdata"),
        ("", "<p><time datetime='2019-03-12' pubdate>Tuesday</time></p>", "time"),
        ("", "<div class='entry-meta'><time datetime='2019-03-12'>Tuesday</time></div>", "time"),
        ("", "<p class='post-date'>12 March 2019</p>", "text"),
        ("", "<p id='pubdate'>Published: 12.03.2019, 14:05</p>", "text"),
        ("", "<p>PORT ANDERS, March 12, 2019 (Herald) - The pier is shut.</p>", "text"),
    ],
)
def test_each_kind_of_evidence_is_enough(head: str, top: str, method: str) -> None:
    found = publication_date(html=page(head, top))
    assert (found.on, found.method) == (date(2019, 3, 12), method)
    assert found.evidence


def test_what_only_an_extensive_guess_supports_is_null() -> None:
    from tasks.dates.publication.html import hear_htmldate

    html = page("", "", "Copyright 2009-2014 Harbour Office")
    fast, extensive = hear_htmldate(to_bytes(html))
    assert (fast, extensive is None) == (None, False)
    assert publication_date(html=html).on is None


@pytest.mark.parametrize(
    "line",
    [
        "The Harbours Act of 12 March 2009, section 4, says who has to pay for the quay.",
        "She was born on 12 March 1971 in the house beside the lighthouse, her neighbours say.",
        "The pier was opened on 3 May 2004 by the mayor of the town and has been shut twice since "
        "then, most lately in 2011 after a fire in the restaurant that used to stand at its end.",
        "Article 12 of Regulation (EC) No 44/2001 of 22 December 2000 applies to the ferries here.",
        "Fax 12-03-2009-44, room 12, +49 30 2009 12 03",
    ],
)
def test_dates_of_other_things_are_not_taken_for_the_texts_own(line: str) -> None:
    found = publication_date(text=f"Harbour closed after the storm\n\n{BODY}\n{line}\n\n{BODY}")
    assert found.on is None
    assert found.reason


def test_rivals_and_none_share_what_is_likely() -> None:
    from tasks.dates.publication.vote import lead

    assert lead([2.0]) == pytest.approx(2.0)
    assert lead([2.0, 2.0]) < 0 < lead([2.0, -4.0]) < lead([2.0])
    assert lead([900.0, -900.0]) == pytest.approx(30.0)
