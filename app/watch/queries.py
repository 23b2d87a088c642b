"""What the rows say of the whole service, by queries whose cost does not grow with what is done and past.

Each goes through an index that holds little else than what it counts: open work, leases, unsent messages, unsealed
events, statuses. Nothing here selects a name, a number or a text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal_column, select
from sqlalchemy.orm import Session

from storage.messages import Mail
from storage.models import AuditEvent, Document, OutboxMessage, Page, Translation, WorkItem, now
from storage.workflow import DocumentStatus, PageStatus, Queue, TranslationStatus

BACKED_UP = "backed_up"


@dataclass(frozen=True, slots=True)
class Counted:
    """How many rows bear these labels, and since when the oldest has."""

    labels: tuple[str, ...]
    count: int
    oldest: datetime | None = None


def open_work() -> Select[Queue, bool, int, datetime]:
    """Work that is not done, by queue and urgency."""
    return (
        select(WorkItem.queue, WorkItem.urgent, func.count(), func.min(WorkItem.created_at))
        .where(WorkItem.done_at.is_(None))
        .group_by(WorkItem.queue, WorkItem.urgent)
    )


def held_work(present: datetime) -> Select[Queue, int, Any]:
    """Work in progress by queue: all of it, and that whose lease has run out. Only held rows have a lease."""
    expired = func.sum(case((WorkItem.leased_until < present, 1), else_=0))
    return (
        select(WorkItem.queue, func.count(), expired)
        .where(WorkItem.leased_until.is_not(None), WorkItem.done_at.is_(None))
        .group_by(WorkItem.queue)
    )


def documents() -> Select[DocumentStatus, int]:
    """Documents by status."""
    return select(Document.status, func.count()).group_by(Document.status)


def translations() -> Select[TranslationStatus, int, datetime]:
    """Translations by status, and since when the oldest has it."""
    return select(Translation.status, func.count(), func.min(Translation.status_since)).group_by(
        Translation.status
    )


def failed_documents() -> Select[Any]:
    """Documents that failed, by reason."""
    return _by_reason(Document.reason, Document.status == DocumentStatus.FAILED)


def failed_translations() -> Select[Any]:
    """Translations that failed, by reason."""
    return _by_reason(Translation.reason, Translation.status == TranslationStatus.FAILED)


def failed_pages() -> Select[Any]:
    """Pages that failed, by reason."""
    # Written out rather than bound, for the index of failed pages has the word in its condition.
    return _by_reason(Page.reason, Page.status == literal_column(f"'{PageStatus.FAILED.value}'"))


def _by_reason(reason: Any, failed: ColumnElement[bool]) -> Select[Any]:
    return select(reason, func.count()).where(failed).group_by(reason)


def outbox() -> Select[bool, bool, int, datetime]:
    """Messages that have not left: mail or not, given up or not."""
    mail = OutboxMessage.kind == Mail.kind
    given_up = OutboxMessage.failed_at.is_not(None)
    counted = select(mail.label("mail"), given_up.label("up"), func.count(), func.min(OutboxMessage.created_at))
    return counted.where(OutboxMessage.sent_at.is_(None)).group_by("mail", "up")


def unsealed() -> Select[int, datetime]:
    """Events of the journal that wait for their seal."""
    return select(func.count(), func.min(AuditEvent.at)).where(AuditEvent.sequence.is_(None))


def last_sealed() -> Select[datetime]:
    """When the newest sealed event of the journal took place."""
    sealed = select(AuditEvent.at).where(AuditEvent.sequence.is_not(None))
    return sealed.order_by(AuditEvent.sequence.desc()).limit(1)


def last_backup() -> Select[Any]:
    """When the last whole backup was made."""
    return select(func.max(AuditEvent.at)).where(AuditEvent.action == BACKED_UP)


@dataclass(frozen=True, slots=True)
class Rows:
    """All of it, at one moment."""

    open: Sequence[Counted]
    held: Sequence[Counted]
    expired: Sequence[Counted]
    documents: Sequence[Counted]
    translations: Sequence[Counted]
    failures: Sequence[Counted]
    waiting_messages: Sequence[Counted]
    given_up: Sequence[Counted]
    unsealed: Counted
    sealed: datetime | None
    backup: datetime | None


def look(session: Session) -> Rows:
    """Asks everything; a few short queries."""
    held = session.execute(held_work(now())).all()
    messages = session.execute(outbox()).all()
    count, oldest = session.execute(unsealed()).one()
    return Rows(
        open=[
            Counted((queue.value, "urgent" if urgent else "normal"), number, since)
            for queue, urgent, number, since in session.execute(open_work())
        ],
        held=[Counted((queue.value,), number) for queue, number, _ in held],
        expired=[Counted((queue.value,), number) for queue, _, number in held],
        documents=[Counted((status.value,), number) for status, number in session.execute(documents())],
        translations=[
            Counted((status.value,), number, since) for status, number, since in session.execute(translations())
        ],
        failures=[*_failures(session)],
        waiting_messages=[_message(mail, number, since) for mail, up, number, since in messages if not up],
        given_up=[_message(mail, number, since) for mail, up, number, since in messages if up],
        unsealed=Counted((), count, oldest),
        sealed=session.scalar(last_sealed()),
        backup=session.scalar(last_backup()),
    )


def _failures(session: Session) -> list[Counted]:
    kinds = {"document": failed_documents(), "page": failed_pages(), "translation": failed_translations()}
    return [
        Counted((kind, reason or ""), number)
        for kind, query in kinds.items()
        for reason, number in session.execute(query)
    ]


def _message(mail: bool, number: int, since: datetime) -> Counted:
    return Counted(("mail" if mail else "message",), number, since)
