"""Days as numbers, without a clock: counting days, months and working days.

A day is a text YYYY-MM-DD or the number of days since 1970-01-01. Working days are Monday to Friday;
public holidays are not known. The arithmetic of the Gregorian calendar is that of Howard Hinnant's
`days_from_civil` and `civil_from_days`.
"""

from __future__ import annotations

WEEK = 5
"""Working days a week."""

_ERA = 146_097  # days in 400 years
_MONDAY = 3  # 1970-01-01 was a Thursday, three days after a Monday


def number_of(day: str) -> int:
    """The number of a day given as YYYY-MM-DD."""
    year, month, date = (int(part) for part in day.split("-"))
    year -= month <= 2
    era, of_era = divmod(year, 400)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + date - 1
    return era * _ERA + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468


def day_of(number: int) -> str:
    """The day of a number, as YYYY-MM-DD."""
    era, of_era = divmod(number + 719_468, _ERA)
    year = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    shifted = (5 * of_year + 2) // 153
    date = of_year - (153 * shifted + 2) // 5 + 1
    month = (shifted + 2) % 12 + 1
    return f"{year + era * 400 + (month <= 2):04}-{month:02}-{date:02}"


def later(day: str, days: int) -> str:
    """The day so many days later."""
    return day_of(number_of(day) + days)


def months_later(day: str, months: int) -> str:
    """The same date so many months later; the last day of a month that is too short for it."""
    year, month, date = (int(part) for part in day.split("-"))
    years, index = divmod(month - 1 + months, 12)
    following, next_index = divmod(index + 1, 12)
    first = f"{year + years:04}-{index + 1:02}-01"
    end = number_of(f"{year + years + following:04}-{next_index + 1:02}-01") - 1
    return day_of(min(number_of(first) + date - 1, end))


def whole_months(start: str, day: str) -> int:
    """How many whole months have passed from a start to a day that is not before it."""
    apart = 12 * (int(day[:4]) - int(start[:4])) + int(day[5:7]) - int(start[5:7])
    return apart if months_later(start, apart) <= day else apart - 1


def first_working_day(day: str) -> str:
    """The day itself, or the Monday after it where it falls on a weekend."""
    number = number_of(day)
    weekday = (number + _MONDAY) % 7
    return day_of(number + (7 - weekday if weekday >= WEEK else 0))


def working_day(start: str, count: int) -> str:
    """The working day `count` working days after a start that is one itself."""
    number = number_of(start)
    weekday = (number + _MONDAY) % 7
    weeks, rest = divmod(weekday + count, WEEK)
    return day_of(number - weekday + 7 * weeks + rest)


def working_days_until(start: str, day: str) -> int:
    """How many working days after a start (a working day) the first working day not before `day` is."""
    first, last = number_of(start), number_of(first_working_day(day))
    weeks, weekday = divmod(last + _MONDAY, 7)
    start_weeks, start_weekday = divmod(first + _MONDAY, 7)
    return WEEK * (weeks - start_weeks) + weekday - start_weekday
