"""What the antivirus holds: names, signatures and times, never content."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from storage.access import visible_held
from storage.actors import Actor
from storage.errors import NotFoundError
from storage.models import Body, Document, Order, Scan, ScanDecision, Unit, User, WorkItem
from storage.workflow import WITHHELD, DocumentStatus, Queue

PER_PAGE = 25


class Shelf(StrEnum):
    """The parts of the list; their values are in addresses."""

    HELD = "quarantaine"
    WAITING = "attente"
    DISCARDED = "ecartees"
    RELEASED = "liberees"


OF_SHELF: dict[Shelf, tuple[DocumentStatus, ...]] = {
    Shelf.HELD: (DocumentStatus.QUARANTINED,),
    Shelf.WAITING: (DocumentStatus.TO_SCAN,),
    Shelf.DISCARDED: (DocumentStatus.DISCARDED, DocumentStatus.ERASED),
}


@dataclass(frozen=True, slots=True)
class Held:
    """A file. ``since`` is when it came to where it stands; ``code`` says why an examination gave no verdict, and
    ``reason`` why a person decided what they did."""

    id: UUID
    file_name: str
    size: int
    pages: int
    status: DocumentStatus
    since: datetime
    sent_at: datetime
    number: str | None
    body: str
    unit: str
    author: str
    signature: str | None
    code: str | None
    attempts: int
    scanned_at: datetime | None
    decision: ScanDecision | None
    decider: str | None
    decided_at: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a part of the list, with how many files each part has."""

    rows: tuple[Held, ...]
    counts: dict[Shelf, int]
    page: int
    pages: int
    total: int


_DECIDER = aliased(User)
_COLUMNS = (
    Document.id,
    Document.file_name,
    Document.size,
    Document.page_count,
    Document.status,
    Document.status_since,
    Document.created_at,
    Order.number,
    Body.name,
    Unit.name,
    User.name,
    Scan.signature,
    Scan.code,
    func.coalesce(Scan.attempts, 0),
    Scan.scanned_at,
    Scan.decision,
    _DECIDER.name,
    Scan.decided_at,
    Scan.reason,
)


def listing(session: Session, actor: Actor, shelf: Shelf, search: str, page: int) -> Listing:
    """A part of the list; the oldest of what waits for somebody first, of the rest the latest decision."""
    wanted = _rows(actor).where(_on(shelf))
    if search.strip():
        wanted = wanted.where(_matches(search.strip()))
    total = session.scalar(wanted.with_only_columns(func.count(Document.id), maintain_column_froms=True)) or 0
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), pages)
    open_ = shelf in (Shelf.HELD, Shelf.WAITING)
    order = Document.status_since.asc() if open_ else Scan.decided_at.desc()
    some = wanted.order_by(order, Document.id).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    return Listing(_read(session, some), _counts(session, actor), page, pages, total)


def find(session: Session, actor: Actor, document_id: UUID) -> Held:
    """One file; raises NotFoundError for what the antivirus never held."""
    found = _read(session, _rows(actor).where(Document.id == document_id))
    if not found:
        raise NotFoundError()
    return found[0]


def next_attempt(session: Session, document_id: UUID) -> datetime | None:
    """When a waiting file is next examined; None when it is its turn already."""
    waits = select(WorkItem.not_before).where(
        WorkItem.queue == Queue.SCAN, WorkItem.subject_id == document_id, WorkItem.done_at.is_(None)
    )
    return session.scalar(waits.limit(1))


def _rows(actor: Actor) -> Select[Any]:
    return (
        visible_held(actor)
        .outerjoin(Order, Document.order_id == Order.id)
        .join(Body, Document.body_id == Body.id)
        .join(User, Document.created_by == User.id)
        .join(Unit, User.unit_id == Unit.id)
        .outerjoin(_DECIDER, Scan.decided_by == _DECIDER.id)
    )


def _on(shelf: Shelf) -> ColumnElement[bool]:
    if shelf is Shelf.RELEASED:
        return (Scan.decision == ScanDecision.RELEASED) & Document.status.not_in(WITHHELD)
    return Document.status.in_(OF_SHELF[shelf])


def _matches(text: str) -> ColumnElement[bool]:
    looked = (Document.file_name, Order.number, Body.name, User.name, Scan.signature)
    return or_(*(column.icontains(text, autoescape=True) for column in looked))


def _read(session: Session, found: Select[Any]) -> tuple[Held, ...]:
    rows: Sequence[Any] = session.execute(found.with_only_columns(*_COLUMNS, maintain_column_froms=True)).all()
    return tuple(Held(*row) for row in rows)


def _counts(session: Session, actor: Actor) -> dict[Shelf, int]:
    counts = {}
    for shelf in Shelf:
        some = visible_held(actor).where(_on(shelf))
        counts[shelf] = (
            session.scalar(some.with_only_columns(func.count(Document.id), maintain_column_froms=True)) or 0
        )
    return counts
