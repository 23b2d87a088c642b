"""What documents came in: mails and archives, kept as they came."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base, Identified, now
from storage.models.orders import Order


class Container(Identified, Base):
    """A mail or an archive whose files are documents of an order; ``document.origin`` says where each was in it.

    ``mails`` are the mails found in it, by their number (``ocr.containers.parts.Mail`` as JSON); ``refused`` the
    files that did not become documents: ``path``, ``code`` and ``values`` of the error.
    """

    __tablename__ = "container"

    body_id: Mapped[UUID] = mapped_column(ForeignKey("body.id"))
    order_id: Mapped[UUID] = mapped_column(ForeignKey("order.id"), index=True)
    blob_key: Mapped[str] = mapped_column(ForeignKey("blob.key"))
    file_name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    mails: Mapped[list[Any]]
    refused: Mapped[list[Any]]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)

    order: Mapped[Order] = relationship()
