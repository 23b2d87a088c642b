"""An IMAP server, wrapped: the only module that speaks to one (RFC 3501, MOVE of RFC 6851)."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from intake.mailbox.errors import MailboxError, MailboxRefusedError, MailGoneError

TIMEOUT = 60.0
#: No more of a head is looked at, and a mail comes in pieces of this size: none is held whole in memory.
LARGEST_HEAD = 65536
PIECE = 4 * 1024 * 1024
SIZE = re.compile(rb"UID (\d+).*?RFC822\.SIZE (\d+)|RFC822\.SIZE (\d+).*?UID (\d+)")
PLAIN_NAME = re.compile(r"[A-Za-z0-9 ._/-]{1,100}")


@dataclass(frozen=True, slots=True)
class Account:
    """Where the mailbox is. ``label`` names it without its password."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str
    encrypted: bool

    @property
    def label(self) -> str:
        """How people and rows name it."""
        return f"{self.user}@{self.host}/{self.folder}"[:200]

    @contextmanager
    def open(self) -> Iterator["Mailbox"]:
        """The folder, open for writing. Raises MailboxError."""
        with _told():
            server = self._connect()
        try:
            with _told():
                mailbox = self._enter(server)
            yield mailbox
        finally:
            with suppress(OSError, imaplib.IMAP4.error):
                server.logout()

    def _connect(self) -> imaplib.IMAP4:
        context = ssl.create_default_context()
        if self.encrypted:
            return imaplib.IMAP4_SSL(self.host, self.port, ssl_context=context, timeout=TIMEOUT)
        server = imaplib.IMAP4(self.host, self.port, timeout=TIMEOUT)
        # A password never goes over an open line.
        server.starttls(context)
        return server

    def _enter(self, server: imaplib.IMAP4) -> "Mailbox":
        try:
            server.login(self.user, self.password)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            raise MailboxRefusedError() from error
        status, _ = server.select(_quoted(self.folder))
        if status != "OK":
            raise MailboxRefusedError()
        _, said = server.response("UIDVALIDITY")
        if not said or not isinstance(said[0], bytes) or not said[0].isdigit():
            raise MailboxError()
        # It can do more for who has signed in than it said at the door.
        words = b" ".join(server.capability()[1]).decode("ascii", "replace").upper().split()
        return Mailbox(server, int(said[0]), frozenset(words))


@dataclass(frozen=True)
class Mailbox:
    """An open folder. ``uidvalidity`` says how long the numbers of its mails mean the same mails."""

    server: imaplib.IMAP4
    uidvalidity: int
    abilities: frozenset[str] = frozenset()

    def waiting(self) -> dict[int, int]:
        """The mails that are there, oldest first: their numbers and sizes in bytes."""
        with _told():
            found = self._said("SEARCH", "UNDELETED")
            numbers = [int(each) for each in (found[0] or b"").split()]
            if not numbers:
                return {}
            wanted = ",".join(map(str, numbers))
            sizes: dict[int, int] = {}
            for line in self._said("FETCH", wanted, "(UID RFC822.SIZE)"):
                match = SIZE.search(line) if isinstance(line, bytes) else None
                if match:
                    one = [int(each) for each in match.groups() if each is not None]
                    uid, size = one if match[1] is not None else (one[1], one[0])
                    sizes[uid] = size
            return {uid: sizes[uid] for uid in sorted(numbers) if uid in sizes}

    def head(self, uid: int) -> bytes:
        """What stands above the text of a mail, its first part when it is long. Raises MailGoneError."""
        with _told():
            return self._literal(uid, f"BODY.PEEK[HEADER]<0.{LARGEST_HEAD}>")

    def fetch(self, uid: int, target: Path) -> None:
        """Writes a mail to a file, without marking it as read. Raises MailGoneError."""
        with _told(), target.open("wb") as out:
            start = 0
            while True:
                piece = self._literal(uid, f"BODY.PEEK[]<{start}.{PIECE}>")
                out.write(piece)
                start += len(piece)
                if len(piece) < PIECE:
                    return

    def flag(self, uid: int) -> None:
        """Marks a mail as one that wants attention."""
        with _told():
            self._said("STORE", str(uid), "+FLAGS.SILENT", r"(\Flagged)")

    def put_away(self, uid: int, folder: str) -> None:
        """Moves a mail to another folder, which is made when it is not there."""
        with _told():
            name = _quoted(folder)
            if self.server.status(name, "(UIDVALIDITY)")[0] != "OK":
                self.server.create(name)
            if "MOVE" in self.abilities:
                self._said("MOVE", str(uid), name)
                return
            self._said("COPY", str(uid), name)
            self._said("STORE", str(uid), "+FLAGS.SILENT", r"(\Deleted)")
            if "UIDPLUS" in self.abilities:
                self._said("EXPUNGE", str(uid))

    def _literal(self, uid: int, what: str) -> bytes:
        for part in self._said("FETCH", str(uid), f"({what})"):
            if isinstance(part, tuple):
                return bytes(part[1])
        raise MailGoneError()

    def _said(self, command: str, *words: str) -> list[Any]:
        status, data = self.server.uid(command, *words)
        if status != "OK":
            raise MailboxError()
        return list(data)


@contextmanager
def _told() -> Iterator[None]:
    """What goes wrong on the line, as an error of ours; what the server said may name people and is not kept."""
    try:
        yield
    except (OSError, imaplib.IMAP4.error, EOFError) as error:
        raise MailboxError() from error


def _quoted(name: str) -> str:
    return f'"{name}"'


def is_folder_name(name: str) -> bool:
    """Whether a folder can be called so on every server: other letters have an encoding of their own."""
    return PLAIN_NAME.fullmatch(name) is not None


def open_account(url: str) -> Account:
    """The account at an address such as ``imaps://user:password@host:993/INBOX``; ``imap://`` encrypts the line
    once it is open. Raises ValueError, whose text shows no password."""
    parts = urlsplit(url)
    folder = unquote(parts.path).strip("/") or "INBOX"
    try:
        port = parts.port or (993 if parts.scheme == "imaps" else 143)
    except ValueError:
        port = 0
    sound = parts.scheme in ("imaps", "imap") and parts.hostname and parts.username and parts.password and port
    if not sound or parts.query or parts.fragment or not is_folder_name(folder):
        raise ValueError("imaps://nom:motdepasse@serveur:port/dossier est attendu")
    encrypted = parts.scheme == "imaps"
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Account(parts.hostname or "", port, user, password, folder, encrypted)
