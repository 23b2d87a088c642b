"""What failed: numbers, codes and times, never content."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, literal_column, or_, select
from sqlalchemy.orm import Session

from review.resuming import REDRAFTABLE
from storage.access import visible_failed_documents, visible_failed_translations, visible_messages
from storage.actors import Actor
from storage.models import (
    Body,
    Document,
    Order,
    OutboxMessage,
    Page,
    Segment,
    SegmentState,
    Translation,
    now,
)
from storage.workflow import DocumentStatus, PageStatus, TranslationStatus

OTHER = "other"
ENDED = (
    TranslationStatus.DELIVERED,
    TranslationStatus.CLOSED_WITHOUT_TRANSLATION,
    TranslationStatus.CANCELLED,
)


class Kind(StrEnum):
    """What failed."""

    DOCUMENT = "document"
    PAGE = "page"
    TRANSLATION = "translation"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Group:
    """Failures of one kind with one code."""

    kind: Kind
    code: str
    count: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that failed. ``order_id``, ``number`` and ``body`` are None for what belongs to no order;
    ``pages`` are those that failed; ``next_at`` is when a message goes again by itself."""

    kind: Kind
    id: UUID
    since: datetime
    order_id: UUID | None = None
    number: str | None = None
    body: str | None = None
    pages: tuple[int, ...] = ()
    attempts: int = 0
    next_at: datetime | None = None
    about: str | None = None


@dataclass(frozen=True)
class _Source:
    """How one kind of failure is found: ``rows`` selects them, ``reason`` and ``since`` are its columns. A reason
    that a person wrote is nobody's business here: it counts as ``other``."""

    kind: Kind
    rows: Select[Any]
    id: ColumnElement[UUID]
    reason: ColumnElement[Any]
    since: ColumnElement[datetime]

    @property
    def code(self) -> ColumnElement[str]:
        written = or_(self.reason.is_(None), self.reason.like("% %"))
        return case((written, OTHER), else_=self.reason)

    def of(self, code: str) -> Select[Any]:
        return self.rows.where(self.code == code).order_by(self.since, self.id)


def _sources(actor: Actor) -> dict[Kind, _Source]:
    return {
        source.kind: source
        for source in (_documents(actor), _pages(actor), _translations(actor), _messages(actor))
    }


def _documents(actor: Actor) -> _Source:
    any_at_all = select(Translation.id).where(Translation.document_id == Document.id)
    wanted = any_at_all.where(Translation.status.in_(REDRAFTABLE))
    rows = visible_failed_documents(actor).where(
        Document.status == DocumentStatus.FAILED, or_(~any_at_all.exists(), wanted.exists())
    )
    return _Source(Kind.DOCUMENT, rows, Document.__table__.c.id, Document.__table__.c.reason, _since(Document))


def _pages(actor: Actor) -> _Source:
    # Written out rather than bound, for the index of failed pages has the word in its condition.
    broken = (
        select(Page.document_id, func.min(Page.reason).label("reason"))
        .where(Page.status == literal_column(f"'{PageStatus.FAILED.value}'"))
        .group_by(Page.document_id)
        .subquery()
    )
    mine = select(Translation.id).where(Translation.document_id == Document.id)
    begun = mine.where(Translation.status.not_in((*REDRAFTABLE, *ENDED)))
    touched = (
        mine.where(Translation.status.in_(REDRAFTABLE))
        .join(Segment, Segment.translation_id == Translation.id)
        .where(Segment.state != SegmentState.DRAFT)
    )
    rows = (
        visible_failed_documents(actor)
        .join(broken, broken.c.document_id == Document.id)
        .where(
            Document.status == DocumentStatus.READ,
            mine.where(Translation.status.in_(REDRAFTABLE)).exists(),
            ~begun.exists(),
            ~touched.exists(),
        )
    )
    return _Source(Kind.PAGE, rows, Document.__table__.c.id, broken.c.reason, _since(Document))


def _translations(actor: Actor) -> _Source:
    rows = (
        visible_failed_translations(actor)
        .join(Document, Translation.document_id == Document.id)
        .where(Translation.status == TranslationStatus.FAILED, Document.status == DocumentStatus.READ)
    )
    columns = Translation.__table__.c
    return _Source(Kind.TRANSLATION, rows, columns.id, columns.reason, _since(Translation))


def _messages(actor: Actor) -> _Source:
    rows = visible_messages(actor).where(OutboxMessage.sent_at.is_(None), OutboxMessage.attempts > 0)
    columns = OutboxMessage.__table__.c
    return _Source(Kind.MESSAGE, rows, columns.id, columns.failure, columns.created_at)


def _since(model: type[Document] | type[Translation]) -> ColumnElement[datetime]:
    found: ColumnElement[datetime] = model.__table__.c.status_since
    return found


def groups(session: Session, actor: Actor) -> list[Group]:
    """The failures that the actor may see, counted by kind and code, in the order of the pipeline, the most
    frequent first."""
    found = []
    for source in _sources(actor).values():
        # One expression, with its parameters, for all three places: PostgreSQL takes two for different ones.
        code = source.code
        counted = source.rows.with_only_columns(
            code, func.count(), func.min(source.since), maintain_column_froms=True
        )
        rows = session.execute(counted.group_by(code).order_by(func.count().desc(), code))
        found += [Group(source.kind, named, count, oldest) for named, count, oldest in rows]
    return found


def ids(session: Session, actor: Actor, kind: Kind, code: str, most: int) -> Sequence[UUID]:
    """The oldest failures of a group, those messages left out that are about to go."""
    source = _sources(actor)[kind]
    wanted = source.of(code).with_only_columns(source.id, maintain_column_froms=True)
    if kind is Kind.MESSAGE:
        wanted = wanted.where(OutboxMessage.next_at > now())
    return session.scalars(wanted.limit(most)).all()


def failures(session: Session, actor: Actor, kind: Kind, code: str, most: int) -> list[Failure]:
    """The oldest failures of a group, to be shown."""
    rows = session.scalars(_sources(actor)[kind].of(code).limit(most)).all()
    if kind is Kind.MESSAGE:
        return [_message(row) for row in rows]
    of_order = {
        order_id: (number, body)
        for order_id, number, body in session.execute(
            select(Order.id, Order.number, Body.name)
            .join(Body, Order.body_id == Body.id)
            .where(Order.id.in_([row.order_id for row in rows]))
        )
    }
    broken = _broken(session, [row.id for row in rows]) if kind is Kind.PAGE else {}
    found = []
    for row in rows:
        number, body = of_order.get(row.order_id, (None, None))
        pages = broken.get(row.id, ())
        found.append(Failure(kind, row.id, row.status_since, row.order_id, number, body, pages))
    return found


def _message(row: OutboxMessage) -> Failure:
    return Failure(
        Kind.MESSAGE, row.id, row.created_at, attempts=row.attempts, next_at=row.next_at, about=row.kind
    )


def _broken(session: Session, documents: Sequence[UUID]) -> dict[UUID, tuple[int, ...]]:
    found: dict[UUID, tuple[int, ...]] = {}
    rows = select(Page.document_id, Page.number).where(
        Page.document_id.in_(documents), Page.status == PageStatus.FAILED
    )
    for document_id, number in session.execute(rows.order_by(Page.document_id, Page.number)):
        found[document_id] = (*found.get(document_id, ()), number)
    return found


def find(session: Session, actor: Actor, kind: Kind, subject_id: UUID) -> bool:
    """Whether the thing is among the failures that the actor may see."""
    source = _sources(actor)[kind]
    known = source.rows.with_only_columns(source.id, maintain_column_froms=True).where(source.id == subject_id)
    return session.scalar(known) is not None


def lock_document(session: Session, actor: Actor, document_id: UUID) -> Document | None:
    """A document whose failures the actor may see, locked before its translations."""
    found = visible_failed_documents(actor).where(Document.id == document_id)
    return session.scalar(found.with_for_update(of=Document))


def lock_translation(session: Session, actor: Actor, translation_id: UUID) -> Translation | None:
    """A translation whose failure the actor may see, locked."""
    found = visible_failed_translations(actor).where(Translation.id == translation_id)
    return session.scalar(found.with_for_update(of=Translation))


def lock_message(session: Session, actor: Actor, message_id: UUID) -> OutboxMessage | None:
    """A message of the outbox, locked."""
    return session.scalar(visible_messages(actor).where(OutboxMessage.id == message_id).with_for_update())
