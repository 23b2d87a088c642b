"""What a coordinator decides: who works on a piece, by when an order is due, what is not to be translated.

Every act takes the piece as it was seen and refuses one that has moved since; it returns what was done and the act
that takes it back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from review import queries as review_queries
from review import service as review_service
from review.board import queries
from review.board.errors import (
    AlreadyTheirsError,
    AtTheDoorError,
    ChangedError,
    DateChangedError,
    NotAssignableError,
    NotClearedError,
    NotHeldError,
    NotHereError,
    NotReviserError,
    NotTranslatorError,
    SameDateError,
    TakenError,
    UnknownEndingError,
    UnknownPersonError,
    WrongDateError,
    WroteItError,
)
from review.board.seen import Seen, mark_of
from review.errors import NoReasonError
from review.resuming import resume_translation
from storage.endings import Ending, as_stored
from storage.errors import ServiceError
from storage.flow import advance, promise
from storage.messages import OrderRescheduled, TranslationResumed, TranslationStopped
from storage.models import Confidentiality, Role, Translation, User, now
from storage.unit_of_work import UnitOfWork
from storage.workflow import DocumentStatus, MoveError
from storage.workflow import TranslationStatus as T
from translate.service import request_first_draft

LONGEST_PROMISE = timedelta(days=366)
REASON = 300


@dataclass(frozen=True, slots=True)
class Done:
    """An act that was done. ``undo`` names the act that takes it back and what it needs, empty when there is none;
    ``seen`` is the piece as it is now, ``person`` who was given it."""

    number: str
    file_name: str
    undo: str
    seen: Seen
    person: str = ""


def _open(uow: UnitOfWork, seen: Seen) -> Translation:
    """The piece, locked; raises NotFoundError, and TakenError or ChangedError when it is not as it was seen."""
    translation = review_service.open_translation(uow, seen.id, lock=True)
    if mark_of(translation.status, translation.translator_id, translation.reviser_id) != seen.mark:
        holder = review_service.holder_of(translation)
        if holder is None:
            raise ChangedError()
        raise TakenError(holder=review_queries.user_name(uow.session, holder))
    return translation


def _done(translation: Translation, undo: str = "", person: str = "") -> Done:
    mark = mark_of(translation.status, translation.translator_id, translation.reviser_id)
    seen = Seen(translation.id, mark, translation.order.due_on)
    return Done(translation.order.number, translation.document.file_name, undo, seen, person)


def assign(uow: UnitOfWork, seen: Seen, person_id: UUID) -> Done:
    """Gives a piece to a translator, or to a reviser, as its state asks."""
    translation = _open(uow, seen)
    person = queries.worker(uow.session, person_id)
    if person is None:
        raise UnknownPersonError()
    refused = why_not(uow, translation, person)
    if refused is not None:
        raise refused
    before = review_service.holder_of(translation)
    if before == person.id:
        raise AlreadyTheirsError(person=person.name)
    revision = translation.status is T.IN_REVISION
    if translation.status is T.DRAFTED:
        advance(uow, translation, T.IN_TRANSLATION)
    if revision:
        translation.reviser_id = person.id
    else:
        translation.translator_id = person.id
    translation.assigned_to, translation.assigned_by, translation.assigned_at = person.id, uow.actor.person, now()
    uow.record(
        "assigned",
        "translation",
        translation.id,
        translation.document.body_id,
        person=person.id,
        before=before,
        work="revision" if revision else "translation",
    )
    return _done(translation, f"assign:{before.hex}" if before else "take_back", person.name)


def why_not(uow: UnitOfWork, translation: Translation, person: User) -> ServiceError | None:
    """What forbids giving the piece to the person; None when nothing does."""
    if translation.status in (T.DRAFTED, T.IN_TRANSLATION, T.RETURNED):
        if Role.TRANSLATOR not in person.roles:
            return NotTranslatorError(person=person.name)
    elif translation.status is T.IN_REVISION:
        if Role.REVISER not in person.roles:
            return NotReviserError(person=person.name)
        wrote = review_queries.has_translated(uow.session, translation.id, person.id)
        if translation.translator_id == person.id or wrote:
            return WroteItError(person=person.name)
    else:
        return NotAssignableError()
    if translation.order.confidentiality is Confidentiality.MEDICAL and not person.medical:
        return NotClearedError(person=person.name)
    return None


def take_back(uow: UnitOfWork, seen: Seen) -> Done:
    """Takes a piece back from who has it; what was written stays."""
    translation = _open(uow, seen)
    holder = review_service.holder_of(translation)
    if holder is None:
        raise NotHeldError()
    review_service.release(uow, translation.id)
    return _done(translation, f"assign:{holder.hex}")


@dataclass(frozen=True, slots=True)
class NewDate:
    """The date to promise, why, and the day on which that is decided. ``former`` keeps why each order had the date
    that it had, for the way back of its other pieces in the same act."""

    due_on: date
    reason: str
    today: date
    former: dict[UUID, str] = field(default_factory=dict)

    def check(self) -> None:
        """Raises WrongDateError or NoReasonError."""
        if not self.today <= self.due_on <= self.today + LONGEST_PROMISE:
            raise WrongDateError()
        if not self.reason.strip():
            raise NoReasonError()


def reschedule(uow: UnitOfWork, seen: Seen, new: NewDate) -> Done:
    """Promises another date for the whole order of a piece that is under way, and tells the requester."""
    new.check()
    translation = _under_way(uow, seen)
    order = queries.order(uow.session, translation.order_id)
    if seen.due_on == new.due_on:
        raise SameDateError()
    if order.due_on == new.due_on:
        # Another piece of the same order came first in the same act.
        return _done(translation, f"restore_date:{seen.due_on}:{new.former.get(order.id, '')}")
    if order.due_on != seen.due_on:
        raise DateChangedError()
    before, new.former[order.id] = order.due_on, order.due_reason
    promise(uow, order, new.due_on, " ".join(new.reason.split())[:REASON])
    uow.record("rescheduled", "order", order.id, order.body_id, before=str(before), after=str(new.due_on))
    uow.send(OrderRescheduled(order.id, str(new.due_on)))
    return _done(translation, f"restore_date:{before}:{new.former[order.id]}")


@dataclass(frozen=True, slots=True)
class FormerDate:
    """The date that an order had before it was rescheduled, and why it had that one: empty for the first."""

    due_on: date
    reason: str


def restore_date(uow: UnitOfWork, seen: Seen, former: FormerDate) -> Done:
    """Takes a rescheduling back. The former date may be past, and is believed only if the last rescheduling of the
    order left it."""
    translation = _under_way(uow, seen)
    order = queries.order(uow.session, translation.order_id)
    if order.due_on == former.due_on:
        # Another piece of the same order came first in the same act.
        return _done(translation)
    if order.due_on != seen.due_on or queries.date_before(uow.session, order) != former.due_on:
        raise DateChangedError()
    before = order.due_on
    promise(uow, order, former.due_on, former.reason[:REASON])
    uow.record("rescheduled", "order", order.id, order.body_id, before=str(before), after=str(former.due_on))
    uow.send(OrderRescheduled(order.id, str(former.due_on), restored=True))
    return _done(translation)


def _under_way(uow: UnitOfWork, seen: Seen) -> Translation:
    """The piece, locked, whoever has it; raises NotHereError when it is delivered or closed: no date is left to
    promise for it."""
    translation = review_service.open_translation(uow, seen.id, lock=True)
    if translation.status not in queries.OPEN:
        raise NotHereError()
    return translation


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a piece stops: ``after`` is CLOSED_WITHOUT_TRANSLATION or CANCELLED."""

    after: T
    ending: Ending
    comment: str = ""

    def check(self) -> None:
        """Raises UnknownEndingError for a reason that explains nothing."""
        if self.ending is Ending.OTHER and not self.comment.strip():
            raise UnknownEndingError()


def stop(uow: UnitOfWork, seen: Seen, what: Stop) -> Done:
    """Closes a piece without translation, or cancels it, and tells the requester why. What was written stays."""
    what.check()
    translation = _open(uow, seen)
    if translation.status in (T.AWAITING_REQUESTER, T.SENT_OUTSIDE):
        raise AtTheDoorError()
    try:
        advance(uow, translation, what.after, as_stored(what.ending, what.comment))
    except MoveError as error:
        raise NotHereError() from error
    uow.send(TranslationStopped(translation.id))
    return _done(translation, "reopen")


def reopen(uow: UnitOfWork, seen: Seen) -> Done:
    """Lets a piece that was stopped, or that failed, go on from where it can: back to its translator when that
    person may still have it, to the drafts, to reading, to drafting, or to the making of its files."""
    review_queries.lock_document_of(uow.session, seen.id)
    translation = _open(uow, seen)
    before = translation.status
    if before not in (T.CLOSED_WITHOUT_TRANSLATION, T.CANCELLED, T.FAILED):
        raise NotHereError()
    if before is T.FAILED:
        if not resume_translation(uow, translation):
            raise NotHereError()
    else:
        _resume(uow, translation)
        uow.send(TranslationResumed(translation.id))
    return _done(translation)


def _resume(uow: UnitOfWork, translation: Translation) -> None:
    translation.reviser_id = None
    if not queries.drafted(uow.session, translation.id):
        _start_over(uow, translation)
        return
    advance(uow, translation, T.DRAFTED)
    former = queries.worker(uow.session, translation.translator_id) if translation.translator_id else None
    if former is not None and why_not(uow, translation, former) is None:
        advance(uow, translation, T.IN_TRANSLATION)
    else:
        translation.translator_id = None


def _start_over(uow: UnitOfWork, translation: Translation) -> None:
    """Nothing was drafted yet. A document that is still being read sends its translation on by itself."""
    advance(uow, translation, T.TO_TRIAGE)
    if translation.triaged_at is None and queries.is_sorted_by_people(uow.session, translation.document_id):
        # Stopped before anybody had sorted it: that comes first.
        return
    if translation.document.status is DocumentStatus.READ:
        request_first_draft(uow, translation)
    elif translation.document.status in (DocumentStatus.DISCARDED, DocumentStatus.ERASED):
        # The antivirus held its file and an administrator discarded it: there is nothing to translate.
        raise NotHereError()
    elif translation.document.status is DocumentStatus.FAILED:
        advance(uow, translation, T.FAILED, translation.document.reason)


def names_of(uow: UnitOfWork, ids: Sequence[UUID]) -> dict[UUID, str]:
    """How the pieces among these that the actor may see are called: number and file name."""
    return queries.titles(uow.session, uow.actor, ids)
