"""The audit log: who did what to which object, in a chain of hashes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Identified, now


class AuditEvent(Identified, Base):
    """One act. ``details`` hold identifiers and codes, never content. ``sequence``, ``previous_hash`` and ``hash``
    are given by the sealer; ``once`` keeps a view from counting twice within the hour."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_object_kind_object_id", "object_kind", "object_id"),
        Index("ix_audit_event_actor_id_at", "actor_id", "at"),
        # The journal is read from its newest event back, whole or by one criterion, a page at a time.
        Index("ix_audit_event_at_id", "at", "id"),
        Index("ix_audit_event_action_at_id", "action", "at", "id"),
        Index("ix_audit_event_body_id_at_id", "body_id", "at", "id"),
    )

    at: Mapped[datetime] = mapped_column(default=now)
    actor_id: Mapped[UUID | None]
    actor_kind: Mapped[str] = mapped_column(String(20))
    action: Mapped[str] = mapped_column(String(60))
    object_kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str] = mapped_column(String(80))
    body_id: Mapped[UUID | None]
    details: Mapped[dict[str, Any]]
    once: Mapped[str | None] = mapped_column(String(200), unique=True)
    sequence: Mapped[int | None] = mapped_column(unique=True)
    previous_hash: Mapped[str | None] = mapped_column(String(64))
    hash: Mapped[str | None] = mapped_column(String(64))


class AuditHead(Base):
    """How far the chain goes, so that rows cut off its end are missed."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    sequence: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
