"""Who may see what: one select per aggregate for the rows, one mark per view for the acts. Deny unless told.

- A requester sees the orders of their own unit; a unit's head those of the body. Medical ones are for the person
  who made them and for the body's medical units only.
- People of the liaison body who handle translations (coordinators, translators, revisers) see every body's orders;
  medical ones need the clearance.
- Other roles see no order: an administrator keeps accounts, an auditor reads the log.
- Work that failed is seen, by its number and its reason, by whoever can send it again: administrators all of it,
  coordinators that of the orders that they see. That opens no content to an administrator.
- What the antivirus holds is decided about by administrators, who see names and signatures; its bytes are for
  nobody (``Document.check_open``).
- Outside the liaison body only the requester's role counts (``storage.actors.person``).
- The system of a body (``storage.actors.service``) sees what a requester of its unit sees, and medical pieces only
  where that was granted: then its own, and in a medical unit those of the body.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true

from storage.actors import Actor
from storage.models import (
    Confidentiality,
    Container,
    Delivery,
    DeliveryFile,
    Document,
    Order,
    OutboxMessage,
    Role,
    Scan,
    Translation,
)
from storage.workflow import WITHHELD

View = TypeVar("View", bound=Callable[..., Any])

HANDLERS = (Role.COORDINATOR, Role.TRANSLATOR, Role.REVISER)
EVERY_ROLE = frozenset(Role)


def allow(*roles: Role) -> Callable[[View], View]:
    """Marks a view with the roles that may call it. A view without a mark is refused to everybody."""

    def mark(view: View) -> View:
        view.allowed_roles = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return mark


def allow_signed_in(view: View) -> View:
    """Marks a view for every signed-in user."""
    view.allowed_roles = EVERY_ROLE  # type: ignore[attr-defined]
    return view


def allow_everybody(view: View) -> View:
    """Marks a view as open to people who are not signed in."""
    view.allowed_roles = EVERY_ROLE  # type: ignore[attr-defined]
    view.public = True  # type: ignore[attr-defined]
    return view


def allow_machines(view: View) -> View:
    """Marks a view that machines ask: open to everybody, nobody is identified, so it needs no database."""
    view = allow_everybody(view)
    view.unidentified = True  # type: ignore[attr-defined]
    return view


def order_rule(actor: Actor) -> ColumnElement[bool]:
    """The condition on ``Order`` for the rows that the actor may see."""
    return or_(_as_requester(actor), _as_handler(actor))


def _as_requester(actor: Actor) -> ColumnElement[bool]:
    if not actor.has(Role.REQUESTER) or actor.body_id is None:
        return false()
    medical = Order.confidentiality == Confidentiality.MEDICAL
    near = true() if actor.head else Order.unit_id == actor.unit_id
    cleared = true() if actor.medical_unit else Order.created_by == actor.user_id
    if actor.kind == "service" and not actor.medical:
        cleared = false()
    return and_(Order.body_id == actor.body_id, or_(and_(~medical, near), and_(medical, cleared)))


def _as_handler(actor: Actor) -> ColumnElement[bool]:
    if not (actor.liaison and actor.has(*HANDLERS)):
        return false()
    return true() if actor.medical else Order.confidentiality != Confidentiality.MEDICAL


def visible_orders(actor: Actor) -> Select[Order]:
    """The orders that the actor may see."""
    return select(Order).where(order_rule(actor))


def visible_documents(actor: Actor) -> Select[Document]:
    """The documents of the orders that the actor may see."""
    return select(Document).join(Order, Document.order_id == Order.id).where(order_rule(actor))


def visible_containers(actor: Actor) -> Select[Container]:
    """The mails and archives of the orders that the actor may see."""
    return select(Container).join(Order, Container.order_id == Order.id).where(order_rule(actor))


def visible_translations(actor: Actor) -> Select[Translation]:
    """The translations of the orders that the actor may see."""
    return select(Translation).join(Order, Translation.order_id == Order.id).where(order_rule(actor))


def visible_files(actor: Actor) -> Select[DeliveryFile]:
    """The delivered files of the orders that the actor may see."""
    return (
        select(DeliveryFile)
        .join(Delivery, DeliveryFile.delivery_id == Delivery.id)
        .join(Translation, Delivery.translation_id == Translation.id)
        .join(Order, Translation.order_id == Order.id)
        .where(order_rule(actor))
    )


def failure_rule(actor: Actor) -> ColumnElement[bool]:
    """The condition on ``Order`` for the failed work that the actor may know of and send again. What is selected
    by it must show numbers, codes and times only: an administrator may not read the documents."""
    if actor.liaison and actor.has(Role.ADMINISTRATOR):
        return true()
    return _as_handler(actor) if actor.has(Role.COORDINATOR) else false()


def visible_failed_documents(actor: Actor) -> Select[Document]:
    """The documents whose failures the actor may see; one that belongs to no order is for administrators."""
    return select(Document).outerjoin(Order, Document.order_id == Order.id).where(failure_rule(actor))


def visible_failed_translations(actor: Actor) -> Select[Translation]:
    """The translations whose failures the actor may see."""
    return select(Translation).join(Order, Translation.order_id == Order.id).where(failure_rule(actor))


def visible_held(actor: Actor) -> Select[Document]:
    """The documents that the antivirus holds or held, for the administrators who decide about them. What is
    selected by it must show names, times and signatures only: an administrator may not read the documents."""
    cleared = actor.liaison and actor.has(Role.ADMINISTRATOR)
    known = or_(Document.status.in_(WITHHELD), Scan.decision.is_not(None))
    found = select(Document).outerjoin(Scan, Scan.document_id == Document.id)
    return found.where(known if cleared else false())


def visible_messages(actor: Actor) -> Select[OutboxMessage]:
    """The messages of the outbox: they belong to no order, and are for administrators."""
    cleared = actor.liaison and actor.has(Role.ADMINISTRATOR)
    return select(OutboxMessage).where(true() if cleared else false())
