"""Accounts of other systems, their keys, and the answers kept so that a request sent twice is done once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base, Identified, now
from storage.models.people import User


class ServiceAccount(Base):
    """A system of a body that calls the interface for programs. It acts as the user ``user_id``, which nobody can
    sign in with: that row holds its name, its unit, whether it sees the whole body (``head``) and medical pieces
    (``medical``), and whether it is closed. ``contact`` is who is written to when its calls back fail."""

    __tablename__ = "service_account"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    contact: Mapped[str] = mapped_column(String(254), default="")
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    keys: Mapped[list["ApiKey"]] = relationship(order_by="ApiKey.created_at", cascade="all, delete-orphan")


class ApiKey(Identified, Base):
    """A key of a service account. Only a hash of it is kept: it is 256 random bits, which no table of guesses
    holds. ``prefix`` is its beginning, by which people recognise it; ``scopes`` are what it allows."""

    __tablename__ = "api_key"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("service_account.user_id", ondelete="CASCADE"), index=True)
    label: Mapped[str] = mapped_column(String(100))
    prefix: Mapped[str] = mapped_column(String(16))
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[Any]]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    last_address: Mapped[str] = mapped_column(String(64), default="")

    account: Mapped[ServiceAccount] = relationship(back_populates="keys")


class IdempotentAnswer(Base):
    """What was answered to a request that names itself: the same one gets it again. ``fingerprint`` is a SHA-256
    of what was asked, ``answer`` the body in JSON."""

    __tablename__ = "idempotent_answer"
    __table_args__ = (Index("ix_idempotent_answer_created_at", "created_at"),)

    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("service_account.user_id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    location: Mapped[str] = mapped_column(String(200), default="")
    answer: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
