"""The outbox's mails, for administrators. What a mail says is never read here, for it may hold a secret link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.backup.aftermath import HELD
from storage.messages import Mail
from storage.models import OutboxMessage

MOST = 200
LAST = 25


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A mail of the outbox. ``failure`` is the code of the last attempt, None before the first one failed; since
    ``failed_at`` it is no longer tried."""

    id: UUID
    to: str
    subject: str
    created_at: datetime
    sent_at: datetime | None
    attempts: int
    next_at: datetime
    failure: str | None
    failed_at: datetime | None

    @property
    def held(self) -> bool:
        """Whether it waits for a person since a backup was restored."""
        return self.failure == HELD


@dataclass(frozen=True, slots=True)
class Waiting:
    """The mails that did not leave yet, the oldest first; ``total`` counts those beyond the first ones too."""

    rows: tuple[Outgoing, ...]
    total: int

    @property
    def held(self) -> bool:
        """Whether some of them wait for a person."""
        return any(row.held for row in self.rows)


def waiting(session: Session) -> Waiting:
    """What is still to leave."""
    message = OutboxMessage
    mails = select(message).where(
        message.kind == Mail.kind, message.sent_at.is_(None), message.failed_at.is_(None)
    )
    total = session.scalar(select(func.count()).select_from(mails.subquery())) or 0
    return Waiting(_outgoing(session.scalars(mails.order_by(OutboxMessage.created_at).limit(MOST)).all()), total)


def given_up(session: Session) -> Waiting:
    """What will not leave by itself."""
    mails = select(OutboxMessage).where(OutboxMessage.kind == Mail.kind, OutboxMessage.failed_at.is_not(None))
    total = session.scalar(select(func.count()).select_from(mails.subquery())) or 0
    return Waiting(_outgoing(session.scalars(mails.order_by(OutboxMessage.failed_at).limit(MOST)).all()), total)


def last_sent(session: Session) -> tuple[Outgoing, ...]:
    """What left last, the newest first."""
    mails = select(OutboxMessage).where(OutboxMessage.kind == Mail.kind, OutboxMessage.sent_at.is_not(None))
    return _outgoing(session.scalars(mails.order_by(OutboxMessage.sent_at.desc()).limit(LAST)).all())


def message(session: Session, message_id: UUID) -> OutboxMessage | None:
    """A mail of the outbox, held against the relay until the end of the transaction."""
    held = select(OutboxMessage).where(OutboxMessage.id == message_id, OutboxMessage.kind == Mail.kind)
    return session.scalar(held.with_for_update())


def _outgoing(rows: Sequence[OutboxMessage]) -> tuple[Outgoing, ...]:
    return tuple(
        Outgoing(
            row.id,
            str(row.payload.get("to", "")),
            str(row.payload.get("subject", "")),
            row.created_at,
            row.sent_at,
            row.attempts,
            row.next_at,
            row.failure,
            row.failed_at,
        )
        for row in rows
    )
