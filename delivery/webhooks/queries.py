"""The rows of webhooks, their messages and their attempts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, delete, func, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from storage.errors import NotFoundError
from storage.models import Body, Order, Role, ServiceAccount, Unit, User, UserRole, Webhook, WebhookMessage

PLACE = joinedload(Webhook.account).joinedload(ServiceAccount.user).joinedload(User.unit).joinedload(Unit.body)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many messages of a webhook wait, and how many were given up."""

    waiting: int
    failed: int


def of_account(session: Session, account_id: UUID) -> Sequence[Webhook]:
    """The webhooks of an account, the oldest first."""
    found = select(Webhook).where(Webhook.account_id == account_id).order_by(Webhook.created_at, Webhook.id)
    return session.scalars(found).all()


def lock_account(session: Session, account_id: UUID) -> None:
    """Holds an account until the commit, so that its webhooks are counted by one transaction at a time."""
    session.scalar(select(ServiceAccount.user_id).where(ServiceAccount.user_id == account_id).with_for_update())


def all_webhooks(session: Session) -> Sequence[Webhook]:
    """Every webhook with whose it is, those that need somebody first."""
    found = select(Webhook).options(PLACE).order_by(Webhook.disabled_at.is_(None), Webhook.created_at)
    return session.scalars(found).all()


def webhook(session: Session, webhook_id: UUID, account_id: UUID | None = None, *, lock: bool = False) -> Webhook:
    """A webhook, of an account if one is given; raises NotFoundError."""
    found = select(Webhook).options(PLACE).where(Webhook.id == webhook_id)
    if account_id is not None:
        found = found.where(Webhook.account_id == account_id)
    row = session.scalar(found.with_for_update(of=Webhook) if lock else found)
    if row is None:
        raise NotFoundError()
    return row


def interested(session: Session, body_id: UUID) -> Sequence[Webhook]:
    """The webhooks that may be told of what concerns a body."""
    found = (
        select(Webhook)
        .join(ServiceAccount, Webhook.account_id == ServiceAccount.user_id)
        .join(User, ServiceAccount.user_id == User.id)
        .join(Unit, User.unit_id == Unit.id)
        .options(PLACE)
        .where(Unit.body_id == body_id, User.disabled_at.is_(None), Webhook.disabled_at.is_(None))
    )
    return session.scalars(found.order_by(Webhook.created_at)).all()


def messages(
    session: Session, webhook_id: UUID, limit: int, after: tuple[datetime, UUID] | None = None
) -> Sequence[WebhookMessage]:
    """The messages of a webhook with their attempts, newest first, older than ``after``."""
    found = (
        select(WebhookMessage)
        .options(selectinload(WebhookMessage.tries))
        .where(WebhookMessage.webhook_id == webhook_id)
    )
    if after is not None:
        found = found.where(tuple_(WebhookMessage.created_at, WebhookMessage.id) < tuple_(*after))
    return session.scalars(
        found.order_by(WebhookMessage.created_at.desc(), WebhookMessage.id.desc()).limit(limit)
    ).all()


def message(session: Session, webhook_id: UUID, message_id: UUID) -> WebhookMessage:
    """A message of a webhook, locked; raises NotFoundError."""
    found = select(WebhookMessage).where(WebhookMessage.id == message_id, WebhookMessage.webhook_id == webhook_id)
    row = session.scalar(found.with_for_update())
    if row is None:
        raise NotFoundError()
    return row


def tallies(session: Session) -> dict[UUID, Tally]:
    """What waits and what was given up, by webhook."""
    rows = (
        select(
            WebhookMessage.webhook_id,
            func.count().filter(WebhookMessage.failed_at.is_(None)),
            func.count().filter(WebhookMessage.failed_at.is_not(None)),
        )
        .where(WebhookMessage.sent_at.is_(None))
        .group_by(WebhookMessage.webhook_id)
    )
    return {key: Tally(waiting, failed) for key, waiting, failed in session.execute(rows)}


def due(present: datetime) -> Select[UUID]:
    """The messages that are to be told now, the oldest first."""
    row = WebhookMessage
    free = or_(row.leased_until.is_(None), row.leased_until <= present)
    held_back = or_(Webhook.not_before.is_(None), Webhook.not_before <= present)
    return (
        select(row.id)
        .join(Webhook, row.webhook_id == Webhook.id)
        .join(User, Webhook.account_id == User.id)
        .where(row.sent_at.is_(None), row.failed_at.is_(None), row.next_at <= present, free)
        .where(Webhook.disabled_at.is_(None), User.disabled_at.is_(None), held_back)
        .order_by(row.created_at, row.id)
    )


def order(session: Session, order_id: UUID) -> Order:
    """An order."""
    return session.get_one(Order, order_id)


def administrators(session: Session) -> Sequence[User]:
    """The open accounts of administrators."""
    found = select(User).join(Unit, User.unit_id == Unit.id).join(Body, Unit.body_id == Body.id)
    wanted = (User.disabled_at.is_(None), User.granted.any(UserRole.role == Role.ADMINISTRATOR))
    return session.scalars(found.where(*wanted).order_by(User.email)).all()


def forget_old(session: Session, webhook_id: UUID, before: datetime) -> None:
    """Removes the messages of a webhook that are over since long."""
    old = delete(WebhookMessage).where(WebhookMessage.webhook_id == webhook_id, WebhookMessage.created_at < before)
    session.execute(old.where(or_(WebhookMessage.sent_at.is_not(None), WebhookMessage.failed_at.is_not(None))))
