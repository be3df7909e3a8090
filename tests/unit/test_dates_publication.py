"""What `publication_date` answers for small documents."""

from __future__ import annotations

from datetime import date, datetime

from tasks.dates import publication_date


def test_an_arabic_stamp_before_the_date_gives_day_and_minute() -> None:
    found = publication_date(text="م 10:05 2019/03/12\n\nThe minister met his guests.")
    assert found.on == date(2019, 3, 12)
    assert found.at == datetime(2019, 3, 12, 22, 5)
    assert found.precision == "minute"


def test_a_text_without_a_stamp_gives_null_and_a_reason() -> None:
    found = publication_date(text="The treaty was signed and everyone went home.")
    assert found.on is None
    assert found.reason
