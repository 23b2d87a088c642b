"""A document as it came, its pages, and each reading of a page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.errors import N_, ServiceError
from storage.models.base import Base, Identified, now
from storage.models.containers import Container
from storage.models.orders import Order
from storage.workflow import DOCUMENT_MOVES, WITHHELD, DocumentStatus, PageStatus, check_move


class WithheldError(ServiceError):
    """The bytes of a file that the antivirus has not cleared are for nobody."""

    code = "document_withheld"
    status = 409
    template = N_(
        "Ce fichier ne peut pas être ouvert : il attend le contrôle antivirus, ou a été retenu par lui. "
        "Rien n'est à faire ici ; la page de la demande dit où il en est."
    )


class Blob(Base):
    """An object of the blob store. ``key`` is ``<body>/<uuid>``: never a name, never a hash. Since ``erased_at``
    the store no longer has its bytes, because an administrator had them erased."""

    __tablename__ = "blob"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    body_id: Mapped[UUID] = mapped_column(ForeignKey("body.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(default=now)
    erased_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Readable:
    """The bytes whose pages are read and shown: where they are, their SHA-256, their type."""

    key: str
    sha256: str
    media_type: str


class Document(Identified, Base):
    """One file as it came. ``told_language`` is what the requester said, ``language`` what was found;
    ``active_content`` are the codes of what it would do beside being looked at (``ocr.active``). ``copy_key``,
    ``copy_sha256`` and ``copy_type`` are those of its reading copy: pages set of a file that has none of its own,
    or the file without its password. What is downloaded is always the file itself. Of one that came in a mail or
    an archive, ``origin`` says where: the ``path`` of names to it, the number of its ``mail``."""

    __tablename__ = "document"
    __table_args__ = (Index("ix_document_body_id_sha256", "body_id", "sha256"),)

    body_id: Mapped[UUID] = mapped_column(ForeignKey("body.id"))
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("order.id"), index=True)
    blob_key: Mapped[str] = mapped_column(ForeignKey("blob.key"))
    file_name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    copy_key: Mapped[str | None] = mapped_column(ForeignKey("blob.key"))
    copy_sha256: Mapped[str | None] = mapped_column(String(64))
    copy_type: Mapped[str | None] = mapped_column(String(80))
    page_count: Mapped[int]
    active_content: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    told_language: Mapped[str | None] = mapped_column(String(3))
    language: Mapped[str | None] = mapped_column(String(3))
    status: Mapped[DocumentStatus] = mapped_column(default=DocumentStatus.RECEIVED, index=True)
    status_since: Mapped[datetime] = mapped_column(default=now)
    reason: Mapped[str | None] = mapped_column(String(60))
    created_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    container_id: Mapped[UUID | None] = mapped_column(ForeignKey("container.id"), index=True)
    origin: Mapped[dict[str, Any] | None]

    container: Mapped[Container | None] = relationship()
    order: Mapped[Order | None] = relationship()
    pages: Mapped[list["Page"]] = relationship(
        back_populates="document", order_by="Page.number", cascade="all, delete-orphan"
    )

    @property
    def readable(self) -> Readable:
        """The reading copy, or the file itself when it has none."""
        if self.copy_key and self.copy_sha256 and self.copy_type:
            return Readable(self.copy_key, self.copy_sha256, self.copy_type)
        return Readable(self.blob_key, self.sha256, self.media_type)

    @property
    def withheld(self) -> bool:
        """Whether nobody may have its bytes."""
        return self.status in WITHHELD

    def check_open(self) -> None:
        """Raises WithheldError unless the bytes may be looked at. Whoever opens them asks first."""
        if self.withheld:
            raise WithheldError()

    def move(self, after: DocumentStatus, reason: str | None = None) -> None:
        """Takes the status ``after``; raises MoveError when the workflow does not allow it."""
        check_move(DOCUMENT_MOVES, self.status, after)
        self.status, self.status_since, self.reason = after, now(), reason


class Page(Identified, Base):
    """One page; ``reading_id`` names its current reading. ``turn`` is the clockwise turn (0, 90, 180, 270) that a
    person chose to see it upright, None while the reader finds it by itself."""

    __tablename__ = "page"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        # The few pages that failed among all that were ever read.
        Index(
            "ix_page_failed",
            "document_id",
            sqlite_where=text("status = 'failed'"),
            postgresql_where=text("status = 'failed'"),
        ),
    )

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    number: Mapped[int]
    status: Mapped[PageStatus] = mapped_column(default=PageStatus.WAITING)
    reason: Mapped[str | None] = mapped_column(String(60))
    crashes: Mapped[int] = mapped_column(default=0)
    turn: Mapped[int | None]
    reading_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("reading.id", use_alter=True, ondelete="SET NULL"), index=True
    )

    document: Mapped[Document] = relationship(back_populates="pages")
    reading: Mapped["Reading | None"] = relationship(foreign_keys=[reading_id], post_update=True)


class Reading(Identified, Base):
    """What an engine saw on a page. Never changes: a page read again has a new one.

    ``width`` and ``height`` are in points, page upright; ``confidence`` is 0 to 100.
    """

    __tablename__ = "reading"

    page_id: Mapped[UUID] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), index=True)
    engine: Mapped[str] = mapped_column(String(60))
    source: Mapped[str] = mapped_column(String(20))
    languages: Mapped[list[Any]]
    confidence: Mapped[float]
    width: Mapped[float]
    height: Mapped[float]
    rotation: Mapped[int]
    skew: Mapped[float] = mapped_column(default=0.0)
    word_count: Mapped[int]
    warnings: Mapped[list[Any]]
    words_key: Mapped[str] = mapped_column(ForeignKey("blob.key"))
    seconds: Mapped[float]
    created_at: Mapped[datetime] = mapped_column(default=now)
