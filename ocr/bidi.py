"""Reading order of words and letters where some run from right to left. Pure.

A simplification of the Unicode Bidirectional Algorithm (UAX 9) that suffices for words already parted: the line
takes the direction of most of its letters, runs of words of the other direction are turned round.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final, Literal

Direction = Literal["L", "R", "N"]
_MARKS: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_RIGHT: Final = frozenset({"R", "AL"})


def without_marks(text: str) -> str:
    """The text without invisible direction marks, which a translation would carry to the wrong place."""
    return _MARKS.sub("", text)


def direction_of(text: str) -> Direction:
    """``R`` or ``L`` by most of the strong letters of ``text``, ``N`` when there are none (digits, signs)."""
    right = sum(unicodedata.bidirectional(character) in _RIGHT for character in text)
    left = sum(unicodedata.bidirectional(character) == "L" for character in text)
    if not right and not left:
        return "N"
    return "R" if right >= left else "L"


def is_right_to_left(texts: Iterable[str]) -> bool:
    """Whether most words that have a direction run from right to left."""
    balance = 0
    for text in texts:
        direction = direction_of(text)
        balance += len(text) if direction == "R" else -len(text) if direction == "L" else 0
    return balance > 0


def reading_order(texts: Sequence[str]) -> list[int]:
    """The order in which words are read that stand on a line from left to right: indexes into ``texts``."""
    directions = [direction_of(text) for text in texts]
    if not is_right_to_left(texts):
        return _turned(list(range(len(texts))), directions, foreign="R", joining="R")
    backwards = list(range(len(texts)))[::-1]
    return _turned(backwards, directions, foreign="L", joining="LN")


def logical_text(clusters: Sequence[str]) -> str:
    """The text of one word from its glyphs' texts, left to right as they stand, in the order in which it is read.

    Presentation forms of Arabic letters become the letters themselves; digits keep their order.
    """
    word = "".join(clusters)
    if direction_of(word) != "R":
        return word
    ordered = _turned(list(range(len(clusters)))[::-1], [_glyph(c) for c in clusters], foreign="L", joining="LN")
    text = "".join(clusters[index] for index in ordered)
    return unicodedata.normalize("NFKC", text) if any("\ufb1d" <= c <= "\ufefc" for c in text) else text


def _glyph(cluster: str) -> Direction:
    return "L" if any(c.isdigit() for c in cluster) else direction_of(cluster)


def _turned(order: list[int], directions: Sequence[Direction], *, foreign: str, joining: str) -> list[int]:
    """``order`` with every run turned round that begins and ends with ``foreign`` and holds only ``joining``."""
    out: list[int] = []
    position = 0
    while position < len(order):
        end = position
        if directions[order[position]] in joining:
            end = _end_of_run(order, directions, position, joining)
        run = order[position : end + 1]
        first = next((i for i, index in enumerate(run) if directions[index] == foreign), None)
        if first is None:
            out += run
        else:
            last = max(i for i, index in enumerate(run) if directions[index] == foreign)
            out += _around(run, directions, first, last)
        position = end + 1
    return out


def _end_of_run(order: list[int], directions: Sequence[Direction], start: int, joining: str) -> int:
    end = start
    while end + 1 < len(order) and directions[order[end + 1]] in joining:
        end += 1
    return end


def _around(run: list[int], directions: Sequence[Direction], first: int, last: int) -> list[int]:
    # Digits that follow a left-to-right word in reading order belong to it ("BP 1204"): in the backwards order
    # they come before it.
    while first > 0 and directions[run[first - 1]] == "N":
        first -= 1
    return run[:first] + run[first : last + 1][::-1] + run[last + 1 :]
