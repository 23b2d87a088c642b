"""What may become of a document beside being translated here, each with its reason and its way back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from intake.queries import open_request
from intake.sorting import clock as clocks
from intake.sorting import queries
from intake.sorting.clock import Clock
from intake.sorting.errors import NoMessageError, NoRecipientError, NotTriagedHereError, WrongReturnDateError
from intake.sorting.service import Seen, Told, begin, note, part_of
from storage.endings import Ending, as_stored
from storage.flow import advance
from storage.messages import ScanAsked, TranslationResumed, TranslationStopped
from storage.models import OutsideWork, ScanRequest, Translation, Triage, now
from storage.unit_of_work import UnitOfWork
from storage.workflow import DocumentStatus, MoveError
from storage.workflow import TranslationStatus as T

LONGEST_WAIT = timedelta(days=366)
MESSAGE, NAME, REMARK = 1000, 200, 300


@dataclass(frozen=True, slots=True)
class Piece:
    """A document as a person saw it in its file."""

    seen: Seen
    translation_id: UUID


def _open(uow: UnitOfWork, piece: Piece) -> tuple[Translation, Triage]:
    document, triage = begin(uow, piece.seen)
    return part_of(uow, document, piece.translation_id), triage


def _move(uow: UnitOfWork, translation: Translation, after: T, reason: str | None = None) -> None:
    try:
        advance(uow, translation, after, reason)
    except MoveError as error:
        raise NotTriagedHereError() from error


def close(uow: UnitOfWork, piece: Piece, ending: Ending, comment: str, clock: Clock) -> None:
    """Closes a document without translation, or cancels it when it was withdrawn or came twice, and tells the
    requester why."""
    translation, triage = _open(uow, piece)
    withdrawn = ending in (Ending.WITHDRAWN, Ending.DUPLICATE)
    _leave(uow, translation)
    _move(uow, translation, T.CANCELLED if withdrawn else T.CLOSED_WITHOUT_TRANSLATION, as_stored(ending, comment))
    uow.send(TranslationStopped(translation.id))
    clocks.go_on(uow, translation.order_id, clock)
    note(uow, triage, Told("cancelled" if withdrawn else "closed", {"part": translation.part}))


def reopen(uow: UnitOfWork, piece: Piece) -> None:
    """Takes up a document that was closed or cancelled, where it stood."""
    translation, triage = _open(uow, piece)
    if translation.status not in (T.CLOSED_WITHOUT_TRANSLATION, T.CANCELLED):
        raise NotTriagedHereError()
    _resume(uow, translation)
    uow.send(TranslationResumed(translation.id))
    note(uow, triage, Told("reopened", {"part": translation.part}))


def _resume(uow: UnitOfWork, translation: Translation) -> None:
    """Back to where the work stood: to triage while nothing was drafted, else to the drafts or to who had it."""
    if not queries.drafted(uow.session, translation.id):
        translation.triaged_at = None
        _move(uow, translation, T.TO_TRIAGE)
        if translation.document.status is DocumentStatus.FAILED:
            _move(uow, translation, T.FAILED, translation.document.reason)
        return
    waited = translation.status is T.AWAITING_REQUESTER
    _move(uow, translation, T.DRAFTED)
    if waited and translation.translator_id is not None:
        advance(uow, translation, T.IN_TRANSLATION)


@dataclass(frozen=True, slots=True)
class Asked:
    """``positions`` are the pages to scan again, none when pages are missing; ``message`` is for the requester."""

    positions: Sequence[int]
    message: str


def ask_scan(uow: UnitOfWork, piece: Piece, asked: Asked, clock: Clock) -> None:
    """Asks the requester for a new scan and waits for it; the clock stands still if the setting says so."""
    translation, triage = _open(uow, piece)
    message = asked.message.strip()[:MESSAGE]
    if not message:
        raise NoMessageError()
    _move(uow, translation, T.AWAITING_REQUESTER, " ".join(message.split())[:500])
    positions = sorted({number for number in asked.positions if 1 <= number <= translation.pages})
    uow.session.add(
        ScanRequest(translation_id=translation.id, positions=positions, message=message, asked_by=uow.actor.person)
    )
    clocks.stop(uow, translation.order_id, clock)
    uow.send(ScanAsked(translation.id))
    uow.record("scan_asked", "translation", translation.id, translation.document.body_id, pages=positions)
    note(uow, triage, Told("scan_asked", {"part": translation.part}))


def stop_waiting(uow: UnitOfWork, piece: Piece, clock: Clock) -> None:
    """Goes on without the new scan."""
    translation, triage = _open(uow, piece)
    if translation.status is not T.AWAITING_REQUESTER:
        raise NotTriagedHereError()
    _leave(uow, translation)
    _resume(uow, translation)
    clocks.go_on(uow, translation.order_id, clock)
    note(uow, triage, Told("scan_given_up", {"part": translation.part}))


def _leave(uow: UnitOfWork, translation: Translation) -> None:
    """What a document waited for is waited for no more."""
    request = open_request(uow.session, translation.id)
    if request is not None:
        request.closed_at = now()
    work = queries.outside_work(uow.session, [translation.id]).get(translation.id)
    if work is not None:
        work.returned_at, work.returned_by = now(), uow.actor.person


@dataclass(frozen=True, slots=True)
class Errand:
    """To whom a document goes, until when it is to be back, and a remark for colleagues."""

    recipient: str
    due_on: date
    note: str
    today: date

    def check(self) -> None:
        """Raises NoRecipientError, WrongReturnDateError."""
        if not self.recipient.strip():
            raise NoRecipientError()
        if not self.today <= self.due_on <= self.today + LONGEST_WAIT:
            raise WrongReturnDateError()


def send_outside(uow: UnitOfWork, piece: Piece, errand: Errand) -> None:
    """Gives a document to somebody outside."""
    errand.check()
    translation, triage = _open(uow, piece)
    recipient = " ".join(errand.recipient.split())[:NAME]
    # Only who handles the order reads it: the requester's page says no name.
    _move(uow, translation, T.SENT_OUTSIDE, f"{recipient}, retour attendu le {errand.due_on:%d/%m/%Y}")
    uow.session.add(
        OutsideWork(
            translation_id=translation.id,
            recipient=recipient,
            due_on=errand.due_on,
            note=errand.note.strip()[:REMARK],
            sent_by=uow.actor.person,
        )
    )
    note(uow, triage, Told("sent_outside", {"part": translation.part, "recipient": recipient}))


def came_back(uow: UnitOfWork, piece: Piece, outcome: str) -> None:
    """A document is back from outside: it goes on where it stood, in triage or among the drafts."""
    translation, triage = _open(uow, piece)
    work = queries.outside_work(uow.session, [translation.id]).get(translation.id)
    if translation.status is not T.SENT_OUTSIDE or work is None:
        raise NotTriagedHereError()
    work.returned_at, work.returned_by, work.outcome = now(), uow.actor.person, outcome.strip()[:REMARK]
    _resume(uow, translation)
    note(uow, triage, Told("came_back", {"part": translation.part, "recipient": work.recipient}))
