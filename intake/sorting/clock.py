"""The clock of an order, which may stand still while its requester is waited for."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from intake.sorting import queries
from storage.flow import promise
from storage.messages import OrderRescheduled
from storage.models import Order
from storage.unit_of_work import UnitOfWork

# The letters and the order show it in French, whatever language the coordinator works in.
WAITED = "Le délai a été suspendu dans l'attente d'un nouveau scan."


@dataclass(frozen=True, slots=True)
class Clock:
    """``pauses`` is the setting, ``today`` the day on which something is done."""

    pauses: bool
    today: date


def stop(uow: UnitOfWork, order_id: UUID, clock: Clock) -> None:
    """The requester is waited for from today, unless they were already."""
    order = queries.lock_order(uow.session, order_id)
    if clock.pauses and order.paused_on is None:
        order.paused_on = clock.today


def go_on(uow: UnitOfWork, order_id: UUID, clock: Clock) -> None:
    """The requester has done what they were asked, or is no longer waited for: the day promised moves by the days
    that were waited, once no document of the order waits any more."""
    uow.session.flush()
    order: Order = queries.lock_order(uow.session, order_id)
    if order.paused_on is None or queries.unanswered_in(uow.session, order.id):
        return
    waited = (clock.today - order.paused_on).days
    order.paused_on = None
    if waited <= 0:
        return
    before, after = order.due_on, order.due_on + timedelta(days=waited)
    promise(uow, order, after, WAITED)
    uow.record("rescheduled", "order", order.id, order.body_id, before=str(before), after=str(after))
    uow.send(OrderRescheduled(order.id, str(after)))
