"""The rows are the queue: putting work in, claiming it under a lease, giving it back.

A claim is a conditional UPDATE: urgent first, then the body with the least in progress, then the one whose last
work of the queue was done longest ago, then age. A step claims in a short transaction, works without any, and
completes in a short transaction that only saves if its token still holds. A lease that runs out frees the row;
temporary errors and shutdowns count for nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, func, select, true, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session, aliased

from storage.errors import N_, ServiceError
from storage.models import Body, WorkItem, now
from storage.workflow import Queue

MAX_CRASHES = 3
MAX_EXPIRATIONS = 10
RACES = 5


class LeaseLostError(ServiceError):
    """The work was taken back while it was done; what was done is thrown away, for somebody else does it."""

    code = "lease_lost"
    status = 409
    template = N_("Le travail a été repris par un autre poste.")


class SubjectMissingError(ServiceError):
    """The document or translation of a row of work no longer exists: there is nothing to do, now or later."""

    code = "subject_missing"
    status = 404
    template = N_("Ce qui devait être traité n'existe plus.")


@dataclass(frozen=True, slots=True)
class Lease:
    """How long a claim holds without news, and how often news is given; in seconds."""

    seconds: float = 120.0
    renew_every: float = 30.0


@dataclass(frozen=True, slots=True)
class Claim:
    """A row of work that is ours as long as the token holds. ``hopeless`` says that it has brought down too many
    processes: the step gives it up rather than run it."""

    item_id: UUID
    queue: Queue
    subject_id: UUID
    first: int
    last: int
    body_id: UUID
    token: UUID
    hopeless: bool


def enqueue(
    session: Session,
    queue: Queue,
    subject_id: UUID,
    body_id: UUID,
    *,
    urgent: bool = False,
    span: tuple[int, int] = (0, 0),
) -> None:
    """Adds a row of work. The same subject again, once done, is a new round; an open row is left as it is."""
    first, last = span
    same = (WorkItem.queue == queue, WorkItem.subject_id == subject_id, WorkItem.first == first)
    rounds = session.scalars(select(WorkItem).where(*same).order_by(WorkItem.round)).all()
    if rounds and rounds[-1].done_at is None:
        return
    session.add(
        WorkItem(
            queue=queue,
            subject_id=subject_id,
            body_id=body_id,
            urgent=urgent,
            first=first,
            last=last,
            round=len(rounds) + 1,
        )
    )


def claim(session: Session, queue: Queue, owner: str, lease: Lease) -> Claim | None:
    """Takes the best free row, or None. Two workers never get the same: the UPDATE asks again that it be free."""
    for _ in range(RACES):
        found = _best(session, queue, now())
        if found is None:
            return None
        token, until = uuid4(), now() + timedelta(seconds=lease.seconds)
        taken = session.execute(
            update(WorkItem)
            .where(WorkItem.id == found.id, WorkItem.token.is_(None), WorkItem.done_at.is_(None))
            .values(token=token, owner=owner, leased_until=until)
            .execution_options(synchronize_session=False)
        )
        if _rows(taken) == 1:
            hopeless = found.crashes >= MAX_CRASHES or found.expirations >= MAX_EXPIRATIONS
            return Claim(
                found.id, queue, found.subject_id, found.first, found.last, found.body_id, token, hopeless
            )
        session.expire_all()
    return None


def _best(session: Session, queue: Queue, at: datetime) -> WorkItem | None:
    """Urgent work before all other, whoever asked for it."""
    urgent = session.scalar(_oldest_of_the_least_busy(queue, at, urgent=True))
    return urgent or session.scalar(_oldest_of_the_least_busy(queue, at, urgent=False))


def _oldest_of_the_least_busy(queue: Queue, at: datetime, *, urgent: bool) -> Select[WorkItem]:
    """Each body stands with its oldest free row alone, which an index gives: the rows that wait behind it, be they
    a hundred thousand, are not looked at."""
    row, held, done = aliased(WorkItem), aliased(WorkItem), aliased(WorkItem)
    oldest = (
        select(row.id)
        .where(row.body_id == Body.id, row.urgent.is_(urgent), *_free(row, queue, at))
        .order_by(row.created_at, row.first)
        .limit(1)
        .correlate(Body)
        .scalar_subquery()
    )
    in_progress = (
        select(func.count())
        .where(held.body_id == Body.id, held.token.is_not(None), held.done_at.is_(None))
        .correlate(Body)
        .scalar_subquery()
    )
    # One worker holds nothing when it claims: without this the burst of one body would go before all that came
    # after it.
    served = (
        select(func.max(done.done_at))
        .where(done.queue == queue, done.body_id == Body.id, done.done_at.is_not(None))
        .correlate(Body)
        .scalar_subquery()
    )
    return (
        select(WorkItem)
        .select_from(Body)
        .join(WorkItem, WorkItem.id == oldest)
        .order_by(in_progress, served.nulls_first(), WorkItem.created_at, WorkItem.first)
        .limit(1)
    )


def _free(row: type[WorkItem], queue: Queue, at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        row.queue == queue,
        row.done_at.is_(None),
        row.token.is_(None),
        (row.not_before.is_(None)) | (row.not_before <= at),
    )


def waiting(session: Session) -> set[Queue]:
    """The queues that have a free row."""
    at = now()
    return {
        queue
        for queue in Queue
        if session.scalar(select(WorkItem.id).where(*_free(WorkItem, queue, at)).limit(1)) is not None
    }


def renew(session: Session, held: Claim, lease: Lease) -> None:
    """Holds a claim for longer; raises LeaseLostError when it is no longer ours."""
    _change(session, held, leased_until=now() + timedelta(seconds=lease.seconds))


def check(session: Session, held: Claim) -> None:
    """Raises LeaseLostError unless the claim is still ours; on PostgreSQL the row stays locked until commit."""
    item = select(WorkItem.id).where(WorkItem.id == held.item_id, WorkItem.token == held.token).with_for_update()
    if session.scalar(item) is None:
        raise LeaseLostError()


def complete(session: Session, held: Claim, failure: str | None = None) -> None:
    """The work is done, or given up with the code ``failure``."""
    _change(session, held, token=None, owner=None, leased_until=None, done_at=now(), failure=failure)


def give_back(session: Session, held: Claim, *, crashed: bool = False, delay: float = 0.0) -> None:
    """The work is for somebody else, after ``delay`` seconds; ``crashed`` counts a death of the child process."""
    _change(
        session,
        held,
        token=None,
        owner=None,
        leased_until=None,
        crashes=WorkItem.crashes + (1 if crashed else 0),
        not_before=now() + timedelta(seconds=delay) if delay else None,
    )


def _change(session: Session, held: Claim, **values: object) -> None:
    changed = session.execute(
        update(WorkItem)
        .where(WorkItem.id == held.item_id, WorkItem.token == held.token)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if _rows(changed) != 1:
        raise LeaseLostError()


def sweep(session: Session, *, counted: bool = True) -> int:
    """Frees the rows whose lease ran out, which counts against them unless it was nobody's fault; returns how
    many."""
    freed = session.execute(
        update(WorkItem)
        .where(WorkItem.token.is_not(None), WorkItem.done_at.is_(None), WorkItem.leased_until < now())
        .values(token=None, owner=None, leased_until=None, expirations=WorkItem.expirations + int(counted))
        .execution_options(synchronize_session=False)
    )
    return _rows(freed)


def release_owner(session: Session, owner: str) -> int:
    """Frees at once what a process held that is known to have died; each row counts it as a lease that ran out, so
    that work which kills every process is given up in the end. ``owner`` is a prefix, as ``host:12345:``."""
    return _release(session, WorkItem.owner.startswith(owner, autoescape=True), counted=1)


def release_all(session: Session) -> int:
    """Frees everything, when it is known that no worker runs; counts for nothing."""
    return _release(session, true(), counted=0)


def _release(session: Session, which: ColumnElement[bool], counted: int) -> int:
    freed = session.execute(
        update(WorkItem)
        .where(WorkItem.token.is_not(None), WorkItem.done_at.is_(None), which)
        .values(token=None, owner=None, leased_until=None, expirations=WorkItem.expirations + counted)
        .execution_options(synchronize_session=False)
    )
    return _rows(freed)


def _rows(result: object) -> int:
    if not isinstance(result, CursorResult):
        raise TypeError("an UPDATE gives a cursor result")
    return result.rowcount
