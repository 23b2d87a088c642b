"""What a mailbox brought: each mail once, and what became of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base, Identified, now, words_of
from storage.models.orders import Order
from storage.models.people import User


class IncomingStatus(StrEnum):
    """Where a mail stands: under way, an order, told to be the same as another, left in the mailbox with a reason,
    put away by an administrator."""

    UNDER_WAY = "under_way"
    TAKEN = "taken"
    DUPLICATE = "duplicate"
    LEFT = "left"
    PUT_AWAY = "put_away"


class IncomingMail(Identified, Base):
    """A mail by its number in a mailbox, which holds while ``uidvalidity`` is the same. ``sha256`` is that of its
    text without its head, which differs by the way it took; ``fingerprint``, of that, the sender and the
    Message-ID, is one mail's alone among those that were taken.

    ``attempts`` counts the beginnings that came to no end. ``code`` and ``details`` say why it is left.
    """

    __tablename__ = "incoming_mail"
    __table_args__ = (
        UniqueConstraint("account", "uidvalidity", "uid"),
        Index(
            "ix_incoming_mail_left",
            "seen_at",
            sqlite_where=text("status = 'left'"),
            postgresql_where=text("status = 'left'"),
        ),
    )

    account: Mapped[str] = mapped_column(String(200))
    uidvalidity: Mapped[int] = mapped_column(BigInteger)
    uid: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[str] = mapped_column(String(300), default="")
    sha256: Mapped[str | None] = mapped_column(String(64))
    fingerprint: Mapped[str | None] = mapped_column(String(64), unique=True)
    sender: Mapped[str] = mapped_column(String(254), default="")
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    status: Mapped[IncomingStatus] = mapped_column(words_of(IncomingStatus), default=IncomingStatus.UNDER_WAY)
    status_since: Mapped[datetime] = mapped_column(default=now)
    code: Mapped[str | None] = mapped_column(String(60))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    attempts: Mapped[int] = mapped_column(default=0)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("order.id"), index=True)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))

    order: Mapped[Order | None] = relationship()
    user: Mapped[User | None] = relationship()

    def move(self, after: IncomingStatus, code: str | None = None, **details: Any) -> None:
        """Takes the status ``after``, with its reason."""
        self.status, self.status_since, self.code, self.details = after, now(), code, details


class WayIn(Base):
    """When a way in was last looked at, and what hindered it then."""

    __tablename__ = "way_in"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    looked_at: Mapped[datetime] = mapped_column(default=now)
    failure: Mapped[str | None] = mapped_column(String(60))
