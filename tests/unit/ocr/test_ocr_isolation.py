"""A page that kills its reader is lost alone, whichever page the death is first laid at."""

from collections.abc import Callable, Iterator, Sequence

import pytest

from ocr.errors import ChildCrashedError, ChildTimedOutError, EncryptedError
from ocr.isolation import in_batches, read_surviving
from ocr.reading import page_without_words
from ocr.warnings import TEMPLATES, page_message_fr
from storage.queue import MAX_CRASHES
from storage.words import PageWords


class Reader:
    """Dies at the page ``poison`` and lays it at the page that ``blamed`` says."""

    def __init__(self, poison: int, blamed: Callable[[int, Sequence[int]], int], deadly: int = 99) -> None:
        self.poison, self.blamed, self.left = poison, blamed, deadly
        self.runs: list[tuple[int, ...]] = []

    def __call__(self, numbers: Sequence[int]) -> Iterator[PageWords]:
        self.runs.append(tuple(numbers))
        blamed = self.blamed(self.poison, numbers)
        for number in numbers:
            if self.left and self.poison in numbers and number in (blamed, self.poison):
                self.left -= 1
                raise ChildCrashedError(page=blamed)
            yield page_without_words(number, "blank_page")


def itself(poison: int, _numbers: Sequence[int]) -> int:
    return poison


def neighbour(poison: int, numbers: Sequence[int]) -> int:
    """The page before, which was read at the same time."""
    place = list(numbers).index(poison) if poison in numbers else 0
    return numbers[max(0, place - 1)]


@pytest.mark.parametrize("blamed", [itself, neighbour])
@pytest.mark.parametrize("poison", [1, 2, 5])
def test_the_poisonous_page_and_no_other_is_lost(poison: int, blamed: Callable[[int, Sequence[int]], int]) -> None:
    reader = Reader(poison, blamed)
    pages = {page.number: page.warnings for page in read_surviving(reader, (1, 2, 3, 4, 5))}
    assert pages == {n: ("reading_crashed",) if n == poison else ("blank_page",) for n in (1, 2, 3, 4, 5)}
    assert max(reader.runs.count(run) for run in set(reader.runs)) <= MAX_CRASHES


def test_a_page_that_dies_once_is_read_the_second_time() -> None:
    pages = list(read_surviving(Reader(2, itself, deadly=1), (1, 2, 3)))
    assert sorted(page.number for page in pages) == [1, 2, 3]
    assert {page.warnings for page in pages} == {("blank_page",)}


def test_a_death_that_names_no_page_of_the_run_still_ends() -> None:
    pages = list(read_surviving(Reader(1, lambda _poison, _numbers: 0), (1,)))
    assert [page.warnings for page in pages] == [("reading_crashed",)]


def test_other_errors_pass_through() -> None:
    def refuse(numbers: Sequence[int]) -> Iterator[PageWords]:
        raise EncryptedError
        yield

    with pytest.raises(EncryptedError):
        list(read_surviving(refuse, (1, 2)))


@pytest.mark.parametrize(
    ("numbers", "suspects", "batches"),
    [
        ((1, 2, 3), (), [(1, 2, 3)]),
        ((1, 2, 3), (2,), [(1, 3), (2,)]),
        ((1, 2), (1, 2), [(1,), (2,)]),
        ((), (), []),
    ],
)
def test_suspects_are_read_last_and_alone(
    numbers: Sequence[int], suspects: Sequence[int], batches: list[tuple[int, ...]]
) -> None:
    assert in_batches(numbers, suspects) == batches


def test_every_warning_names_its_page() -> None:
    assert {ChildCrashedError.code, ChildTimedOutError.code} <= set(TEMPLATES)
    assert all("page 7" in page_message_fr(code, 7) for code in TEMPLATES)
    assert page_message_fr("from_before", 7) == "from_before"
