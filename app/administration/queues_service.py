"""Sending again what failed, once its cause is gone. Twice is once: what no longer waits for it is left alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from app.administration import queues_queries as queries
from app.administration.queues_queries import Kind
from review.resuming import resume_reading, resume_translation
from storage.errors import NotFoundError
from storage.models import Document, now
from storage.unit_of_work import UnitOfWork
from storage.workflow import DocumentStatus, Queue
from translate.service import WorkTouchedError

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Resumed:
    """How many things were sent again, and whether others of the group remain for a next call."""

    done: int
    more: bool


def resume(uow: UnitOfWork, kind: Kind, subject_id: UUID) -> bool:
    """Sends one thing again; False when it is no longer waiting for that. Raises NotFoundError for what the actor
    may not see, WorkTouchedError where a person's work would be lost."""
    return _RESUME[kind](uow, subject_id)


def resume_any(uow: UnitOfWork, subject_id: UUID) -> bool:
    """Sends again the thing of that identifier, whatever it is."""
    for kind in Kind:
        if queries.find(uow.session, uow.actor, kind, subject_id):
            return resume(uow, kind, subject_id)
    raise NotFoundError()


def resume_group(uow: UnitOfWork, kind: Kind, code: str) -> Resumed:
    """Sends again the oldest failures of a kind that have the code, so many at once that nobody waits for the
    database in the meantime. What cannot be sent again is left where it is."""
    wanted = queries.ids(uow.session, uow.actor, kind, code, AT_ONCE + 1)
    done = sum(_try(uow, kind, subject_id) for subject_id in wanted[:AT_ONCE])
    return Resumed(done, more=len(wanted) > AT_ONCE and done > 0)


def _try(uow: UnitOfWork, kind: Kind, subject_id: UUID) -> bool:
    try:
        return resume(uow, kind, subject_id)
    except WorkTouchedError:
        return False


def _document(uow: UnitOfWork, document_id: UUID) -> bool:
    return _listed(uow, Kind.DOCUMENT, document_id)


def _pages(uow: UnitOfWork, document_id: UUID) -> bool:
    return _listed(uow, Kind.PAGE, document_id)


def _listed(uow: UnitOfWork, kind: Kind, document_id: UUID) -> bool:
    document = _locked(uow, document_id)
    return queries.find(uow.session, uow.actor, kind, document.id) and resume_reading(uow, document)


def _locked(uow: UnitOfWork, document_id: UUID) -> Document:
    document = queries.lock_document(uow.session, uow.actor, document_id)
    if document is None:
        raise NotFoundError()
    return document


def _translation(uow: UnitOfWork, translation_id: UUID) -> bool:
    translation = queries.lock_translation(uow.session, uow.actor, translation_id)
    if translation is None:
        raise NotFoundError()
    # One whose document failed is listed, and resumed, as that document.
    return translation.document.status is DocumentStatus.READ and resume_translation(uow, translation)


def _message(uow: UnitOfWork, message_id: UUID) -> bool:
    row = queries.lock_message(uow.session, uow.actor, message_id)
    if row is None:
        raise NotFoundError()
    if row.sent_at is not None or row.attempts == 0 or row.next_at <= now():
        return False
    row.next_at = now()
    uow.record("resumed", "message", row.id, kind=row.kind, code=row.failure)
    uow.wake(Queue.RELAY)
    return True


_RESUME: Mapping[Kind, Callable[[UnitOfWork, UUID], bool]] = {
    Kind.DOCUMENT: _document,
    Kind.PAGE: _pages,
    Kind.TRANSLATION: _translation,
    Kind.MESSAGE: _message,
}
