"""What waits and what is being done, queue by queue."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from storage.models import OutboxMessage, WorkItem, now
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


def queue_states(session: Session, *, scanning: bool) -> list[QueueState]:
    """Every queue, in the order of the pipeline; that of the antivirus only where there is one, or where files
    wait for one that is no longer set."""
    found = [_work(session, queue) for queue in Queue if queue is not Queue.RELAY]
    return [state for state in found if scanning or state.queue is not Queue.SCAN or state.oldest] + [
        _relay(session)
    ]


def _work(session: Session, queue: Queue) -> QueueState:
    later = and_(WorkItem.token.is_(None), WorkItem.not_before > now())
    counts = select(
        func.count(),
        func.count(WorkItem.token),
        func.sum(case((later, 1), else_=0)),
        func.min(WorkItem.created_at),
    ).where(WorkItem.queue == queue, WorkItem.done_at.is_(None))
    total, held, put_off, oldest = session.execute(counts).one()
    owners = (
        select(WorkItem.owner, func.count())
        .where(WorkItem.queue == queue, WorkItem.done_at.is_(None), WorkItem.token.is_not(None))
        .group_by(WorkItem.owner)
        .order_by(WorkItem.owner)
    )
    holders = tuple(Holder(owner or "?", count) for owner, count in session.execute(owners))
    put_off = put_off or 0
    return QueueState(queue, total - held - put_off, put_off, held, oldest, holders)


def _relay(session: Session) -> QueueState:
    put_off = func.sum(case((OutboxMessage.next_at > now(), 1), else_=0))
    counts = select(func.count(), put_off, func.min(OutboxMessage.created_at))
    total, later, oldest = session.execute(
        counts.where(OutboxMessage.sent_at.is_(None), OutboxMessage.failed_at.is_(None))
    ).one()
    return QueueState(Queue.RELAY, total - (later or 0), later or 0, 0, oldest, ())
