"""What happens to a document once it is read: drafted at once when the rule lets it pass, else sorted first."""

from collections.abc import Sequence
from dataclasses import dataclass

from intake import queries
from intake.sorting import scans
from intake.triage_findings import Finding, Recogniser
from storage.database import insert_unless_present
from storage.flow import advance
from storage.messages import DocumentRead
from storage.models import Document, Straight, Translation, Triage, TriageFinding
from storage.sheets import pages_of_file
from storage.unit_of_work import UnitOfWork
from storage.workflow import DocumentStatus, TranslationStatus
from translate.service import request_first_draft


@dataclass(frozen=True)
class Door:
    """Who passes: ``straight`` unless the body has its own rule. ``recognise`` says what is to be noticed."""

    straight: Straight
    recognise: Recogniser

    def passes(self, own: Straight | None, findings: Sequence[Finding]) -> bool:
        """Whether a document goes to drafting without a person (docs/decisions/0007-triage.md)."""
        rule = own or self.straight
        if rule is Straight.UNDOUBTED:
            return not any(finding.needs_person for finding in findings)
        return rule is Straight.ALWAYS


def document_read(uow: UnitOfWork, message: DocumentRead, door: Door) -> None:
    """Sends the translations of a document that was read to drafting or leaves them to a person; fails them when
    it could not be read. What a person has sent on already goes on."""
    document = queries.document(uow.session, message.document_id)
    waiting = [
        translation
        for translation in queries.translations_of(uow.session, document.id)
        if translation.status is TranslationStatus.TO_TRIAGE
    ]
    if document.status is DocumentStatus.FAILED:
        for translation in waiting:
            advance(uow, translation, TranslationStatus.FAILED, document.reason)
    elif document.status is DocumentStatus.READ:
        _go_on(uow, document, waiting, door)
    scans.scan_read(uow, document)


def _go_on(uow: UnitOfWork, document: Document, waiting: Sequence[Translation], door: Door) -> None:
    # Those whose turned pages have now been read: a person had decided.
    for translation in waiting:
        if translation.triaged_at is not None:
            request_first_draft(uow, translation)
    undecided = [translation for translation in waiting if translation.triaged_at is None]
    if not undecided or uow.session.get(Triage, document.id) is not None:
        return
    findings = door.recognise(uow, document, pages_of_file(uow.session, document))
    own = undecided[0].order.body.straight
    if door.passes(own, findings):
        for translation in undecided:
            request_first_draft(uow, translation)
        return
    insert_unless_present(uow.session, Triage, document_id=document.id, version=0)
    uow.session.add_all(
        TriageFinding(
            document_id=document.id,
            code=finding.code,
            pages=list(finding.pages),
            confidence=finding.confidence,
            details=dict(finding.details),
        )
        for finding in findings
    )
    uow.record("to_sort", "document", document.id, document.body_id, findings=sorted({f.code for f in findings}))
