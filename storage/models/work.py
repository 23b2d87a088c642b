"""Rows of work and of the outbox: what remains to be done survives any crash because it is here."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Identified, now, words_of
from storage.workflow import Queue


class WorkItem(Identified, Base):
    """Something to do, once: pages ``first`` to ``last`` of a document to read, a translation to draft, one to
    deliver. Free while ``token`` is empty and ``done_at`` too; ``owner`` says which process holds the lease.

    ``crashes`` counts deaths of an engine's child process, ``expirations`` leases that ran out.
    """

    __tablename__ = "work_item"
    __table_args__ = (
        UniqueConstraint("queue", "subject_id", "first", "round"),
        # Whose turn it is, body by body: a claim reads the first entry of each body.
        Index(
            "ix_work_item_free",
            "queue",
            "urgent",
            "body_id",
            "created_at",
            "first",
            "not_before",
            sqlite_where=text("done_at IS NULL AND token IS NULL"),
            postgresql_where=text("done_at IS NULL AND token IS NULL"),
        ),
        Index(
            "ix_work_item_put_off",
            "queue",
            "not_before",
            sqlite_where=text("done_at IS NULL AND token IS NULL AND not_before IS NOT NULL"),
            postgresql_where=text("done_at IS NULL AND token IS NULL AND not_before IS NOT NULL"),
        ),
        # The few that are in progress among all that ever were.
        Index(
            "ix_work_item_held",
            "body_id",
            sqlite_where=text("done_at IS NULL AND token IS NOT NULL"),
            postgresql_where=text("done_at IS NULL AND token IS NOT NULL"),
        ),
        # When each body was last served.
        Index(
            "ix_work_item_done",
            "queue",
            "body_id",
            "done_at",
            sqlite_where=text("done_at IS NOT NULL"),
            postgresql_where=text("done_at IS NOT NULL"),
        ),
        Index("ix_work_item_leased_until", "leased_until"),
    )

    queue: Mapped[Queue] = mapped_column(words_of(Queue))
    subject_id: Mapped[UUID]
    first: Mapped[int] = mapped_column(default=0)
    last: Mapped[int] = mapped_column(default=0)
    round: Mapped[int] = mapped_column(default=1)
    body_id: Mapped[UUID] = mapped_column(ForeignKey("body.id"), index=True)
    urgent: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    not_before: Mapped[datetime | None]
    token: Mapped[UUID | None]
    owner: Mapped[str | None] = mapped_column(String(100))
    leased_until: Mapped[datetime | None]
    crashes: Mapped[int] = mapped_column(default=0)
    expirations: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(String(60))


class OutboxMessage(Identified, Base):
    """A mail or a message between packages, written in the transaction of what caused it. A mail is held by
    the relay that sends it until ``leased_until``; since ``failed_at`` it is no longer tried."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        Index(
            "ix_outbox_message_unsent",
            "created_at",
            sqlite_where=text("sent_at IS NULL"),
            postgresql_where=text("sent_at IS NULL"),
        ),
    )

    kind: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(default=now)
    leased_until: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(String(500))


class ConsumedMessage(Base):
    """Who has taken in which message: twice is once."""

    __tablename__ = "consumed_message"

    consumer: Mapped[str] = mapped_column(String(60), primary_key=True)
    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
