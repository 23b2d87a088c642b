"""From what Tesseract found to lines of words in points. Pure."""

from collections.abc import Sequence
from statistics import median
from typing import Final

from ocr.bidi import without_marks
from ocr.tesseract import Found
from ocr.tokens import Line, Token
from storage.words import Box

_STROKES: Final = frozenset("|_-—–~=.,'`:;\\/[]{}()!¦°*«»<>")


def lines_of(found: Sequence[Found], scale: float, width: float, height: float) -> list[Line]:
    """Tesseract's lines in points on a page of ``width`` by ``height``, without strokes taken for letters."""
    usual = median([word.height for word in found]) if found else 0.0
    lines: dict[tuple[int, int, int], list[Token]] = {}
    for word in found:
        if _is_stroke(word, usual):
            continue
        box = Box(
            min(word.left * scale, width),
            min(word.top * scale, height),
            min((word.left + word.width) * scale, width),
            min((word.top + word.height) * scale, height),
        )
        if box.width > 0 and box.height > 0:
            lines.setdefault(word.place, []).extend(_cut_at_rules(word.text, box, word.confidence))
    return [tuple(line) for line in lines.values()]


def _cut_at_rules(text: str, box: Box, confidence: float) -> list[Token]:
    """A rule of a table beside or between words is often read as part of them ("08|1.993"); the letters are taken
    to be of one width, for only their order and cell matter."""
    tokens: list[Token] = []
    each = box.width / len(text)
    at = 0
    for part in text.split("|"):
        clean = without_marks(part)
        if clean:
            part_box = Box(box.x0 + at * each, box.y0, box.x0 + (at + len(part)) * each, box.y1)
            tokens.append(Token(clean, part_box, confidence))
        at += len(part) + 1
    return tokens


def _is_stroke(word: Found, usual: float) -> bool:
    if all(character in _STROKES for character in word.text):
        return word.confidence < 60 or word.height > 2 * usual or word.text in {"|", "||", "_", "__"}
    return word.confidence < 50 and word.height > 5 * usual
