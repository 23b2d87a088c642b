"""Sending on what failed, from where it stopped: one way for the board, the administration and the commands."""

from ocr.service import read_again
from review import queries
from storage.flow import advance
from storage.models import Document, Translation, Urgency
from storage.unit_of_work import UnitOfWork
from storage.workflow import DocumentStatus, TranslationStatus
from translate.service import request_draft, request_first_draft

# A page read again makes its translation go through drafting once more: only while nobody has begun to work on it.
REDRAFTABLE = (TranslationStatus.TO_TRIAGE, TranslationStatus.DRAFTED, TranslationStatus.FAILED)


def resume_reading(uow: UnitOfWork, document: Document) -> bool:
    """Sends the pages that failed to be read again; False when there is none, or a reading is under way.

    The document must be locked. Its translations go back to triage, which sends them to drafting once it is read.
    """
    broken = sorted({page.reason for page in document.pages if page.reason})
    reason = document.reason or ", ".join(broken)
    urgent = document.order is not None and document.order.urgency is Urgency.URGENT
    if not read_again(uow, document, urgent=urgent):
        return False
    for translation in queries.lock_translations(uow.session, document.id):
        if translation.status in REDRAFTABLE and translation.status is not TranslationStatus.TO_TRIAGE:
            advance(uow, translation, TranslationStatus.TO_TRIAGE)
    uow.record("resumed", "document", document.id, document.body_id, code=reason)
    return True


def resume_translation(uow: UnitOfWork, translation: Translation) -> bool:
    """Sends a failed translation on: to delivery what was approved, to reading what could not be read, anything
    else to drafting. False when it does not wait for that. Its document must be locked, then itself.

    Raises translate's WorkTouchedError where a person's work would be lost.
    """
    document, reason = translation.document, translation.reason
    if translation.status is not TranslationStatus.FAILED:
        return False
    if document.status is DocumentStatus.FAILED:
        return resume_reading(uow, document)
    if document.status is not DocumentStatus.READ:
        return False
    if translation.approved_at is not None:
        advance(uow, translation, TranslationStatus.APPROVED)
    elif translation.source_language is None:
        request_first_draft(uow, translation)
    else:
        request_draft(uow, translation)
    uow.record("resumed", "translation", translation.id, document.body_id, code=reason)
    return True
