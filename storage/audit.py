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

from sqlalchemy import func, select
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


class Walk:
    """A verification under way, from the first event to the last: a batch at a time, each in a transaction of its
    own if wanted, for a long walk must not hold one open."""

    def __init__(self) -> None:
        self.problems: list[tuple[int, str]] = []
        self.events = 0
        self._at: int | None = None
        self._previous = GENESIS

    @property
    def sequence(self) -> int:
        """How far it is."""
        return self._at or 0

    def step(self, session: Session, most: int = BATCH) -> Verdict | None:
        """Looks at the next events; the verdict once there are no more, else None."""
        sealed = select(AuditEvent).where(AuditEvent.sequence.is_not(None)).order_by(AuditEvent.sequence)
        if self._at is not None:
            sealed = sealed.where(AuditEvent.sequence > self._at)
        events = session.scalars(sealed.limit(most)).all()
        for event in events:
            self._look(event)
        if len(events) == most:
            return None
        head = session.scalar(select(AuditHead))
        # What was sealed between the two looks has moved the head: it is still to be walked.
        later = select(AuditEvent.id).where(AuditEvent.sequence > self.sequence).limit(1)
        return None if session.scalar(later) else self._verdict(session, head)

    def _look(self, event: AuditEvent) -> None:
        self.events += 1
        sequence = event.sequence or 0
        if sequence != self.sequence + 1:
            self.problems.append((self.sequence + 1, "missing"))
        elif event.previous_hash != self._previous:
            self.problems.append((sequence, "inserted"))
        if event.hash != digest(event):
            self.problems.append((sequence, "changed"))
        self._at, self._previous = sequence, event.hash or ""

    def _verdict(self, session: Session, head: AuditHead | None) -> Verdict:
        known = (head.sequence, head.hash) if head else (0, GENESIS)
        problems = list(self.problems)
        if known != (self.sequence, self._previous):
            problems.append((known[0], "head"))
        return Verdict(self.events, waiting(session), self.sequence, self._previous, tuple(problems))


def verify(session: Session) -> Verdict:
    """Walks the whole chain from its first event."""
    walk = Walk()
    while (verdict := walk.step(session)) is None:
        pass
    return verdict


def waiting(session: Session) -> int:
    """How many events wait for their seal."""
    return session.scalar(select(func.count(AuditEvent.id)).where(AuditEvent.sequence.is_(None))) or 0


def sealed_until(session: Session) -> int:
    """The number of the last event that was sealed."""
    return session.scalar(select(AuditHead.sequence)) or 0
