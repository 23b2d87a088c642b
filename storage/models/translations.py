"""The work of translating a document, its segments, and every earlier text of a segment."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base, Identified, now, words_of
from storage.models.documents import Document
from storage.models.orders import Order
from storage.models.people import User
from storage.workflow import TRANSLATION_MOVES, TranslationStatus, check_move


class SegmentState(StrEnum):
    """How far a person has gone with a segment; a discarded one (a stain read as text) is not delivered."""

    DRAFT = "draft"
    EDITED = "edited"
    CONFIRMED = "confirmed"
    DISCARDED = "discarded"


class Translation(Identified, Base):
    """A document, from a language, to a language. A correction after delivery is a new ``version``.

    A file may hold several documents: each is a ``part`` of it, numbered from 1, with pages of its own
    (``storage.sheets``); ``title`` is then what it is called and ``sheet_count`` how many pages it has, both None
    while it is the whole file. ``triaged_at`` is when a person sent it on from triage.

    ``assigned_*`` say who was given the work by whom; they hold while that person has it in hand. ``rank`` (0 for
    an urgent order, 1 for another), ``due_on`` and ``ordered_at`` are its order's, kept here so that the database
    can give the first of a status by an index (``storage.flow.take_place``).
    """

    __tablename__ = "translation"
    __table_args__ = (
        UniqueConstraint("document_id", "target_language", "version", "part"),
        Index("ix_translation_status_status_since", "status", "status_since"),
        Index("ix_translation_line", "status", "rank", "due_on", "ordered_at", "id"),
    )

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    order_id: Mapped[UUID] = mapped_column(ForeignKey("order.id"), index=True)
    source_language: Mapped[str | None] = mapped_column(String(3))
    target_language: Mapped[str] = mapped_column(String(3), default="fr")
    mode: Mapped[str] = mapped_column(String(10), default="full")
    version: Mapped[int] = mapped_column(default=1)
    part: Mapped[int] = mapped_column(default=1, server_default="1")
    title: Mapped[str | None] = mapped_column(String(255))
    sheet_count: Mapped[int | None]
    nature: Mapped[str] = mapped_column(String(40), default="", server_default="")
    triaged_at: Mapped[datetime | None]
    status: Mapped[TranslationStatus] = mapped_column(default=TranslationStatus.TO_TRIAGE)
    status_since: Mapped[datetime] = mapped_column(default=now)
    rank: Mapped[int] = mapped_column(default=1, server_default="1")
    due_on: Mapped[date] = mapped_column(default=date.max, server_default="9999-12-31")
    ordered_at: Mapped[datetime] = mapped_column(default=now, server_default=func.now())
    reason: Mapped[str | None] = mapped_column(String(500))
    engine: Mapped[str | None] = mapped_column(String(200))
    demonstration: Mapped[bool] = mapped_column(default=False)
    words: Mapped[int] = mapped_column(default=0)
    translator_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"), index=True)
    reviser_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"), index=True)
    assigned_to: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    assigned_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    assigned_at: Mapped[datetime | None]
    position: Mapped[UUID | None]
    drafted_at: Mapped[datetime | None]
    translated_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    delivered_at: Mapped[datetime | None]

    document: Mapped[Document] = relationship()
    order: Mapped[Order] = relationship()
    translator: Mapped[User | None] = relationship(foreign_keys=[translator_id])
    reviser: Mapped[User | None] = relationship(foreign_keys=[reviser_id])
    assigner: Mapped[User | None] = relationship(foreign_keys=[assigned_by])
    segments: Mapped[list["Segment"]] = relationship(
        back_populates="translation", order_by="Segment.order", cascade="all, delete-orphan"
    )

    @property
    def name(self) -> str:
        """What the document is called: its file, or its part of it."""
        return self.title or self.document.file_name

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return self.document.page_count if self.sheet_count is None else self.sheet_count

    def move(self, after: TranslationStatus, reason: str | None = None) -> None:
        """Takes the status ``after``; raises MoveError when the workflow does not allow it."""
        check_move(TRANSLATION_MOVES, self.status, after)
        self.status, self.status_since, self.reason = after, now(), reason


class Segment(Identified, Base):
    """A piece of text to translate and its place on the page.

    ``order`` counts from 0 over the whole document; ``boxes`` are lists ``[x0, y0, x1, y1]`` in points, one per
    line; ``draft`` is the engine's text and stays, ``target`` is the present French; ``version`` grows with every
    save and guards against a stale one; ``findings`` are the checks' results on ``target``, each ``{code,
    blocking, values}``, with ``waived`` and its reason when a person set one aside; ``reading_confidence`` is 0 to
    100, ``score`` 0 to 1.
    """

    __tablename__ = "segment"
    __table_args__ = (UniqueConstraint("translation_id", "order"),)

    translation_id: Mapped[UUID] = mapped_column(ForeignKey("translation.id", ondelete="CASCADE"))
    page_number: Mapped[int]
    order: Mapped[int]
    role: Mapped[str] = mapped_column(String(20))
    boxes: Mapped[list[Any]]
    table_number: Mapped[int | None]
    row_number: Mapped[int | None]
    column_number: Mapped[int | None]
    source: Mapped[str] = mapped_column(Text)
    source_language: Mapped[str] = mapped_column(String(3))
    reading_confidence: Mapped[float]
    draft: Mapped[str] = mapped_column(Text)
    target: Mapped[str] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(String(20))
    engine: Mapped[str | None] = mapped_column(String(200))
    score: Mapped[float | None]
    findings: Mapped[list[Any]]
    state: Mapped[SegmentState] = mapped_column(words_of(SegmentState), default=SegmentState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    edited_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    edited_at: Mapped[datetime | None]

    translation: Mapped[Translation] = relationship(back_populates="segments")


class SegmentVersion(Identified, Base):
    """An earlier text of a segment: what it was at ``version``, who had written it, and when."""

    __tablename__ = "segment_version"
    __table_args__ = (UniqueConstraint("segment_id", "version"),)

    segment_id: Mapped[UUID] = mapped_column(ForeignKey("segment.id", ondelete="CASCADE"))
    version: Mapped[int]
    target: Mapped[str] = mapped_column(Text)
    state: Mapped[SegmentState] = mapped_column(words_of(SegmentState))
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)
