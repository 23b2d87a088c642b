"""What becomes of a mail: an order of the person who sent it, or nothing, with the reason.

All that one mail changes is one transaction: the order, its documents, the row that says that this mail was taken,
the answer. So a mail that is met again after a crash is either wholly taken or not at all.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from intake.mailbox import letters, queries
from intake.mailbox.errors import (
    AutomaticMailError,
    NotWaitingError,
    UnknownSenderError,
    UnverifiedSenderError,
)
from intake.mailbox.heads import Head
from intake.opening import Arrival, Door, Refused
from intake.service import OrderRequest, Terms, create_order
from storage.actors import Actor, person
from storage.errors import NotFoundError, ServiceError
from storage.models import Confidentiality, Document, IncomingMail, IncomingStatus, Role, User
from storage.unit_of_work import UnitOfWork

NAME = "mailbox"
CHUNK = 1 << 20
#: So many beginnings without an end, and whatever ends the process is not tried again.
MOST_ATTEMPTS = 10


@dataclass(frozen=True)
class House:
    """What orders by mail are made with; ``address`` is that of the site, for the answers."""

    door: Door
    terms: Terms
    today: Callable[[], date]
    address: str


@dataclass(frozen=True, slots=True)
class Place:
    """Which mail of which mailbox, and its size in bytes."""

    account: str
    uidvalidity: int
    uid: int
    size: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail whose files are open: its head, what came of them, the SHA-256 of its text without the head."""

    head: Head
    arrival: Arrival
    sha256: str

    @property
    def fingerprint(self) -> str:
        """The same for the same mail that came by two ways, or again after the mailbox was moved."""
        said = "\n".join((self.head.sender, self.head.message_id, self.sha256))
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()


def begin(uow: UnitOfWork, place: Place) -> tuple[UUID, bool]:
    """Counts a beginning; returns the row's identifier and whether there were too many."""
    row = queries.begin(uow.session, place.account, place.uidvalidity, place.uid)
    row.attempts, row.size = row.attempts + 1, place.size
    return row.id, row.attempts > MOST_ATTEMPTS


def put_off(uow: UnitOfWork, mail_id: UUID) -> None:
    """Takes a beginning back: what hindered it was not the mail."""
    row = _row(uow, mail_id)
    row.attempts = max(0, row.attempts - 1)


def identify(uow: UnitOfWork, mail_id: UUID, head: Head) -> Actor:
    """The person who wrote a mail; raises AutomaticMailError, UnknownSenderError, UnverifiedSenderError."""
    row = _row(uow, mail_id)
    row.sender, row.message_id = head.sender, head.message_id
    if head.automatic:
        raise AutomaticMailError()
    found = queries.sender(uow.session, head.sender) if head.sender else None
    actor = person(*found) if found else None
    if actor is None or not actor.has(Role.REQUESTER):
        raise UnknownSenderError()
    if not head.verified:
        raise UnverifiedSenderError()
    row.user_id = actor.person
    return actor


def take(uow: UnitOfWork, mail_id: UUID, mail: Fetched, house: House) -> IncomingStatus:
    """Makes the order of a mail, as the person who sent it, and answers; nothing for one that another row took."""
    row = _row(uow, mail_id)
    if row.status is not IncomingStatus.UNDER_WAY and row.status is not IncomingStatus.LEFT:
        return row.status
    row.sha256 = mail.sha256
    before = queries.earlier(uow.session, mail.fingerprint)
    if before is not None:
        row.order_id = before.order_id
        row.move(IncomingStatus.DUPLICATE)
        return row.status
    user = uow.session.get_one(User, uow.actor.person)
    own = mail.arrival.parcels[0].mails[0] if mail.arrival.parcels and mail.arrival.parcels[0].mails else None
    asked = OrderRequest(
        purpose=mail.head.subject,
        question=own.text[:2000] if own else "",
        confidentiality=Confidentiality.MEDICAL if user.unit.medical else Confidentiality.ORDINARY,
    )
    arrival, terms = mail.arrival, house.terms
    order = create_order(uow, asked, arrival.files, terms, house.today(), arrival.parcels)
    documents = uow.session.scalars(
        select(Document).where(Document.order_id == order.id).order_by(Document.created_at)
    ).all()
    row.fingerprint, row.order_id, row.attempts = mail.fingerprint, order.id, 0
    row.move(IncomingStatus.TAKEN)
    uow.record("mail_taken", "incoming_mail", row.id, order.body_id, order=order.id)
    uow.send(letters.taken(user, order, mail.head.subject, documents, arrival.refused, house.address))
    return row.status


def leave(
    uow: UnitOfWork, mail_id: UUID, error: ServiceError, told: Sequence[Refused], subject: str, address: str
) -> None:
    """Leaves a mail where it is, with the reason. ``told`` are the reasons that its sender is answered, who is
    known then; nobody is when it is empty."""
    row = _row(uow, mail_id)
    row.attempts = 0
    row.move(IncomingStatus.LEFT, error.code, **error.values)
    uow.record("mail_left", "incoming_mail", row.id, code=error.code)
    user = uow.session.get(User, row.user_id) if row.user_id else None
    if told and user is not None:
        uow.send(letters.nothing(user, subject, told, address))


def try_again(uow: UnitOfWork, mail_id: UUID) -> None:
    """Has the next round take a mail that was left as if it had just come. Raises NotWaitingError,
    NotFoundError."""
    row = _left(uow, mail_id)
    row.attempts = 0
    row.move(IncomingStatus.UNDER_WAY)
    uow.record("mail_retried", "incoming_mail", row.id)


def put_away(uow: UnitOfWork, mail_id: UUID) -> None:
    """Has the next round move a mail out of the way. Raises NotWaitingError, NotFoundError."""
    row = _left(uow, mail_id)
    row.move(IncomingStatus.PUT_AWAY, row.code, **row.details)
    uow.record("mail_put_away", "incoming_mail", row.id)


def sha256_of_text(path: Path) -> str:
    """Of a mail's bytes below its head, which differs by the way that each copy took."""
    with path.open("rb") as file:
        start = file.read(CHUNK)
        ends = [at for at in (start.find(b"\r\n\r\n"), start.find(b"\n\n")) if at >= 0]
        file.seek(min(ends, default=0))
        return hashlib.file_digest(file, "sha256").hexdigest()


def _row(uow: UnitOfWork, mail_id: UUID) -> IncomingMail:
    row = queries.lock(uow.session, mail_id)
    if row is None:
        raise NotFoundError()
    return row


def _left(uow: UnitOfWork, mail_id: UUID) -> IncomingMail:
    row = _row(uow, mail_id)
    if row.status is not IncomingStatus.LEFT:
        raise NotWaitingError()
    return row
