"""What waits and what is being done, queue by queue. What waits is counted up to a bound."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from storage.counting import count_up_to
from storage.models import Body, OutboxMessage, Webhook, WebhookMessage, WorkItem, now
from storage.workflow import Queue


@dataclass(frozen=True, slots=True)
class Holder:
    """A process that works, as ``host:12345:read``, and how much it holds."""

    owner: str
    count: int


@dataclass(frozen=True, slots=True)
class QueueState:
    """One queue: ``waiting`` may begin now, ``later`` is put off for a moment; ``oldest`` is the age of what has
    waited longest, whether free, put off or in progress."""

    queue: Queue
    waiting: int
    later: int
    held: int
    oldest: datetime | None
    holders: tuple[Holder, ...]


def queue_states(session: Session, most: int, *, scanning: bool) -> list[QueueState]:
    """Every queue, in the order of the pipeline; ``waiting`` and ``later`` are counted up to ``most``. That of the
    antivirus only where there is one, or where files wait for one that is no longer set."""
    held = _held(session)
    found = [
        _work(session, queue, [each for each in held if each.queue is queue], most)
        for queue in Queue
        if queue not in (Queue.RELAY, Queue.CALL)
    ]
    return [
        *(state for state in found if scanning or state.queue is not Queue.SCAN or state.oldest),
        _relay(session, most),
        _calls(session, most),
    ]


@dataclass(frozen=True, slots=True)
class _Held:
    queue: Queue
    owner: str
    since: datetime


def _held(session: Session) -> list[_Held]:
    """All that is in progress. Not grouped by the database: SQLite would then leave the index of these few rows
    for one of all rows."""
    rows = select(WorkItem.queue, WorkItem.owner, WorkItem.created_at)
    found = session.execute(rows.where(WorkItem.done_at.is_(None), WorkItem.token.is_not(None)))
    return [_Held(queue, owner or "?", since) for queue, owner, since in found]


def _work(session: Session, queue: Queue, held: Sequence[_Held], most: int) -> QueueState:
    free = select(WorkItem.id).where(WorkItem.queue == queue, WorkItem.done_at.is_(None), WorkItem.token.is_(None))
    put_off = (WorkItem.not_before.is_not(None), WorkItem.not_before > now())
    later = count_up_to(session, free.where(*put_off), most)
    due = or_(WorkItem.not_before.is_(None), WorkItem.not_before <= now())
    waiting = count_up_to(session, free.where(due), most)
    holders = tuple(Holder(*each) for each in sorted(Counter(each.owner for each in held).items()))
    ages = (_oldest_free(session, queue), *(each.since for each in held))
    oldest = min((age for age in ages if age), default=None)
    return QueueState(queue, waiting, later, len(held), oldest, holders)


def _oldest_free(session: Session, queue: Queue) -> datetime | None:
    """By the index that claims use, body by body."""
    row = aliased(WorkItem)
    ages = []
    for urgent in (True, False):
        first = (
            select(func.min(row.created_at))
            .where(row.queue == queue, row.urgent.is_(urgent), row.body_id == Body.id)
            .where(row.done_at.is_(None), row.token.is_(None))
            .correlate(Body)
            .scalar_subquery()
        )
        ages.append(session.scalar(select(func.min(first)).select_from(Body)))
    return min((age for age in ages if age), default=None)


def _relay(session: Session, most: int) -> QueueState:
    mine = (OutboxMessage.sent_at.is_(None), OutboxMessage.failed_at.is_(None))
    rows = select(OutboxMessage.id).where(*mine)
    later = count_up_to(session, rows.where(OutboxMessage.next_at > now()), most)
    waiting = count_up_to(session, rows.where(OutboxMessage.next_at <= now()), most)
    oldest = session.scalar(
        select(OutboxMessage.created_at).where(*mine).order_by(OutboxMessage.created_at).limit(1)
    )
    return QueueState(Queue.RELAY, waiting, later, 0, oldest, ())


def _calls(session: Session, most: int) -> QueueState:
    """News for other systems; what waits at an address that was disabled is told on that address's page."""
    row, present = WebhookMessage, now()
    open_rows = (
        select(row.id)
        .join(Webhook, row.webhook_id == Webhook.id)
        .where(row.sent_at.is_(None), row.failed_at.is_(None), Webhook.disabled_at.is_(None))
    )
    put_off = or_(row.next_at > present, Webhook.not_before > present)
    later = count_up_to(session, open_rows.where(put_off), most)
    waiting = count_up_to(session, open_rows, most) - later
    oldest = session.scalar(open_rows.with_only_columns(func.min(row.created_at)))
    return QueueState(Queue.CALL, max(waiting, 0), later, 0, oldest, ())
