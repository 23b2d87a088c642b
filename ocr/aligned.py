"""Tables without rules: rows whose words leave the same bands of the page empty. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from ocr.columns import Piece
from ocr.tokens import Line, Token

LEAST_ROWS: Final = 3
#: An empty band between two columns is at least this share of the gap that cuts a line in two.
LEAST_BAND: Final = 0.33
#: Rows farther apart than this many heights of their letters do not belong together.
MOST_PITCH: Final = 4.0


@dataclass(frozen=True, slots=True)
class AlignedRow:
    """The content of a row by the number of its column."""

    cells: dict[int, Line]


def aligned_runs(rows: Sequence[Sequence[Piece]], gap: float) -> Iterator[tuple[int, list[AlignedRow]]]:
    """Each run of at least three neighbouring rows that form a table: the index of its first row, and its rows.
    ``gap`` is the one, in heights of letters, that cut the lines into pieces."""
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and len(rows[end]) >= 2 and (end == start or _near(rows[end - 1], rows[end])):
            end += 1
        found = _aligned(rows[start:end], gap) if end - start >= LEAST_ROWS else None
        if found is not None:
            yield start, found
        start = max(end, start + 1)


def _near(above: Sequence[Piece], below: Sequence[Piece]) -> bool:
    height = max(above[0].height, below[0].height)
    return below[0].middle - above[0].middle <= MOST_PITCH * height


def _aligned(rows: Sequence[Sequence[Piece]], gap: float) -> list[AlignedRow] | None:
    if any(piece.table is not None for row in rows for piece in row):
        return None
    content = [[token for piece in row for line in piece.lines for token in line] for row in rows]
    starts = _column_starts([token for tokens in content for token in tokens], gap)
    if len(starts) < 2:
        return None
    table = [AlignedRow(_cells(tokens, starts)) for tokens in content]
    # A table has at least two columns that most rows fill; stray words side by side have not.
    filled = [sum(column in row.cells for row in table) for column in range(len(starts))]
    return table if sorted(filled)[-2] * 2 > len(table) else None


def _column_starts(tokens: Sequence[Token], gap: float) -> list[float]:
    least = LEAST_BAND * gap * median(token.box.height for token in tokens)
    spans: list[tuple[float, float]] = []
    for x0, x1 in sorted((token.box.x0, token.box.x1) for token in tokens):
        if spans and x0 - spans[-1][1] < least:
            spans[-1] = spans[-1][0], max(spans[-1][1], x1)
        else:
            spans.append((x0, x1))
    return [spans[0][0], *(below[0] for _, below in pairwise(spans))]


def _cells(tokens: Sequence[Token], starts: Sequence[float]) -> dict[int, Line]:
    cells: dict[int, list[Token]] = {}
    for token in tokens:
        column = max(i for i, start in enumerate(starts) if token.box.x0 >= start)
        cells.setdefault(column, []).append(token)
    return {column: tuple(cells[column]) for column in sorted(cells)}
