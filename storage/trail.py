"""Which piece of work a process is at, so that every line of its log can say so.

The one thing that is not handed on as an argument: a log line is written wherever something happens, by libraries
too, and none of them would pass it. It is read by the log and by nothing else.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Work:
    """A row of work or of the outbox, by identifiers alone. ``subject`` is the document or translation."""

    queue: str
    item: UUID
    subject: UUID | None = None


_at: ContextVar[Work | None] = ContextVar("truchement_work", default=None)


def begin(work: Work) -> None:
    """From here on this context is at that piece of work, until it begins another."""
    _at.set(work)


def current() -> Work | None:
    """The piece of work that this context is at."""
    return _at.get()
