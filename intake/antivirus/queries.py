"""The rows that the antivirus and the quarantine need."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, select, union, update
from sqlalchemy.orm import Session, selectinload

from storage.models import (
    AuditEvent,
    Blob,
    Container,
    Delivery,
    DeliveryFile,
    Document,
    Page,
    Reading,
    Scan,
    Segment,
    SegmentVersion,
    Translation,
    WorkItem,
)
from storage.queue import SubjectMissingError
from storage.workflow import PageStatus, Queue


def lock_document(session: Session, document_id: UUID) -> Document:
    """The document, locked before anything that hangs on it; raises SubjectMissingError when there is none."""
    found = find_document(session, document_id)
    if found is None:
        raise SubjectMissingError()
    return found


def find_document(session: Session, document_id: UUID) -> Document | None:
    """The document, locked; None when there is none."""
    return session.scalar(select(Document).where(Document.id == document_id).with_for_update())


def scan_of(session: Session, document: Document) -> Scan:
    """The examination of a document, begun when there was none."""
    found = session.get(Scan, document.id)
    if found is None:
        found = Scan(document_id=document.id, attempts=0)
        session.add(found)
    return found


def translations_of(session: Session, document_id: UUID) -> Sequence[Translation]:
    """The translations of a document, locked, newest version last."""
    found = select(Translation).where(Translation.document_id == document_id).order_by(Translation.version)
    return session.scalars(found.with_for_update().options(selectinload(Translation.order))).all()


def blobs_of(session: Session, document: Document) -> Sequence[Blob]:
    """What is recorded of the document's bytes, of those of its reading copy, and of those of what it came in that
    still has them."""
    own = [key for key in (document.blob_key, document.copy_key) if key is not None]
    came_in = select(Container.blob_key).where(Container.id == document.container_id)
    found = select(Blob).where(or_(Blob.key.in_(own), Blob.key.in_(came_in)), Blob.erased_at.is_(None))
    return session.scalars(found).all()


def readings_of(session: Session, document_id: UUID) -> Sequence[Reading]:
    """Every reading of the document's pages, the present ones and those before."""
    pages = select(Page.id).where(Page.document_id == document_id)
    return session.scalars(select(Reading).where(Reading.page_id.in_(pages))).all()


def erase_derived(session: Session, document_id: UUID, at: datetime) -> Sequence[str]:
    """Deletes all that was made of a document's content, whoever made it: readings, segments and their earlier
    versions, deliveries. What is still being made is refused when it comes to be saved. Returns the keys of the
    bytes, whose rows say ``at`` which time they were given up."""
    pages = select(Page.id).where(Page.document_id == document_id)
    translations = select(Translation.id).where(Translation.document_id == document_id)
    deliveries = select(Delivery.id).where(Delivery.translation_id.in_(translations))
    files = select(DeliveryFile.blob_key).where(DeliveryFile.delivery_id.in_(deliveries))
    words = select(Reading.words_key).where(Reading.page_id.in_(pages))
    keys = session.scalars(union(words, files)).all()
    segments = select(Segment.id).where(Segment.translation_id.in_(translations))
    subjects = or_(WorkItem.subject_id == document_id, WorkItem.subject_id.in_(translations))
    for statement in (
        update(WorkItem)
        .where(subjects, WorkItem.done_at.is_(None))
        .values(done_at=at, token=None, leased_until=None),
        update(Page).where(Page.document_id == document_id).values(reading_id=None),
        update(Translation).where(Translation.document_id == document_id).values(position=None),
        update(Delivery).where(Delivery.translation_id.in_(translations)).values(replaced_by=None),
        delete(SegmentVersion).where(SegmentVersion.segment_id.in_(segments)),
        delete(Segment).where(Segment.translation_id.in_(translations)),
        delete(DeliveryFile).where(DeliveryFile.delivery_id.in_(deliveries)),
        delete(Delivery).where(Delivery.translation_id.in_(translations)),
        delete(Reading).where(Reading.page_id.in_(pages)),
        update(Blob).where(Blob.key.in_(keys)).values(erased_at=at),
    ):
        session.execute(statement.execution_options(synchronize_session=False))
    session.expire_all()
    return keys


def was_held(session: Session, document_id: UUID) -> bool:
    """Whether the document was ever in quarantine."""
    held = select(AuditEvent.id).where(
        AuditEvent.object_kind == "document",
        AuditEvent.object_id == str(document_id),
        AuditEvent.action == "quarantined",
    )
    return session.scalar(held.limit(1)) is not None


def fail_pages(session: Session, document_id: UUID, code: str) -> None:
    """Marks every page that is still to be read as failed."""
    waiting = update(Page).where(Page.document_id == document_id, Page.status == PageStatus.WAITING)
    session.execute(waiting.values(status=PageStatus.FAILED, reason=code))


def open_scan(session: Session, document_id: UUID) -> WorkItem | None:
    """The row of work by which the document waits for the antivirus."""
    return session.scalar(
        select(WorkItem).where(
            WorkItem.queue == Queue.SCAN, WorkItem.subject_id == document_id, WorkItem.done_at.is_(None)
        )
    )
