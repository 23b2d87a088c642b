"""The rows that orders are made of and shown by."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from storage.access import visible_orders
from storage.actors import Actor
from storage.database import insert_unless_present
from storage.models import AuditEvent, Counter, Document, Order, ScanRequest, Translation
from storage.workflow import TranslationStatus as T

# What has no date to wait for any more.
OVER = (T.DELIVERED, T.CLOSED_WITHOUT_TRANSLATION, T.CANCELLED)


def next_number(session: Session, name: str) -> int:
    """The next number of a numbering, from 1; two transactions never get the same."""
    step = update(Counter).where(Counter.name == name).values(value=Counter.value + 1).returning(Counter.value)
    value = session.scalar(step)
    if value is None:
        # The first of its numbering, unless another transaction is just making it.
        insert_unless_present(session, Counter, name=name, value=0)
        value = session.scalars(step).one()
    return value


def order(session: Session, actor: Actor, order_id: UUID) -> Order | None:
    """An order that the actor may see."""
    return session.scalar(visible_orders(actor).where(Order.id == order_id))


def order_of_request(session: Session, actor: Actor, key: str) -> Order | None:
    """The order that a form made before."""
    return session.scalar(visible_orders(actor).where(Order.request_key == key))


def document(session: Session, document_id: UUID) -> Document:
    """A document by its identifier."""
    return session.scalars(select(Document).where(Document.id == document_id)).one()


def translations_of(session: Session, document_id: UUID) -> Sequence[Translation]:
    """The translations of a document, locked, newest version last."""
    found = select(Translation).where(Translation.document_id == document_id).order_by(Translation.version)
    return session.scalars(found.with_for_update().options(selectinload(Translation.order))).all()


def last_event(session: Session, kind: str, object_id: UUID, actions: Sequence[str]) -> AuditEvent | None:
    """The latest of some acts on an object."""
    found = select(AuditEvent).where(
        AuditEvent.object_kind == kind, AuditEvent.object_id == str(object_id), AuditEvent.action.in_(actions)
    )
    return session.scalar(found.order_by(AuditEvent.at.desc()).limit(1))


def open_request(session: Session, translation_id: UUID) -> ScanRequest | None:
    """The new scan that the requester of a document is asked for now."""
    found = select(ScanRequest).where(
        ScanRequest.translation_id == translation_id, ScanRequest.closed_at.is_(None)
    )
    return session.scalar(found.order_by(ScanRequest.asked_at.desc()).limit(1))


def has_open_piece(session: Session, order_id: UUID) -> bool:
    """Whether a piece of the order is still under way."""
    found = select(Translation.id).where(Translation.order_id == order_id, Translation.status.not_in(OVER))
    return session.scalar(found.limit(1)) is not None


def translations_of_order(session: Session, order_id: UUID) -> Sequence[Translation]:
    """The translations of an order, locked."""
    found = select(Translation).where(Translation.order_id == order_id).order_by(Translation.id)
    return session.scalars(found.with_for_update().options(selectinload(Translation.order))).all()
