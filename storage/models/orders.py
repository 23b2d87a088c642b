"""An order: what a body asks for, and what its people follow."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base, Identified, now, words_of
from storage.models.people import Body, Unit, User


class Urgency(StrEnum):
    """The class of deadline; the days that each gives are a setting."""

    NORMAL = "normal"
    URGENT = "urgent"


class Confidentiality(StrEnum):
    """Who may see the pieces: medical ones are for the requester and the medical service."""

    ORDINARY = "ordinary"
    MEDICAL = "medical"


class Order(Identified, Base):
    """A *demande*. ``number`` is what people quote, such as ``2026-000123``; ``due_reason`` says why ``due_on`` is
    no longer the day first promised. The clock stands still since ``paused_on``, while the requester is waited
    for. ``request_key`` is the same for a form sent twice with the same files; orders that came in another way
    have none."""

    __tablename__ = "order"
    __table_args__ = (
        Index("ix_order_body_id_created_at", "body_id", "created_at"),
        Index("ix_order_created_at", "created_at", "id"),
        Index("uq_order_request_key", "request_key", unique=True),
    )

    number: Mapped[str] = mapped_column(String(20), unique=True)
    body_id: Mapped[UUID] = mapped_column(ForeignKey("body.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    purpose: Mapped[str] = mapped_column(String(200), default="")
    question: Mapped[str] = mapped_column(Text, default="")
    own_reference: Mapped[str] = mapped_column(String(100), default="")
    urgency: Mapped[Urgency] = mapped_column(words_of(Urgency), default=Urgency.NORMAL)
    confidentiality: Mapped[Confidentiality] = mapped_column(
        words_of(Confidentiality), default=Confidentiality.ORDINARY
    )
    due_on: Mapped[date]
    due_reason: Mapped[str] = mapped_column(String(300), default="", server_default="")
    paused_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    request_key: Mapped[str | None] = mapped_column(String(64))

    body: Mapped[Body] = relationship()
    unit: Mapped[Unit] = relationship()
    author: Mapped[User] = relationship()


class Counter(Base):
    """A numbering, such as the orders of a year."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int] = mapped_column(default=0)
