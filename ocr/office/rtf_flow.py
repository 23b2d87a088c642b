"""What is being written while an RTF is read: paragraphs, cells, rows. Pure."""

from dataclasses import dataclass, field
from typing import Final

from ocr.office.structure import Block, Kind, Measure, PageEnd, Paragraph, Picture, Table, TableCell

#: Edges of cells nearer than this, in twentieths of a point, are one edge.
_SNAP = 60
MOST_EDGES = 1000


@dataclass(frozen=True, slots=True)
class Edge:
    """The right edge of a cell in twips; whether the cell goes on one above it, or one to its left."""

    at: int
    below: bool = False
    beside: bool = False


@dataclass(slots=True)
class _Row:
    cells: list[tuple[Block, ...]]
    edges: list[Edge]


@dataclass(slots=True)
class Flow:
    """A run of blocks: the text of the file, a note, a header."""

    measure: Measure
    kind: Kind = "paragraph"
    blocks: list[Block] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    bold: bool = False
    plain: bool = False
    heading: int = 0
    language: str = ""
    in_table: bool = False
    edges: list[Edge] = field(default_factory=list)
    _cell: list[Block] = field(default_factory=list)
    _cells: list[tuple[Block, ...]] = field(default_factory=list)
    _rows: list[_Row] = field(default_factory=list)
    _below: bool = False
    _beside: bool = False

    def write(self, text: str, *, bold: bool = False) -> None:
        """Letters of the current paragraph."""
        if text.strip():
            self.bold, self.plain = self.bold or bold, self.plain or not bold
        self.letters.append(text)

    def end_paragraph(self) -> None:
        """The paragraph is over."""
        found = self._paragraph()
        if self.in_table:
            self._cell += found
        elif found:
            self.end_table()
            self.blocks += found

    def _paragraph(self) -> list[Block]:
        text = self.measure.take("".join(self.letters))
        out: list[Block] = []
        if text:
            by_hand = (
                self.bold and not self.plain and len(text) <= 120 and text[-1] not in ".;,:" and "\n" not in text
            )
            level = self.heading or (4 if by_hand else 0)
            kind: Kind = "heading" if level and self.kind == "paragraph" else self.kind
            out.append(Paragraph(text, kind, min(level, 6) or 1, self.language))
        out += self.pictures
        self.letters, self.pictures, self.bold, self.plain = [], [], False, False
        return out

    def end_cell(self) -> None:
        """The cell is over, with the paragraph in it."""
        self._cell += self._paragraph()
        self._cells.append(tuple(self._cell))
        self._cell = []

    def end_row(self) -> None:
        """The row is over."""
        if self._cell or self.letters:
            self.end_cell()
        if self._cells:
            self._rows.append(_Row(self._cells, list(self.edges)))
        self._cells = []

    def end_table(self) -> None:
        """What follows is no longer in the table."""
        self.end_row()
        if self._rows:
            self.blocks.append(Table(_placed(self._rows)))
        self._rows = []

    def end_page(self) -> None:
        """A new page begins."""
        if not self.in_table:
            self.end_paragraph()
            self.end_table()
            self.blocks.append(PageEnd())

    def obey(self, word: str, number: int | None) -> bool:
        """What a control word does to paragraphs, cells and rows; False when it is none of theirs."""
        ends = _ENDS.get(word)
        if ends is not None:
            ends(self)
        elif word == "pard":
            self.in_table, self.heading = False, 0
        elif word == "outlinelevel":
            self.heading = min(max(number or 0, 0), 8) + 1
        elif word == "intbl":
            self.in_table = True
        else:
            return self._of_row(word, number)
        return True

    def _of_row(self, word: str, number: int | None) -> bool:
        if word == "trowd":
            self.edges, self._below, self._beside = [], False, False
        elif word in ("clvmrg", "clmrg"):
            self._below, self._beside = self._below or word == "clvmrg", self._beside or word == "clmrg"
        elif word == "cellx" and len(self.edges) < MOST_EDGES:
            self.edges.append(Edge(min(max(number or 0, 0), 1_000_000), self._below, self._beside))
            self._below = self._beside = False
        else:
            return False
        return True

    def finish(self) -> list[Block]:
        """All blocks, once nothing follows."""
        self.end_paragraph()
        self.end_table()
        return self.blocks


_ENDS: Final = {
    "par": Flow.end_paragraph, "sect": Flow.end_paragraph, "nestcell": Flow.end_paragraph,
    "nestrow": Flow.end_paragraph, "cell": Flow.end_cell, "row": Flow.end_row, "page": Flow.end_page,
}  # fmt: skip


def _placed(rows: list[_Row]) -> tuple[tuple[TableCell, ...], ...]:
    """The rows with the columns that the edges of all of them make together."""
    lines: list[int] = []
    for at in sorted({edge.at for row in rows for edge in row.edges}):
        if not lines or at - lines[-1] > _SNAP:
            lines.append(at)
    out: list[list[TableCell]] = []
    open_cells: dict[int, tuple[int, int]] = {}
    for row in rows:
        cells: list[TableCell] = []
        column = 0
        for index, blocks in enumerate(row.cells):
            edge = row.edges[index] if index < len(row.edges) else Edge(-1)
            span = max(1, _column(lines, edge.at) + 1 - column) if edge.at >= 0 else 1
            if edge.beside and cells:
                last = cells[-1]
                cells[-1] = TableCell(last.column, last.blocks + blocks, last.columns + span, last.rows)
            elif edge.below and column in open_cells:
                above, at = open_cells[column]
                last = out[above][at]
                out[above][at] = TableCell(last.column, last.blocks + blocks, last.columns, len(out) - above + 1)
            else:
                open_cells[column] = (len(out), len(cells))
                cells.append(TableCell(column, blocks, span))
            column += span
        out.append(cells)
    return tuple(map(tuple, out))


def _column(lines: list[int], at: int) -> int:
    """The number of the column whose right edge is nearest to ``at``."""
    return min(range(len(lines)), key=lambda index: abs(lines[index] - at)) if lines else 0
