"""What reading changes: pages get their words, a document with no page left to read moves on."""

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import update

from ocr import queries
from ocr.errors import UnreadableDocumentError
from ocr.isolation import in_batches
from ocr.runs import cut, with_any_of
from storage import queue
from storage.blobs import new_key
from storage.messages import DocumentRead
from storage.models import Blob, Document, Page, Reading, WorkItem
from storage.queue import MAX_CRASHES, Claim
from storage.unit_of_work import UnitOfWork
from storage.words import PageWords, encode
from storage.workflow import DocumentStatus, PageStatus, Queue

UNREADABLE = UnreadableDocumentError.code


@dataclass(frozen=True, slots=True)
class Run:
    """What a claim asks for: the pages of one file, or of its reading copy, by ``batches`` that each have a
    process of their own. ``turns`` are the clockwise turns of the pages for which a person chose one; those of a
    batch share theirs."""

    document_id: UUID
    body_id: UUID
    blob_key: str
    sha256: str
    media_type: str
    told_language: str | None
    batches: tuple[tuple[int, ...], ...]
    turns: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page as read, by which engine and in how many seconds."""

    words: PageWords
    engine: str
    seconds: float


def request_reading(uow: UnitOfWork, document: Document, *, urgent: bool) -> None:
    """Puts the document's pages in the queue, by runs that several workers can share."""
    for span in cut(document.page_count):
        queue.enqueue(uow.session, Queue.READ, document.id, document.body_id, urgent=urgent, span=span)
    uow.wake(Queue.READ)


def read_again(uow: UnitOfWork, document: Document, *, urgent: bool) -> int:
    """Sends the pages that failed, or gave no word, to be read once more; returns how many. None while the last
    run is still being closed, or when there is no such page: asking twice is asking once."""
    if queries.is_under_way(uow.session, document.id):
        return 0
    pages = queries.fruitless_pages(uow.session, document.id, empty=document.status is DocumentStatus.FAILED)
    if not pages:
        return 0
    document.move(DocumentStatus.READING)
    for page in pages:
        page.status, page.reason, page.crashes = PageStatus.WAITING, None, 0
    uow.record("read_again", "document", document.id, document.body_id, pages=len(pages))
    uow.session.flush()
    for span in with_any_of((page.number for page in pages), document.page_count):
        queue.enqueue(uow.session, Queue.READ, document.id, document.body_id, urgent=urgent, span=span)
    uow.wake(Queue.READ)
    return len(pages)


def read_turned(uow: UnitOfWork, document: Document, pages: Sequence[Page], *, urgent: bool) -> None:
    """Sends pages that a person turned to be read as they lie now, and no other. A turn in which a page was read
    before brings that reading back: readings never change. Nothing when every page is read as it lies; the
    document must be locked."""
    waiting = [page for page in pages if not queries.take_reading(uow.session, page)]
    if not waiting:
        return
    if document.status is not DocumentStatus.READING:
        document.move(DocumentStatus.READING)
    for page in waiting:
        page.status, page.reason, page.crashes = PageStatus.WAITING, None, 0
    uow.record("read_turned", "document", document.id, document.body_id, pages=len(waiting))
    uow.session.flush()
    for page in waiting:
        span = (page.number, page.number)
        queue.enqueue(uow.session, Queue.READ, document.id, document.body_id, urgent=urgent, span=span)
    uow.wake(Queue.READ)


def start_run(uow: UnitOfWork, claim: Claim) -> Run:
    """Marks the document as being read and says what remains of the run."""
    document = queries.lock_document(uow.session, claim.subject_id)
    if document.status is DocumentStatus.RECEIVED:
        document.move(DocumentStatus.READING)
    pages: Sequence[Page] = ()
    if document.status is DocumentStatus.READING:
        pages = queries.waiting_pages(uow.session, document.id, claim.first, claim.last)
    readable = document.readable
    suspects = {page.number for page in pages if page.crashes}
    by_turn: dict[int | None, list[int]] = {}
    for page in pages:
        by_turn.setdefault(page.turn, []).append(page.number)
    return Run(
        document_id=document.id,
        body_id=document.body_id,
        blob_key=readable.key,
        sha256=readable.sha256,
        media_type=readable.media_type,
        told_language=document.told_language,
        batches=tuple(batch for numbers in by_turn.values() for batch in in_batches(numbers, suspects)),
        turns={page.number: page.turn for page in pages if page.turn is not None},
    )


def save_page(uow: UnitOfWork, claim: Claim, done: PageRead) -> None:
    """Records one page as read. The lease's expirations are forgotten: the run makes progress."""
    # The bytes go first: a store that is slow must not hold up others by our lock on the document.
    stored = uow.blobs.put(new_key(claim.body_id), io.BytesIO(encode(done.words)))
    queue.check(uow.session, claim)
    document = queries.lock_document(uow.session, claim.subject_id)
    page = queries.page(uow.session, document.id, done.words.number)
    uow.session.add(Blob(key=stored.key, body_id=document.body_id, sha256=stored.sha256, size=stored.size))
    uow.session.flush()
    reading = _reading(page, done, stored.key)
    uow.session.add(reading)
    uow.session.flush()
    page.reading_id, page.status, page.reason = reading.id, PageStatus.READ, None
    if not done.words.words:
        page.reason = next(iter(done.words.warnings), None)
    uow.session.execute(update(WorkItem).where(WorkItem.id == claim.item_id).values(expirations=0))


def _reading(page: Page, done: PageRead, words_key: str) -> Reading:
    words = done.words
    return Reading(
        page_id=page.id,
        engine=done.engine,
        source=words.source,
        languages=list(words.languages),
        confidence=words.confidence,
        width=words.width,
        height=words.height,
        rotation=words.rotation,
        skew=words.skew,
        word_count=len(words.words),
        warnings=list(words.warnings),
        words_key=words_key,
        seconds=done.seconds,
    )


def page_crashed(uow: UnitOfWork, claim: Claim, number: int, code: str) -> None:
    """Counts a death of the reading process on a page; the third fails that page, and that page alone."""
    document = queries.lock_document(uow.session, claim.subject_id)
    page = queries.page(uow.session, document.id, number)
    page.crashes += 1
    if page.crashes >= MAX_CRASHES:
        page.status, page.reason = PageStatus.FAILED, code
        uow.record("page_failed", "document", document.id, document.body_id, page=number, code=code)
    queue.give_back(uow.session, claim)
    uow.wake(Queue.READ)


def split_run(uow: UnitOfWork, claim: Claim) -> None:
    """A run whose worker died again and again: its pages go one by one, and a page alone is given up."""
    document = queries.lock_document(uow.session, claim.subject_id)
    pages = queries.waiting_pages(uow.session, document.id, claim.first, claim.last)
    queue.complete(uow.session, claim, failure="interrupted")
    uow.session.flush()
    if len(pages) == 1:
        pages[0].status, pages[0].reason = PageStatus.FAILED, "interrupted"
        finish_document(uow, document)
        return
    for page in pages:
        queue.enqueue(uow.session, Queue.READ, document.id, document.body_id, span=(page.number, page.number))
    uow.wake(Queue.READ)


def finish_run(uow: UnitOfWork, claim: Claim) -> None:
    """The run is done; if no page of the document is left, the document moves on."""
    document = queries.lock_document(uow.session, claim.subject_id)
    queue.complete(uow.session, claim)
    finish_document(uow, document)


def refuse_run(uow: UnitOfWork, claim: Claim, code: str) -> None:
    """The file itself cannot be read: every page of the run fails with the reason."""
    document = queries.lock_document(uow.session, claim.subject_id)
    for page in queries.waiting_pages(uow.session, document.id, claim.first, claim.last):
        page.status, page.reason = PageStatus.FAILED, code
    queue.complete(uow.session, claim, failure=code)
    finish_document(uow, document)


def finish_document(uow: UnitOfWork, document: Document) -> None:
    """Moves a document whose pages are all read or failed; to ``failed`` when there is no word in any of them."""
    uow.session.flush()
    if document.status is not DocumentStatus.READING or queries.waiting_pages(uow.session, document.id):
        return
    readings = queries.readings(uow.session, document.id)
    document.language = main_language(readings)
    if any(reading.word_count for reading in readings):
        document.move(DocumentStatus.READ)
    else:
        reasons = {page.reason for page in document.pages if page.status is PageStatus.FAILED and page.reason}
        document.move(DocumentStatus.FAILED, reasons.pop() if len(reasons) == 1 else UNREADABLE)
    uow.record(document.status.value, "document", document.id, document.body_id, code=document.reason)
    uow.send(DocumentRead(document.id))


def main_language(readings: Sequence[Reading]) -> str | None:
    """The language of most words, each page counting for its first one."""
    shares: Counter[str] = Counter()
    for reading in readings:
        if reading.languages:
            shares[str(reading.languages[0])] += reading.word_count
    return shares.most_common(1)[0][0] if shares else None
