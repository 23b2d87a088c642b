"""Pages for the tests: blocks of text at given heights, laid out in words with boxes."""

from collections.abc import Sequence
from dataclasses import dataclass

from intake.recognition.view import PageView, page_view
from storage.words import Box, PageWords, Word

WIDTH, HEIGHT = 595.0, 842.0


@dataclass(frozen=True)
class Told:
    language: str
    confidence: float = 0.99


class OneLanguage:
    """Says the language whose mark stands in the text: a block of the tests begins with nothing else in common."""

    def __init__(self, language: str = "de") -> None:
        self.language = language

    def guess(self, text: str) -> Told | None:
        return Told(self.choose(text))

    def choose(self, text: str, among: Sequence[str] = ()) -> str:
        french = {"les", "des", "une", "est", "vous", "nous", "du"}
        return "fr" if len(french & set(text.lower().split())) >= 2 else self.language


def reading(
    blocks: Sequence[tuple[float, str]],
    number: int = 1,
    *,
    confidence: float = 95.0,
    size: float = 10.0,
    left: float = 50.0,
    rotation: int = 0,
) -> PageWords:
    """``blocks``: the height where each begins as a share of the page, and its text, lines parted by newlines."""
    words: list[Word] = []
    line_number = 0
    for block, (top, text) in enumerate(blocks):
        for row, line in enumerate(text.split("\n")):
            x, y = left, top * HEIGHT + row * size * 1.3
            for word in line.split():
                words.append(Word(word, Box(x, y, x + 5.0 * len(word), y + size), confidence, block, line_number))
                x += 5.0 * len(word) + 3
            line_number += 1
    return PageWords(number, WIDTH, HEIGHT, rotation, "ocr", (), confidence if words else 0.0, tuple(words))


def page(
    *blocks: tuple[float, str], number: int = 1, language: str = "de", confidence: float = 95.0, rotation: int = 0
) -> PageView:
    return page_view(reading(blocks, number, confidence=confidence, rotation=rotation), OneLanguage(language))
