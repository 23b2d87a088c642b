"""The rows of the board: one narrow query for all that is open, then the details of what is shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Select, bindparam, func, select, union_all
from sqlalchemy.orm import Session

from review.queries import LINE
from storage.access import visible_translations
from storage.actors import Actor
from storage.counting import count_up_to, some_of
from storage.models import (
    AuditEvent,
    Body,
    BodyKind,
    Confidentiality,
    Document,
    Order,
    Role,
    Segment,
    Translation,
    Triage,
    Unit,
    Urgency,
    User,
    UserRole,
)
from storage.workflow import DocumentStatus
from storage.workflow import TranslationStatus as T

# What a machine or somebody else has, then what people here have.
ELSEWHERE = (T.TO_TRIAGE, T.AWAITING_REQUESTER, T.SENT_OUTSIDE, T.DRAFTING, T.APPROVED, T.FAILED)
OPEN = (*ELSEWHERE, T.DRAFTED, T.IN_TRANSLATION, T.RETURNED, T.IN_REVISION)
# Where counting stops when more is under way than the board looks at.
MOST = 100
ENDED = (T.CLOSED_WITHOUT_TRANSLATION, T.CANCELLED)
COLUMNS = (
    Translation.id,
    Translation.status,
    Translation.status_since,
    Translation.reason,
    Translation.words,
    Translation.source_language,
    Translation.target_language,
    Translation.translator_id,
    Translation.reviser_id,
    Translation.assigned_to,
    Translation.assigned_by,
    func.coalesce(Translation.sheet_count, Document.page_count),
    func.coalesce(Translation.title, Document.file_name),
    Order.id,
    Order.number,
    Order.own_reference,
    Order.due_on,
    Order.urgency,
    Order.confidentiality,
    Order.body_id,
    Order.created_at,
    Document.status,
    Document.status_since,
    Triage.document_id,
    Translation.document_id,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A translation on the board."""

    id: UUID
    status: T
    since: datetime
    reason: str | None
    words: int
    language: str | None
    target: str
    translator: UUID | None
    reviser: UUID | None
    assigned_to: UUID | None
    assigned_by: UUID | None
    pages: int
    file_name: str
    order_id: UUID
    number: str
    own_reference: str
    due_on: date
    urgent: bool
    medical: bool
    body_id: UUID
    created_at: datetime
    file: DocumentStatus = DocumentStatus.READ
    file_since: datetime | None = None
    triage: UUID | None = None
    document: UUID | None = None

    @property
    def sorting(self) -> bool:
        """Whether a person has to sort it before it is drafted."""
        tried = self.file in (DocumentStatus.READ, DocumentStatus.FAILED)
        return self.status is T.TO_TRIAGE and self.triage is not None and tried

    @property
    def at_the_door(self) -> bool:
        """Whether what is to do about it is done at the desk of triage."""
        return self.sorting or self.status in (T.AWAITING_REQUESTER, T.SENT_OUTSIDE)

    @property
    def withheld(self) -> bool:
        """Whether its file is held by the antivirus until an administrator decides."""
        return self.file is DocumentStatus.QUARANTINED

    @property
    def scanning(self) -> bool:
        """Whether its file waits for the antivirus."""
        return self.file is DocumentStatus.TO_SCAN

    @property
    def holder(self) -> UUID | None:
        """Who has it in hand now."""
        if self.status in (T.IN_TRANSLATION, T.RETURNED):
            return self.translator
        return self.reviser if self.status is T.IN_REVISION else None

    @property
    def to_assign(self) -> bool:
        """Whether it waits for a person to be given to."""
        return self.status is T.DRAFTED or (self.status is T.IN_REVISION and self.reviser is None)


def _pieces(session: Session, found: Select[Any], **values: object) -> list[Piece]:
    rows: Sequence[Any] = session.execute(found, values).all()
    return [Piece(*(*r[:17], r[17] is Urgency.URGENT, r[18] is Confidentiality.MEDICAL, *r[19:])) for r in rows]


def _visible(actor: Actor) -> Select[Any]:
    found = visible_translations(actor).join(Document, Translation.document_id == Document.id)
    found = found.outerjoin(Triage, Triage.document_id == Translation.document_id)
    return cast("Select[Any]", found.with_only_columns(*COLUMNS))


def open_pieces(session: Session, actor: Actor) -> list[Piece]:
    """Everything under way that the actor may see."""
    return _pieces(session, _visible(actor).where(Translation.status.in_(OPEN)))


Heads = tuple[tuple[T, int], ...]


def first_pieces(
    session: Session,
    actor: Actor,
    heads: Heads,
    narrowed: Sequence[ColumnElement[bool]] = (),
    **values: object,
) -> list[Piece]:
    """The first in line of each status that the actor may see, so many of each as ``heads`` says; ``values`` are
    for the parameters of ``narrowed``."""
    if not heads:
        return []
    first = _first_of(actor, heads, narrowed) if narrowed else _first_of_all(actor, heads)
    ids = session.scalars(first, values).all()
    return _pieces(session, _by_ids(actor), ids=ids) if ids else []


def _first_of(
    actor: Actor, heads: Heads, narrowed: Sequence[ColumnElement[bool]] = ()
) -> CompoundSelect[tuple[UUID]]:
    visible = visible_translations(actor).with_only_columns(Translation.id).where(*narrowed).order_by(*LINE)
    firsts = [visible.where(Translation.status == status).limit(most) for status, most in heads]
    return union_all(*(select(first.subquery().c.id) for first in firsts))


# Open boards ask the same every few seconds, and to put such a question together takes longer than to answer it.
_first_of_all = lru_cache(maxsize=128)(_first_of)


@lru_cache(maxsize=128)
def _by_ids(actor: Actor) -> Select[Any]:
    # By their ids alone: a condition on the status besides would lead SQLite through the whole of that index.
    return _visible(actor).where(Translation.id.in_(bindparam("ids", expanding=True)))


def all_open(session: Session, most: int) -> int:
    """How many pieces are under way, whoever may see them, counted up to ``most``: an index alone answers."""
    return count_up_to(session, select(Translation.id).where(Translation.status.in_(OPEN)), most)


Counted = tuple[Sequence[T], Sequence[ColumnElement[bool]]]


def count_pieces(actor: Actor, *wanted: Counted) -> Select[Any]:
    """The question how many pieces of some statuses, under some conditions, the actor may see; each counted up to
    a bound, all in one."""
    counts = [
        some_of(visible_translations(actor).where(Translation.status.in_(statuses), *conditions), MOST)
        for statuses, conditions in wanted
    ]
    return cast("Select[Any]", select(*counts))


def ended_pieces(session: Session, actor: Actor, limit: int) -> list[Piece]:
    """What was closed without translation or cancelled, the latest first."""
    ended = _visible(actor).where(Translation.status.in_(ENDED))
    return _pieces(session, ended.order_by(Translation.status_since.desc()).limit(limit))


def count_ended(session: Session, actor: Actor) -> int:
    """How many were closed without translation or cancelled, counted up to a bound."""
    return session.scalar(_ended_of(actor)) or 0


@lru_cache(maxsize=128)
def _ended_of(actor: Actor) -> Select[Any]:
    return count_pieces(actor, (ENDED, ()))


def origins(session: Session, ids: Sequence[UUID]) -> dict[UUID, dict[str, int]]:
    """How many segments of each translation came from where: ``machine``, ``copied``, ``none``."""
    rows = (
        select(Segment.translation_id, Segment.origin, func.count(Segment.id))
        .where(Segment.translation_id.in_(ids))
        .group_by(Segment.translation_id, Segment.origin)
    )
    found: dict[UUID, dict[str, int]] = {}
    for translation_id, origin, count in session.execute(rows):
        found.setdefault(translation_id, {})[origin] = count
    return found


def workers(session: Session) -> Sequence[User]:
    """The people of the liaison body who translate or revise and whose account is open, by name."""
    able = select(UserRole.user_id).where(UserRole.role.in_((Role.TRANSLATOR, Role.REVISER)))
    return session.scalars(_staff().where(User.id.in_(able)).order_by(User.name)).all()


def worker(session: Session, user_id: UUID) -> User | None:
    """One person of the liaison body whose account is open."""
    return session.scalar(_staff().where(User.id == user_id))


def _staff() -> Select[User]:
    return (
        select(User)
        .join(Unit, User.unit_id == Unit.id)
        .join(Body, Unit.body_id == Body.id)
        .where(Body.kind == BodyKind.LIAISON, User.disabled_at.is_(None))
    )


def names(session: Session, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of people."""
    wanted = {each for each in ids if each is not None}
    return dict(session.execute(select(User.id, User.name).where(User.id.in_(wanted))).all())


def bodies(session: Session, ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of bodies."""
    return dict(session.execute(select(Body.id, Body.name).where(Body.id.in_(set(ids)))).all())


def order(session: Session, order_id: UUID) -> Order:
    """An order, locked until the commit."""
    return session.scalars(select(Order).where(Order.id == order_id).with_for_update()).one()


def date_before(session: Session, order: Order) -> date | None:
    """The date that the last rescheduling of an order left; None when it was never rescheduled."""
    found = select(AuditEvent.details).where(
        AuditEvent.object_kind == "order",
        AuditEvent.object_id == str(order.id),
        AuditEvent.action == "rescheduled",
    )
    details = session.scalar(found.order_by(AuditEvent.at.desc()).limit(1))
    return date.fromisoformat(details["before"]) if details else None


def drafted(session: Session, translation_id: UUID) -> bool:
    """Whether the translation has segments."""
    found = select(Segment.id).where(Segment.translation_id == translation_id).limit(1)
    return session.scalar(found) is not None


def is_sorted_by_people(session: Session, document_id: UUID) -> bool:
    """Whether a file came to triage."""
    return session.get(Triage, document_id) is not None


def titles(session: Session, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, str]:
    """The number and the file name of the pieces among ``ids`` that the actor may see."""
    found = _visible(actor).where(Translation.id.in_(ids))
    rows = found.with_only_columns(
        Translation.id, Order.number, func.coalesce(Translation.title, Document.file_name)
    )
    return {each: f"{number} · {name}" for each, number, name in session.execute(rows)}
