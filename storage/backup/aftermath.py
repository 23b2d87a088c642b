"""What a restoration must undo: a backup is a past that others have gone on from.

Sessions and links that were ended since would be good again, claims have no holder any more, and mails that left
since would leave twice. A move changes nothing of this: it is the same installation.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, CursorResult, Update, update

from storage.messages import Mail
from storage.models import LoginSession, OutboxMessage, PasswordTicket, WorkItem, now

#: The code of a mail that waits for a person to send it.
HELD = "restored"
#: A time that never comes, in every time zone.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Aftermath:
    """How many sessions were ended, password links made void, claims of work given back and mails held."""

    sessions: int
    tickets: int
    claims: int
    mails: int


def settle(connection: Connection) -> Aftermath:
    """Does it, in the transaction that loads the rows."""
    at = now()
    return Aftermath(
        sessions=_done(
            connection, update(LoginSession).where(LoginSession.ended_at.is_(None)).values(ended_at=at)
        ),
        tickets=_done(
            connection, update(PasswordTicket).where(PasswordTicket.used_at.is_(None)).values(used_at=at)
        ),
        claims=_done(
            connection,
            update(WorkItem)
            .where(WorkItem.token.is_not(None), WorkItem.done_at.is_(None))
            .values(token=None, owner=None, leased_until=None),
        ),
        mails=_done(
            connection,
            update(OutboxMessage)
            .where(OutboxMessage.kind == Mail.kind, OutboxMessage.sent_at.is_(None))
            .values(next_at=NEVER, leased_until=None, failure=HELD),
        ),
    )


def _done(connection: Connection, statement: Update) -> int:
    result = connection.execute(statement)
    if not isinstance(result, CursorResult):
        raise TypeError("an UPDATE gives a cursor result")
    return result.rowcount
