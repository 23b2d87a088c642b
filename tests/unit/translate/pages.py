"""Pages of words built from plain lines, laid out like a fixed-width typewriter."""

from collections.abc import Sequence

from storage.words import Box, Cell, PageWords, Word

ADVANCE = 5.0  # the width of a letter in points


def words_of(
    lines: Sequence[str], block: int = 0, *, top: float = 50.0, height: float = 10.0, confidence: float = 95.0
) -> list[Word]:
    """The words of one block, a line under the other; several spaces in a row leave a gap of that width."""
    out = []
    for number, line in enumerate(lines):
        y = top + number * height * 1.3
        position = 0
        while position < len(line):
            if line[position] == " ":
                position += 1
                continue
            end = line.find(" ", position)
            end = len(line) if end < 0 else end
            box = Box(50 + position * ADVANCE, y, 50 + end * ADVANCE, y + height)
            out.append(Word(line[position:end], box, confidence, block, block * 100 + number))
            position = end
    return out


def page_of(words: Sequence[Word], *languages: str, cells: Sequence[Cell] = ()) -> PageWords:
    return PageWords(
        number=1,
        width=595,
        height=842,
        rotation=0,
        source="ocr",
        languages=languages,
        confidence=95,
        words=tuple(words),
        cells=tuple(cells),
    )
