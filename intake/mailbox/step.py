"""A round of the mailbox: every mail that is there is taken, or left with its reason; what is done is moved away.

A mail is moved after the commit only. Whatever ends the process between the two, the next round finds the row that
says that it was taken, and moves it.
"""

import logging
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from intake.errors import UploadError
from intake.mailbox import heads, queries, service
from intake.mailbox.errors import (
    DefectError,
    InterruptedMailError,
    MailGoneError,
    NothingTakenError,
    TooLargeMailError,
    UnknownSenderError,
)
from intake.mailbox.heads import Head
from intake.mailbox.imap import Account, Mailbox
from intake.mailbox.service import Fetched, House, Place
from intake.opening import Refused, receive_mail
from ocr.errors import ReadingError
from storage.actors import system
from storage.errors import ServiceError, TemporaryError
from storage.models import IncomingMail, IncomingStatus
from storage.reserve import Reserve
from storage.unit_of_work import Store

ACTOR = system("mailbox")
MEGABYTE = 1_000_000
#: What base64 makes of three bytes, and its line ends.
SWOLLEN = 1.4
DONE = (IncomingStatus.TAKEN, IncomingStatus.DUPLICATE, IncomingStatus.PUT_AWAY)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rules:
    """How a mailbox is kept: the folder for what is done, the server whose word on senders counts (empty: none is
    asked), the service's own address."""

    done: str
    trusted: str
    own: str


@dataclass(frozen=True)
class MailboxStep:
    """What a round needs. ``scratch`` is a folder for the bytes of the mail at hand."""

    store: Store
    account: Account
    rules: Rules
    house: House
    scratch: Path
    room: Reserve

    def run_once(self, stopping: Callable[[], bool]) -> int:
        """One round; returns how many mails became orders. Raises MailboxError and other TemporaryErrors, which
        the next round may not meet."""
        taken = 0
        with self.account.open() as box:
            sizes = box.waiting()
            for uid, row in self._known(box, sizes).items():
                if stopping():
                    return taken
                if row is not None and row.status in DONE:
                    box.put_away(uid, self.rules.done)
                else:
                    taken += self._one(box, Place(self.account.label, box.uidvalidity, uid, sizes[uid]))
        return taken

    def _known(self, box: Mailbox, sizes: dict[int, int]) -> dict[int, IncomingMail | None]:
        """The mails to do something about, with their rows."""
        with self.store.read(ACTOR) as uow:
            rows = queries.known(uow.session, self.account.label, box.uidvalidity, sizes)
            waiting = {uid for uid, row in rows.items() if row.status is IncomingStatus.LEFT}
            come = {
                uid
                for uid in waiting
                if rows[uid].code == UnknownSenderError.code and queries.sender(uow.session, rows[uid].sender)
            }
        return {uid: rows.get(uid) for uid in sizes if uid not in waiting - come}

    def _one(self, box: Mailbox, place: Place) -> bool:
        with self.store.transaction(ACTOR) as uow:
            mail_id, spent = service.begin(uow, place)
        if spent:
            self._leave(box, place, mail_id, InterruptedMailError())
            return False
        try:
            return self._take(box, place, mail_id)
        except (TemporaryError, MailGoneError) as error:
            with self.store.transaction(ACTOR) as uow:
                service.put_off(uow, mail_id)
            if isinstance(error, TemporaryError):
                raise
        except ServiceError as error:
            self._leave(box, place, mail_id, error)
        except Exception:
            # The mails behind this one must not wait for the cure of a fault of ours.
            self._leave(box, place, mail_id, DefectError())
            raise
        return False

    def _take(self, box: Mailbox, place: Place, mail_id: UUID) -> bool:
        head = heads.read(box.head(place.uid), self.rules.trusted, self.rules.own)
        with self.store.write(ACTOR) as uow:
            try:
                actor = service.identify(uow, mail_id, head)
            finally:
                # What is known of the sender is kept, whether it is enough or not.
                uow.commit()
        try:
            with self._folder() as name:
                fetched = self._fetch(box, place, head, Path(name))
                with self.store.write(actor) as uow:
                    status = service.take(uow, mail_id, fetched, self.house)
                    uow.commit()
        except (UploadError, ReadingError, TooLargeMailError) as error:
            self._leave(box, place, mail_id, error, [Refused("", error)], head)
            return False
        except _NothingError as error:
            self._leave(box, place, mail_id, NothingTakenError(), error.refused, head)
            return False
        box.put_away(place.uid, self.rules.done)
        return status is IncomingStatus.TAKEN

    def _folder(self) -> "tempfile.TemporaryDirectory[str]":
        self.scratch.mkdir(parents=True, exist_ok=True, mode=0o700)
        return tempfile.TemporaryDirectory(dir=self.scratch)

    def _fetch(self, box: Mailbox, place: Place, head: Head, folder: Path) -> Fetched:
        most = int(self.house.door.limits.size * SWOLLEN)
        if place.size > most:
            raise TooLargeMailError(most=self.house.door.limits.size // MEGABYTE)
        self.room.check(place.size)
        path = folder / "mail"
        box.fetch(place.uid, path)
        arrival = receive_mail(path, f"{head.subject or 'message'}.eml", folder, self.house.door)
        if not arrival.files:
            raise _NothingError(arrival.refused)
        return Fetched(head, arrival, service.sha256_of_text(path))

    def _leave(
        self,
        box: Mailbox,
        place: Place,
        mail_id: UUID,
        error: ServiceError,
        told: Sequence[Refused] = (),
        head: Head | None = None,
    ) -> None:
        subject = head.subject if head else ""
        with self.store.transaction(ACTOR) as uow:
            service.leave(uow, mail_id, error, told, subject, self.house.address)
        log.warning("mail %s left in the mailbox: %s", mail_id, error.code)
        box.flag(place.uid)


class _NothingError(Exception):
    """Nothing of a mail became a document; each file has its reason."""

    def __init__(self, refused: Sequence[Refused]) -> None:
        super().__init__()
        self.refused = refused
