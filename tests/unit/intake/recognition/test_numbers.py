"""Numbers are told apart exactly, and a difference that a misread figure explains is marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.recognition.numbers import Difference, Number, canonical, compare_numbers, numbers_of
from tests.unit.intake.recognition.pages import reading

numbers = st.lists(st.builds(Number, st.from_regex(r"[0-9]{2,9}", fullmatch=True), st.booleans()), max_size=12)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("1.234,50", "1,234.50"),
        ("1234,50", "1.234,50"),
        ("01.02.2024", "01/02/2024"),
        ("01-02-2024", "01.02.2024"),
    ],
)
def test_one_number_is_one_however_it_is_written(left: str, right: str) -> None:
    assert canonical(left) == canonical(right)


@pytest.mark.parametrize(
    ("left", "right"), [("1.234,50", "1.234,05"), ("12,50", "1250"), ("01.02.2024", "02.01.2024")]
)
def test_other_numbers_are_others(left: str, right: str) -> None:
    assert canonical(left) != canonical(right)


def test_groups_of_thousands_that_stand_apart_are_one_number() -> None:
    page = reading([(0.1, "Betrag 1 234,50 EUR am 01.02.2024 Nr 7")])
    assert [n.text for n in numbers_of(page.words)] == ["1234,50", "01022024"]


def test_a_figure_of_low_confidence_is_doubtful() -> None:
    assert [n.doubtful for n in numbers_of(reading([(0.1, "1993")], confidence=60.0).words)] == [True]


def test_a_changed_amount_is_named_on_both_sides() -> None:
    here = [Number("81250", False), Number("01022024", False)]
    there = [Number("81650", False), Number("01022024", False)]
    assert compare_numbers(here, there) == (Difference("81250", "81650", False),)


def test_a_doubtful_figure_that_resembles_may_be_misread() -> None:
    (difference,) = compare_numbers([Number("1835", True)], [Number("1885", False)])
    assert difference.doubtful
    (difference,) = compare_numbers([Number("1835", True)], [Number("1845", False)])
    assert not difference.doubtful, "3 is not read for 4"


@given(numbers)
def test_the_same_numbers_in_any_order_do_not_differ(held: list[Number]) -> None:
    assert compare_numbers(held, held[::-1]) == ()


@given(numbers, numbers)
def test_every_number_that_is_not_common_is_told_once(left: list[Number], right: list[Number]) -> None:
    told = compare_numbers(left, right)
    ours = sorted(d.here for d in told if d.here is not None)
    theirs = sorted(d.there for d in told if d.there is not None)
    rest = sorted(n.text for n in left)
    other = sorted(n.text for n in right)
    for text in list(rest):
        if text in other:
            rest.remove(text)
            other.remove(text)
    assert (ours, theirs) == (rest, other)
