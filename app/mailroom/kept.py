"""Mail kept as files, read again for the screen. A name leads to a file only when it looks like one of ours."""

import os
import re
import stat
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import default
from pathlib import Path

from storage.errors import NotFoundError

PER_PAGE = 50
LARGEST = 1024 * 1024
# As app.mail.FilePost names them: no separator, no dot but the last, nothing hidden.
_NAME = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9a-f]{8}\.eml", re.ASCII)


@dataclass(frozen=True, slots=True)
class Kept:
    """One mail in the list: without its text, which may hold a secret link."""

    name: str
    to: str
    subject: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail, whole."""

    head: Kept
    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of the list."""

    rows: tuple[Kept, ...]
    page: int
    pages: int
    total: int


def list_kept(folder: Path, page: int) -> Shelf:
    """The mails of a folder, the newest first; none when the folder is not there yet."""
    try:
        names = sorted((n for n in os.listdir(folder) if _NAME.fullmatch(n)), reverse=True)  # noqa: PTH208
    except FileNotFoundError:
        names = []
    pages = max(1, -(-len(names) // PER_PAGE))
    page = min(max(page, 1), pages)
    shown = names[(page - 1) * PER_PAGE : page * PER_PAGE]
    rows = tuple(row for row in (_head(folder, name) for name in shown) if row is not None)
    return Shelf(rows, page, pages, len(names))


def read_kept(folder: Path, name: str) -> Letter:
    """One mail; raises NotFoundError for what is not there, or is no name of a mail."""
    data = _bytes(folder, name)
    if data is None:
        raise NotFoundError()
    message = message_from_bytes(data, policy=default)
    return Letter(_kept(name, message), str(message.get("From", "")), _text(message))


def _head(folder: Path, name: str) -> Kept | None:
    data = _bytes(folder, name)
    return None if data is None else _kept(name, BytesHeaderParser(policy=default).parsebytes(data))


def _kept(name: str, message: EmailMessage) -> Kept:
    date = message.get("Date")
    at = getattr(date, "datetime", None)
    return Kept(name, str(message.get("To", "")), str(message.get("Subject", "")), at)


def _text(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    if part is None:
        return ""
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _bytes(folder: Path, name: str) -> bytes | None:
    if not _NAME.fullmatch(name):
        return None
    try:
        # A link in the folder could lead anywhere, and a pipe would be waited for.
        descriptor = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return None
    with os.fdopen(descriptor, "rb") as file:
        return file.read(LARGEST)
