"""From lines of words to blocks in reading order. Pure.

Lines are cut at wide gaps into pieces; columns of prose are found among the pieces; within a column the rows are
read one after the other and neighbouring lines that continue each other form a block. Ruled cells are blocks of
their own.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ocr.bidi import is_right_to_left, reading_order
from ocr.columns import Piece, cut_line, in_columns, rows_of
from ocr.paragraphs import blocks_of
from ocr.tables import Grid
from ocr.tokens import Line, Token, bounds
from storage.words import Box, Cell, Word

#: A ruled box that holds more lines is a frame around text, not a cell.
MOST_LINES_IN_CELL: Final = 12


@dataclass(frozen=True, slots=True)
class Layout:
    """The words of a page in reading order, and which blocks are cells."""

    words: tuple[Word, ...]
    cells: tuple[Cell, ...]


#: A table before tables are numbered: ruled ones first, then by flow.
_TableKey = tuple[int, int]
_RULED: Final = -1


@dataclass(frozen=True, slots=True)
class _Block:
    lines: tuple[Line, ...]
    cell: tuple[_TableKey, int, int] | None = None


def arrange(lines: Iterable[Line], grids: Sequence[Grid] = (), *, gap: float = 1.4) -> Layout:
    """Every word of ``lines`` once, in one block, in reading order.

    A gap wider than ``gap`` times the height of the letters parts a line.
    """
    lines = [line for line in lines if line]
    rtl = is_right_to_left(token.text for line in lines for token in line)
    loose, tables = _in_grids(lines, grids, rtl)
    pieces = [piece for line in loose for piece in cut_line(line, gap)]
    pieces += [_table_piece(blocks, number) for number, blocks in enumerate(tables)]
    ordered: list[_Block] = []
    for number, flow in enumerate(in_columns(pieces, rtl=rtl)):
        for found in blocks_of(flow, rtl=rtl, gap=gap):
            if found.table is not None:
                ordered += tables[found.table]
            elif found.cell is not None:
                table, row, column = found.cell
                ordered.append(_Block(found.lines, ((number, table), row, column)))
            else:
                ordered.append(_Block(found.lines))
    return _numbered(ordered)


def gather_lines(tokens: Iterable[Token]) -> list[Line]:
    """Words that stand on one level, as lines from left to right; the lines from top to bottom."""
    pieces = [Piece(token.box, ((token,),)) for token in tokens]
    return [
        tuple(sorted((piece.lines[0][0] for piece in row), key=lambda token: (token.box.x0, token.box.y0)))
        for row in rows_of(pieces)
    ]


def _table_piece(blocks: Sequence[_Block], number: int) -> Piece:
    rows = {block.cell[1] for block in blocks if block.cell is not None}
    return Piece(_bounds(blocks), (), number, tuple(block.lines for block in blocks) if len(rows) == 1 else ())


def _bounds(blocks: Sequence[_Block]) -> Box:
    return bounds(token for block in blocks for line in block.lines for token in line)


def _in_grids(lines: list[Line], grids: Sequence[Grid], rtl: bool) -> tuple[list[Line], list[list[_Block]]]:
    """The lines outside tables, and the blocks of each table."""
    tables: list[list[_Block]] = []
    for grid in grids:
        inside = _tokens_by_cell(lines, grid)
        held = {index: gather_lines(tokens) for index, tokens in inside.items()}
        held = {index: content for index, content in held.items() if len(content) <= MOST_LINES_IN_CELL}
        if len(held) < 2:
            continue
        taken = {id(token) for content in held.values() for line in content for token in line}
        lines = [rest for line in lines if (rest := tuple(t for t in line if id(t) not in taken))]
        tables.append(_cell_blocks(grid, held, len(tables), rtl))
    return lines, tables


def _tokens_by_cell(lines: list[Line], grid: Grid) -> dict[int, list[Token]]:
    inside: dict[int, list[Token]] = {}
    outer = grid.box
    for token in (token for line in lines for token in line):
        x, y = (token.box.x0 + token.box.x1) / 2, (token.box.y0 + token.box.y1) / 2
        if not (outer.x0 <= x <= outer.x1 and outer.y0 <= y <= outer.y1):
            continue
        index = next((i for i, c in enumerate(grid.cells) if _holds(c.box, x, y)), None)
        if index is not None:
            inside.setdefault(index, []).append(token)
    return inside


def _holds(box: Box, x: float, y: float) -> bool:
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


def _cell_blocks(grid: Grid, held: dict[int, list[Line]], table: int, rtl: bool) -> list[_Block]:
    indexes = sorted(
        held, key=lambda i: (grid.cells[i].row, -grid.cells[i].column if rtl else grid.cells[i].column)
    )
    return [_Block(tuple(held[i]), ((_RULED, table), grid.cells[i].row, grid.cells[i].column)) for i in indexes]


def _numbered(blocks: Sequence[_Block]) -> Layout:
    words: list[Word] = []
    cells: list[Cell] = []
    tables: dict[_TableKey, int] = {}
    line_number = 0
    for number, block in enumerate(blocks):
        if block.cell is not None:
            key, row, column = block.cell
            cells.append(Cell(number, tables.setdefault(key, len(tables)), row, column))
        for line in block.lines:
            words += _line_words(line, number, line_number)
            line_number += 1
    return Layout(tuple(words), tuple(cells))


def _line_words(line: Line, block: int, number: int) -> Iterator[Word]:
    standing = sorted(line, key=lambda token: (token.box.x0, token.box.y0))
    for index in reading_order([token.text for token in standing]):
        token = standing[index]
        yield Word(token.text, token.box, token.confidence, block, number)
