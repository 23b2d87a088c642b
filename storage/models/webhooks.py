"""Calls to other systems: whom to call, what to tell them, and each attempt to."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base, Identified, now
from storage.models.service_accounts import ServiceAccount

OPEN = text("sent_at IS NULL AND failed_at IS NULL")


class Webhook(Identified, Base):
    """An address that a service account wants called. ``secret`` signs the calls and is kept encrypted;
    ``previous_secret`` signs beside it until ``previous_until``, while the other system changes over.

    ``failures`` counts the calls that failed since the last that did not, and ``not_before`` holds back every call
    to this address after one. ``disabled_reason`` is a code; empty when a person disabled it.
    """

    __tablename__ = "webhook"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("service_account.user_id", ondelete="CASCADE"), index=True)
    url: Mapped[str] = mapped_column(String(500))
    description: Mapped[str] = mapped_column(String(200), default="")
    events: Mapped[list[Any]]
    secret: Mapped[str] = mapped_column(Text)
    previous_secret: Mapped[str] = mapped_column(Text, default="")
    previous_until: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    failures: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    disabled_reason: Mapped[str] = mapped_column(String(60), default="")

    account: Mapped[ServiceAccount] = relationship()


class WebhookMessage(Identified, Base):
    """One thing to tell at one address. Its identifier travels with it, the same at each attempt. ``payload``
    holds identifiers and statuses, never content."""

    __tablename__ = "webhook_message"
    __table_args__ = (
        Index("ix_webhook_message_due", "next_at", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_webhook_message_webhook_id_created_at", "webhook_id", "created_at", "id"),
    )

    webhook_id: Mapped[UUID] = mapped_column(ForeignKey("webhook.id", ondelete="CASCADE"))
    event: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(default=now)
    next_at: Mapped[datetime] = mapped_column(default=now)
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]

    webhook: Mapped[Webhook] = relationship()
    tries: Mapped[list["WebhookAttempt"]] = relationship(
        order_by="WebhookAttempt.at", cascade="all, delete-orphan"
    )


class WebhookAttempt(Identified, Base):
    """One call: the status that was answered, or the code of why there was none; ``milliseconds`` it took."""

    __tablename__ = "webhook_attempt"

    message_id: Mapped[UUID] = mapped_column(ForeignKey("webhook_message.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    status: Mapped[int | None]
    failure: Mapped[str] = mapped_column(String(60), default="")
    milliseconds: Mapped[int] = mapped_column(default=0)
