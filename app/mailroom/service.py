"""Sending again what did not leave."""

from uuid import UUID

from app.mailroom import queries
from storage.backup.aftermath import HELD
from storage.errors import NotFoundError
from storage.outbox import send_again
from storage.unit_of_work import UnitOfWork
from storage.workflow import Queue


def send_now(uow: UnitOfWork, message_id: UUID) -> bool:
    """Makes a mail due at once; False when it has left in the meantime. Raises NotFoundError."""
    message = queries.message(uow.session, message_id)
    if message is None:
        raise NotFoundError()
    if message.sent_at is not None:
        return False
    send_again(message)
    if message.failure == HELD:
        message.failure = None
    uow.record("sent_again", "mail", message.id)
    uow.wake(Queue.RELAY)
    return True
