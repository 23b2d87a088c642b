"""The words of a page with their places, and their form as a blob.

Boxes are in PDF points (1/72 inch), origin top left, page upright.
"""

import gzip
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

#: Under this confidence, 0 to 100, a word is worth a second look: underlined in the editor, named by a check.
DOUBTFUL: Final = 60.0
#: A wrong figure costs more than a wrong letter, and no dictionary helps the engine to read it. On the scans of
#: the samples 24 of 329 words with figures are misread: this one marks 16 of them, the other one 10.
DOUBTFUL_FIGURES: Final = 75.0
Source = Literal["text-layer", "ocr"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in PDF points, origin top left, ``x0 <= x1`` and ``y0 <= y1``."""

    x0: float
    y0: float
    x1: float
    y1: float

    def union(self, other: "Box") -> "Box":
        """The smallest box that holds both."""
        return Box(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class Word:
    """One word as read. ``confidence`` is 0 to 100; ``block`` and ``line`` number the reading order within
    the page (a block is a paragraph, a heading or one cell of a table; lines are numbered within the page)."""

    text: str
    box: Box
    confidence: float
    block: int
    line: int

    @property
    def doubtful(self) -> bool:
        """Whether the reading is not sure of it."""
        figures = any(char.isdecimal() for char in self.text)
        return self.confidence < (DOUBTFUL_FIGURES if figures else DOUBTFUL)


@dataclass(frozen=True, slots=True)
class Cell:
    """The place of a block that is a cell of a table: all numbered from 0 within the page."""

    block: int
    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Part:
    """What a block is by the file itself (an office file says it): such a block is one whole, whatever its lines
    look like, and none of its words is cut between two of them. Where a cell stands is told by ``Cell``."""

    block: int
    role: Literal["heading", "paragraph", "cell"]


@dataclass(frozen=True, slots=True)
class PageWords:
    """One page as read.

    ``number`` counts from 1; ``width`` and ``height`` are those of the upright page in points; ``rotation`` is
    the clockwise turn (0, 90, 180, 270) that made the page upright; ``skew`` the angle in degrees that was
    corrected; ``languages`` are ISO 639-1 codes by decreasing share, empty when nothing could be told;
    ``confidence`` is 0 to 100, the mean of the words weighted by their length, 0 for a page without words.
    Words are in reading order. ``parts`` are the blocks whose role the file states, () where it was found by the
    look of the page.
    """

    number: int
    width: float
    height: float
    rotation: int
    source: Source
    languages: tuple[str, ...]
    confidence: float
    words: tuple[Word, ...]
    cells: tuple[Cell, ...] = ()
    skew: float = 0.0
    warnings: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def text(self) -> str:
        """The text of the page: a newline between lines, an empty line between blocks."""
        out: list[str] = []
        previous: Word | None = None
        for word in self.words:
            if previous is not None:
                same_block = word.block == previous.block
                same_line = same_block and word.line == previous.line
                out.append(" " if same_line else "\n" if same_block else "\n\n")
            out.append(word.text)
            previous = word
        return "".join(out)


def as_record(page: PageWords) -> dict[str, Any]:
    """The page as what JSON can hold."""
    record = asdict(page)
    record["words"] = [
        [w.text, *(round(n, 2) for n in (w.box.x0, w.box.y0, w.box.x1, w.box.y1, w.confidence)), w.block, w.line]
        for w in page.words
    ]
    if not page.parts:
        # A version that does not know them goes on reading what has none.
        del record["parts"]
    return record


def from_record(record: Mapping[str, Any]) -> PageWords:
    """The page that ``as_record`` gave."""
    fields = dict(record)
    words = tuple(Word(w[0], Box(w[1], w[2], w[3], w[4]), w[5], w[6], w[7]) for w in fields.pop("words"))
    cells = tuple(Cell(**c) for c in fields.pop("cells"))
    parts = tuple(Part(**p) for p in fields.pop("parts", ()))
    for name in ("languages", "warnings"):
        fields[name] = tuple(fields[name])
    return PageWords(words=words, cells=cells, parts=parts, **fields)


def encode(page: PageWords) -> bytes:
    """The page as compressed JSON, for a blob."""
    return gzip.compress(json.dumps(as_record(page), ensure_ascii=False).encode(), mtime=0)


def decode(data: bytes) -> PageWords:
    """The page that ``encode`` wrote."""
    return from_record(json.loads(gzip.decompress(data)))
