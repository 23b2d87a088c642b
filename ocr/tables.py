"""Ruled tables: from lines on the page to numbered cells. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from storage.words import Box

#: Rules nearer than this, in points, are one rule; their ends may miss each other by as much.
SNAP: Final = 3.0
#: A ruled box smaller than this, in points, is a tick box or the shadow of a thick rule.
LEAST_CELL: Final = 6.0


@dataclass(frozen=True, slots=True)
class Edge:
    """A level or upright rule, as a box without (or nearly without) thickness."""

    box: Box
    level: bool


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a ruled table; rows are numbered from the top, columns from the left, both from 0."""

    box: Box
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: cells by row, then by column."""

    cells: tuple[GridCell, ...]

    @property
    def box(self) -> Box:
        out = self.cells[0].box
        for cell in self.cells[1:]:
            out = out.union(cell.box)
        return out


def grids_from_edges(edges: Iterable[Edge]) -> list[Grid]:
    """The tables that rules draw by crossing each other."""
    plain = [_plumber_edge(edge) for edge in edges]
    merged = merge_edges(plain, SNAP, SNAP, SNAP, SNAP)
    cells = intersections_to_cells(edges_to_intersections(merged, SNAP + 1, SNAP + 1))
    grids = [grid_from_boxes([Box(*map(float, cell)) for cell in group]) for group in cells_to_tables(cells)]
    return [grid for grid in grids if grid is not None]


def grid_from_boxes(boxes: Sequence[Box]) -> Grid | None:
    """A table from the boxes of its cells, or None when there are fewer than two real ones."""
    real = [box for box in boxes if box.width >= LEAST_CELL and box.height >= LEAST_CELL]
    if len(real) < 2:
        return None
    tops, lefts = _ranks(box.y0 for box in real), _ranks(box.x0 for box in real)
    cells = [GridCell(box, tops[box.y0], lefts[box.x0]) for box in real]
    return Grid(tuple(sorted(cells, key=lambda cell: (cell.row, cell.column, cell.box.y0, cell.box.x0))))


def _ranks(values: Iterable[float]) -> dict[float, int]:
    ranks: dict[float, int] = {}
    rank, start = -1, float("-inf")
    for value in sorted(set(values)):
        if value - start > SNAP:
            rank, start = rank + 1, value
        ranks[value] = rank
    return ranks


def _plumber_edge(edge: Edge) -> dict[str, Any]:
    box = edge.box
    middle_x, middle_y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    x0, x1 = (box.x0, box.x1) if edge.level else (middle_x, middle_x)
    top, bottom = (middle_y, middle_y) if edge.level else (box.y0, box.y1)
    return {
        "object_type": "line",
        "orientation": "h" if edge.level else "v",
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
    }
