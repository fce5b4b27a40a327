"""Working days, in the real calendars of France and elsewhere, and the notice counted in them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausier.working_days import (
    add_working_days,
    count_working_days,
    find_first_day,
    is_working_day,
    list_countries,
)

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
COUNTRIES = st.sampled_from(["FR", "DE", "GB", "US", "JP"])


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 1), "New Year"),
        (date(2026, 4, 6), "Easter Monday"),
        (date(2027, 3, 29), "Easter Monday"),
        (date(2026, 5, 1), "Labour Day"),
        (date(2026, 5, 8), "8 May"),
        (date(2026, 5, 14), "Ascension"),
        (date(2026, 5, 25), "Whit Monday"),
        (date(2026, 7, 14), "14 July"),
        (date(2025, 8, 15), "15 August"),
        (date(2026, 11, 11), "11 November"),
        (date(2026, 12, 25), "Christmas"),
        (date(2026, 8, 15), "a holiday on a Saturday"),
        (date(2026, 11, 28), "a Saturday"),
        (date(2026, 11, 29), "a Sunday"),
    ],
)
def test_no_working_day_in_france(day: date, name: str) -> None:
    assert not is_working_day(day, "FR"), name


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 4, 3), "Good Friday, kept in Alsace alone"),
        (date(2025, 12, 26), "26 December, kept in Alsace alone"),
        (date(2026, 8, 17), "the Monday after a holiday on a Saturday"),
        (date(2026, 5, 15), "the Friday after Ascension"),
        (date(2026, 12, 24), "Christmas Eve"),
    ],
)
def test_a_working_day_in_france(day: date, name: str) -> None:
    assert is_working_day(day, "FR"), name


@pytest.mark.parametrize(
    ("country", "day"),
    [
        ("DE", date(2026, 10, 3)),
        ("DE", date(2026, 4, 3)),
        ("BE", date(2026, 7, 21)),
        ("GB", date(2026, 12, 28)),  # 26 December, a Saturday, is kept on the Monday
        ("US", date(2026, 11, 26)),
    ],
)
def test_another_country_keeps_its_own_holidays(country: str, day: date) -> None:
    assert not is_working_day(day, country)
    assert day.weekday() > 4 or is_working_day(day, "FR")


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 26), 0, date(2026, 11, 26)),
        (date(2026, 11, 28), 0, date(2026, 11, 28)),  # itself, though it is a Saturday
        (date(2026, 11, 26), 1, date(2026, 11, 27)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),  # over a weekend
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 4, 2), 2, date(2026, 4, 7)),  # Good Friday counts, Easter Monday does not
        (date(2026, 4, 30), 5, date(2026, 5, 11)),  # 1 and 8 May
        (date(2026, 5, 13), 7, date(2026, 5, 26)),  # Ascension and Whit Monday
        (date(2026, 7, 13), 1, date(2026, 7, 15)),
        (date(2026, 12, 24), 5, date(2027, 1, 4)),  # Christmas, New Year's Day
    ],
)
def test_days_added_in_france(day: date, count: int, expected: date) -> None:
    assert add_working_days(day, count, "FR") == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 11, 26), date(2026, 11, 26), 0),
        (date(2026, 11, 26), date(2026, 11, 27), 0),
        (date(2026, 11, 26), date(2026, 11, 28), 1),  # the Friday
        (date(2026, 11, 26), date(2026, 11, 30), 1),
        (date(2026, 11, 26), date(2026, 12, 1), 2),
        (date(2026, 11, 26), date(2026, 11, 1), 0),
        (date(2026, 4, 30), date(2026, 5, 11), 4),
        (date(2026, 12, 31), date(2027, 12, 31), 253),  # the working days of 2027, but its last
    ],
)
def test_days_counted_in_france(start: date, end: date, expected: int) -> None:
    assert count_working_days(start, end, "FR") == expected


@pytest.mark.parametrize(
    ("published", "notice", "expected"),
    [
        (date(2026, 11, 26), 0, date(2026, 11, 26)),
        (
            date(2026, 11, 26),
            1,
            date(2026, 11, 28),
        ),  # the Friday is given whole; a Saturday will do
        (date(2026, 11, 26), 2, date(2026, 12, 1)),
        (date(2026, 11, 26), 15, date(2026, 12, 18)),
        (date(2026, 12, 10), 15, date(2027, 1, 5)),
    ],
)
def test_the_first_day_after_a_notice(published: date, notice: int, expected: date) -> None:
    assert find_first_day(published, notice, "FR") == expected


@given(DAYS, st.integers(0, 40), COUNTRIES)
def test_the_first_day_gives_the_notice_and_the_day_before_does_not(
    published: date, notice: int, country: str
) -> None:
    first = find_first_day(published, notice, country)
    assert count_working_days(published, first, country) == notice
    if notice:
        before = first - timedelta(days=1)
        assert count_working_days(published, before, country) == notice - 1


@given(DAYS, st.integers(0, 20), st.integers(0, 20), COUNTRIES)
def test_days_are_added_at_once_or_one_after_the_other(
    day: date, one: int, two: int, country: str
) -> None:
    after = add_working_days(add_working_days(day, one, country), two, country)
    assert after == add_working_days(day, one + two, country)


def test_the_calendar_ends() -> None:
    assert find_first_day(date(9999, 12, 28), 15, "FR") == date.max


def test_days_are_not_taken_away() -> None:
    with pytest.raises(ValueError, match="-1"):
        add_working_days(date(2026, 11, 26), -1, "FR")


def test_countries_are_codes_of_two_letters() -> None:
    assert {"FR", "BE", "DE", "GB", "US", "NO"} <= list_countries()
    assert all(len(code) == 2 and code.isupper() for code in list_countries())
