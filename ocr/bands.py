"""Columns of a table without rules, from the bands that its rows leave empty. Pure.

A band that no row crosses parts two columns. One that a few rows cross (a smudge of a stamp, a long word, the
names of the columns on a photograph a little askew) parts them too where figures stand on its right in most rows,
for prose has such holes by chance and amounts have not.
"""

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Final

from ocr.edges import Span
from ocr.tokens import Token

#: An empty band between two columns is at least this share of the gap that cuts a line in two.
LEAST_BAND: Final = 0.33
#: One row in so many may cross a band that has figures on its right.
ROWS_BY_STRAY: Final = 5
LEAST_FIGURES: Final = 3


def find_columns(rows: Sequence[Sequence[Token]], gap: float) -> list[Span]:
    """From where to where each column reaches, from left to right. ``gap`` is the one, in heights of letters, that
    cut the lines into pieces."""
    least = LEAST_BAND * gap * median(token.box.height for row in rows for token in row)
    edge = min(t.box.x0 for row in rows for t in row), max(t.box.x1 for row in rows for t in row)
    columns = _between(edge, list(_bands(rows, edge, least, 0)))
    for band in reversed(list(_bands(rows, edge, least, len(rows) // ROWS_BY_STRAY))):
        at = next((i for i, (x0, x1) in enumerate(columns) if x0 < band[0] and band[1] < x1), None)
        if at is not None and _holds_figures(rows, (band[1], columns[at][1])):
            columns[at : at + 1] = _between(columns[at], [band])
    return columns


def column_of(token: Token, columns: Sequence[Span], before: int) -> int:
    """The column that shares most of its width with a token; for one that lies between two, the one ``before``."""

    def shared(column: int) -> float:
        return min(token.box.x1, columns[column][1]) - max(token.box.x0, columns[column][0])

    best = max(range(len(columns)), key=shared)
    return best if shared(best) > 0 else before


def _between(edge: Span, bands: Sequence[Span]) -> list[Span]:
    starts = [edge[0], *(band[1] for band in bands)]
    return list(zip(starts, [*(band[0] for band in bands), edge[1]], strict=True))


def _bands(rows: Sequence[Sequence[Token]], edge: Span, least: float, strays: int) -> Iterator[Span]:
    """The bands of at least ``least`` points that at most ``strays`` rows cross, from left to right."""
    ends: dict[float, int] = {edge[0]: 0, edge[1]: 0}
    for row in rows:
        for x0, x1 in _covered(row):
            ends[x0] = ends.get(x0, 0) + 1
            ends[x1] = ends.get(x1, 0) - 1
    start: float | None = None
    crossing = 0
    for x in sorted(ends):
        crossing += ends[x]
        if crossing <= strays and start is None:
            start = x
        elif crossing > strays and start is not None:
            if x - start >= least and start > edge[0]:
                yield start, x
            start = None


def _covered(row: Sequence[Token]) -> list[Span]:
    spans: list[Span] = []
    for x0, x1 in sorted((token.box.x0, token.box.x1) for token in row):
        if spans and x0 <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(spans[-1][1], x1)
        else:
            spans.append((x0, x1))
    return spans


def _holds_figures(rows: Sequence[Sequence[Token]], column: Span) -> bool:
    """Whether at least three rows, and half of those that reach into the column, have figures alone there."""
    cells = [[t for t in row if t.box.x0 < column[1] and t.box.x1 > column[0]] for row in rows]
    filled = [cell for cell in cells if cell]
    figures = sum(all(_is_figure(token.text) for token in cell) for cell in filled)
    return figures >= LEAST_FIGURES and figures * 2 >= len(filled)


def _is_figure(text: str) -> bool:
    return sum(char.isalpha() for char in text) <= 1 and (len(text) == 1 or any(map(str.isdecimal, text)))
