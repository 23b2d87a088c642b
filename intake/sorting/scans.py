"""A new scan that the requester sends: it takes the place of pages, and what was confirmed on the others stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from intake.checks import CheckedFile
from intake.queries import open_request
from intake.service import Terms, add_scan, put_file
from intake.sorting import clock as clocks
from intake.sorting import laying, queries
from intake.sorting.arrangement import Part, take_in
from intake.sorting.clock import Clock
from intake.sorting.errors import NotAwaitedError
from intake.sorting.service import Told, note
from storage.database import insert_unless_present
from storage.errors import NotFoundError
from storage.flow import advance
from storage.models import Document, Order, Translation, Triage, now
from storage.unit_of_work import UnitOfWork
from storage.workflow import DocumentStatus
from storage.workflow import TranslationStatus as T
from translate.service import request_page_draft


@dataclass(frozen=True, slots=True)
class NewScan:
    """What was sent, and by which rules it is taken in."""

    file: CheckedFile
    terms: Terms
    clock: Clock


def receive(uow: UnitOfWork, translation_id: UUID, scan: NewScan) -> Order:
    """Takes in the new scan of a document; returns its order. The bytes that came first stay. The caller commits,
    and only then acknowledges.

    Raises NotFoundError, NotAwaitedError, BlobStoreError.
    """
    if queries.translation(uow.session, uow.actor, translation_id) is None:
        raise NotFoundError()
    # The bytes go first: on SQLite the write lock is then held for the rows alone.
    stored = put_file(uow, scan.file)
    translation = queries.translation(uow.session, uow.actor, translation_id, lock=True)
    request = open_request(uow.session, translation_id)
    if translation is None or request is None or translation.status is not T.AWAITING_REQUESTER:
        raise NotAwaitedError()
    fresh = add_scan(uow, translation.order, scan.file, stored, scan.terms)
    request.answer_id, request.closed_at = fresh.id, now()
    _lay(uow, translation, fresh, request.positions)
    insert_unless_present(uow.session, Triage, document_id=translation.document_id, version=0)
    triage = uow.session.get_one(Triage, translation.document_id)
    note(uow, triage, Told("scan_taken_in", {"part": translation.part, "pages": fresh.page_count}))
    uow.record("scan_received", "translation", translation.id, fresh.body_id, document=fresh.id)
    if not queries.drafted(uow.session, translation.id):
        translation.triaged_at = None
        advance(uow, translation, T.TO_TRIAGE)
    clocks.go_on(uow, translation.order_id, scan.clock)
    return translation.order


def awaiting(uow: UnitOfWork, translation_id: UUID) -> Order:
    """The order of a document that waits for a new scan; raises NotFoundError, NotAwaitedError."""
    translation = queries.translation(uow.session, uow.actor, translation_id)
    if translation is None:
        raise NotFoundError()
    if translation.status is not T.AWAITING_REQUESTER or open_request(uow.session, translation_id) is None:
        raise NotAwaitedError()
    return translation.order


def _lay(uow: UnitOfWork, translation: Translation, fresh: Document, positions: Sequence[int]) -> None:
    before = laying.read_part(uow, translation)
    replaced = [leaf.page for place, leaf in enumerate(before.leaves, 1) if place in positions]
    after = take_in(before, [page.id for page in fresh.pages], replaced)
    redraft = {page.id for page in fresh.pages} if queries.drafted(uow.session, translation.id) else set()
    redraft |= queries.redrafts(uow.session, [translation.id])
    queries.remove_sheets(uow.session, [translation.id])
    laying.lay(uow, after, redraft)
    translation.sheet_count = len(after.leaves)
    uow.session.flush()
    successors = dict(zip(replaced, (page.id for page in fresh.pages), strict=False))
    # Fewer pages came than were asked for: what was on the others is compared with the last that came.
    successors |= dict.fromkeys(replaced[len(fresh.pages) :], fresh.pages[-1].id)
    _follow(uow, translation, before, after, successors)


def _follow(
    uow: UnitOfWork, translation: Translation, before: Part, after: Part, successors: Mapping[UUID, UUID]
) -> None:
    """Segments name the place of their page: they go with it, or to the page that takes its place."""
    places = {leaf.page: place for place, leaf in enumerate(after.leaves, 1)}
    moved = {place: places[successors.get(leaf.page, leaf.page)] for place, leaf in enumerate(before.leaves, 1)}
    for segment in queries.segments(uow.session, translation.id):
        segment.page_number = moved.get(segment.page_number, segment.page_number)


def scan_read(uow: UnitOfWork, document: Document) -> None:
    """A new scan has been read, or could not be: a document that was already drafted gets its new pages drafted;
    one in triage is shown with them."""
    request = queries.request_answered_by(uow.session, document.id)
    if request is None or document.status not in (DocumentStatus.READ, DocumentStatus.FAILED):
        return
    translation = uow.session.get_one(Translation, request.translation_id)
    if translation.status is T.AWAITING_REQUESTER:
        request_page_draft(uow, translation)
