"""The arrangement of a file in its rows: read from them, written to them."""

from collections.abc import Collection, Sequence
from pathlib import PurePath
from uuid import UUID

from intake.sorting import queries
from intake.sorting.arrangement import Arrangement, Leaf, Part
from intake.sorting.errors import SentOnError
from storage.flow import take_place
from storage.models import Document, Order, Sheet, Translation
from storage.sheets import pages_of
from storage.unit_of_work import UnitOfWork
from storage.workflow import TranslationStatus as T

SORTABLE = (T.TO_TRIAGE,)


def read(uow: UnitOfWork, found: Sequence[Translation]) -> Arrangement:
    """How the pages of a file lie; ``found`` are its documents in their order."""
    return Arrangement(tuple(read_part(uow, translation) for translation in found))


def read_part(uow: UnitOfWork, translation: Translation) -> Part:
    """How the pages of one document lie."""
    leaves = (
        Leaf(laid.page.id, laid.page.turn, laid.out, laid.summary) for laid in pages_of(uow.session, translation)
    )
    return Part(translation.id, tuple(leaves), translation.source_language, translation.nature, translation.mode)


def write(uow: UnitOfWork, document: Document, before: Arrangement, after: Arrangement) -> None:
    """Lays the pages of a file as ``after`` says. Raises SentOnError when that would touch a document that is no
    longer in triage."""
    rows = {
        translation.id: translation for translation in queries.translations(uow.session, document.id, lock=True)
    }
    order = next(iter(rows.values())).order
    old, new = {part.id: part for part in before}, {part.id: part for part in after}
    changed = [part_id for part_id in old.keys() | new.keys() if old.get(part_id) != new.get(part_id)]
    if any(part_id in rows and rows[part_id].status not in SORTABLE for part_id in changed):
        raise SentOnError()
    redraft = queries.redrafts(uow.session, list(rows))
    queries.remove_sheets(uow.session, list(rows))
    for part_id in changed:
        if part_id not in new:
            uow.session.delete(rows.pop(part_id))
    for place, row in enumerate(rows.values(), 1):
        row.part = -place
    uow.session.flush()
    for place, part in enumerate(after, 1):
        row = rows.get(part.id) or _fresh(uow, document, order, part.id)
        row.part = place
        row.title = _title(document.file_name, place) if len(after.parts) > 1 else None
        row.sheet_count = len(part.leaves)
        row.source_language, row.nature, row.mode = part.language, part.nature, part.mode
        lay(uow, part, redraft)
    uow.session.flush()
    _turn(uow, before, after)


def lay(uow: UnitOfWork, part: Part, redraft: Collection[UUID]) -> None:
    """Gives the pages of a document their sheets, which it must not have yet; ``redraft`` are those that come
    after the others were drafted."""
    uow.session.add_all(
        Sheet(
            translation_id=part.id,
            page_id=leaf.page,
            position=position,
            out=leaf.out,
            summary=leaf.summary,
            redraft=leaf.page in redraft,
        )
        for position, leaf in enumerate(part.leaves, 1)
    )


def _fresh(uow: UnitOfWork, document: Document, order: Order, part_id: UUID) -> Translation:
    row = Translation(id=part_id, document_id=document.id, order_id=order.id)
    row.part = -1_000_000
    take_place(row, order)
    uow.session.add(row)
    return row


def _title(file_name: str, place: int) -> str:
    name = PurePath(file_name)
    return f"{name.stem[:200]}, document {place}{name.suffix}"


def _turn(uow: UnitOfWork, before: Arrangement, after: Arrangement) -> None:
    turns = {leaf.page: leaf.turn for part in before for leaf in part.leaves}
    changed = {leaf.page: leaf.turn for part in after for leaf in part.leaves if turns.get(leaf.page) != leaf.turn}
    for page_id, page in queries.pages(uow.session, list(changed)).items():
        page.turn = changed[page_id]
