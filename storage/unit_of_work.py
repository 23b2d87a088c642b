"""One transaction and what goes with it: rolled back unless committed, audited, with its messages and wake-ups."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage.actors import Actor
from storage.blobs import BlobStore
from storage.database import DatabaseBusyError, breaks_unique, insert_unless_present, is_busy
from storage.errors import ServiceError
from storage.messages import Message, to_payload
from storage.models import AuditEvent, OutboxMessage, now
from storage.outage import DatabaseFullError, DatabaseUnavailableError, is_full, is_lost
from storage.workflow import Queue

Notify = Callable[[Queue], None]


@dataclass
class UnitOfWork:
    """Passed first to every service. Services never commit; routes, steps and commands do."""

    session: Session
    actor: Actor
    blobs: BlobStore
    notify: Notify
    _woken: set[Queue] = field(default_factory=set)

    def __enter__(self) -> "UnitOfWork":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.session.close()
        except DBAPIError as late:
            # What was not committed is undone by a server that loses the connection, too.
            if not is_lost(late):
                raise
        if is_busy(error):
            raise DatabaseBusyError() from error
        if is_full(error):
            raise DatabaseFullError() from error
        if is_lost(error):
            raise DatabaseUnavailableError() from error

    def record(
        self, action: str, object_kind: str, object_id: UUID | str, body_id: UUID | None = None, **details: Any
    ) -> None:
        """Writes an act to the audit log. ``details`` are identifiers and codes, never content."""
        self.session.add(AuditEvent(**self._event(action, object_kind, object_id, body_id, details)))

    def record_view(self, object_kind: str, object_id: UUID, body_id: UUID | None = None) -> None:
        """Writes that a person looked at something, once per person, object and hour."""
        at = now()
        once = f"{self.actor.user_id}:{object_kind}:{object_id}:{at:%Y%m%d%H}"
        if self.session.scalar(select(AuditEvent.id).where(AuditEvent.once == once)) is None:
            # The same page asked for twice at once is one view, and no fault of the second.
            values = self._event("view", object_kind, object_id, body_id, {})
            insert_unless_present(self.session, AuditEvent, at=at, once=once, **values)

    def _event(
        self, action: str, object_kind: str, object_id: UUID | str, body_id: UUID | None, details: dict[str, Any]
    ) -> dict[str, Any]:
        return {
            "actor_id": self.actor.user_id,
            "actor_kind": self.actor.kind if self.actor.kind != "system" else self.actor.name,
            "action": action,
            "object_kind": object_kind,
            "object_id": str(object_id),
            "body_id": body_id,
            "details": {k: str(v) if isinstance(v, UUID) else v for k, v in details.items()},
        }

    @contextmanager
    def unique(self, column: InstrumentedAttribute[Any], taken: ServiceError) -> Iterator[None]:
        """Writes at its end what the block changed; raises ``taken`` when another transaction was faster to give
        its own row the same value in ``column``. What came before the block stays."""
        try:
            with self.session.begin_nested():
                yield
        except IntegrityError as error:
            if not breaks_unique(error, column):
                raise
            raise taken from error

    def send(self, message: Message) -> None:
        """Puts a message in the outbox; it leaves after the commit."""
        self.session.add(OutboxMessage(kind=message.kind, payload=to_payload(message)))
        self.wake(Queue.RELAY)

    def wake(self, queue: Queue) -> None:
        """Tells the workers of a queue, after the commit, that there is work. A hint: the rows are the queue."""
        self._woken.add(queue)

    def commit(self) -> None:
        """Makes it so."""
        self.session.commit()
        woken, self._woken = self._woken, set()
        for queue in sorted(woken):
            self.notify(queue)


@dataclass(frozen=True)
class Store:
    """Opens units of work."""

    open_session: Callable[[bool], Session]
    blobs: BlobStore
    notify: Notify

    def write(self, actor: Actor) -> UnitOfWork:
        """A unit of work that may write; on SQLite it takes the write lock at its first statement."""
        return UnitOfWork(self.open_session(True), actor, self.blobs, self.notify)

    def read(self, actor: Actor) -> UnitOfWork:
        """A unit of work that only reads and hinders nobody."""
        return UnitOfWork(self.open_session(False), actor, self.blobs, self.notify)

    @contextmanager
    def transaction(self, actor: Actor) -> Iterator[UnitOfWork]:
        """A short transaction committed at its end, for the parts that are neither a route nor a step."""
        with self.write(actor) as uow:
            yield uow
            uow.commit()
