"""Columns of prose, and rows within a column. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, pstdev
from typing import Final

from ocr.tokens import Line, Token, bounds
from storage.words import Box

#: A gutter is at least this wide, in points, and has at least this many lines of prose on either side.
LEAST_GUTTER: Final = 8.0
LEAST_LINES: Final = 4
#: Stacks whose levels differ more unevenly than this, in heights of letters, have nothing to do with each other.
LEAST_SPREAD: Final = 0.17
#: Among so many lines one may stand between two levels, as the second line of a column's name does.
ENOUGH_TO_SPARE: Final = 10
#: Fewer words by line are labels and values, which are read row by row.
LEAST_WORDS_BY_LINE: Final = 3.0


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a line that wide gaps set off, or a whole table (``table`` is its number, without lines).

    A ruled table of one row also has its ``cells``: it may be the shaded first or last row of a table that has
    no rules.
    """

    box: Box
    lines: tuple[Line, ...]
    table: int | None = None
    cells: tuple[tuple[Line, ...], ...] = ()

    @property
    def words(self) -> int:
        return sum(len(line) for line in self.lines)

    @property
    def height(self) -> float:
        """Height of the letters in points (of the box, for a table)."""
        heights = [token.box.height for line in self.lines for token in line]
        return max(0.1, median(heights) if heights else self.box.height)

    @property
    def middle(self) -> float:
        return (self.box.y0 + self.box.y1) / 2


def cut_line(line: Line, gap: float) -> list[Piece]:
    """The line cut where more than ``gap`` times the height of its letters is empty."""
    tokens = sorted(line, key=lambda token: (token.box.x0, token.box.y0))
    limit = gap * max(0.1, median(token.box.height for token in tokens))
    parts: list[list[Token]] = [[tokens[0]]]
    reach = tokens[0].box.x1
    for token in tokens[1:]:
        if token.box.x0 - reach > limit:
            parts.append([])
        parts[-1].append(token)
        reach = max(reach, token.box.x1)
    return [Piece(bounds(part), (tuple(part),)) for part in parts]


def rows_of(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces whose middles stand on one level, rows from top to bottom."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.middle, piece.box.x0)):
        last = rows[-1][-1] if rows else None
        if last is not None and piece.middle - last.middle <= 0.4 * min(piece.height, last.height):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def in_columns(pieces: Sequence[Piece], *, rtl: bool) -> list[list[Piece]]:
    """The pieces as flows, each read from top to bottom before the next: columns, and what stands across them."""
    gutter = find_gutter(pieces)
    if gutter is None:
        return _side_flows(pieces, rtl) if pieces else []
    flows: list[list[Piece]] = []
    strip: list[Piece] = []
    across: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: (piece.middle, piece.box.x0)):
        if piece.box.x0 < gutter < piece.box.x1:
            flows += _strip(strip, gutter, rtl)
            strip = []
            across.append(piece)
        else:
            if across:
                flows.append(across)
                across = []
            strip.append(piece)
    return flows + ([across] if across else []) + _strip(strip, gutter, rtl)


def _strip(pieces: Sequence[Piece], gutter: float, rtl: bool) -> list[list[Piece]]:
    left = [piece for piece in pieces if piece.box.x1 <= gutter]
    right = [piece for piece in pieces if piece.box.x1 > gutter]
    sides = (right, left) if rtl else (left, right)
    return [flow for side in sides if side for flow in in_columns(side, rtl=rtl)]


def _side_flows(pieces: Sequence[Piece], rtl: bool) -> list[list[Piece]]:
    """The pieces from top to bottom, where stacks that stand side by side without sharing their levels (an address
    and a file's references) are read one after the other."""
    flows: list[list[Piece]] = [[]]
    for band in _bands(pieces):
        gutter = find_side_gutter(band)
        if gutter is None:
            flows[-1] += band
            continue
        left = [piece for piece in band if piece.box.x1 <= gutter]
        right = [piece for piece in band if piece.box.x1 > gutter]
        flows += [right, left, []] if rtl else [left, right, []]
    return [flow for flow in flows if flow]


def _bands(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces from top to bottom, parted by wide pieces and by empty bands."""
    region = max(p.box.x1 for p in pieces) - min(p.box.x0 for p in pieces)
    bands: list[list[Piece]] = []
    bottom, was_wide = float("-inf"), True
    for piece in sorted(pieces, key=lambda piece: (piece.box.y0, piece.box.x0)):
        is_wide = piece.table is not None or piece.box.width >= 0.6 * region
        if is_wide or was_wide or piece.box.y0 - bottom > 1.5 * piece.height:
            bands.append([])
        bands[-1].append(piece)
        bottom, was_wide = max(bottom, piece.box.y1), is_wide
    return bands


def find_side_gutter(pieces: Sequence[Piece]) -> float | None:
    """The middle of the empty band between two stacks of lines whose levels differ most, or None."""
    best: tuple[float, float] | None = None
    for above, below in pairwise(_merged(pieces)):
        if below[0] - above[1] < LEAST_GUTTER:
            continue
        middle = (above[1] + below[0]) / 2
        left, right = [p for p in pieces if p.box.x1 <= middle], [p for p in pieces if p.box.x0 >= middle]
        if min(len(left), len(right)) < 3 or not _side_by_side(left, right):
            continue
        spread = spread_of_levels(left, right)
        if spread > LEAST_SPREAD:
            best = max(best or (spread, middle), (spread, middle))
    return best[1] if best else None


def spread_of_levels(left: Sequence[Piece], right: Sequence[Piece]) -> float:
    """How unevenly the lines of two stacks stand against each other: the standard deviation of the distance from
    each line to the nearest of the other stack, in heights of letters. Rows of a table have next to none."""
    few, many = sorted((left, right), key=len)
    top, bottom = min(p.box.y0 for p in many), max(p.box.y1 for p in many)
    offsets = [
        min((piece.middle - other.middle for other in many), key=abs)
        for piece in few
        if top <= piece.middle <= bottom
    ]
    if len(offsets) >= ENOUGH_TO_SPARE:
        offsets.remove(max(offsets, key=abs))
    return pstdev(offsets) / median(piece.height for piece in few) if len(offsets) >= 3 else 0.0


def find_gutter(pieces: Sequence[Piece]) -> float | None:
    """The middle of the widest empty band between two columns of prose, or None."""
    if len(pieces) < 2 * LEAST_LINES:
        return None
    left, right = min(p.box.x0 for p in pieces), max(p.box.x1 for p in pieces)
    narrow = [piece for piece in pieces if piece.box.width < 0.6 * (right - left)]
    spans = _merged(narrow)
    bands = [(b[0] - a[1], (a[1] + b[0]) / 2) for a, b in pairwise(spans) if b[0] - a[1] >= LEAST_GUTTER]
    for _, middle in sorted(bands, reverse=True):
        sides = [p for p in narrow if p.box.x1 <= middle], [p for p in narrow if p.box.x0 >= middle]
        if all(_is_prose(side) for side in sides) and _side_by_side(*sides):
            return middle
    return None


def _merged(pieces: Sequence[Piece]) -> list[tuple[float, float]]:
    spans: list[tuple[float, float]] = []
    for x0, x1 in sorted((piece.box.x0, piece.box.x1) for piece in pieces):
        if spans and x0 <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(spans[-1][1], x1)
        else:
            spans.append((x0, x1))
    return spans


def _is_prose(pieces: Sequence[Piece]) -> bool:
    lines = [piece for piece in pieces if piece.table is None]
    if len(lines) < LEAST_LINES:
        return False
    return sum(piece.words for piece in lines) / len(lines) >= LEAST_WORDS_BY_LINE


def _side_by_side(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    top = max(min(p.box.y0 for p in left), min(p.box.y0 for p in right))
    bottom = min(max(p.box.y1 for p in left), max(p.box.y1 for p in right))
    return bottom > top
