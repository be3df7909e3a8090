"""Stages, without files and without Prefect: Arrow in, Arrow out."""

from __future__ import annotations

import pytest

from tasks.dates.stage import _given


@pytest.mark.parametrize(
    ("told", "precision", "at", "zone"),
    [
        ("2016-10-28", "day", None, None),
        ("2016-10-28T12:30", "minute", "2016-10-28T12:30:00", None),
        ("2016-10-28T12:30:05+05:00", "second", "2016-10-28T12:30:05", "+05:00"),
        ("2016-10-28 12:30:05Z", "second", "2016-10-28T12:30:05", "Z"),
        ("2016-10-28T00:00:00Z", "day", None, None),
    ],
)
def test_the_date_of_a_record(told: str, precision: str, at: str | None, zone: str | None) -> None:
    found = _given(told)
    assert found is not None
    assert (str(found.on), found.precision, found.zone) == ("2016-10-28", precision, zone)
    assert (found.at.isoformat() if found.at else None) == at


def test_a_record_without_a_readable_date_says_nothing() -> None:
    assert _given("soon") is None
