"""What sign-in needs beside a password: who a person is elsewhere, a second factor, a sign-in half done."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base, Identified, now, words_of
from storage.models.people import Body, Unit, User


class BodySiret(Base):
    """An establishment of a body by its number, fourteen figures. Who comes from there with a sign-on of the
    provider's belongs to the body: to ``unit`` when the number names one, otherwise an administrator places
    them."""

    __tablename__ = "body_siret"

    siret: Mapped[str] = mapped_column(String(14), primary_key=True)
    body_id: Mapped[UUID] = mapped_column(ForeignKey("body.id", ondelete="CASCADE"), index=True)
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)

    body: Mapped[Body] = relationship()
    unit: Mapped[Unit | None] = relationship()


class FederatedIdentity(Identified, Base):
    """Who a person is at a provider of identities. ``email`` and ``siret`` are what it last said."""

    __tablename__ = "federated_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    email: Mapped[str] = mapped_column(String(254))
    siret: Mapped[str] = mapped_column(String(14))
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)

    user: Mapped[User] = relationship()


class SecondFactor(Base):
    """The secret that a person's telephone shares with the service (RFC 6238), sealed with the service's keys. It
    counts from ``confirmed_at`` on. ``last_step`` is the newest period whose code was used: none is taken
    twice."""

    __tablename__ = "second_factor"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    sealed: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)


class RecoveryCode(Identified, Base):
    """A code that stands in once for a lost telephone. Only its hash is kept."""

    __tablename__ = "recovery_code"
    __table_args__ = (Index("ix_recovery_code_user_id_code_hash", "user_id", "code_hash", unique=True),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class StepKind(StrEnum):
    """What a sign-in half done waits for: an answer of the provider, or a second factor."""

    PROVIDER = "provider"
    FACTOR = "factor"


class PendingSignIn(Identified, Base):
    """A sign-in half done, for the one browser that holds its token. It is gone once it was used."""

    __tablename__ = "pending_sign_in"

    kind: Mapped[StepKind] = mapped_column(words_of(StepKind))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    facts: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime] = mapped_column(index=True)
