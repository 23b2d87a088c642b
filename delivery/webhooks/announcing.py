"""From what happened to what each webhook is told of it: identifiers and statuses, never content.

Consumers of the outbox's messages: what they write is committed with the mark that the message was taken in, so
that each news is written once. A webhook hears of what its account may see, and of nothing else.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from delivery.webhooks import queries
from delivery.webhooks.events import Event
from storage.access import visible_orders
from storage.actors import service as service_actor
from storage.messages import (
    DocumentHeld,
    DocumentRead,
    Message,
    OrderRescheduled,
    TranslationDelivered,
    TranslationResumed,
    TranslationStopped,
)
from storage.models import Delivery, Document, Order, Translation, Webhook, WebhookMessage, now
from storage.unit_of_work import UnitOfWork
from storage.workflow import Queue

KEPT = timedelta(days=30)


def document_read(uow: UnitOfWork, message: Message) -> None:
    """A piece was read, or given up."""
    if isinstance(message, DocumentRead):
        _document(uow, Event.DOCUMENT_READ, message.document_id)


def document_held(uow: UnitOfWork, message: Message) -> None:
    """The antivirus holds a piece, or no longer does."""
    if isinstance(message, DocumentHeld):
        _document(uow, Event.DOCUMENT_HELD, message.document_id)


def translation_delivered(uow: UnitOfWork, message: Message) -> None:
    """Files are there."""
    if isinstance(message, TranslationDelivered):
        found = select(Delivery.id).where(Delivery.translation_id == message.translation_id)
        _translation(
            uow, Event.TRANSLATION_DELIVERED, message.translation_id, delivery_id=uow.session.scalar(found)
        )


def translation_stopped(uow: UnitOfWork, message: Message) -> None:
    """A piece will not be translated."""
    if isinstance(message, TranslationStopped):
        _translation(uow, Event.TRANSLATION_STOPPED, message.translation_id)


def translation_resumed(uow: UnitOfWork, message: Message) -> None:
    """It will be, after all."""
    if isinstance(message, TranslationResumed):
        _translation(uow, Event.TRANSLATION_RESUMED, message.translation_id)


def order_rescheduled(uow: UnitOfWork, message: Message) -> None:
    """Another day is promised."""
    if isinstance(message, OrderRescheduled):
        order = queries.order(uow.session, message.order_id)
        _announce(uow, Event.ORDER_RESCHEDULED, order, {"due_on": message.due_on or str(order.due_on)})


def _document(uow: UnitOfWork, event: Event, document_id: UUID) -> None:
    document = uow.session.get_one(Document, document_id)
    if document.order is not None:
        _announce(uow, event, document.order, {"document_id": str(document.id)})


def _translation(uow: UnitOfWork, event: Event, translation_id: UUID, delivery_id: UUID | None = None) -> None:
    translation = uow.session.get_one(Translation, translation_id)
    data = {"document_id": str(translation.document_id), "translation_id": str(translation.id)}
    if delivery_id is not None:
        data["delivery_id"] = str(delivery_id)
    _announce(uow, event, translation.order, data)


def _announce(uow: UnitOfWork, event: Event, order: Order, more: dict[str, Any]) -> None:
    present = now()
    for webhook in queries.interested(uow.session, order.body_id):
        if event.value in webhook.events and _may_know(uow, webhook, order):
            data = {"order_id": str(order.id), "order_number": order.number, **more}
            uow.session.add(WebhookMessage(webhook_id=webhook.id, event=event.value, payload=data))
            queries.forget_old(uow.session, webhook.id, present - KEPT)
            uow.wake(Queue.CALL)


def _may_know(uow: UnitOfWork, webhook: Webhook, order: Order) -> bool:
    user = webhook.account.user
    actor = service_actor(user, user.unit.body)
    return uow.session.scalar(visible_orders(actor).where(Order.id == order.id)) is not None
