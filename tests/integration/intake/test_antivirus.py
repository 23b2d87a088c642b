"""What an antivirus must answer, asked of ClamAV's own daemon and of the one that stands in for it elsewhere."""

import io
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from intake.antivirus.clamd import Clamd, Patience, open_clamd
from intake.antivirus.probe import EICAR, ask, padded
from intake.antivirus.scanner import Clean, Infected, Outcome, Unanswered, Why
from storage.blobs import BlobDamagedError, Verified
from storage.errors import TemporaryError
from tests.antivirus import ANTIVIRUSES, NAME, Daemon, antivirus, infect, zipped
from tests.integration.ocr.papers import SPANISH, printed
from tests.service import free_port

SHORT = Patience(connecting=2.0, taking=2.0, answering=1.5)


@pytest.fixture(params=ANTIVIRUSES)
def daemon(request: pytest.FixtureRequest) -> Iterator[Daemon]:
    with antivirus(request.param) as running:
        yield running


def scan(url: str, data: bytes, patience: Patience = SHORT) -> Outcome:
    return open_clamd(url, patience).scan(io.BytesIO(data), lambda: None)


def is_found(outcome: Outcome) -> bool:
    return isinstance(outcome, Infected) and outcome.signature.startswith(NAME)


def test_a_sound_file_is_clean(daemon: Daemon, tmp_path: Path) -> None:
    paper = printed(tmp_path / "acte.pdf", SPANISH).read_bytes()
    assert scan(daemon.url, paper) == Clean()
    assert scan(daemon.url, b"") == Clean()


def test_the_test_file_is_found_under_its_name(daemon: Daemon) -> None:
    assert is_found(scan(daemon.url, EICAR))


def test_it_is_found_in_an_archive_and_in_a_stream_of_a_pdf(daemon: Daemon, tmp_path: Path) -> None:
    archive = zipped(EICAR)
    assert EICAR not in archive
    assert is_found(scan(daemon.url, archive))
    assert is_found(scan(daemon.url, infect(printed(tmp_path / "acte.pdf", SPANISH)).read_bytes()))


def test_what_is_too_large_is_neither_clean_nor_infected(daemon: Daemon) -> None:
    for size in (daemon.limit + 1, 3 * daemon.limit):
        assert scan(daemon.url, bytes(size), Patience()) == Unanswered(Why.TOO_LARGE)
    # Not even when the threat comes before the limit is reached.
    assert scan(daemon.url, EICAR + bytes(2 * daemon.limit), Patience()) == Unanswered(Why.TOO_LARGE)


def test_the_probe_is_found_up_to_the_limit_and_not_beyond(daemon: Daemon) -> None:
    scanner = open_clamd(daemon.url)
    assert is_found(ask(scanner, padded(daemon.limit)))
    assert ask(scanner, padded(daemon.limit + 4096)) == Unanswered(Why.TOO_LARGE)


@pytest.mark.parametrize("size", [0, 1, 1000, 70_000, 1_000_000])
def test_the_probe_is_of_the_size_that_was_asked_for(size: int) -> None:
    made = sum(len(piece) for piece in padded(size))
    assert size - 1024 < made <= max(size, 600)


def test_a_server_that_is_down_is_told_and_comes_back(daemon: Daemon) -> None:
    daemon.kill()
    assert scan(daemon.url, EICAR) == Unanswered(Why.UNREACHABLE)
    assert open_clamd(daemon.url, SHORT).version() is None
    daemon.come_back()
    assert is_found(scan(daemon.url, EICAR))
    assert open_clamd(daemon.url, SHORT).version()


@pytest.mark.parametrize("size", [10, 40_000_000])
def test_a_server_that_hangs_is_given_up_in_time(daemon: Daemon, size: int) -> None:
    daemon.hang()
    began = time.monotonic()
    assert scan(daemon.url, bytes(min(size, daemon.limit))) == Unanswered(Why.SILENT)
    assert time.monotonic() - began < 6
    daemon.come_back()
    assert scan(daemon.url, b"sound") == Clean()


def test_damaged_bytes_are_never_clean(daemon: Daemon) -> None:
    """The end of the stream, without which there is no verdict, is not sent."""
    source = Verified(io.BytesIO(b"sound"), "0" * 64)
    with pytest.raises(BlobDamagedError):
        open_clamd(daemon.url, SHORT).scan(source, lambda: None)
    assert scan(daemon.url, b"sound") == Clean()


def test_whoever_waits_can_stop_between_two_pieces(daemon: Daemon) -> None:
    def stop() -> None:
        raise TemporaryError()

    with pytest.raises(TemporaryError):
        open_clamd(daemon.url, SHORT).scan(io.BytesIO(bytes(1000)), stop)


@contextmanager
def saying(reply: bytes, before: Callable[[socket.socket], None] = lambda _: None) -> Iterator[str]:
    """A server that takes one stream and answers ``reply``, whatever it was sent."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                before(connection)
                connection.sendall(reply)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"clamd://127.0.0.1:{server.getsockname()[1]}"
        thread.join(5)


def to_the_end(connection: socket.socket) -> None:
    data = b""
    while not data.endswith(b"\0\0\0\0"):
        data += connection.recv(65536)


@pytest.mark.parametrize(
    ("reply", "wanted"),
    [
        (b"stream: OK\0", Clean()),
        (b"stream: Win.Test FOUND\0", Infected("Win.Test")),
        (b"stream: \x1b[31mBad\n FOUND\0", Infected("[31mBad")),
        (b"stream: " + b"a" * 500 + b" FOUND\0", Infected("a" * 200)),
        (b"stream:  FOUND\0", Infected("?")),
        (b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0", Unanswered(Why.INCOMPLETE)),
        (b"INSTREAM size limit exceeded. ERROR\0", Unanswered(Why.TOO_LARGE)),
        (b"stream: Can't allocate memory ERROR\0", Unanswered(Why.REFUSED)),
        (b"UNKNOWN COMMAND\0", Unanswered(Why.GARBLED)),
        (b"HTTP/1.1 200 OK\r\n\r\n", Unanswered(Why.GARBLED)),
        (b"stream: OK", Unanswered(Why.GARBLED)),
        (b"stream: OK\n", Unanswered(Why.GARBLED)),
        (b"stream: ok\0", Unanswered(Why.GARBLED)),
        (b"OK\0", Unanswered(Why.GARBLED)),
        (b"stream: OK and more\0", Unanswered(Why.GARBLED)),
        (b"\0", Unanswered(Why.GARBLED)),
        (b"", Unanswered(Why.UNREACHABLE)),
        (b"x" * 10_000 + b"\0", Unanswered(Why.GARBLED)),
    ],
)
def test_only_a_known_verdict_is_one(reply: bytes, wanted: Outcome) -> None:
    with saying(reply, to_the_end) as url:
        assert scan(url, b"any") == wanted


def test_a_verdict_on_a_part_of_the_file_does_not_clear_it() -> None:
    """It answers at once, reads no further and closes: what was sent was not looked at."""
    with saying(b"stream: OK\0") as url:
        assert scan(url, bytes(30_000_000)) in (Unanswered(Why.GARBLED), Unanswered(Why.UNREACHABLE))


def test_nobody_there() -> None:
    assert scan(f"clamd://127.0.0.1:{free_port()}", b"") == Unanswered(Why.UNREACHABLE)
    assert scan("clamd:///nowhere/clamd.sock", b"") == Unanswered(Why.UNREACHABLE)


def test_a_socket_in_the_file_system(tmp_path: Path) -> None:
    place = tmp_path / "clamd.sock"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(place))
        server.listen()

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                to_the_end(connection)
                connection.sendall(b"stream: OK\0")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        assert scan(f"clamd://{place}", b"sound") == Clean()
        thread.join(5)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("clamd://av.example", ("av.example", 3310)),
        ("clamd://av.example:3311/", ("av.example", 3311)),
        ("clamd://[::1]:3310", ("::1", 3310)),
        ("clamd:///run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
    ],
)
def test_addresses(url: str, place: tuple[str, int] | str) -> None:
    assert open_clamd(url) == Clamd(place)


@pytest.mark.parametrize(
    "url",
    [
        "clamav://host",
        "clamd://",
        "clamd:///",
        "clamd:host",
        "clamd://host:port",
        "clamd://host/path",
        "clamd://user:secret@host",
        "clamd://host?timeout=1",
        "host:3310",
        "/run/clamav/clamd.ctl",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="clamd://hôte:port"):
        open_clamd(url)
