"""The rows that reading needs."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from ocr.errors import PageMissingError
from storage.models import Blob, Document, Page, Reading, WorkItem
from storage.queue import SubjectMissingError
from storage.workflow import PageStatus, Queue


def lock_document(session: Session, document_id: UUID) -> Document:
    """The document, locked before any of its pages; raises SubjectMissingError when there is none."""
    found = session.scalar(select(Document).where(Document.id == document_id).with_for_update())
    if found is None:
        raise SubjectMissingError()
    return found


def blob(session: Session, key: str) -> Blob:
    """What is recorded of an object."""
    return session.scalars(select(Blob).where(Blob.key == key)).one()


def waiting_pages(session: Session, document_id: UUID, first: int = 1, last: int | None = None) -> Sequence[Page]:
    """The pages of a run that are still to be read, in order."""
    pages = select(Page).where(
        Page.document_id == document_id, Page.status == PageStatus.WAITING, Page.number >= first
    )
    if last is not None:
        pages = pages.where(Page.number <= last)
    return session.scalars(pages.order_by(Page.number)).all()


def page(session: Session, document_id: UUID, number: int) -> Page:
    """One page by its number; raises PageMissingError when the document has no such page."""
    found = session.scalar(select(Page).where(Page.document_id == document_id, Page.number == number))
    if found is None:
        raise PageMissingError(page=number)
    return found


def readings(session: Session, document_id: UUID) -> Sequence[Reading]:
    """The current readings of a document, in the order of its pages."""
    found = select(Reading).join(Page, Page.reading_id == Reading.id).where(Page.document_id == document_id)
    return session.scalars(found.order_by(Page.number)).all()


def take_reading(session: Session, page: Page) -> bool:
    """Makes the newest reading of a page in the turn that a person chose its current one; False when there is
    none. True for a page that nobody turned."""
    current = session.get(Reading, page.reading_id) if page.reading_id else None
    if page.turn is None or (current is not None and current.rotation == page.turn):
        return True
    found = select(Reading).where(Reading.page_id == page.id, Reading.rotation == page.turn)
    reading = session.scalar(found.order_by(Reading.created_at.desc()).limit(1))
    if reading is None:
        return False
    page.reading_id = reading.id
    return True


def fruitless_pages(session: Session, document_id: UUID, *, empty: bool) -> Sequence[Page]:
    """The pages that failed, in order; with ``empty`` also those that were read without finding a word."""
    without_word = and_(Page.status == PageStatus.READ, func.coalesce(Reading.word_count, 0) == 0)
    wanted = or_(Page.status == PageStatus.FAILED, without_word) if empty else Page.status == PageStatus.FAILED
    found = select(Page).outerjoin(Reading, Page.reading_id == Reading.id)
    return session.scalars(found.where(Page.document_id == document_id, wanted).order_by(Page.number)).all()


def is_under_way(session: Session, document_id: UUID) -> bool:
    """Whether a run of the document is still open."""
    open_runs = select(WorkItem.id).where(
        WorkItem.queue == Queue.READ, WorkItem.subject_id == document_id, WorkItem.done_at.is_(None)
    )
    return session.scalar(open_runs.limit(1)) is not None
