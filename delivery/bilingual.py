"""The bilingual PDF: source and French side by side, passage by passage, for those who check."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from delivery.document import TranslatedDocument
from delivery.layout import Block, Item, Omitted, Table, items
from delivery.printing import print_pdf


@dataclass(frozen=True, slots=True)
class Run:
    """What the bilingual page shows together: passages in a row, or one table, or a count of passages left out."""

    items: tuple[Item, ...] = ()
    table: Table | None = None
    omitted: int = 0


def render_bilingual(document: TranslatedDocument) -> bytes:
    """The bilingual PDF."""
    unconfirmed = any(segment.in_scope and not segment.confirmed for segment in document.segments)
    return print_pdf(document, "bilingual.html", runs=runs, unconfirmed=unconfirmed)


def runs(blocks: Sequence[Block]) -> Iterator[Run]:
    """The blocks of a page as runs: passages side by side, a table above its translation."""
    flow: list[Block] = []
    for block in blocks:
        if not isinstance(block, Table | Omitted):
            flow.append(block)
            continue
        if flow:
            yield Run(items=tuple(items(flow)))
            flow = []
        yield Run(table=block) if isinstance(block, Table) else Run(omitted=block.count)
    if flow:
        yield Run(items=tuple(items(flow)))
