"""Tables without rules: rows whose words leave the same bands of the page empty. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ocr.bands import column_of, find_columns
from ocr.columns import Piece
from ocr.edges import Span, closing, heading
from ocr.tokens import Line, Token

LEAST_ROWS: Final = 3
#: Rows farther apart than this many heights of their letters do not belong together.
MOST_PITCH: Final = 4.0


@dataclass(frozen=True, slots=True)
class AlignedRow:
    """The lines of each cell of a row, by the number of its column."""

    cells: dict[int, tuple[Line, ...]]


@dataclass(frozen=True, slots=True)
class AlignedRun:
    """Neighbouring rows of a page, from ``start`` up to ``end``, and the rows of the table that they form: fewer,
    when the names of the columns take several lines."""

    start: int
    end: int
    rows: tuple[AlignedRow, ...]


def aligned_runs(rows: Sequence[Sequence[Piece]], gap: float) -> Iterator[AlignedRun]:
    """Each run of at least three neighbouring rows that form a table, with the names of its columns and its total
    when these are drawn apart (in bold, on a shaded band). ``gap`` is the one, in heights of letters, that cut the
    lines into pieces."""
    done = 0
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and len(rows[end]) >= 2 and (end == start or _near(rows[end - 1], rows[end])):
            end += 1
        found = _aligned(rows[start:end], gap) if end - start >= LEAST_ROWS else None
        if found is not None:
            run = _whole(rows, AlignedRun(start, end, tuple(found)), done)
            yield run
            done = end = run.end
        start = max(end, start + 1)


def _whole(rows: Sequence[Sequence[Piece]], run: AlignedRun, done: int) -> AlignedRun:
    """The run with the rows that are drawn apart from it; those before ``done`` belong to another one."""
    spans = _spans(run.rows)
    body = [token for row in run.rows for cell in row.cells.values() for line in cell for token in line]
    above = heading(rows[done : run.start], spans, body)
    below = closing(rows[run.end :], spans, body)
    first = (AlignedRow(above.cells),) if above else ()
    last = (AlignedRow(below.cells),) if below else ()
    return AlignedRun(
        run.start - (above.rows if above else 0),
        run.end + (below.rows if below else 0),
        (*first, *run.rows, *last),
    )


def _spans(rows: Sequence[AlignedRow]) -> dict[int, Span]:
    """From where to where the words of each column reach."""
    spans: dict[int, Span] = {}
    for row in rows:
        for column, lines in row.cells.items():
            for token in (token for line in lines for token in line):
                x0, x1 = spans.get(column, (token.box.x0, token.box.x1))
                spans[column] = min(x0, token.box.x0), max(x1, token.box.x1)
    return spans


def _near(above: Sequence[Piece], below: Sequence[Piece]) -> bool:
    height = max(above[0].height, below[0].height)
    return below[0].middle - above[0].middle <= MOST_PITCH * height


def _aligned(rows: Sequence[Sequence[Piece]], gap: float) -> list[AlignedRow] | None:
    if _has_table(rows):
        return None
    by_row = [_tokens([row]) for row in rows]
    columns = find_columns(by_row, gap)
    if len(columns) < 2:
        return None
    table = [AlignedRow(_cells(tokens, columns)) for tokens in by_row]
    # A table has at least two columns that most rows fill; stray words side by side have not.
    filled = [sum(column in row.cells for row in table) for column in range(len(columns))]
    return table if sorted(filled)[-2] * 2 > len(table) else None


def _has_table(rows: Sequence[Sequence[Piece]]) -> bool:
    return any(piece.table is not None for row in rows for piece in row)


def _tokens(rows: Sequence[Sequence[Piece]]) -> list[Token]:
    return [token for row in rows for piece in row for line in piece.lines for token in line]


def _cells(tokens: Sequence[Token], columns: Sequence[Span]) -> dict[int, tuple[Line, ...]]:
    cells: dict[int, list[Token]] = {}
    column = 0
    for token in tokens:
        column = column_of(token, columns, column)
        cells.setdefault(column, []).append(token)
    return {column: (tuple(cells[column]),) for column in sorted(cells)}
