"""The rows that the antivirus and the quarantine need."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session, selectinload

from storage.models import AuditEvent, Blob, Container, Document, Page, Scan, Translation, WorkItem
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
    """What is recorded of the document's bytes, and of those of what it came in that still has them."""
    came_in = select(Container.blob_key).where(Container.id == document.container_id)
    found = select(Blob).where(or_(Blob.key == document.blob_key, Blob.key.in_(came_in)), Blob.erased_at.is_(None))
    return session.scalars(found).all()


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
