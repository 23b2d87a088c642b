"""The rows that orders are made of and shown by."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from storage.access import visible_orders
from storage.actors import Actor
from storage.database import insert_unless_present
from storage.models import Counter, Document, Order, Translation


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


def document(session: Session, document_id: UUID) -> Document:
    """A document by its identifier."""
    return session.scalars(select(Document).where(Document.id == document_id)).one()


def translations_of(session: Session, document_id: UUID) -> Sequence[Translation]:
    """The translations of a document, locked, newest version last."""
    found = select(Translation).where(Translation.document_id == document_id).order_by(Translation.version)
    return session.scalars(found.with_for_update().options(selectinload(Translation.order))).all()
