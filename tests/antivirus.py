"""Antiviruses for tests: ClamAV's own daemon, and one that speaks as it does and needs nothing installed.

Both pass the same contract (``tests/integration/intake/test_antivirus.py``); each can be ended, brought back, and
made to hang.
"""

import io
import json
import os
import signal
import socketserver
import struct
import threading
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject

from intake.antivirus.probe import EICAR
from tests.backends import ROOT, services, urls

ANTIVIRUSES = ("fake", pytest.param("clamd", marks=pytest.mark.services))
MEGABYTE = 1024 * 1024
# The name under which each knows the test file begins so.
NAME = "Eicar-Test-Signature"


class Daemon(Protocol):
    """A running antivirus; ``limit`` is the size in bytes over which it takes no stream."""

    url: str
    limit: int

    def kill(self) -> None:
        """Ends it at once."""

    def come_back(self) -> None:
        """Has it answer again, after it was ended or made to hang."""

    def hang(self) -> None:
        """Has it take connections and say nothing."""


@contextmanager
def antivirus(kind: str) -> Iterator[Daemon]:
    """One that answers; it answers again afterwards, whatever the test did to it."""
    daemon = FakeDaemon() if kind == "fake" else RealDaemon()
    try:
        yield daemon
    finally:
        daemon.close()


class RealDaemon:
    """The one of ``make services``, which is shared: it must be left running."""

    limit = 25 * MEGABYTE

    def __init__(self) -> None:
        self.url = urls()["clamav"]

    def _pid(self) -> int:
        folder = Path(os.environ.get("TRUCHEMENT_SERVICES", ROOT / "build" / "services"))
        return int(json.loads((folder / "clamav.pid").read_text())["pid"])

    def kill(self) -> None:
        services("kill", "clamav")

    def come_back(self) -> None:
        if self._hung:
            os.kill(self._pid(), signal.SIGCONT)
        self._hung = False
        services("restart", "clamav")

    def hang(self) -> None:
        os.kill(self._pid(), signal.SIGSTOP)
        self._hung = True

    _hung = False

    def close(self) -> None:
        self.come_back()


class FakeDaemon:
    """Knows the test file as such, in an archive and in a compressed stream."""

    limit = MEGABYTE

    def __init__(self) -> None:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.limit = self.limit
        self._port = int(self._server.server_address[1])
        self.url = f"clamd://127.0.0.1:{self._port}"
        self._start()

    def _start(self) -> None:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def kill(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def come_back(self) -> None:
        if self._server.hung.is_set():
            self._server.hung.clear()
        elif not self._thread.is_alive():
            self._server = _Server(("127.0.0.1", self._port), _Handler)
            self._server.limit = self.limit
            self._start()

    def hang(self) -> None:
        self._server.hung.set()

    def close(self) -> None:
        self._server.hung.clear()
        if self._thread.is_alive():
            self.kill()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    limit = 0

    def __init__(self, *given: object) -> None:
        self.hung = threading.Event()
        super().__init__(*given)  # type: ignore[arg-type]


class _Handler(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        try:
            command = b""
            while not command.endswith(b"\0"):
                command += self.rfile.read(1) or b"\0"
            answer = b"FakeAV 1\0" if command == b"zVERSION\0" else self._stream()
            while self.server.hung.is_set():
                threading.Event().wait(0.02)
            self.wfile.write(answer)
        except (OSError, struct.error):
            return  # left before the end

    def _stream(self) -> bytes:
        data = b""
        while True:
            (length,) = struct.unpack("!L", self.rfile.read(4))
            if not length:
                break
            data += self.rfile.read(length)
            if len(data) > self.server.limit:
                return b"INSTREAM size limit exceeded. ERROR\0"
        return f"stream: {NAME} FOUND\0".encode() if _knows(data) else b"stream: OK\0"


def _knows(data: bytes) -> bool:
    return EICAR in data or any(EICAR in part for part in _inside(data))


def _inside(data: bytes) -> Iterator[bytes]:
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    at = data.find(b"stream\n")
    while at >= 0:
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(data[at + 7 :])
        at = data.find(b"stream\n", at + 7)


def zipped(data: bytes) -> bytes:
    """In a compressed archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("essai.txt", data * 3)
    return out.getvalue()


def infect(pdf: Path) -> Path:
    """Hides the test file in a compressed stream of a real PDF, which is otherwise as it was."""
    writer = PdfWriter(clone_from=pdf)
    hidden = DecodedStreamObject()
    hidden.set_data(EICAR * 3)
    writer._add_object(hidden.flate_encode())
    writer.write(pdf)
    assert EICAR not in pdf.read_bytes()
    return pdf
