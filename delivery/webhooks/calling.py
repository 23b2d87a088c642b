"""One call to another system: to the number that was looked at, once, briefly, and reading next to nothing."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from delivery.webhooks.addresses import Rules, Target, pick, target_of
from delivery.webhooks.errors import UrlRefusedError

CONNECT_SECONDS = 5.0
#: From the first byte to the last, however slowly the other side drips its answer.
TOTAL_SECONDS = 15.0
MOST_BYTES = 16 * 1024
Resolve = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The status that was answered, or the code of why there was none; ``milliseconds`` it took."""

    status: int | None
    failure: str
    milliseconds: int

    @property
    def taken(self) -> bool:
        """Whether the other system took the news."""
        return not self.failure


@dataclass(frozen=True)
class Caller:
    """``context`` says whose certificates are believed: the system's, unless another is given."""

    rules: Rules
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    seconds: float = TOTAL_SECONDS
    resolve: Resolve | None = None

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Sends ``body``; never raises for what the other side does."""
        began = time.monotonic()
        status, failure = self._try(url, headers, body)
        return Outcome(status, failure, round((time.monotonic() - began) * 1000))

    def _try(self, url: str, headers: Mapping[str, str], body: bytes) -> tuple[int | None, str]:
        try:
            target = target_of(url, self.rules)
        except UrlRefusedError:
            return None, "refused_address"
        try:
            found = (self.resolve or _resolve)(target.host, target.port)
        except OSError:
            return None, "unknown_host"
        number = pick(found, self.rules, secure=target.secure)
        if number is None:
            return None, "refused_address"
        return self._send(target, number, headers, body)

    def _send(
        self, target: Target, number: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int | None, str]:
        connection = _Pinned(target, number, self.context if target.secure else None)
        watch = threading.Timer(self.seconds, connection.cut)
        watch.daemon = True
        watch.start()
        try:
            connection.request("POST", target.path, body, {"Host": target.authority, **headers})
            answer = connection.getresponse()
            answer.read(MOST_BYTES)
        except ssl.SSLError:
            return None, "timed_out" if connection.was_cut else "certificate"
        except (OSError, http.client.HTTPException, ValueError):
            return None, "timed_out" if connection.was_cut else "no_answer"
        finally:
            watch.cancel()
            connection.close()
        return answer.status, _judged(answer.status)


def _judged(status: int) -> str:
    if 200 <= status < 300:
        return ""
    # A redirection could lead anywhere: it is told, and not followed.
    return "redirected" if 300 <= status < 400 else f"answered_{status}"


def _resolve(host: str, port: int) -> Sequence[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class _Pinned(http.client.HTTPConnection):
    """A connection to a number, under the name that it was found by."""

    def __init__(self, target: Target, number: str, context: ssl.SSLContext | None) -> None:
        super().__init__(target.host, target.port, timeout=CONNECT_SECONDS)
        self._number, self._context = number, context
        self.was_cut = False

    def connect(self) -> None:
        """Connects; raises OSError."""
        plain = socket.create_connection((self._number, self.port), CONNECT_SECONDS)
        # Known before the handshake, so that it can be cut off too.
        self.sock = plain
        if self._context is not None:
            self.sock = self._context.wrap_socket(plain, server_hostname=self.host)
        self.sock.settimeout(TOTAL_SECONDS)

    def cut(self) -> None:
        """Ends the call from another thread."""
        self.was_cut = True
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it ended by itself
