"""What happens to a document once it is read. The rule for now: whatever could be read is drafted, and a person
decides on the rest."""

from intake import queries
from storage.flow import advance
from storage.messages import DocumentRead
from storage.unit_of_work import UnitOfWork
from storage.workflow import DocumentStatus, TranslationStatus
from translate.service import request_first_draft


def document_read(uow: UnitOfWork, message: DocumentRead) -> None:
    """Sends the translations of a document that was read to drafting; fails them when it could not be."""
    document = queries.document(uow.session, message.document_id)
    for translation in queries.translations_of(uow.session, document.id):
        if translation.status is not TranslationStatus.TO_TRIAGE:
            continue
        if document.status is DocumentStatus.FAILED:
            advance(uow, translation, TranslationStatus.FAILED, document.reason)
        elif document.status is DocumentStatus.READ:
            request_first_draft(uow, translation)
