"""What a watched folder brought: each file once, and what became of it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base, Identified, now, words_of
from storage.models.orders import Order


class DroppedStatus(StrEnum):
    """Where a file stands: begun, an order, refused with a reason that lies beside it."""

    UNDER_WAY = "under_way"
    TAKEN = "taken"
    REFUSED = "refused"


class DroppedFile(Identified, Base):
    """A file by its sub-folder, its name and its bytes; ``attempts`` counts the beginnings that came to no end.
    ``told`` is what was written beside the file, so that a crash before that loses nothing."""

    __tablename__ = "dropped_file"
    __table_args__ = (UniqueConstraint("folder", "name", "sha256"),)

    folder: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64))
    status: Mapped[DroppedStatus] = mapped_column(words_of(DroppedStatus), default=DroppedStatus.UNDER_WAY)
    status_since: Mapped[datetime] = mapped_column(default=now)
    code: Mapped[str | None] = mapped_column(String(60))
    told: Mapped[str] = mapped_column(String(20_000), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("order.id"), index=True)

    order: Mapped[Order | None] = relationship()

    def move(self, after: DroppedStatus, told: str, code: str | None = None) -> None:
        """Takes the status ``after``, with what is to be written beside the file."""
        self.status, self.status_since, self.told, self.code, self.attempts = after, now(), told[:20_000], code, 0
