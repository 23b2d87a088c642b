"""Working days in France: Monday to Friday without the public holidays of the Code du travail (article L3133-1).

The two further holidays of Alsace and Moselle, bridges and a body's own closing days are not known here.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

DAY = timedelta(days=1)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the anonymous algorithm of *Nature* (1876), as given by Meeus,
    *Astronomical Algorithms*, chapter 8."""
    golden, century, rest = year % 19, year // 100, year % 100
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=64)
def holidays(year: int) -> frozenset[date]:
    """The eleven legal holidays of a year."""
    fixed = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
    moving = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday
    return frozenset(
        [date(year, month, day) for month, day in fixed] + [easter(year) + after * DAY for after in moving]
    )


def is_working(day: date) -> bool:
    """Whether people work on that day."""
    return day.weekday() < 5 and day not in holidays(day.year)


def working_days(start: date) -> Iterator[date]:
    """The working days from ``start`` on, ``start`` included when it is one; endless."""
    day = start
    while True:
        if is_working(day):
            yield day
        day += DAY


def nth_working_day(start: date, count: int) -> date:
    """The ``count``-th working day from ``start`` on, counting from 1."""
    days = working_days(start)
    for _ in range(count - 1):
        next(days)
    return next(days)


def days_between(start: date, end: date) -> int:
    """How many working days there are from ``start`` to ``end``, both included; 0 when ``end`` is before."""
    return sum(is_working(start + n * DAY) for n in range((end - start).days + 1))
