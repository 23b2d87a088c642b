"""A requester takes back what nobody has begun to translate; what a person has in hand is for a coordinator."""

from collections.abc import Sequence
from uuid import UUID

from intake import queries
from intake.errors import NothingToCancelError
from storage.endings import Ending
from storage.errors import NotFoundError
from storage.flow import advance
from storage.messages import TranslationStopped
from storage.models import Translation
from storage.unit_of_work import UnitOfWork
from storage.workflow import TranslationStatus as T

FREE = (T.TO_TRIAGE, T.DRAFTING, T.DRAFTED)


def withdraw_order(uow: UnitOfWork, order_id: UUID) -> Sequence[Translation]:
    """Cancels the pieces of an order that nobody has taken; returns them. Raises NotFoundError,
    NothingToCancelError."""
    if queries.order(uow.session, uow.actor, order_id) is None:
        raise NotFoundError()
    free = [each for each in queries.translations_of_order(uow.session, order_id) if each.status in FREE]
    if not free:
        raise NothingToCancelError()
    for translation in free:
        advance(uow, translation, T.CANCELLED, Ending.WITHDRAWN.value)
        uow.send(TranslationStopped(translation.id))
    return free
