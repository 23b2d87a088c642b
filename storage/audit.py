"""The audit log: written with the act that it describes, chained afterwards by one sealer.

Each sealed event carries a sequence number, the hash of the event before it and its own hash, a SHA-256 over all
its fields; the head of the chain is kept apart. A changed row no longer matches its hash, a removed one leaves a
gap, an inserted one breaks the link, a tail cut off misses the head.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.models import AuditEvent, AuditHead

GENESIS = "0" * 64
BATCH = 1000


def digest(event: AuditEvent) -> str:
    """The hash of a sealed event, over every field that says something."""
    fields: list[Any] = [
        event.sequence,
        event.previous_hash,
        str(event.id),
        event.at.astimezone(UTC).isoformat(),
        str(event.actor_id),
        event.actor_kind,
        event.action,
        event.object_kind,
        event.object_id,
        str(event.body_id),
        event.details,
    ]
    return hashlib.sha256(json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def seal(session: Session) -> int:
    """Chains the events that are not yet sealed, oldest first; returns how many. The head row is locked first, so
    that two sealers take turns."""
    head = session.scalar(select(AuditHead).with_for_update())
    if head is None:
        head = AuditHead(id=1, sequence=0, hash=GENESIS)
        session.add(head)
        session.flush()
    waiting = (
        select(AuditEvent).where(AuditEvent.sequence.is_(None)).order_by(AuditEvent.at, AuditEvent.id).limit(BATCH)
    )
    events = session.scalars(waiting).all()
    for event in events:
        event.sequence, event.previous_hash = head.sequence + 1, head.hash
        event.hash = digest(event)
        head.sequence, head.hash = event.sequence, event.hash
    return len(events)


def unsealed(session: Session) -> bool:
    """Whether events wait for their seal."""
    return session.scalar(select(AuditEvent.id).where(AuditEvent.sequence.is_(None)).limit(1)) is not None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found: ``problems`` is empty when the chain holds. Each problem is ``(sequence, code)``
    with code ``changed``, ``missing``, ``inserted`` or ``head``."""

    events: int
    unsealed: int
    sequence: int
    head: str
    problems: tuple[tuple[int, str], ...]


def verify(session: Session) -> Verdict:
    """Walks the whole chain from its first event."""
    problems: list[tuple[int, str]] = []
    expected, previous, count, unsealed = 1, GENESIS, 0, 0
    for event in session.scalars(
        select(AuditEvent).order_by(AuditEvent.sequence).execution_options(yield_per=BATCH)
    ):
        if event.sequence is None:
            unsealed += 1
            continue
        count += 1
        if event.sequence != expected:
            problems.append((expected, "missing"))
        elif event.previous_hash != previous:
            problems.append((event.sequence, "inserted"))
        if event.hash != digest(event):
            problems.append((event.sequence, "changed"))
        expected, previous = event.sequence + 1, event.hash or ""
    head = session.scalar(select(AuditHead))
    known = (head.sequence, head.hash) if head else (0, GENESIS)
    if known != (expected - 1, previous):
        problems.append((known[0], "head"))
    return Verdict(count, unsealed, expected - 1, previous, tuple(problems))
