"""Working days of a country: every day but Saturdays, Sundays and its public holidays.

Holidays are those of the whole country; those of a region alone (Good Friday in Alsace) are
working days. A holiday that a country keeps on another day when it falls on a weekend is none on
that day. Notice is counted in whole days: the day of publication does not count, nor does the
effective date, which begins at 00:00.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from typing import Final

from holidays import HolidayBase, country_holidays, list_supported_countries

_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5


@lru_cache
def list_countries() -> frozenset[str]:
    """Return the countries whose public holidays are known, as ISO 3166 codes of two letters."""
    return frozenset(list_supported_countries(include_aliases=False))


def is_working_day(day: date, country: str) -> bool:
    """Return whether a day is neither a Saturday, a Sunday nor a public holiday of a country."""
    return day.weekday() < _SATURDAY and day not in _read_holidays(country)


def add_working_days(day: date, count: int, country: str) -> date:
    """Return the working day that is `count` working days after a day, which does not count.

    Args:
        day: any day; it is returned itself where `count` is 0.
        count: 0 or more.
        country: one of `list_countries`.

    Raises:
        ValueError: `count` is below 0.
        OverflowError: that is past the last day of the calendar.
    """
    if count < 0:
        raise ValueError(f"{count} days are not ahead")
    return next(islice(_iter_working_days(day, country), count - 1, None)) if count else day


def count_working_days(start: date, end: date, country: str) -> int:
    """Return how many working days lie between two days, neither of which counts.

    It is the notice that a version published on `start` with the effective date `end` gives; 0
    where `end` does not come after `start`.
    """
    return sum(
        is_working_day(start + n * _DAY, country) for n in range(1, max((end - start).days, 0))
    )


def find_first_day(published: date, notice: int, country: str) -> date:
    """Return the first effective date that gives a notice to a version published on a day.

    It is the day after the last working day of the notice, be it one or not; the day of
    publication itself where no notice is given; the last day of the calendar at most.
    """
    if not notice:
        return published
    try:
        return add_working_days(published, notice, country) + _DAY
    except OverflowError:
        return date.max


def _iter_working_days(day: date, country: str) -> Iterator[date]:
    """Yield the working days after a day."""
    while True:
        day += _DAY
        if is_working_day(day, country):
            yield day


@lru_cache
def _read_holidays(country: str) -> HolidayBase:
    return country_holidays(country)
