"""What was handed over: the files of an approved translation."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base, Identified, now
from storage.models.translations import Translation


class Delivery(Identified, Base):
    """The files of one approved translation. ``source_sha256`` is that of the bytes that were translated."""

    __tablename__ = "delivery"

    translation_id: Mapped[UUID] = mapped_column(ForeignKey("translation.id"), unique=True)
    source_sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=now)
    replaced_by: Mapped[UUID | None] = mapped_column(ForeignKey("delivery.id"))

    translation: Mapped[Translation] = relationship()
    files: Mapped[list["DeliveryFile"]] = relationship(
        back_populates="delivery", order_by="DeliveryFile.kind", cascade="all, delete-orphan"
    )


class DeliveryFile(Identified, Base):
    """One file: ``kind`` is ``pdf``, ``bilingual`` or ``docx``."""

    __tablename__ = "delivery_file"
    __table_args__ = (UniqueConstraint("delivery_id", "kind"),)

    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("delivery.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    blob_key: Mapped[str] = mapped_column(ForeignKey("blob.key"))
    file_name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))

    delivery: Mapped[Delivery] = relationship(back_populates="files")
