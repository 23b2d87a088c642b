"""The rows that drafting needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from storage.models import Blob, Page, Reading, Segment, SegmentState, Translation
from storage.queue import SubjectMissingError


@dataclass(frozen=True, slots=True)
class WordsBlob:
    """Where the words of a page are."""

    key: str
    sha256: str


def lock_translation(session: Session, translation_id: UUID) -> Translation:
    """The translation, locked until the commit; raises SubjectMissingError when there is none."""
    found = session.scalar(select(Translation).where(Translation.id == translation_id).with_for_update())
    if found is None:
        raise SubjectMissingError()
    return found


def words_blobs(session: Session, document_id: UUID) -> Sequence[WordsBlob]:
    """The words of the pages that were read, in the order of the pages."""
    found = (
        select(Blob.key, Blob.sha256)
        .join(Reading, Reading.words_key == Blob.key)
        .join(Page, Page.reading_id == Reading.id)
        .where(Page.document_id == document_id)
        .order_by(Page.number)
    )
    return [WordsBlob(key, sha256) for key, sha256 in session.execute(found)]


def touched(session: Session, translation_id: UUID) -> int:
    """How many segments a person has worked on."""
    worked = (Segment.translation_id == translation_id, Segment.state != SegmentState.DRAFT)
    return session.scalar(select(func.count(Segment.id)).where(*worked)) or 0


def remove_segments(session: Session, translation_id: UUID) -> None:
    """Takes away a draft that nobody has touched, before a new one."""
    session.execute(delete(Segment).where(Segment.translation_id == translation_id))
