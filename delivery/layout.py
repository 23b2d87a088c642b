"""From segments to what a page of a delivered file shows: headings, paragraphs, fields, tables and marks.

The same layout serves every file, so that the PDF and the DOCX never differ in what they hold.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from delivery.document import RenderedSegment, Role, SourcePage, TranslatedDocument
from delivery.grid import has_header
from delivery.text import tidy

PANEL = 24  # a table with more columns is cut into panels that repeat its first column


@dataclass(frozen=True, slots=True)
class Item:
    """A segment in its place: ``number`` counts from 1 within the page; texts are printable."""

    number: int
    role: Role
    source: str
    target: str
    confirmed: bool

    @property
    def missing(self) -> bool:
        """Whether there was something to translate and nothing was."""
        return bool(self.source) and not self.target


@dataclass(frozen=True, slots=True)
class Prose:
    """A heading, a paragraph or a mark."""

    item: Item


@dataclass(frozen=True, slots=True)
class Field:
    """A label of a form with its value, if one follows."""

    label: Item
    value: Item | None

    @property
    def items(self) -> tuple[Item, ...]:
        return (self.label,) if self.value is None else (self.label, self.value)


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields that follow each other."""

    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Omitted:
    """Passages in a row that the extract leaves out."""

    count: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; several segments when the source had several. ``omitted``: the extract leaves it out."""

    items: tuple[Item, ...]
    omitted: bool = False

    @property
    def source(self) -> str:
        return " ".join(item.source for item in self.items)

    @property
    def target(self) -> str:
        return " ".join(item.target or item.source for item in self.items)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of the same number of cells. ``header``: the first row names the columns. ``first`` and ``last``
    number the columns shown (from 1) among ``of``."""

    rows: tuple[tuple[Cell, ...], ...]
    header: bool
    omitted_rows: int
    first: int
    last: int
    of: int

    @property
    def columns(self) -> int:
        return len(self.rows[0])

    @property
    def partial(self) -> bool:
        """Whether other panels hold the other columns."""
        return self.last - self.first + 1 < self.of


Block = Prose | Fields | Omitted | Table


@dataclass(frozen=True, slots=True)
class PageLayout:
    """One page of the document of origin. ``left_out``: an extract keeps nothing of it."""

    page: SourcePage
    blocks: tuple[Block, ...]
    left_out: bool


def pages(document: TranslatedDocument) -> tuple[PageLayout, ...]:
    """The pages in order; a page named by segments alone is there too, with the language of the document."""
    found: dict[int, list[RenderedSegment]] = defaultdict(list)
    for segment in document.segments:
        found[segment.page].append(segment)
    known = {page.number: page for page in document.pages}
    for number in found.keys() - known.keys():
        known[number] = SourcePage(number, 595.0, 842.0, document.source_language)
    return tuple(_page(known[number], found.get(number, [])) for number in sorted(known))


def items(blocks: Iterable[Block]) -> Iterator[Item]:
    """Every item of the blocks, in reading order; those of panels that repeat a column come again."""
    for block in blocks:
        if isinstance(block, Prose):
            yield block.item
        elif isinstance(block, Fields):
            for field in block.fields:
                yield from field.items
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from cell.items


@dataclass(frozen=True, slots=True)
class _Placed:
    """A segment with what is shown of it."""

    segment: RenderedSegment
    item: Item

    @property
    def kind(self) -> str:
        """What it is shown as; segments of one kind in a row make one or several blocks together."""
        place = (self.segment.table, self.segment.row, self.segment.column)
        if None not in place:
            return f"table {self.segment.table}"
        return "prose" if self.segment.in_scope else "omitted"

    @property
    def place(self) -> tuple[int, int]:
        """Row and column in the table."""
        return self.segment.row or 0, self.segment.column or 0


def _page(page: SourcePage, segments: Sequence[RenderedSegment]) -> PageLayout:
    ordered = sorted(segments, key=lambda segment: segment.order)
    left_out = bool(ordered or page.summary or page.dropped) and not any(segment.in_scope for segment in ordered)
    placed = [_Placed(segment, _item(number, segment)) for number, segment in enumerate(ordered, 1)]
    return PageLayout(page, () if left_out else tuple(_blocks(placed)), left_out)


def _item(number: int, segment: RenderedSegment) -> Item:
    return Item(number, segment.role, tidy(segment.source), tidy(segment.target), segment.confirmed)


def _blocks(placed: Sequence[_Placed]) -> Iterator[Block]:
    """The blocks in reading order; a table stands where its first cell is."""
    tables: dict[str, list[_Placed]] = {}
    flow: list[_Placed] = []
    for member in placed:
        if not member.kind.startswith("table") or member.kind not in tables:
            flow.append(member)
        if member.kind.startswith("table"):
            tables.setdefault(member.kind, []).append(member)
    for kind, group in groupby(flow, key=lambda member: member.kind):
        if kind in tables:
            yield from _tables(tables[kind])
        elif kind == "omitted":
            yield Omitted(len(list(group)))
        else:
            yield from _prose([member.item for member in group])


def _prose(found: Sequence[Item]) -> Iterator[Block]:
    fields: list[Field] = []
    taken: set[int] = set()
    for item, following in pairwise([*found, None]):
        if item is None or item.number in taken:
            continue
        if item.role == "label":
            value = (
                following if following is not None and following.role in ("paragraph", "mark", "cell") else None
            )
            taken |= {value.number} if value else set()
            fields.append(Field(item, value))
            continue
        if fields:
            yield Fields(tuple(fields))
            fields = []
        yield Prose(item)
    if fields:
        yield Fields(tuple(fields))


def _tables(members: Sequence[_Placed]) -> Iterator[Block]:
    """The table of these cells, in panels when it is too wide; a note when the extract keeps none of it."""
    places: dict[tuple[int, int], list[_Placed]] = defaultdict(list)
    for member in members:
        places[member.place].append(member)
    columns = sorted({column for _, column in places})
    rows = sorted({row for row, _ in places})
    grid = [[_cell(places.get((row, column), [])) for column in columns] for row in rows]
    kept = [row for row in grid if any(cell.items for cell in row) or not any(cell.omitted for cell in row)]
    if not kept:
        yield Omitted(len(members))
        return
    header = has_header([[cell.target for cell in row] for row in kept])
    for first, last in _panels(len(columns)):
        rows_shown = tuple((row[0], *row[first:last]) if first else tuple(row[:last]) for row in kept)
        yield Table(rows_shown, header, len(grid) - len(kept), first + 1, last, len(columns))


def _cell(members: Sequence[_Placed]) -> Cell:
    kept = tuple(member.item for member in members if member.segment.in_scope)
    return Cell(kept, omitted=bool(members) and not kept)


def _panels(columns: int) -> list[tuple[int, int]]:
    if columns <= PANEL:
        return [(0, columns)]
    step = PANEL - 1
    starts = [0, *range(PANEL, columns, step)]
    return [(start, min(start + (step if start else PANEL), columns)) for start in starts]
