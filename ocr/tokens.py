"""A word before it has its place in the reading order. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from storage.words import Box


@dataclass(frozen=True, slots=True)
class Token:
    """One word on the upright page: box in points, confidence 0 to 100; ``bold`` when the font says so."""

    text: str
    box: Box
    confidence: float
    bold: bool = False


#: Words of one line, in any order.
Line = tuple[Token, ...]


def bounds(tokens: Iterable[Token]) -> Box:
    """The smallest box around at least one token."""
    boxes = [token.box for token in tokens]
    return Box(
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )


def mean_confidence(tokens: Iterable[tuple[str, float]]) -> float:
    """The mean of the confidences of words weighted by their length, 0 without words."""
    total = weight = 0.0
    for text, confidence in tokens:
        total += confidence * len(text)
        weight += len(text)
    return round(total / weight, 1) if weight else 0.0
