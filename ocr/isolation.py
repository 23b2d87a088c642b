"""Losing one page rather than the file: a page at which the reading process died is read by itself, and given up
after ``MAX_CRASHES`` deaths. The step of the service and the command line share the rule."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence

from ocr.errors import ChildCrashedError
from ocr.reading import page_without_words
from storage.queue import MAX_CRASHES
from storage.words import PageWords

#: Reads some pages of a file in a process of its own.
ReadRun = Callable[[Sequence[int]], Iterator[PageWords]]


def in_batches(numbers: Sequence[int], suspects: Collection[int]) -> list[tuple[int, ...]]:
    """The pages of a run, ``suspects`` last and each alone: several pages are read at once, and the one that is
    blamed for a death may be the neighbour of the one that caused it."""
    steady = tuple(number for number in numbers if number not in suspects)
    alone: list[tuple[int, ...]] = [(number,) for number in numbers if number in suspects]
    return [steady, *alone] if steady else alone


def read_surviving(read: ReadRun, numbers: Sequence[int]) -> Iterator[PageWords]:
    """Every page of ``numbers``, as soon as it is read and not always in order; one that kills its reader again
    and again comes without words, with the code of the error as its warning. Other errors pass through."""
    waiting, deaths = list(numbers), Counter[int]()
    while waiting:
        try:
            for batch in in_batches(waiting, deaths):
                for page in read(batch):
                    waiting.remove(page.number)
                    yield page
        except ChildCrashedError as error:
            number = error.page if error.page in waiting else waiting[0]
            deaths[number] += 1
            if deaths[number] >= MAX_CRASHES:
                waiting.remove(number)
                yield page_without_words(number, error.code)
