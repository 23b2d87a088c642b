"""A document in runs of pages: what one worker takes at a time.

Long runs cost the fewest processes, short ones end together. Runs therefore grow shorter towards the end of a
document, so that two workers, or four, finish it within a few pages of each other (guided self-scheduling:
C. Polychronopoulos, D. Kuck, 1987).
"""

from collections.abc import Iterable
from math import ceil

LONGEST = 16
SHORTEST = 6
_SHARES = 4


def cut(pages: int) -> tuple[tuple[int, int], ...]:
    """The runs of a document of so many pages, in order: the numbers of their first and last pages, from 1."""
    runs, first = [], 1
    while first <= pages:
        left = pages - first + 1
        size = min(left, LONGEST, max(SHORTEST, ceil(left / _SHARES)))
        runs.append((first, first + size - 1))
        first += size
    return tuple(runs)


def with_any_of(numbers: Iterable[int], pages: int) -> tuple[tuple[int, int], ...]:
    """The runs that hold any of these pages."""
    wanted = sorted(numbers)
    return tuple((first, last) for first, last in cut(pages) if any(first <= number <= last for number in wanted))
