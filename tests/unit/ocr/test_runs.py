"""Runs of pages: whole, short at the end, shared by several workers."""

import heapq

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.runs import LONGEST, SHORTEST, cut, with_any_of

PAGES = st.integers(0, 3000)


@given(PAGES)
def test_every_page_is_in_one_run(pages: int) -> None:
    assert [page for first, last in cut(pages) for page in range(first, last + 1)] == list(range(1, pages + 1))


@given(PAGES)
def test_runs_are_bounded_and_never_grow(pages: int) -> None:
    sizes = [last - first + 1 for first, last in cut(pages)]
    assert all(size <= LONGEST for size in sizes)
    assert all(size >= SHORTEST for size in sizes[:-1])
    assert sizes == sorted(sizes, reverse=True)


@given(st.integers(1, 400), st.data())
def test_the_runs_of_some_pages_are_those_that_hold_them(pages: int, data: st.DataObject) -> None:
    numbers = data.draw(st.sets(st.integers(1, pages), max_size=12))
    found = with_any_of(numbers, pages)
    assert set(found) <= set(cut(pages))
    assert {number for first, last in found for number in range(first, last + 1)} >= numbers
    assert all(numbers & set(range(first, last + 1)) for first, last in found)


def finished(pages: int, workers: int) -> int:
    """The pages' time after which so many workers have read the document, each taking the next run when free."""
    free = [0] * workers
    for first, last in cut(pages):
        heapq.heappush(free, heapq.heappop(free) + last - first + 1)
    return max(free)


@pytest.mark.parametrize(
    ("pages", "workers", "least"), [(200, 2, 1.9), (200, 4, 3.6), (500, 4, 3.8), (50, 2, 1.8)]
)
def test_several_workers_end_together(pages: int, workers: int, least: float) -> None:
    assert pages / finished(pages, workers) >= least
