"""What holds of `publication_date` for every document."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.dates import publication_date
from tasks.dates.publication.jalali import gregorian
from tasks.dates.publication.names import fold
from tasks.dates.publication.stamps import find_stamps

PIECES = st.sampled_from(
    ["2017", "09/24", "Oct", " 28, ", "12:12", "م", "Published ", "©", "\n", "年", "<p>", "</p>",
     "<time datetime='", "'>", '{"datePublished":"', "https://a.example/2016/10/28/", "٢٤", "\x00",
     "\ud800", "́", "Friday", " - ", ".", "<meta property='article:published_time' content='"]
)  # fmt: skip
DOCUMENTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map("".join))


@settings(max_examples=120, deadline=None)
@given(DOCUMENTS)
def test_no_text_raises_and_null_has_a_reason(text: str) -> None:
    found = publication_date(text=text)
    assert 0.0 <= found.confidence <= 1.0
    assert found.on is not None or found.reason
    if found.on is not None and found.evidence is not None:
        assert found.evidence in text
    assert found == publication_date(text=text)


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS)
def test_no_html_raises(html: str) -> None:
    found = publication_date(html=html, url="https://a.example/x")
    assert found.on is not None or found.reason


@given(st.text(max_size=200))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.dates(date(1951, 1, 1), date(2039, 1, 1)), st.integers(0, 23), st.integers(0, 59))
def test_a_stamp_is_read_back(day: date, hour: int, minute: int) -> None:
    written = f"{day.isoformat()} {hour:02}:{minute:02}"
    (stamp,) = find_stamps(f"x {written} y")
    assert stamp.on == day
    assert stamp.at is not None
    assert (stamp.at.hour, stamp.at.minute) == (hour, minute)


@given(st.integers(1300, 1420), st.integers(1, 12), st.integers(1, 29))
def test_days_of_the_solar_hijri_year_follow_each_other(year: int, month: int, day: int) -> None:
    one, next_one = gregorian(year, month, day), gregorian(year, month, day + 1)
    assert one is not None
    assert next_one is None or next_one - one == timedelta(days=1)
