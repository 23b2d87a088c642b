"""The rows that drafting needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from storage.models import Segment, SegmentState, Sheet, Translation
from storage.queue import SubjectMissingError
from storage.sheets import Laid


@dataclass(frozen=True, slots=True)
class WordsBlob:
    """Where the words of a page are; ``position`` is its number in the document to translate."""

    key: str
    sha256: str
    position: int


def lock_translation(session: Session, translation_id: UUID) -> Translation:
    """The translation, locked until the commit; raises SubjectMissingError when there is none."""
    found = session.scalar(select(Translation).where(Translation.id == translation_id).with_for_update())
    if found is None:
        raise SubjectMissingError()
    return found


def words_blobs(pages: Sequence[Laid]) -> Sequence[WordsBlob]:
    """The words of the pages that were read and are to be translated, in the order of the pages."""
    return [
        WordsBlob(laid.reading.words_key, laid.sha256, laid.position)
        for laid in pages
        if laid.in_scope and laid.reading is not None and laid.sha256 is not None
    ]


def segments(session: Session, translation_id: UUID) -> Sequence[Segment]:
    """The segments in their order."""
    return session.scalars(
        select(Segment).where(Segment.translation_id == translation_id).order_by(Segment.order)
    ).all()


def shelve_orders(session: Session, translation_id: UUID) -> None:
    """Puts the numbers of the segments out of the way, so that they can be given anew one by one."""
    mine = update(Segment).where(Segment.translation_id == translation_id).values(order=-1 - Segment.order)
    session.execute(mine.execution_options(synchronize_session="fetch"))


def drafted_now(session: Session, translation_id: UUID) -> None:
    """No page of it waits to be drafted after the others any more."""
    session.execute(update(Sheet).where(Sheet.translation_id == translation_id).values(redraft=False))


def touched(session: Session, translation_id: UUID) -> int:
    """How many segments a person has worked on."""
    worked = (Segment.translation_id == translation_id, Segment.state != SegmentState.DRAFT)
    return session.scalar(select(func.count(Segment.id)).where(*worked)) or 0


def remove_segments(session: Session, translation_id: UUID) -> None:
    """Takes away a draft that nobody has touched, before a new one."""
    session.execute(delete(Segment).where(Segment.translation_id == translation_id))
