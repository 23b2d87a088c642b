"""Tables of a DOCX: rows and cells with their spans."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from ocr.office.docx_parts import child, value, whole
from ocr.office.structure import Block, Measure, Table, TableCell
from ocr.office.xml import elements, local

#: Word itself stops at 63 columns; a span says no more than that.
MOST_SPAN = 63


def table(element: Any, blocks: Callable[[Any], Iterator[Block]], measure: Measure) -> Table:
    """The table of an element; ``blocks`` reads what a cell holds."""
    rows: list[list[TableCell]] = []
    #: For each column that a cell reaches down, where that cell is.
    reaching: dict[int, tuple[int, int]] = {}
    for row in _wrapped(element, "tr"):
        properties = child(row, "trPr")
        if child(properties, "del") is not None:
            measure.told.add("office_changes")
            continue
        column = whole(value(child(properties, "gridBefore")), 0, MOST_SPAN, 0)
        cells: list[TableCell] = []
        for each in _wrapped(row, "tc"):
            measure.take("")
            about = child(each, "tcPr")
            span = whole(value(child(about, "gridSpan")), 1, MOST_SPAN, 1)
            merge = child(about, "vMerge")
            if merge is not None and value(merge) != "restart" and column in reaching:
                above, index = reaching[column]
                rows[above][index] = replace(rows[above][index], rows=len(rows) - above + 1)
            else:
                reaching.pop(column, None)
                if merge is not None:
                    reaching[column] = (len(rows), len(cells))
                cells.append(TableCell(column, tuple(blocks(each)), span))
            column += span
        rows.append(cells)
    return Table(tuple(map(tuple, rows)))


def _wrapped(parent: Any, name: str) -> Iterator[Any]:
    """The rows or cells, also those that a content control or a change holds."""
    for each in elements(parent):
        if local(each) == name:
            yield each
        elif local(each) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _wrapped(each, name)
