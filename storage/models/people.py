"""Bodies, their units, their users, and how a user signs in."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base, Identified, now, words_of


class BodyKind(StrEnum):
    """What a body is: the liaison body itself has one row too."""

    LIAISON = "liaison"
    CAISSE = "caisse"
    MINISTRY = "ministry"


class Role(StrEnum):
    """What a user may do; one user can hold several."""

    REQUESTER = "requester"
    COORDINATOR = "coordinator"
    TRANSLATOR = "translator"
    REVISER = "reviser"
    CASE_OFFICER = "case_officer"
    EDITOR = "editor"
    STATISTICIAN = "statistician"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Straight(StrEnum):
    """Which documents go to drafting without a person: none, those that raise no question, all."""

    NEVER = "never"
    UNDOUBTED = "undoubted"
    ALWAYS = "always"


class Body(Identified, Base):
    """An organisation that sends documents, or the liaison body. ``straight`` says which of its documents pass
    triage by themselves, None to follow the setting."""

    __tablename__ = "body"

    name: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[BodyKind] = mapped_column(words_of(BodyKind))
    created_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]
    straight: Mapped[Straight | None] = mapped_column(words_of(Straight))

    units: Mapped[list["Unit"]] = relationship(back_populates="body", order_by="Unit.name")


class Unit(Identified, Base):
    """A service of a body. The medical service is one: medical pieces are for it alone."""

    __tablename__ = "unit"

    body_id: Mapped[UUID] = mapped_column(ForeignKey("body.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    medical: Mapped[bool] = mapped_column(default=False)

    body: Mapped[Body] = relationship(back_populates="units")


class User(Identified, Base):
    """A person with an account. ``head`` of a unit sees the body's orders, medical ones excepted; ``medical`` is
    the clearance for medical pieces of a person of the liaison body. From ``factor_due_at`` on a person whose
    roles ask for a second factor gets nowhere without one. ``service`` marks what a system acts as
    (``ServiceAccount``): nobody signs in with it, and nobody is written to at its address."""

    __tablename__ = "user"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    head: Mapped[bool] = mapped_column(default=False)
    medical: Mapped[bool] = mapped_column(default=False)
    service: Mapped[bool] = mapped_column(default=False, server_default=false())
    language: Mapped[str] = mapped_column(String(2), default="fr")
    created_at: Mapped[datetime] = mapped_column(default=now)
    disabled_at: Mapped[datetime | None]
    factor_due_at: Mapped[datetime | None]

    unit: Mapped[Unit] = relationship()
    granted: Mapped[list["UserRole"]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    @property
    def roles(self) -> frozenset[Role]:
        """The roles granted."""
        return frozenset(g.role for g in self.granted)


class UserRole(Base):
    """One role of one user."""

    __tablename__ = "user_role"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[Role] = mapped_column(words_of(Role), primary_key=True)


class Way(StrEnum):
    """How a person signed in."""

    PASSWORD = "password"  # noqa: S105 - a word, not one
    FACTOR = "factor"
    RECOVERY = "recovery"
    PROVIDER = "provider"


class LoginSession(Identified, Base):
    """A signed-in browser. Only a hash of its token is kept. ``proof`` is the provider's own token, sealed, which
    its sign-out asks for. From ``factor_due_at`` on nothing is open to it but the choice of a second factor."""

    __tablename__ = "login_session"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(64), default="")
    agent: Mapped[str] = mapped_column(String(200), default="")
    way: Mapped[Way] = mapped_column(words_of(Way), default=Way.PASSWORD, server_default="password")
    proof: Mapped[str | None] = mapped_column(Text)
    factor_due_at: Mapped[datetime | None]


class PasswordTicket(Identified, Base):
    """An invitation or a password reset: a secret sent by mail, used once. Only its hash is kept."""

    __tablename__ = "password_ticket"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class LoginAttempt(Identified, Base):
    """A failed sign-in, counted by account and by address (each as a hash) to slow guessing down."""

    __tablename__ = "login_attempt"
    __table_args__ = (Index("ix_login_attempt_key_at", "key", "at"),)

    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(default=now)
