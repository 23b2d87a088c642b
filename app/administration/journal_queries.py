"""The audit log read from its newest event back, a page at a time, by keys rather than by counting: the millionth
page costs what the first one does."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import Session

from app.people.queries import named
from storage.models import AuditEvent, Body, Document, Order, Translation, User


@dataclass(frozen=True, slots=True)
class Key:
    """The place of an event in the order of the journal."""

    at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.id.hex}"

    @classmethod
    def read(cls, text: str) -> "Key | None":
        """The key that ``str`` wrote, None for anything else."""
        at, _, hexadecimal = text.partition("_")
        try:
            moment, event_id = datetime.fromisoformat(at), UUID(hex=hexadecimal)
        except ValueError:
            return None
        return cls(moment, event_id) if moment.tzinfo is not None else None


@dataclass(frozen=True, slots=True)
class Criteria:
    """What is looked for; None where all is wanted. ``actor`` is who acted, ``person`` a text in the names or
    addresses of those who did; ``nothing`` finds nothing. ``since`` is included, ``before`` is not."""

    actor: UUID | None = None
    person: str | None = None
    nothing: bool = False
    action: str | None = None
    object_kind: str | None = None
    object_id: str | None = None
    body_id: UUID | None = None
    since: datetime | None = None
    before: datetime | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing narrows the journal."""
        return self == Criteria()


@dataclass(frozen=True, slots=True)
class EventsPage:
    """A page of the journal, newest first; ``older`` and ``newer`` are where the next begin, None at the ends."""

    events: tuple[AuditEvent, ...]
    older: Key | None
    newer: Key | None


@dataclass(frozen=True, slots=True)
class Names:
    """What identifiers stand for: people by name, orders, pieces and translations by the order's number."""

    people: dict[str, str]
    numbers: dict[str, str]
    bodies: dict[str, str]


def _matching(criteria: Criteria) -> Select[AuditEvent]:
    event, found = AuditEvent, select(AuditEvent)
    if criteria.person is not None:
        found = found.where(event.actor_id.in_(select(User.id).where(named(criteria.person))))
    if criteria.nothing:
        found = found.where(false())
    equal = (
        (event.actor_id, criteria.actor),
        (event.action, criteria.action),
        (event.object_kind, criteria.object_kind),
        (event.object_id, criteria.object_id),
        (event.body_id, criteria.body_id),
    )
    for column, value in equal:
        if value is not None:
            found = found.where(column == value)
    if criteria.since is not None:
        found = found.where(event.at >= criteria.since)
    if criteria.before is not None:
        found = found.where(event.at < criteria.before)
    return found


def matching(criteria: Criteria, key: Key | None) -> Select[AuditEvent]:
    """The events before ``key`` that answer the criteria; all that do without one."""
    found = _matching(criteria)
    if key is None:
        return found
    # The first condition is what the index is entered by.
    return found.where(AuditEvent.at <= key.at, or_(AuditEvent.at < key.at, AuditEvent.id < key.id))


def older(session: Session, criteria: Criteria, key: Key | None, size: int) -> Sequence[AuditEvent]:
    """The ``size`` events before ``key``, the newest first; from the end of the journal without one."""
    found = matching(criteria, key).order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
    return session.scalars(found.limit(size)).all()


def _newer(session: Session, criteria: Criteria, key: Key, size: int) -> Sequence[AuditEvent]:
    found = _matching(criteria).where(AuditEvent.at >= key.at, or_(AuditEvent.at > key.at, AuditEvent.id > key.id))
    events = session.scalars(found.order_by(AuditEvent.at, AuditEvent.id).limit(size)).all()
    return tuple(reversed(events))


def page(
    session: Session, criteria: Criteria, size: int, before: Key | None = None, after: Key | None = None
) -> EventsPage:
    """The page before a key, or after one, or the newest."""
    if after is not None:
        events = tuple(_newer(session, criteria, after, size + 1))
        more_newer, events = len(events) > size, events[-size:]
        return EventsPage(events, _key(events[-1:]), _key(events[:1]) if more_newer else None)
    events = tuple(older(session, criteria, before, size + 1))
    more_older, events = len(events) > size, events[:size]
    return EventsPage(events, _key(events[-1:]) if more_older else None, _key(events[:1]) if before else None)


def _key(events: Sequence[AuditEvent]) -> Key | None:
    return Key(events[0].at, events[0].id) if events else None


def people(session: Session, text: str, most: int) -> tuple[UUID, ...]:
    """The first ``most`` of the persons whose name or address holds the text."""
    return tuple(session.scalars(select(User.id).where(named(text)).order_by(User.email).limit(most)))


def bodies(session: Session) -> Sequence[Body]:
    """Every body, by name."""
    return session.scalars(select(Body).order_by(Body.name)).all()


def object_ids(session: Session, text: str) -> tuple[str, str] | None:
    """The kind and identifier of the order that a number names, as ``2026-000123``."""
    found = session.scalar(select(Order.id).where(Order.number == text))
    return ("order", str(found)) if found else None


def last(session: Session, action: str) -> AuditEvent | None:
    """The newest event of an action."""
    found = select(AuditEvent).where(AuditEvent.action == action)
    return session.scalar(found.order_by(AuditEvent.at.desc(), AuditEvent.id.desc()).limit(1))


def names(session: Session, events: Iterable[AuditEvent]) -> Names:
    """What the identifiers of some events stand for."""
    events = list(events)
    wanted = {_uuid(event.object_id) for event in events} | {event.actor_id for event in events}
    wanted |= {_uuid(str(value)) for event in events for value in event.details.values()}
    known = [identifier for identifier in wanted if identifier is not None]
    body_ids = {event.body_id for event in events if event.body_id} | set(known)
    numbers: dict[str, str] = {}
    orders = select(Order.id, Order.number).where(Order.id.in_(known))
    documents = select(Document.id, Order.number).join(Order, Document.order_id == Order.id)
    translations = select(Translation.id, Order.number).join(Order, Translation.order_id == Order.id)
    for rows in (
        orders,
        documents.where(Document.id.in_(known)),
        translations.where(Translation.id.in_(known)),
    ):
        numbers |= {str(identifier): number for identifier, number in session.execute(rows)}
    named = session.execute(select(User.id, User.name).where(User.id.in_(known)))
    of_bodies = session.execute(select(Body.id, Body.name).where(Body.id.in_(body_ids)))
    return Names(
        people={str(identifier): name for identifier, name in named},
        numbers=numbers,
        bodies={str(identifier): name for identifier, name in of_bodies},
    )


_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _uuid(text: str) -> UUID | None:
    return UUID(text) if _UUID.fullmatch(text) else None
