"""Sorting: acts on the pages of a file, taken back one after the other, then sent on to drafting.

Every act names the version of the file's sorting that it was made from. A stale one does nothing: two people who
sort the same file each see what the other did.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from intake.sorting import laying, queries
from intake.sorting.arrangement import Arrangement, from_json, to_json
from intake.sorting.errors import (
    EmptyDocumentError,
    NothingToUndoError,
    NotReadYetError,
    NotTriagedHereError,
    StaleTriageError,
)
from ocr.service import main_language, read_turned
from storage.database import insert_unless_present
from storage.errors import NotFoundError
from storage.flow import advance
from storage.models import Document, Translation, Triage, TriageAct, Urgency, now
from storage.sheets import Laid, pages_of
from storage.unit_of_work import UnitOfWork
from storage.workflow import DocumentStatus
from storage.workflow import TranslationStatus as T
from translate.service import WorkTouchedError, request_first_draft

Change = Callable[[Arrangement], Arrangement]
# Every page has been tried; of a file that failed, a new scan may take the place of all of them.
READ = (DocumentStatus.READ, DocumentStatus.FAILED)
# From here on nothing is taken back page by page: the pages of a new scan are there.
WALLS = ("scan_taken_in",)


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as a person saw it: the version of its sorting."""

    document_id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class Told:
    """How an act is told to others: its ``code`` and what fills its sentence."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)


def open_file(uow: UnitOfWork, document_id: UUID, *, lock: bool = False) -> Document:
    """A file that the actor may sort; raises NotFoundError, WithheldError."""
    document = queries.document(uow.session, uow.actor, document_id, lock=lock)
    if document is None or not queries.translations(uow.session, document_id):
        raise NotFoundError()
    document.check_open()
    return document


def begin(uow: UnitOfWork, seen: Seen) -> tuple[Document, Triage]:
    """The file, locked, as it was seen; raises NotFoundError, StaleTriageError."""
    document = open_file(uow, seen.document_id, lock=True)
    insert_unless_present(uow.session, Triage, document_id=document.id, version=0)
    triage = uow.session.get_one(Triage, document.id)
    if triage.version != seen.version:
        raise StaleTriageError()
    return document, triage


def note(uow: UnitOfWork, triage: Triage, told: Told, before: Arrangement | None = None) -> int:
    """Writes an act down; returns the version that it made."""
    triage.version += 1
    uow.session.add(
        TriageAct(
            document_id=triage.document_id,
            version=triage.version,
            code=told.code,
            values=told.values,
            before=to_json(before) if before is not None else None,
            author_id=uow.actor.user_id,
        )
    )
    return triage.version


def arrange(uow: UnitOfWork, seen: Seen, change: Change, told: Told) -> int:
    """Changes how the pages lie; returns the version after it. Raises what ``change`` raises, and SentOnError for
    a document that is no longer in triage. What changes nothing is no act."""
    document, triage = begin(uow, seen)
    if document.status not in READ:
        raise NotReadYetError()
    before = laying.read(uow, queries.translations(uow.session, document.id))
    after = change(before)
    if after == before:
        return triage.version
    laying.write(uow, document, before, after)
    uow.record("sorted", "document", document.id, document.body_id, act=told.code)
    return note(uow, triage, told, before)


def undo(uow: UnitOfWork, seen: Seen) -> TriageAct:
    """Takes back the last act on the pages that still stands; returns it. Again takes back the one before."""
    document, triage = begin(uow, seen)
    last = last_undoable(queries.acts(uow.session, document.id))
    if last is None or last.before is None:
        raise NothingToUndoError()
    before = laying.read(uow, queries.translations(uow.session, document.id))
    laying.write(uow, document, before, from_json(last.before))
    last.undone_at = now()
    note(uow, triage, Told("undone", {"code": last.code} | last.values))
    uow.record("sorted", "document", document.id, document.body_id, act="undone")
    return last


def last_undoable(acts: Sequence[TriageAct]) -> TriageAct | None:
    """The newest act that can be taken back; ``acts`` are the newest first."""
    for act in acts:
        if act.code in WALLS:
            return None
        if act.before is not None and act.undone_at is None:
            return act
    return None


def send_on(uow: UnitOfWork, seen: Seen, only: UUID | None = None) -> int:
    """Sends the sorted documents of a file to drafting, or ``only`` one of them; returns how many. Pages that were
    turned are read first, and only they; the documents then go on by themselves.

    Raises EmptyDocumentError for a document of which no page is left to translate.
    """
    document, triage = begin(uow, seen)
    if document.status not in (*READ, DocumentStatus.READING):
        raise NotReadYetError()
    found = [
        translation
        for translation in queries.translations(uow.session, document.id, lock=True)
        if translation.status is T.TO_TRIAGE and translation.triaged_at is None and only in (None, translation.id)
    ]
    if not found:
        raise NotTriagedHereError()
    laid = {translation.id: pages_of(uow.session, translation) for translation in found}
    if any(not any(page.in_scope for page in pages) for pages in laid.values()):
        raise EmptyDocumentError()
    for translation in found:
        _decide(translation, laid[translation.id])
    _read_turned(uow, [page for pages in laid.values() for page in pages if page.in_scope])
    for translation in found:
        if all(page.file.status in READ for page in laid[translation.id] if page.in_scope):
            request_first_draft(uow, translation)
    note(uow, triage, Told("sent_on", {"count": len(found)}))
    uow.record("sent_on", "document", document.id, document.body_id, documents=len(found))
    return len(found)


def _decide(translation: Translation, pages: Sequence[Laid]) -> None:
    translation.triaged_at = now()
    if translation.source_language is None:
        readings = [page.reading for page in pages if page.in_scope and page.reading is not None]
        translation.source_language = translation.document.told_language or main_language(readings)


def _read_turned(uow: UnitOfWork, pages: Sequence[Laid]) -> None:
    by_file: dict[UUID, list[Laid]] = {}
    for laid in pages:
        turned = laid.page.turn is not None and (laid.reading is None or laid.reading.rotation != laid.page.turn)
        if turned:
            by_file.setdefault(laid.file.id, []).append(laid)
    for some in by_file.values():
        file = some[0].file
        urgent = file.order is not None and file.order.urgency is Urgency.URGENT
        read_turned(uow, file, [laid.page for laid in some], urgent=urgent)


def take_back(uow: UnitOfWork, seen: Seen, translation_id: UUID) -> None:
    """Brings a drafted document back to triage while nobody has worked on it; its draft is made anew afterwards.
    Raises WorkTouchedError."""
    document, triage = begin(uow, seen)
    translation = part_of(uow, document, translation_id)
    if translation.status is not T.DRAFTED:
        raise NotTriagedHereError()
    if queries.touched(uow.session, translation.id):
        raise WorkTouchedError()
    queries.remove_segments(uow.session, translation.id)
    translation.triaged_at = None
    advance(uow, translation, T.TO_TRIAGE)
    note(uow, triage, Told("taken_back", {"part": translation.part}))


def part_of(uow: UnitOfWork, document: Document, translation_id: UUID) -> Translation:
    """One document of a file, locked; raises NotFoundError for one of another file."""
    found = queries.translations(uow.session, document.id, lock=True)
    for translation in found:
        if translation.id == translation_id:
            return translation
    raise NotFoundError()


def number_of(uow: UnitOfWork, document_id: UUID, translation_id: UUID) -> int:
    """Which of its file's documents one is, from 1; raises NotFoundError."""
    return part_of(uow, open_file(uow, document_id), translation_id).part
