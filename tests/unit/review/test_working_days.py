"""French working days: Easter against another implementation, holidays, counting across them."""

from datetime import date

import pytest
from dateutil.easter import easter as other_easter

from review.board.working_days import days_between, easter, holidays, is_working, nth_working_day


def test_easter_agrees_with_another_implementation() -> None:
    assert [year for year in range(1583, 4100) if easter(year) != other_easter(year)] == []


def test_the_holidays_of_2026() -> None:
    assert sorted(holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 8),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 7, 14),
        date(2026, 8, 15),
        date(2026, 11, 1),
        date(2026, 11, 11),
        date(2026, 12, 25),
    ]


def test_two_holidays_can_fall_on_one_day() -> None:
    # Ascension of 2008 was the first of May: ten days rather than eleven.
    assert len(holidays(2008)) == 10
    assert not is_working(date(2008, 5, 1))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 10), True),
        (date(2026, 11, 11), False),
        (date(2026, 11, 14), False),
        (date(2026, 4, 6), False),
        (date(2026, 4, 7), True),
    ],
)
def test_working(day: date, works: bool) -> None:
    assert is_working(day) is works


def test_counting_jumps_over_weekends_and_holidays() -> None:
    assert nth_working_day(date(2026, 11, 10), 1) == date(2026, 11, 10)
    assert nth_working_day(date(2026, 11, 10), 2) == date(2026, 11, 12)
    assert nth_working_day(date(2026, 11, 7), 1) == date(2026, 11, 9)
    assert nth_working_day(date(2026, 12, 24), 2) == date(2026, 12, 28)
    assert nth_working_day(date(2026, 12, 31), 2) == date(2027, 1, 4)


def test_days_between_counts_both_ends() -> None:
    assert days_between(date(2026, 11, 9), date(2026, 11, 13)) == 4
    assert days_between(date(2026, 11, 14), date(2026, 11, 15)) == 0
    assert days_between(date(2026, 11, 13), date(2026, 11, 9)) == 0
