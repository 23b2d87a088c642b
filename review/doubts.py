"""Which words of a segment the reading is not sure of."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.words import Box


@dataclass(frozen=True, slots=True)
class Doubt:
    """A word as read, and where."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a source text."""

    text: str
    doubtful: bool = False


def pieces(source: str, boxes: Sequence[Sequence[float]], doubts: Sequence[Doubt]) -> tuple[Piece, ...]:
    """The source in pieces that join to it, the doubtful words of its boxes apart. A word that stands several
    times is marked in reading order."""
    out: list[Piece] = []
    start = 0
    for doubt in doubts:
        if not doubt.text or not _inside(doubt.box, boxes):
            continue
        at = source.find(doubt.text, start)
        if at < 0:
            continue
        if at > start:
            out.append(Piece(source[start:at]))
        out.append(Piece(doubt.text, doubtful=True))
        start = at + len(doubt.text)
    if start < len(source):
        out.append(Piece(source[start:]))
    return tuple(out)


def _inside(word: Box, boxes: Sequence[Sequence[float]]) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
    return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in boxes)
