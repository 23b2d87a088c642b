"""What is sorted at the door: which pages make which document, what was noticed, and what people decided."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base, Identified, now, words_of
from storage.models.documents import Document, Page
from storage.models.people import User
from storage.models.translations import Translation


class Out(StrEnum):
    """Why a page is not translated. It stays where it is, and can be put back."""

    BLANK = "blank"
    DUPLICATE = "duplicate"
    NOT_RELEVANT = "not_relevant"
    REPLACED = "replaced"


class Sheet(Identified, Base):
    """A page in its place in a document to translate. ``position`` counts from 1; ``out`` says why it is not
    translated, ``summary`` the line that stands for it; ``redraft`` that it came after the others were drafted.

    A page has one place. A translation without sheets is all the pages of its file, in their order.
    """

    __tablename__ = "sheet"
    __table_args__ = (UniqueConstraint("translation_id", "position"), UniqueConstraint("page_id"))

    translation_id: Mapped[UUID] = mapped_column(ForeignKey("translation.id", ondelete="CASCADE"))
    page_id: Mapped[UUID] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"))
    position: Mapped[int]
    out: Mapped[Out | None] = mapped_column(words_of(Out))
    summary: Mapped[str] = mapped_column(String(300), default="")
    redraft: Mapped[bool] = mapped_column(default=False)

    page: Mapped[Page] = relationship()
    translation: Mapped[Translation] = relationship()


class Triage(Base):
    """The sorting of a file by people. ``version`` grows with every act and guards against a stale one."""

    __tablename__ = "triage"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime] = mapped_column(default=now)

    document: Mapped[Document] = relationship()


class TriageAct(Identified, Base):
    """An act of sorting, the ``version``-th of its file. ``before`` is how the pages lay before it, to take it
    back; None for an act that cannot be taken back here. ``values`` fill the sentence that tells the act."""

    __tablename__ = "triage_act"
    __table_args__ = (UniqueConstraint("document_id", "version"),)

    document_id: Mapped[UUID] = mapped_column(ForeignKey("triage.document_id", ondelete="CASCADE"))
    version: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    values: Mapped[dict[str, Any]]
    before: Mapped[list[Any] | None]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    undone_at: Mapped[datetime | None]

    author: Mapped[User | None] = relationship()


class Judgement(StrEnum):
    """What a person made of a finding."""

    FOLLOWED = "followed"
    SET_ASIDE = "set_aside"


class TriageFinding(Identified, Base):
    """Something noticed on a file that was read: ``code``, the numbers of its ``pages``, ``confidence`` from 0 to
    1, ``details`` that fill its sentence. A person decides."""

    __tablename__ = "triage_finding"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("triage.document_id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(String(60))
    pages: Mapped[list[Any]]
    confidence: Mapped[float]
    details: Mapped[dict[str, Any]]
    judgement: Mapped[Judgement | None] = mapped_column(words_of(Judgement))
    judged_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    judged_at: Mapped[datetime | None]


class ScanRequest(Identified, Base):
    """What the requester is asked to scan again: ``positions`` of the pages of a document, none for other pages;
    ``message`` is for them. Answered by the file ``answer_id``."""

    __tablename__ = "scan_request"
    __table_args__ = (
        Index(
            "ix_scan_request_open",
            "translation_id",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    translation_id: Mapped[UUID] = mapped_column(ForeignKey("translation.id", ondelete="CASCADE"))
    positions: Mapped[list[Any]]
    message: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    answer_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"), index=True)
    closed_at: Mapped[datetime | None]

    translation: Mapped[Translation] = relationship()
    answer: Mapped[Document | None] = relationship()


class OutsideWork(Identified, Base):
    """A translation given to somebody outside, until ``due_on``; ``outcome`` is what is said of its return."""

    __tablename__ = "outside_work"

    translation_id: Mapped[UUID] = mapped_column(ForeignKey("translation.id", ondelete="CASCADE"), index=True)
    recipient: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date]
    note: Mapped[str] = mapped_column(String(300), default="")
    sent_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    sent_at: Mapped[datetime] = mapped_column(default=now)
    returned_at: Mapped[datetime | None]
    returned_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    outcome: Mapped[str] = mapped_column(String(300), default="")

    translation: Mapped[Translation] = relationship()
