"""Lines that continue each other form a block. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ocr.aligned import AlignedRow, aligned_runs
from ocr.columns import Piece, rows_of
from ocr.tokens import Line, Token
from storage.words import Box

#: Lines farther apart than this many heights of their letters, from middle to middle, are not one paragraph.
MOST_PITCH: Final = 2.1
MOST_RATIO: Final = 1.45
#: A pitch larger than this many times the usual one of the column parts two paragraphs.
WIDER_PITCH: Final = 1.25
#: Fewer pitches than this say nothing of what is usual.
ENOUGH_PITCHES: Final = 4
#: A line that leaves this share of the column empty may be the last of its paragraph; one that leaves more is.
SHORT: Final = 0.08
HALF: Final = 0.5
_ITEM: Final = re.compile(r"^([•▪◦*–—-]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)]|§+\d*)$")


@dataclass(frozen=True, slots=True)
class FoundBlock:
    """A paragraph, heading, label or value by its lines; a whole ruled table by its number; or a ``cell`` of a
    table without rules, by the number of that table within the flow, row and column."""

    lines: tuple[Line, ...]
    table: int | None = None
    cell: tuple[int, int, int] | None = None


@dataclass(slots=True)
class _Growing:
    pieces: list[Piece]
    row: int
    alone: bool
    first_in_row: bool

    @property
    def last(self) -> Piece:
        return self.pieces[-1]


@dataclass(frozen=True, slots=True)
class _Column:
    """Where a column stands, its usual pitch in heights of letters, and its direction."""

    box: Box
    pitch: float
    rtl: bool
    pieces: Sequence[Piece]

    def room_after(self, line: Piece) -> float:
        """What is empty between the end of a line and the edge that lines of its size reach, in points."""
        alike = [p for p in self.pieces if p.table is None and 0.87 <= p.height / line.height <= 1.15]
        if self.rtl:
            return line.box.x0 - min(p.box.x0 for p in alike)
        return max(p.box.x1 for p in alike) - line.box.x1


def blocks_of(flow: Sequence[Piece], *, rtl: bool, gap: float) -> list[FoundBlock]:
    """The blocks of one column, in reading order; every word is in exactly one."""
    rows = rows_of(flow)
    column = _Column(_edges(flow), usual_pitch(rows), rtl, flow)
    blocks: list[FoundBlock] = []
    done = 0
    for number, run in enumerate(aligned_runs(rows, gap)):
        blocks += _paragraphs(rows[done : run.start], column)
        blocks += _cells(run.rows, number, rtl)
        done = run.end
    return blocks + _paragraphs(rows[done:], column)


def _cells(table: Sequence[AlignedRow], number: int, rtl: bool) -> list[FoundBlock]:
    return [
        FoundBlock(row.cells[column], cell=(number, place, column))
        for place, row in enumerate(table)
        for column in sorted(row.cells, reverse=rtl)
    ]


def _paragraphs(rows: Sequence[list[Piece]], column: _Column) -> list[FoundBlock]:
    blocks: list[_Growing] = []
    for number, row in enumerate(rows):
        row.sort(key=lambda piece: -piece.box.x1 if column.rtl else piece.box.x0)
        for place, piece in enumerate(row):
            alone = len(row) == 1
            block = _continued(blocks, piece, number, column) if alone else None
            if block is None:
                blocks.append(_Growing([piece], number, alone, place == 0))
            else:
                block.pieces.append(piece)
                block.row = number
    return [FoundBlock(tuple(line for p in b.pieces for line in p.lines), b.last.table) for b in blocks]


def usual_pitch(rows: Sequence[Sequence[Piece]]) -> float:
    """The pitch of lines within paragraphs in heights of their letters: the lower third of those that are near
    enough, for those between paragraphs are larger. The rows of a table stand wider than lines, and where they
    are many the lines under each other by themselves tell more."""
    pairs = list(pairwise(rows))
    known, stacked = _pitches(pairs), _pitches(pair for pair in pairs if _stacked(*pair))
    thirds = [pitches[len(pitches) // 3] for pitches in (known, stacked) if len(pitches) >= ENOUGH_PITCHES]
    return min(thirds or known[len(known) // 3 :] or [MOST_PITCH])


def _stacked(above: Sequence[Piece], below: Sequence[Piece]) -> bool:
    """Whether two rows are lines by themselves, one under the other."""
    if len(above) > 1 or len(below) > 1 or above[0].table is not None or below[0].table is not None:
        return False
    return above[0].box.x0 < below[0].box.x1 and below[0].box.x0 < above[0].box.x1


def _pitches(pairs: Iterable[tuple[Sequence[Piece], Sequence[Piece]]]) -> list[float]:
    return sorted(
        pitch
        for above, below in pairs
        if 0.5
        < (pitch := (below[0].middle - above[0].middle) / max(above[0].height, below[0].height))
        <= MOST_PITCH
    )


def _edges(flow: Sequence[Piece]) -> Box:
    return Box(
        min(p.box.x0 for p in flow),
        min(p.box.y0 for p in flow),
        max(p.box.x1 for p in flow),
        max(p.box.y1 for p in flow),
    )


def _continued(blocks: list[_Growing], piece: Piece, row: int, column: _Column) -> _Growing | None:
    """The block of the row above that ``piece``, alone on its row, continues."""
    above = [block for block in blocks[-8:] if block.row == row - 1]
    for block in above:
        # Under a label and its value, a lone line continues the value, never the label.
        if (block.alone or not block.first_in_row) and _continues(block, piece, column):
            return block
    return None


def _continues(block: _Growing, piece: Piece, column: _Column) -> bool:
    last = block.last
    if piece.table is not None or last.table is not None:
        return False
    small, large = sorted((piece.height, last.height))
    pitch = piece.middle - last.middle
    if large / small > MOST_RATIO or pitch > MOST_PITCH * large:
        return False
    if pitch > WIDER_PITCH * column.pitch * large and not _carries_on(last, piece):
        return False
    if _bold(piece) != _bold(last):
        return False
    return _aligned(block, piece, large, column.rtl) and not _starts_anew(block, piece, column)


def _carries_on(last: Piece, piece: Piece) -> bool:
    """Whether a sentence goes on: uneven letters of a scan make the pitch look larger than it is."""
    return not _ends_sentence(last) and _first_token(piece, False).text[:1].islower()


def _bold(piece: Piece) -> bool:
    tokens = [token for line in piece.lines for token in line]
    return sum(token.bold for token in tokens) * 2 > len(tokens)


def _aligned(block: _Growing, piece: Piece, height: float, rtl: bool) -> bool:
    def start(one: Piece) -> float:
        return -one.box.x1 if rtl else one.box.x0

    shift = start(piece) - start(block.last)
    indented_first = len(block.pieces) == 1 and -4 * height <= shift <= 0
    hanging = len(block.pieces) == 1 and 0 <= shift <= 3 * height and _is_item(block.last)
    centred = abs((piece.box.x0 + piece.box.x1) - (block.last.box.x0 + block.last.box.x1)) <= 2 * height
    return abs(shift) <= 1.2 * height or indented_first or hanging or centred


def _is_item(piece: Piece) -> bool:
    return bool(_ITEM.match(_first_token(piece, False).text))


def _starts_anew(block: _Growing, piece: Piece, column: _Column) -> bool:
    if _is_item(piece):
        return True
    last = block.last
    left_empty = column.room_after(last)
    share = left_empty / max(column.box.width, 1.0)
    if share > HALF and _ends_sentence(last):
        return True
    # A word that had room on the line above and stands on a new one begins something new.
    first = _first_token(piece, column.rtl)
    had_room = share > SHORT and left_empty > first.box.width + 0.7 * piece.height
    return had_room and (column.rtl or not first.text[:1].islower())


def _ends_sentence(piece: Piece) -> bool:
    tokens = [token for line in piece.lines for token in line]
    return bool(tokens) and max(tokens, key=lambda token: token.box.x1).text[-1:] in ".,:;!?"


def _first_token(piece: Piece, rtl: bool) -> Token:
    tokens = [token for line in piece.lines for token in line]
    return max(tokens, key=lambda token: token.box.x1) if rtl else min(tokens, key=lambda token: token.box.x0)
