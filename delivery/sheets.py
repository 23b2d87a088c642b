"""Which blocks go on upright sheets and which on turned ones, the same in every file."""

from dataclasses import dataclass

from delivery.grid import Fit, fit
from delivery.layout import Block, PageLayout, Prose, Table


@dataclass(frozen=True, slots=True)
class Sheet:
    """Blocks of a page of origin that go on sheets turned the same way."""

    landscape: bool
    blocks: tuple[Block, ...]


def sides(table: Table) -> dict[str, list[list[str]]]:
    """The texts of a table, by side: ``source`` and ``target``."""
    return {
        "source": [[cell.source for cell in row] for row in table.rows],
        "target": [[cell.target for cell in row] for row in table.rows],
    }


def table_fit(table: Table, side: str) -> Fit:
    """The fit of the French table (``target``), or one that both languages share (``both``)."""
    texts = sides(table)
    shown = [texts["source"], texts["target"]] if side == "both" else [texts[side]]
    return fit(shown, table.columns, extra=4 if side == "both" else 0)


def sheets(layout: PageLayout, side: str) -> tuple[Sheet, ...]:
    """The blocks of a page by turn of the sheet, never none; the headings of a wide table turn with it."""
    found: list[Sheet] = []
    flow: list[Block] = []
    for block in layout.blocks:
        if not isinstance(block, Table) or not table_fit(block, side).landscape:
            flow.append(block)
            continue
        cut = len(flow)
        while cut and _is_heading(flow[cut - 1]):
            cut -= 1
        found += [Sheet(False, tuple(flow[:cut]))] if cut else []
        found.append(Sheet(True, (*flow[cut:], block)))
        flow = []
    return (*found, Sheet(False, tuple(flow))) if flow or not found else tuple(found)


def _is_heading(block: Block) -> bool:
    return isinstance(block, Prose) and block.item.role == "heading"
