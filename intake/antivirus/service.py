"""What the antivirus changes: a document waits for it, goes on to reading, or is held back.

Nothing but the verdict ``clean``, or an administrator's release, lets a document go on; whatever else happens
leaves it where it is, with its reason.
"""

from dataclasses import dataclass
from uuid import UUID

from intake.antivirus import queries
from intake.antivirus.scanner import Infected, Why
from ocr.service import request_reading
from storage import queue
from storage.messages import DocumentHeld, DocumentRead
from storage.models import Document, Scan, ScanVerdict, Urgency, now
from storage.queue import Claim
from storage.unit_of_work import UnitOfWork
from storage.workflow import DocumentStatus as D
from storage.workflow import Queue

# Codes of a document's reason: sentences for them are in intake/reasons.py.
INFECTED, INTERRUPTED = "infected_file", "antivirus_interrupted"
FIRST_DELAY, LONGEST_DELAY = 5.0, 300.0
# What is too large for the antivirus waits for an operator, not for a moment.
LASTING_DELAY = 900.0


@dataclass(frozen=True, slots=True)
class Asked:
    """The bytes to be examined."""

    document_id: UUID
    blob_key: str
    sha256: str
    media_type: str


def request_scan(uow: UnitOfWork, document: Document, *, urgent: bool) -> None:
    """Has the document wait for the antivirus before anything reads it."""
    if document.status is not D.TO_SCAN:
        document.move(D.TO_SCAN)
    scan = queries.scan_of(uow.session, document)
    scan.asked_at, scan.attempts, scan.code, scan.verdict = now(), 0, None, None
    scan.signature = scan.scanned_at = None
    uow.session.flush()
    queue.enqueue(uow.session, Queue.SCAN, document.id, document.body_id, urgent=urgent)
    uow.wake(Queue.SCAN)


def admit(uow: UnitOfWork, claim: Claim) -> bool:
    """Whether a document whose turn has come to be read may be. One that came before there was an antivirus is
    sent there first, and the claim is closed: once cleared, its pages are put in the queue again."""
    document = queries.lock_document(uow.session, claim.subject_id)
    scan = uow.session.get(Scan, document.id)
    if document.status not in (D.RECEIVED, D.READING) or (scan is not None and scan.admits):
        return True
    queue.complete(uow.session, claim)
    uow.session.flush()
    uow.record("to_scan", "document", document.id, document.body_id)
    request_scan(uow, document, urgent=is_urgent(document))
    return False


def is_urgent(document: Document) -> bool:
    """Whether the document's order is."""
    return document.order is not None and document.order.urgency is Urgency.URGENT


def start(uow: UnitOfWork, claim: Claim) -> Asked | None:
    """What a claim asks for; None when the document no longer waits, or was released meanwhile."""
    document = queries.lock_document(uow.session, claim.subject_id)
    if document.status is D.TO_SCAN and not queries.scan_of(uow.session, document).admits:
        return Asked(document.id, document.blob_key, document.sha256, document.media_type)
    queue.complete(uow.session, claim)
    if document.status is D.TO_SCAN:
        go_on(uow, document)
    return None


def go_on(uow: UnitOfWork, document: Document) -> None:
    """Lets the document be read."""
    document.move(D.RECEIVED)
    uow.session.flush()
    request_reading(uow, document, urgent=is_urgent(document))


def found_clean(uow: UnitOfWork, claim: Claim) -> None:
    """Nothing was found: the document goes on as if there were no antivirus."""
    document, scan = _examined(uow, claim)
    if document.status is not D.TO_SCAN:
        return
    scan.verdict = ScanVerdict.CLEAN
    uow.record("found_clean", "document", document.id, document.body_id)
    go_on(uow, document)
    if queries.was_held(uow.session, document.id):
        uow.send(DocumentHeld(document.id))


def found_infected(uow: UnitOfWork, claim: Claim, outcome: Infected) -> None:
    """A threat was found: the document is kept, and opened by nobody."""
    document, scan = _examined(uow, claim)
    if document.status is not D.TO_SCAN:
        return
    scan.verdict, scan.signature = ScanVerdict.INFECTED, outcome.signature
    _hold(uow, document, INFECTED, signature=outcome.signature)


def not_examined(uow: UnitOfWork, claim: Claim, why: Why) -> None:
    """The antivirus gave no verdict: tried again, less and less often, for as long as it takes. Counts for
    nothing."""
    document = queries.lock_document(uow.session, claim.subject_id)
    scan = queries.scan_of(uow.session, document)
    scan.attempts, scan.code = scan.attempts + 1, why.value
    queue.give_back(uow.session, claim, delay=delay_after(scan.attempts, why))


def delay_after(attempts: int, why: Why) -> float:
    """Seconds until the next attempt."""
    if why.lasting:
        return LASTING_DELAY
    return float(min(FIRST_DELAY * 2 ** min(attempts - 1, 20), LONGEST_DELAY))


def give_up(uow: UnitOfWork, claim: Claim) -> None:
    """Whoever examined it died every time. It is held back like a threat: a person decides, no worker does."""
    document = queries.lock_document(uow.session, claim.subject_id)
    queue.complete(uow.session, claim, failure=INTERRUPTED)
    if document.status is D.TO_SCAN:
        queries.scan_of(uow.session, document).code = INTERRUPTED
        _hold(uow, document, INTERRUPTED)


def refuse(uow: UnitOfWork, claim: Claim, code: str) -> None:
    """The bytes themselves are not there or not right: the document fails, and can be sent again once they are."""
    document = queries.lock_document(uow.session, claim.subject_id)
    queue.complete(uow.session, claim, failure=code)
    if document.status is not D.TO_SCAN:
        return
    queries.fail_pages(uow.session, document.id, code)
    document.move(D.FAILED, code)
    uow.record("failed", "document", document.id, document.body_id, code=code)
    uow.send(DocumentRead(document.id))


def _examined(uow: UnitOfWork, claim: Claim) -> tuple[Document, Scan]:
    queue.check(uow.session, claim)
    document = queries.lock_document(uow.session, claim.subject_id)
    queue.complete(uow.session, claim)
    scan = queries.scan_of(uow.session, document)
    scan.scanned_at, scan.code = now(), None
    uow.session.flush()
    return document, scan


def _hold(uow: UnitOfWork, document: Document, reason: str, signature: str | None = None) -> None:
    document.move(D.QUARANTINED, reason)
    details = {"code": reason} | ({"signature": signature} if signature else {})
    uow.record("quarantined", "document", document.id, document.body_id, **details)
    uow.send(DocumentHeld(document.id))
