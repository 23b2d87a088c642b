"""Moving a translation on: its status, and the work that the status asks for, in one place."""

from datetime import date

from sqlalchemy import update

from storage import queue
from storage.models import Order, Translation, Urgency
from storage.unit_of_work import UnitOfWork
from storage.workflow import TRANSLATION_QUEUE, TranslationStatus


def advance(
    uow: UnitOfWork, translation: Translation, after: TranslationStatus, reason: str | None = None
) -> None:
    """Takes the status ``after`` and puts the work that follows in its queue; raises MoveError when the workflow
    does not allow it."""
    before = translation.status
    translation.move(after, reason)
    # Again at each step, for rows that came in by another way than this version of the service.
    take_place(translation, translation.order)
    body_id = translation.document.body_id
    uow.record(after.value, "translation", translation.id, body_id, before=before.value)
    following = TRANSLATION_QUEUE.get(after)
    if following is not None:
        urgent = translation.order.urgency is Urgency.URGENT
        queue.enqueue(uow.session, following, translation.id, body_id, urgent=urgent)
        uow.wake(following)


def take_place(translation: Translation, order: Order) -> None:
    """Gives the translation its place in line: urgent first, then by the day promised, then by age."""
    translation.rank = 0 if order.urgency is Urgency.URGENT else 1
    translation.due_on, translation.ordered_at = order.due_on, order.created_at


def promise(uow: UnitOfWork, order: Order, due_on: date, reason: str) -> None:
    """Promises another day for an order and moves its translations in line accordingly."""
    order.due_on, order.due_reason = due_on, reason
    uow.session.flush()
    mine = update(Translation).where(Translation.order_id == order.id).values(due_on=due_on)
    uow.session.execute(mine.execution_options(synchronize_session="fetch"))
