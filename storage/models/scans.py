"""What the antivirus said of a document, and what an administrator decided about that."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base, now, words_of
from storage.models.documents import Document


class ScanVerdict(StrEnum):
    """What was found; a document that could not be examined has none."""

    CLEAN = "clean"
    INFECTED = "infected"


class ScanDecision(StrEnum):
    """What an administrator decided."""

    RELEASED = "released"
    DISCARDED = "discarded"
    ERASED = "erased"


class Scan(Base):
    """The examination of a document; there is a row only where there is an antivirus.

    ``attempts`` and ``code`` tell of those that gave no verdict, since ``asked_at``. A document with the decision
    ``released`` is not examined again.
    """

    __tablename__ = "scan"
    __table_args__ = (
        Index(
            "ix_scan_decision",
            "decision",
            "decided_at",
            sqlite_where=text("decision IS NOT NULL"),
            postgresql_where=text("decision IS NOT NULL"),
        ),
    )

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    attempts: Mapped[int] = mapped_column(default=0)
    code: Mapped[str | None] = mapped_column(String(60))
    verdict: Mapped[ScanVerdict | None] = mapped_column(words_of(ScanVerdict))
    signature: Mapped[str | None] = mapped_column(String(200))
    scanned_at: Mapped[datetime | None]
    decision: Mapped[ScanDecision | None] = mapped_column(words_of(ScanDecision))
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(300))

    document: Mapped[Document] = relationship()

    @property
    def admits(self) -> bool:
        """Whether the document may be read: nothing was found, or an administrator released it."""
        return self.verdict is ScanVerdict.CLEAN or self.decision is ScanDecision.RELEASED
