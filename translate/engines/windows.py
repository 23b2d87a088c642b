"""Cuts a text that is too long for a model, so that no limit ever cuts it silently."""

import re
from collections.abc import Callable, Iterator

# Where a cut harms least comes first: between sentences, clauses, words.
_BOUNDARIES = tuple(re.compile(p) for p in (r"(?<=[.!?…。])\s+", r"(?<=[;:])\s+", r"(?<=[,،、])\s+", r"\s+"))
_PLACEHOLDER = re.compile(r"⟦[0-9]{1,4}⟧")

Fits = Callable[[str], bool]


def windows(text: str, fits: Fits) -> Iterator[tuple[str, str]]:
    """The parts of ``text`` that fit, each with the white space that followed it; joined they are the text.

    The cut is at the best kind of boundary, the nearest to the middle; a word without end is cut in its middle,
    never within a placeholder. A part that cannot be cut any more is given as it is.
    """
    waiting = [(text, "")]
    while waiting:
        part, gap = waiting.pop()
        cut = None if fits(part) else _cut(part)
        if cut is None:
            yield part, gap
        else:
            start, end = cut
            waiting.append((part[end:], gap))
            waiting.append((part[:start], part[start:end]))


def _cut(text: str) -> tuple[int, int] | None:
    middle = len(text) / 2
    for boundary in _BOUNDARIES:
        found = [
            match.span() for match in boundary.finditer(text) if match.start() > 0 and match.end() < len(text)
        ]
        if found:
            return min(found, key=lambda span: abs(span[0] - middle))
    taken = {place for match in _PLACEHOLDER.finditer(text) for place in range(match.start() + 1, match.end())}
    free = [place for place in range(1, len(text)) if place not in taken]
    place = min(free, key=lambda place: abs(place - middle), default=None)
    return None if place is None else (place, place)
