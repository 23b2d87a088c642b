"""ClamAV's daemon, spoken to by its INSTREAM command over TCP or a Unix socket (clamd(8), «COMMANDS»).

The file is sent in pieces, so that neither this process nor the machine of clamd needs the other's disk. clamd
ends a stream over its ``StreamMaxLength`` with an error; with ``AlertExceedsMax yes`` it says of a file which it
did not wholly examine that a limit was exceeded. Without that setting it calls such a file clean: ``truchement
doctor`` looks.
"""

import socket
import struct
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlsplit

from intake.antivirus.scanner import LONGEST_SIGNATURE, Clean, Infected, Outcome, Unanswered, Why
from storage.blobs import Readable

DEFAULT_PORT = 3310
PIECE = 128 * 1024
LONGEST_REPLY = 4096
FOUND, ERROR = " FOUND", " ERROR"
STREAM = "stream: "
TOO_LARGE = "INSTREAM size limit exceeded."
# What clamd reports as a finding when it stopped before the end.
EXPECTED = "clamd://hôte:port ou clamd:///chemin/du/socket est attendu"
LIMITS = "Heuristics.Limits.Exceeded"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long clamd may take, in seconds: to take a connection, to take a piece, and to answer. clamd gives up on
    a file after two minutes of its own (``MaxScanTime``)."""

    connecting: float = 5.0
    taking: float = 30.0
    answering: float = 180.0


class _NoReplyError(Exception):
    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Clamd:
    """``place`` is a host with its port, or the path of a socket."""

    place: tuple[str, int] | str
    patience: Patience = Patience()

    def scan(self, source: Readable, tick: Callable[[], None]) -> Outcome:
        """Every answer that is not word for word a known verdict leaves the file unexamined."""
        try:
            with closing(self._connect()) as connection:
                whole = self._send(connection, source, tick)
                reply = self._receive(connection)
        except _NoReplyError as error:
            return Unanswered(error.why)
        outcome = verdict(reply)
        # That nothing was found in a part of the file says nothing of the file.
        return Unanswered(Why.GARBLED) if isinstance(outcome, Clean) and not whole else outcome

    def version(self) -> str | None:
        """As ``ClamAV 1.4.6/27500/…``; None when there is no answer."""
        try:
            with closing(self._connect()) as connection:
                connection.sendall(b"zVERSION\0")
                return _plain(self._receive(connection)) or None
        except (_NoReplyError, OSError):
            return None

    def _connect(self) -> socket.socket:
        try:
            if isinstance(self.place, tuple):
                return socket.create_connection(self.place, self.patience.connecting)
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        except OSError as error:
            raise _NoReplyError(Why.UNREACHABLE) from error
        connection.settimeout(self.patience.connecting)
        try:
            connection.connect(self.place)
        except OSError as error:
            connection.close()
            raise _NoReplyError(Why.UNREACHABLE) from error
        return connection

    def _send(self, connection: socket.socket, source: Readable, tick: Callable[[], None]) -> bool:
        """Whether all was sent: clamd may have answered before, and closed its side."""
        connection.settimeout(self.patience.taking)
        if not _sent(connection, b"zINSTREAM\0"):
            return False
        while piece := source.read(PIECE):
            tick()
            if not _sent(connection, struct.pack("!L", len(piece)) + piece):
                return False
        return _sent(connection, struct.pack("!L", 0))

    def _receive(self, connection: socket.socket) -> bytes:
        """The reply without the zero that ends it."""
        deadline = time.monotonic() + self.patience.answering
        reply = b""
        while not reply.endswith(b"\0"):
            left = deadline - time.monotonic()
            if left <= 0:
                raise _NoReplyError(Why.SILENT)
            connection.settimeout(left)
            try:
                some = connection.recv(LONGEST_REPLY)
            except TimeoutError as error:
                raise _NoReplyError(Why.SILENT) from error
            except OSError as error:
                raise _NoReplyError(Why.UNREACHABLE) from error
            reply += some
            if not some or len(reply) > LONGEST_REPLY:
                raise _NoReplyError(Why.GARBLED if reply else Why.UNREACHABLE)
        return reply[:-1]


def _sent(connection: socket.socket, data: bytes) -> bool:
    try:
        connection.sendall(data)
    except TimeoutError as error:
        raise _NoReplyError(Why.SILENT) from error
    except OSError:
        return False  # closed over there: its reply says why
    return True


def verdict(reply: bytes) -> Outcome:
    """What a reply of clamd says."""
    text = reply.decode("utf-8", "replace")
    if text == STREAM + "OK":
        return Clean()
    if text.startswith(TOO_LARGE):
        return Unanswered(Why.TOO_LARGE)
    if text.startswith(STREAM) and text.endswith(FOUND):
        signature = _plain(text[len(STREAM) : -len(FOUND)].encode())
        if signature.startswith(LIMITS):
            return Unanswered(Why.INCOMPLETE)
        return Infected(signature or "?")
    return Unanswered(Why.REFUSED if text.endswith(ERROR) else Why.GARBLED)


def _plain(text: bytes) -> str:
    """A name that can be shown and stored: printable, of bounded length."""
    shown = "".join(c for c in text.decode("utf-8", "replace") if c.isprintable())
    return shown.strip()[:LONGEST_SIGNATURE]


def open_clamd(url: str, patience: Patience = Patience()) -> Clamd:
    """The daemon at ``clamd://host[:port]`` or ``clamd:///path/of/socket``; raises ValueError for anything
    else."""
    try:
        parts = urlsplit(url)
        port = parts.port or DEFAULT_PORT
    except ValueError as error:
        raise ValueError(EXPECTED) from error
    plain = url.startswith("clamd://") and not (parts.query or parts.fragment or "@" in parts.netloc)
    if plain and parts.hostname and parts.path in ("", "/"):
        return Clamd((parts.hostname, port), patience)
    if plain and not parts.netloc and len(parts.path) > 1:
        return Clamd(parts.path, patience)
    raise ValueError(EXPECTED)
