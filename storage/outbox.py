"""The relay: takes what is in the outbox to whom it is for, once, in the order in which it was written.

Each message is handled in a transaction of its own that also marks it sent: a consumer's changes and the mark are
committed together, so that twice is once. A mail cannot be taken back, and its server may take minutes: it is held
by a lease, sent without a transaction, and then marked. It goes twice only after a crash between the last two.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, or_, select

from storage import trail
from storage.actors import Actor, system
from storage.errors import ServiceError, TemporaryError
from storage.messages import Mail, Message, from_payload
from storage.models import ConsumedMessage, OutboxMessage, now
from storage.unit_of_work import Store, UnitOfWork
from storage.workflow import Queue

Consumer = Callable[[UnitOfWork, Message], None]
#: Hands a mail over; a TemporaryError puts it off, any other ServiceError is final.
Send = Callable[[Mail], None]
log = logging.getLogger(__name__)

ACTOR: Actor = system("relay")
FIRST_DELAY = 5.0
LONGEST_DELAY = 3600.0
BATCH = 100
# Longer than a dialogue with a slow server lasts; after a crash the mail waits as long.
MAIL_LEASE = timedelta(minutes=10)
# Some five days, as RFC 5321, 4.5.4.1 advises.
MOST_ATTEMPTS = 128


@dataclass(frozen=True)
class _Failure:
    code: str
    final: bool = False


def due(present: datetime) -> Select[UUID]:
    """The messages that are to be handled, the oldest first."""
    message = OutboxMessage
    waits = (message.sent_at.is_(None), message.failed_at.is_(None), message.next_at <= present)
    free = or_(message.leased_until.is_(None), message.leased_until <= present)
    return select(message.id).where(*waits, free).order_by(message.created_at)


def relay(store: Store, consumers: Mapping[str, tuple[Consumer, ...]], send: Send | None = None) -> int:
    """Handles the messages that are due; returns how many went. ``consumers`` are by kind of message; mail goes by
    ``send``, and waits where there is none."""
    wanted = due(now()).limit(BATCH)
    if send is None:
        wanted = wanted.where(OutboxMessage.kind != Mail.kind)
    with store.read(ACTOR) as uow:
        waiting = uow.session.execute(wanted.add_columns(OutboxMessage.kind)).all()
    gone = 0
    for message_id, kind in waiting:
        trail.begin(trail.Work(Queue.RELAY.value, message_id))
        if kind == Mail.kind and send is not None:
            gone += _mail(store, message_id, send)
        else:
            gone += _handle(store, message_id, consumers)
    return gone


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
            uow.commit()
    except ServiceError as error:
        _fail(store, message_id, _Failure(error.code))
        return False
    except Exception as error:
        # A fault of ours: it is told, but the messages behind this one must not wait for its cure.
        _fail(store, message_id, _Failure(type(error).__name__))
        raise
    return True


def _consume(uow: UnitOfWork, consumer: Consumer, name: str, message_id: UUID, message: Message) -> None:
    if uow.session.get(ConsumedMessage, (name, message_id)) is not None:
        return
    consumer(uow, message)
    uow.session.add(ConsumedMessage(consumer=name, message_id=message_id))


def _mail(store: Store, message_id: UUID, send: Send) -> bool:
    mail = _claim(store, message_id)
    if mail is None:
        return False
    try:
        send(mail)
    except ServiceError as error:
        reason = error.values.get("reply")
        code = f"{error.code}:{reason}" if reason else error.code
        _fail(store, message_id, _Failure(code, final=not isinstance(error, TemporaryError)), MOST_ATTEMPTS)
        return False
    except Exception as error:
        _fail(store, message_id, _Failure(type(error).__name__), MOST_ATTEMPTS)
        raise
    with store.transaction(ACTOR) as uow:
        row = uow.session.get_one(OutboxMessage, message_id)
        row.sent_at, row.leased_until, row.failed_at = now(), None, None
        row.payload = {"to": mail.to, "subject": mail.subject, "text": ""}
    return True


def _claim(store: Store, message_id: UUID) -> Mail | None:
    """The mail, held by this relay; None when another one was faster."""
    with store.transaction(ACTOR) as uow:
        free = due(now()).where(OutboxMessage.id == message_id).with_for_update(skip_locked=True)
        if uow.session.scalar(free) is None:
            return None
        row = uow.session.get_one(OutboxMessage, message_id)
        row.leased_until = now() + MAIL_LEASE
        message = from_payload(row.kind, row.payload)
    return message if isinstance(message, Mail) else None


def _fail(store: Store, message_id: UUID, failure: _Failure, most: int | None = None) -> None:
    with store.transaction(ACTOR) as uow:
        row = uow.session.get(OutboxMessage, message_id)
        if row is None or row.sent_at is not None:
            return
        row.attempts += 1
        row.leased_until, row.failure = None, failure.code
        if failure.final or (most is not None and row.attempts >= most):
            log.warning("message %s given up: %s", message_id, failure.code)
            row.failed_at = now()
            return
        log.warning("message %s put off: %s", message_id, failure.code)
        delay = min(FIRST_DELAY * 2 ** min(row.attempts, 20), LONGEST_DELAY)
        row.next_at = now() + timedelta(seconds=delay)


def send_again(row: OutboxMessage) -> None:
    """Makes a message that did not leave due at once, one that was given up with a new count of attempts."""
    row.next_at = now()
    if row.failed_at is not None:
        row.failed_at, row.attempts = None, 0
