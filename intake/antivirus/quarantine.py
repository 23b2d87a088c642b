"""What an administrator decides about a file that the antivirus holds. Each decision is written in the journal,
and all but the erasure of the bytes can be taken back."""

from collections.abc import Sequence
from uuid import UUID

from intake.antivirus import queries
from intake.antivirus.errors import (
    NoAntivirusError,
    NotHeldError,
    OtherNameError,
    ReasonMissingError,
    WorkBegunError,
)
from intake.antivirus.service import INFECTED, INTERRUPTED, go_on, is_urgent, request_scan
from intake.reasons import SENTENCES
from ocr.showing import Pictures
from storage.access import visible_held
from storage.errors import NotFoundError
from storage.flow import advance
from storage.messages import DocumentHeld
from storage.models import Document, Scan, ScanDecision, Translation, now
from storage.unit_of_work import UnitOfWork
from storage.workflow import TRANSLATION_MOVES, Queue
from storage.workflow import DocumentStatus as D
from storage.workflow import TranslationStatus as T

REASON = 300
# What a requester whose file was discarded reads, followed by what the administrator wrote.
DISCARDED = SENTENCES["discarded_file"]
# Nobody has begun to work on what was read.
UNTOUCHED = (T.TO_TRIAGE, T.DRAFTED, T.FAILED, T.CANCELLED, T.CLOSED_WITHOUT_TRANSLATION)


def release(uow: UnitOfWork, document_id: UUID, reason: str) -> Document:
    """Lets a held or waiting document be read in spite of the antivirus, which will not be asked about it again.
    Raises ReasonMissingError, NotHeldError, NotFoundError."""
    document = _held(uow, document_id, D.QUARANTINED, D.TO_SCAN)
    scan = _decide(uow, document, ScanDecision.RELEASED, reason)
    uow.record("released", "document", document.id, document.body_id, signature=scan.signature, reason=scan.reason)
    go_on(uow, document)
    uow.send(DocumentHeld(document.id))
    return document


def discard(uow: UnitOfWork, document_id: UUID, reason: str) -> Document:
    """Closes a held document: it will not be translated. Its bytes stay, for nobody to open."""
    document = _held(uow, document_id, D.QUARANTINED)
    scan = _decide(uow, document, ScanDecision.DISCARDED, reason)
    document.move(D.DISCARDED, document.reason)
    for translation in queries.translations_of(uow.session, document.id):
        if T.CANCELLED in TRANSLATION_MOVES[translation.status]:
            advance(uow, translation, T.CANCELLED, f"{DISCARDED} Motif : {scan.reason}"[:500])
    uow.record(
        "discarded", "document", document.id, document.body_id, signature=scan.signature, reason=scan.reason
    )
    uow.send(DocumentHeld(document.id))
    return document


def hold_again(uow: UnitOfWork, document_id: UUID) -> Document:
    """Takes a decision back: a discarded document, or a released one that nobody has begun to translate, is held
    as before. Raises WorkBegunError."""
    document = _held(uow, document_id, D.DISCARDED, D.RECEIVED, D.READING, D.READ, D.FAILED)
    scan = queries.scan_of(uow.session, document)
    if scan.decision not in (ScanDecision.RELEASED, ScanDecision.DISCARDED):
        raise NotHeldError()
    _wait(uow, queries.translations_of(uow.session, document.id), discarded=document.status is D.DISCARDED)
    before = scan.decision
    scan.decision = scan.decided_by = scan.decided_at = scan.reason = None
    document.move(D.QUARANTINED, INFECTED if scan.signature else INTERRUPTED)
    uow.record("held_again", "document", document.id, document.body_id, before=before.value)
    uow.send(DocumentHeld(document.id))
    return document


def _wait(uow: UnitOfWork, translations: Sequence[Translation], *, discarded: bool) -> None:
    """Puts translations back to where a document that is read sends them on from."""
    if not discarded and any(translation.status not in UNTOUCHED for translation in translations):
        raise WorkBegunError()
    for translation in translations:
        stopped = translation.status is T.CANCELLED and (translation.reason or "").startswith(DISCARDED)
        if stopped or translation.status in (T.DRAFTED, T.FAILED):
            advance(uow, translation, T.TO_TRIAGE)


def examine_again(uow: UnitOfWork, document_id: UUID, *, possible: bool) -> Document:
    """Asks the antivirus again, at once: about a held document, whose signature may have been withdrawn, or about
    one that waits for its next attempt. ``possible`` says that there is an antivirus; raises NoAntivirusError."""
    document = _held(uow, document_id, D.QUARANTINED, D.TO_SCAN)
    if not possible:
        raise NoAntivirusError()
    waiting = queries.open_scan(uow.session, document.id)
    if waiting is not None:
        waiting.not_before = None
        uow.wake(Queue.SCAN)
    else:
        request_scan(uow, document, urgent=is_urgent(document))
    uow.record("to_scan", "document", document.id, document.body_id)
    return document


def erase(uow: UnitOfWork, document_id: UUID, name: str, pictures: Pictures) -> tuple[str, ...]:
    """Gives up the bytes of a discarded document whose file is called ``name``, of its reading copy, and of the
    mail or the archive that it came in, which hold them too; with all that was made of them while it was released:
    words, segments and their versions, delivered files, pictures of pages. Returns the keys of the bytes, which
    the caller removes from the store once this is committed. Nothing brings them back; what stays is who decided
    what, and the file's name. Raises OtherNameError."""
    document = _held(uow, document_id, D.DISCARDED)
    if name != document.file_name:
        raise OtherNameError()
    scan, blobs = queries.scan_of(uow.session, document), queries.blobs_of(uow.session, document)
    scan.decision, scan.decided_by, scan.decided_at = ScanDecision.ERASED, uow.actor.person, now()
    document.move(D.ERASED, document.reason)
    for blob in blobs:
        blob.erased_at = now()
    uow.record("erased", "document", document.id, document.body_id, signature=scan.signature)
    uow.session.flush()
    # Nobody draws a document that is withheld: what goes now does not come back.
    pictures.forget(document, queries.readings_of(uow.session, document.id))
    derived = queries.erase_derived(uow.session, document.id, now())
    return (*(blob.key for blob in blobs), *derived)


def _held(uow: UnitOfWork, document_id: UUID, *where: D) -> Document:
    """A document that the actor may decide about, locked, when it stands in one of these places."""
    found = uow.session.scalar(
        visible_held(uow.actor).where(Document.id == document_id).with_for_update(of=Document)
    )
    if found is None:
        raise NotFoundError()
    if found.status not in where:
        raise NotHeldError()
    return found


def _decide(uow: UnitOfWork, document: Document, decision: ScanDecision, reason: str) -> Scan:
    said = " ".join(reason.split())[:REASON]
    if not said:
        raise ReasonMissingError()
    scan = queries.scan_of(uow.session, document)
    scan.decision, scan.decided_by, scan.decided_at, scan.reason = decision, uow.actor.person, now(), said
    open_item = queries.open_scan(uow.session, document.id)
    if open_item is not None and open_item.token is None:
        open_item.done_at = now()
    uow.session.flush()
    return scan
