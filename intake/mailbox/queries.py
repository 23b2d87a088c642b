"""The rows of mails that a mailbox brought, and of those who sent them."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from storage.database import insert_unless_present
from storage.models import Body, IncomingMail, IncomingStatus, Unit, User, WayIn, now

#: So many of those that are left are shown; what is put away makes room.
SHOWN = 200


def known(session: Session, account: str, uidvalidity: int, uids: Collection[int]) -> Mapping[int, IncomingMail]:
    """The rows of some mails, by their number."""
    found: dict[int, IncomingMail] = {}
    numbers = sorted(uids)
    for start in range(0, len(numbers), 500):
        rows = select(IncomingMail).where(
            IncomingMail.account == account,
            IncomingMail.uidvalidity == uidvalidity,
            IncomingMail.uid.in_(numbers[start : start + 500]),
        )
        found |= {row.uid: row for row in session.scalars(rows)}
    return found


def begin(session: Session, account: str, uidvalidity: int, uid: int) -> IncomingMail:
    """The row of a mail, locked, made when there is none."""
    key = {"account": account, "uidvalidity": uidvalidity, "uid": uid}
    wanted = select(IncomingMail).filter_by(**key).with_for_update()
    row = session.scalar(wanted)
    if row is None:
        insert_unless_present(session, IncomingMail, **key)
        row = session.scalars(wanted).one()
    return row


def lock(session: Session, mail_id: UUID) -> IncomingMail | None:
    """A mail by its identifier, locked."""
    return session.scalar(select(IncomingMail).where(IncomingMail.id == mail_id).with_for_update())


def earlier(session: Session, fingerprint: str) -> IncomingMail | None:
    """The mail that was taken under this fingerprint."""
    return session.scalar(select(IncomingMail).where(IncomingMail.fingerprint == fingerprint))


def sender(session: Session, address: str) -> tuple[User, Body] | None:
    """The open account with an address, and its body, when that is open too."""
    found = (
        select(User, Body)
        .join(Unit, User.unit_id == Unit.id)
        .join(Body, Unit.body_id == Body.id)
        .where(func.lower(User.email) == address, User.disabled_at.is_(None), Body.closed_at.is_(None))
        .options(selectinload(User.unit))
    )
    row = session.execute(found).first()
    return (row[0], row[1]) if row else None


def left(session: Session) -> Sequence[IncomingMail]:
    """The mails that wait for a decision, the newest first."""
    found = select(IncomingMail).where(IncomingMail.status == IncomingStatus.LEFT)
    newest = found.order_by(IncomingMail.seen_at.desc()).limit(SHOWN)
    return session.scalars(newest.options(selectinload(IncomingMail.user))).all()


def taken(session: Session, most: int) -> Sequence[IncomingMail]:
    """The latest mails that became orders."""
    found = select(IncomingMail).where(IncomingMail.status == IncomingStatus.TAKEN)
    newest = found.order_by(IncomingMail.status_since.desc()).limit(most)
    return session.scalars(newest.options(selectinload(IncomingMail.order))).all()


def standing(session: Session, name: str) -> WayIn | None:
    """When a way in was last looked at; None before the first time."""
    return session.get(WayIn, name)


def looked(session: Session, name: str, failure: str | None) -> None:
    """Notes that a way in was looked at now."""
    row = session.get(WayIn, name)
    if row is None:
        insert_unless_present(session, WayIn, name=name, looked_at=now())
        row = session.get_one(WayIn, name)
    row.looked_at, row.failure = now(), failure
