"""The numbers of a page as they are compared: amounts, dates, identifiers. Pure.

Two decisions that differ by one amount are two decisions, so numbers are told apart exactly; and a scan read twice
differs by a misread figure, so a difference that may be no more is marked.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from storage.words import DOUBTFUL_FIGURES, Word

_NUMBER: Final = re.compile(r"\d[\d.,:/\-]*\d|\d")
#: Groups of thousands that stand apart ("1 234,50"): only groups of exactly three figures, after one of at most
#: three.
_HEAD: Final = re.compile(r"^\d{1,3}$")
_GROUP: Final = re.compile(r"^\d{3}(?:[.,]\d{1,2})?$")
#: Figures that recognition takes for one another; beyond these a changed figure is another number.
_ALIKE: Final = {frozenset(pair) for pair in ("17", "38", "56", "68", "08", "06", "09", "35", "41", "89", "27")}


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is compared (figures, and one comma before decimals), and whether its reading is doubtful."""

    text: str
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A number that stands on one side only, or differs: ``here`` or ``there`` may be None. ``doubtful`` when a
    misread figure may be all of it."""

    here: str | None
    there: str | None
    doubtful: bool


def numbers_of(words: Sequence[Word]) -> tuple[Number, ...]:
    """The numbers of a page in reading order; a lone figure says too little and is left out."""
    found: list[Number] = []
    joined = _joined(words)
    for text, confidence in joined:
        found += [
            Number(value, confidence < DOUBTFUL_FIGURES)
            for match in _NUMBER.finditer(text)
            if len(value := canonical(match.group())) > 1
        ]
    return tuple(found)


def canonical(text: str) -> str:
    """``1.234,50``, ``1 234,50`` and ``1,234.50`` are one number, ``01.02.2024`` and ``01/02/2024`` one date."""
    digits = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text)
    parts = re.split(r"[.,:/\-]", digits)
    last = re.search(r"([.,])(\d{1,2})$", digits)
    if len(parts) == 2 and last:
        return f"{parts[0]},{parts[1]}"
    if last and len(parts) > 2 and all(len(part) == 3 for part in parts[1:-1]) and len(parts[0]) <= 3:
        return "".join(parts[:-1]) + "," + parts[-1]
    return "".join(parts)


def _joined(words: Sequence[Word]) -> list[tuple[str, float]]:
    out: list[tuple[str, float]] = []
    place: tuple[int, int] | None = None
    for word in words:
        text = word.text.strip("()[]€$£%;:")
        same_line = place == (word.block, word.line)
        if out and same_line and _GROUP.match(text) and (_HEAD.match(out[-1][0]) or " " in out[-1][0]):
            before, confidence = out.pop()
            out.append((f"{before} {text}", min(confidence, word.confidence)))
        else:
            out.append((text, word.confidence))
        place = (word.block, word.line)
    return [(text.replace(" ", ""), confidence) for text, confidence in out]


def compare_numbers(here: Iterable[Number], there: Iterable[Number]) -> tuple[Difference, ...]:
    """What differs, numbers that resemble each other paired; empty when both sides hold the same numbers.

    One number more or less that is doubtful, and a pair that differs by a figure often misread of which one side
    is doubtful, are marked.
    """
    left, right = list(here), list(there)
    common = Counter(n.text for n in left) & Counter(n.text for n in right)
    ours, theirs = _without(left, common), _without(right, common)
    out: list[Difference] = []
    for number in ours:
        near = min(theirs, key=lambda other: _distance(number.text, other.text), default=None)
        if near is not None and _distance(number.text, near.text) <= max(1, len(number.text) // 2):
            theirs.remove(near)
            out.append(Difference(number.text, near.text, _may_be_misread(number, near)))
        else:
            out.append(Difference(number.text, None, number.doubtful))
    return (*out, *(Difference(None, number.text, number.doubtful) for number in theirs))


def _without(numbers: list[Number], common: "Counter[str]") -> list[Number]:
    left = Counter(common)
    out = []
    for number in numbers:
        if left[number.text] > 0:
            left[number.text] -= 1
        else:
            out.append(number)
    return out


def _distance(left: str, right: str) -> int:
    if len(left) != len(right):
        return max(len(left), len(right))
    return sum(a != b for a, b in zip(left, right, strict=True))


def _may_be_misread(left: Number, right: Number) -> bool:
    if not (left.doubtful or right.doubtful) or len(left.text) != len(right.text):
        return False
    changed = [frozenset(pair) for pair in zip(left.text, right.text, strict=True) if pair[0] != pair[1]]
    return len(changed) <= 2 and all(pair in _ALIKE for pair in changed)
