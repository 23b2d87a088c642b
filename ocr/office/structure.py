"""What an office file says, whatever wrote it: headings, paragraphs, tables, pictures, in reading order. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal
from unicodedata import category, normalize

from ocr.errors import TooMuchTextError

#: What one file may hold: some 700 full pages of text. Beyond, setting it would take minutes.
MOST_CHARACTERS: Final = 2_000_000
MOST_BLOCKS: Final = 100_000
MOST_MARKS: Final = 10
#: A table of more columns is not one that a person reads across: its rows become paragraphs.
MOST_COLUMNS: Final = 40
#: Tables in tables beyond this depth are read as their text; letterheads take two or three.
MOST_DEPTH: Final = 8
#: A cell with more than this is a frame around a part of the page, as in letters that are laid out by tables.
LONGEST_CELL: Final = 1500

#: A picture of more than this, in square points (a tenth of an A4 sheet), is read.
LEAST_PAGE: Final = 50_000.0

#: A picture whose size is not told: a scan takes more bytes than this.
LEAST_SCAN: Final = 30_000

Kind = Literal["heading", "paragraph", "item", "note", "header", "footer"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text without line ends but those that the author set (``\\n``); ``level`` is that of a heading or a list,
    from 1; ``language`` is the ISO 639-1 code that the file states, ``""`` when it states none."""

    text: str
    kind: Kind = "paragraph"
    level: int = 1
    language: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as the file holds it; ``width`` and ``height`` in points as it is shown, 0 when not told."""

    data: bytes
    width: float = 0.0
    height: float = 0.0

    @property
    def is_page(self) -> bool:
        """Whether it is large enough to carry text that a person is to read: it is then a page of its own, and
        read as a scan. A logo or a signature stays where it stands."""
        if self.width and self.height:
            return self.width * self.height >= LEAST_PAGE
        return len(self.data) > LEAST_SCAN


@dataclass(frozen=True, slots=True)
class PageEnd:
    """The author goes on upon a new page."""


@dataclass(frozen=True, slots=True)
class TableCell:
    """``column`` counts from 0; spans are at least 1."""

    column: int
    blocks: tuple["Block", ...]
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; what a cell above reaches into has no cell of its own."""

    rows: tuple[tuple[TableCell, ...], ...]

    @property
    def columns(self) -> int:
        """The number of columns."""
        return max((cell.column + cell.columns for row in self.rows for cell in row), default=0)


Block = Paragraph | Picture | PageEnd | Table


@dataclass(frozen=True, slots=True)
class Structure:
    """A whole file in reading order; ``told`` are codes of ``ocr.active`` that a person must know of."""

    blocks: tuple[Block, ...]
    told: frozenset[str] = frozenset()


@dataclass(slots=True)
class Measure:
    """Counts what was taken from a file; raises TooMuchTextError beyond what one file may hold."""

    characters: int = 0
    blocks: int = 0
    told: set[str] = field(default_factory=set)

    def take(self, text: str) -> str:
        """``text`` in one line per line of the author, single spaces, without what is no character."""
        self.blocks += 1
        self.characters += len(text)
        if self.characters > MOST_CHARACTERS or self.blocks > MOST_BLOCKS:
            raise TooMuchTextError()
        return clean(text)


def clean(text: str) -> str:
    """Single spaces, no spaces at the ends of lines, no empty line, no control character. Pure."""
    if any("\ud800" <= c <= "\udfff" for c in text):
        # Halves of letters that a file writes one by one; a half alone is none.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    plain = "".join(c if c >= " " or c in "\n\t" else " " for c in text if c not in _UNSEEN)
    if not plain.isascii():
        plain = _marked(normalize("NFC", plain))
    lines = (" ".join(line.split()) for line in plain.replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def _marked(text: str) -> str:
    """The text with no more marks on a letter than any language writes: to set thousands of them takes minutes."""
    out: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if category(char)[0] == "M" else 0
        if marks <= MOST_MARKS:
            out.append(char)
    return "".join(out)


#: Soft hyphens, marks of direction and joiners' kin that are no part of a word; the joiners themselves stay.
_UNSEEN: Final = frozenset(
    "\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\x7f"
)


def flat(blocks: Sequence[Block], measure: Measure) -> tuple[Block, ...]:
    """The blocks with every table that is none opened: frames, tables in tables, beyond all width."""
    return tuple(_flat(blocks, measure, 0))


def _flat(blocks: Sequence[Block], measure: Measure, depth: int) -> Iterator[Block]:
    for block in blocks:
        if not isinstance(block, Table):
            yield block
        elif block.columns > MOST_COLUMNS:
            measure.told.add("wide_table")
            yield from _rows_as_lines(block)
        elif is_frame(block):
            for cell in (cell for row in block.rows for cell in row):
                yield from _flat(cell.blocks, measure, depth + 1)
        elif any(text_of(cell.blocks) for row in block.rows for cell in row):
            yield block


def is_frame(table: Table) -> bool:
    """Whether a table sets parts of the page side by side rather than values in rows."""
    cells = [cell for row in table.rows for cell in row]
    if sum(bool(text_of(cell.blocks)) for cell in cells) < 2:
        return True
    return any(any(map(_fills, cell.blocks)) or len(text_of(cell.blocks)) > LONGEST_CELL for cell in cells)


def _fills(block: Block) -> bool:
    return isinstance(block, Table) or (isinstance(block, Picture) and block.is_page)


def _rows_as_lines(table: Table) -> Iterator[Block]:
    for row in table.rows:
        texts = [text_of(cell.blocks).replace("\n", " ") for cell in row]
        line = " | ".join(text for text in texts if text)
        if line:
            yield Paragraph(line)


def text_of(blocks: Sequence[Block]) -> str:
    """The text of the paragraphs, one by line; of tables the text alone."""
    out: list[str] = []
    stack = list(reversed(blocks))
    while stack:
        block = stack.pop()
        if isinstance(block, Paragraph) and block.text:
            out.append(block.text)
        elif isinstance(block, Table):
            stack.extend(
                b for row in reversed(block.rows) for cell in reversed(row) for b in reversed(cell.blocks)
            )
    return "\n".join(out)
