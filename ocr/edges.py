"""The first and the last row of a table without rules, when they are drawn apart. Pure.

The names of the columns stand in bold, or on a shaded band; so does a total.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from ocr.columns import Piece
from ocr.tokens import Line, Token, bounds

#: The names of columns take at most this many lines.
MOST_LINES: Final = 3
#: Rows farther from the table than this many heights of its letters are not part of it.
REACH: Final = 3.0

#: From where to where something reaches across the page, in points.
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """A row of the table by column, and how many ``rows`` of the page it takes."""

    cells: dict[int, tuple[Line, ...]]
    rows: int


def heading(above: Sequence[Sequence[Piece]], spans: Mapping[int, Span], body: Sequence[Token]) -> EdgeRow | None:
    """The names of the columns, from the rows above a table (the nearest last), or None."""
    if not above:
        return None
    top = min(token.box.y0 for token in body)
    reach = REACH * median(token.box.height for token in body)
    if above[-1][0].cells:
        return _drawn(above[-1], spans) if top - above[-1][0].box.y1 <= reach else None
    return _bold_rows(above, spans, body, top, reach)


def closing(below: Sequence[Sequence[Piece]], spans: Mapping[int, Span], body: Sequence[Token]) -> EdgeRow | None:
    """A total on a band of its own, from the rows below a table, or None."""
    reach = REACH * median(token.box.height for token in body)
    if not below or below[0][0].box.y0 - max(token.box.y1 for token in body) > reach:
        return None
    return _drawn(below[0], spans)


def _drawn(row: Sequence[Piece], spans: Mapping[int, Span]) -> EdgeRow | None:
    """A ruled table of one row: each of its cells is the cell of another column."""
    if len(row) != 1 or len(row[0].cells) < 2:
        return None
    cells: dict[int, tuple[Line, ...]] = {}
    for lines in row[0].cells:
        box = bounds(token for line in lines for token in line)
        cells.setdefault(_column((box.x0, box.x1), spans), lines)
    return EdgeRow(dict(sorted(cells.items())), 1) if len(cells) == len(row[0].cells) else None


def _bold_rows(
    above: Sequence[Sequence[Piece]], spans: Mapping[int, Span], body: Sequence[Token], top: float, reach: float
) -> EdgeRow | None:
    """Lines in bold over a table that is not: the farthest that stands in several places, and those under it."""
    if sum(token.bold for token in body) * 2 > len(body):
        return None
    taken: list[Sequence[Piece]] = []
    named: list[Sequence[Piece]] = []
    for row in reversed(above[-MOST_LINES:]):
        if not _is_bold(row) or top - max(piece.box.y1 for piece in row) > reach:
            break
        taken.append(row)
        top = min(piece.box.y0 for piece in row)
        named = list(taken) if len(row) > 1 else named
    return _named(list(reversed(named)), spans) if named else None


def _named(rows: Sequence[Sequence[Piece]], spans: Mapping[int, Span]) -> EdgeRow | None:
    cells: dict[int, list[Line]] = {}
    for row in rows:
        of_row: dict[int, list[Token]] = {}
        for token in (token for piece in row for line in piece.lines for token in line):
            of_row.setdefault(_column((token.box.x0, token.box.x1), spans), []).append(token)
        for column, tokens in of_row.items():
            cells.setdefault(column, []).append(tuple(tokens))
    if len(cells) * 2 <= len(spans):
        return None
    return EdgeRow({column: tuple(lines) for column, lines in sorted(cells.items())}, len(rows))


def _is_bold(row: Sequence[Piece]) -> bool:
    tokens = [token for piece in row for line in piece.lines for token in line]
    return bool(tokens) and all(token.bold for token in tokens)


def _column(span: Span, spans: Mapping[int, Span]) -> int:
    """The column over which something stands: the one that it shares most of its width with, else the nearest."""

    def shared(other: Span) -> float:
        return min(span[1], other[1]) - max(span[0], other[0])

    return max(spans, key=lambda column: (shared(spans[column]), -column))
