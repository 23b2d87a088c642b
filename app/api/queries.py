"""The rows that only programs ask for."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, tuple_
from sqlalchemy.orm import Session, contains_eager, selectinload

from app.api.cursors import Place
from storage.access import order_rule, visible_documents, visible_files, visible_translations
from storage.actors import Actor
from storage.errors import NotFoundError
from storage.models import Delivery, DeliveryFile, Document, IdempotentAnswer, Order, Translation


def document(session: Session, actor: Actor, document_id: UUID) -> Document:
    """A document that the actor may see; raises NotFoundError."""
    found = session.scalar(visible_documents(actor).where(Document.id == document_id))
    if found is None:
        raise NotFoundError()
    return found


def translation(session: Session, actor: Actor, translation_id: UUID) -> Translation:
    """A translation that the actor may see; raises NotFoundError."""
    found = session.scalar(visible_translations(actor).where(Translation.id == translation_id))
    if found is None:
        raise NotFoundError()
    return found


def file(session: Session, actor: Actor, file_id: UUID) -> DeliveryFile:
    """A delivered file that the actor may see; raises NotFoundError."""
    found = session.scalar(visible_files(actor).where(DeliveryFile.id == file_id))
    if found is None:
        raise NotFoundError()
    return found


def deliveries(
    session: Session, actor: Actor, limit: int, after: Place | None, created_after: datetime | None = None
) -> Sequence[Delivery]:
    """The deliveries that the actor may see, newest first, older than ``after``."""
    found = (
        select(Delivery)
        .join(Delivery.translation)
        .join(Order, Translation.order_id == Order.id)
        .options(contains_eager(Delivery.translation), selectinload(Delivery.files))
        .where(order_rule(actor))
    )
    if created_after is not None:
        found = found.where(Delivery.created_at > created_after)
    if after is not None:
        found = found.where(tuple_(Delivery.created_at, Delivery.id) < tuple_(*after))
    return session.scalars(found.order_by(Delivery.created_at.desc(), Delivery.id.desc()).limit(limit)).all()


def delivery(session: Session, actor: Actor, delivery_id: UUID) -> Delivery:
    """A delivery that the actor may see; raises NotFoundError."""
    found = session.scalar(
        select(Delivery)
        .join(Delivery.translation)
        .join(Order, Translation.order_id == Order.id)
        .options(contains_eager(Delivery.translation), selectinload(Delivery.files))
        .where(order_rule(actor), Delivery.id == delivery_id)
    )
    if found is None:
        raise NotFoundError()
    return found


def kept_answer(session: Session, account_id: UUID, key: str) -> IdempotentAnswer | None:
    """What was answered to the request of that name."""
    return session.get(IdempotentAnswer, (account_id, key))


def forget_answers(session: Session, present: datetime, kept: timedelta) -> None:
    """Removes the answers that nobody may ask for again."""
    session.execute(delete(IdempotentAnswer).where(IdempotentAnswer.created_at < present - kept))
