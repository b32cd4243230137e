"""Counting days without a clock: against the standard library's calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svcmodel.domain.calendar import (
    day_of,
    first_working_day,
    later,
    months_later,
    number_of,
    whole_months,
    working_day,
    working_days_until,
)

days = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@given(days, st.integers(-2000, 2000))
def test_days_are_counted_as_the_calendar_counts_them(day: date, more: int) -> None:
    text = day.isoformat()
    assert number_of(text) == (day - date(1970, 1, 1)).days
    assert day_of(number_of(text)) == text
    assert later(text, more) == (day + timedelta(days=more)).isoformat()


@given(days, st.integers(0, 600))
def test_working_days_are_monday_to_friday(day: date, count: int) -> None:
    start = first_working_day(day.isoformat())
    assert 0 <= number_of(start) - number_of(day.isoformat()) <= 2
    end = working_day(start, count)
    assert date.fromisoformat(end).weekday() < 5
    between = (number_of(start) + n for n in range(number_of(end) - number_of(start)))
    assert sum(date.fromisoformat(day_of(each)).weekday() < 5 for each in between) == count
    assert working_days_until(start, end) == count


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-03-01", 24, "2028-03-01"),
    ],
)
def test_a_month_later_is_the_same_date_or_the_last_of_the_month(
    day: str, months: int, expected: str
) -> None:
    assert months_later(day, months) == expected


@given(days, st.integers(0, 100), st.integers(0, 27))
def test_whole_months_are_those_that_have_passed(day: date, months: int, more: int) -> None:
    start = day.isoformat()
    end = later(months_later(start, months), more)
    assert whole_months(start, end) in (months, months + 1)
    assert months_later(start, whole_months(start, end)) <= end
    assert months_later(start, whole_months(start, end) + 1) > end
