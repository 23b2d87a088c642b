"""The relay: takes what is in the outbox to whom it is for, once, in the order in which it was written.

Each message is handled in a transaction of its own that also marks it sent: a consumer's changes and the mark are
committed together, so that twice is once. A mail cannot be taken back: it is sent first, then marked.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from storage.actors import Actor, system
from storage.errors import ServiceError
from storage.messages import Mail, Message, from_payload
from storage.models import ConsumedMessage, OutboxMessage, now
from storage.unit_of_work import Store, UnitOfWork

Consumer = Callable[[UnitOfWork, Message], None]
log = logging.getLogger(__name__)

ACTOR: Actor = system("relay")
FIRST_DELAY = 5.0
LONGEST_DELAY = 3600.0
BATCH = 100


def relay(store: Store, consumers: Mapping[str, tuple[Consumer, ...]]) -> int:
    """Handles the messages that are due; returns how many went. ``consumers`` are by kind of message."""
    with store.read(ACTOR) as uow:
        due = (
            select(OutboxMessage.id)
            .where(OutboxMessage.sent_at.is_(None), OutboxMessage.next_at <= now())
            .order_by(OutboxMessage.created_at)
            .limit(BATCH)
        )
        waiting = uow.session.scalars(due).all()
    return sum(_handle(store, message_id, consumers) for message_id in waiting)


def _handle(store: Store, message_id: UUID, consumers: Mapping[str, tuple[Consumer, ...]]) -> bool:
    try:
        with store.write(ACTOR) as uow:
            row = uow.session.get(OutboxMessage, message_id, with_for_update={"skip_locked": True})
            if row is None or row.sent_at is not None:
                return False
            message = from_payload(row.kind, row.payload)
            for number, consumer in enumerate(consumers.get(row.kind, ())):
                _consume(uow, consumer, f"{row.kind}:{number}", message_id, message)
            row.sent_at = now()
            if isinstance(message, Mail):
                row.payload = {"to": message.to, "subject": message.subject, "text": ""}
            uow.commit()
    except ServiceError as error:
        _postpone(store, message_id, error.code)
        return False
    except Exception as error:
        # A fault of ours: it is told, but the messages behind this one must not wait for its cure.
        _postpone(store, message_id, type(error).__name__)
        raise
    return True


def _consume(uow: UnitOfWork, consumer: Consumer, name: str, message_id: UUID, message: Message) -> None:
    if uow.session.get(ConsumedMessage, (name, message_id)) is not None:
        return
    consumer(uow, message)
    uow.session.add(ConsumedMessage(consumer=name, message_id=message_id))


def _postpone(store: Store, message_id: UUID, code: str) -> None:
    log.warning("message %s put off: %s", message_id, code)
    with store.transaction(ACTOR) as uow:
        row = uow.session.get(OutboxMessage, message_id)
        if row is None or row.sent_at is not None:
            return
        row.attempts += 1
        row.failure = code
        row.next_at = now() + timedelta(seconds=min(FIRST_DELAY * 2**row.attempts, LONGEST_DELAY))
