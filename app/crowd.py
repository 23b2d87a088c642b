"""How many requests are answered at once and how many wait: beyond that, a quick refusal instead of a hang.

Two lanes, so that neither keeps the other out: what brings files, which may take minutes, and everything else. A
request that finds its lane full waits for its turn, in order, before a byte of its body is read; when too many
wait already, or it waited too long, it is refused (``crowded``, 503) and nothing of it was taken. What machines
ask passes beside the lanes.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import g, request

from storage.actors import ANONYMOUS
from storage.errors import N_, TemporaryError

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

REFUSED = "truchement.crowded"
BESIDE = frozenset({"/healthz", "/readyz", "/metrics"})
FORM = 1024 * 1024


class CrowdedError(TemporaryError):
    """More was asked at once than the web process answers."""

    code = "crowded"
    retry_after = 10
    template = N_(
        "Beaucoup de demandes arrivent en même temps\u00a0: celle-ci n'a pas été prise "
        "et rien n'en a été enregistré. "
        "Gardez vos fichiers et ce que vous avez saisi, attendez une dizaine de secondes, puis recommencez."
    )


@dataclass
class Lane:
    """At most ``most`` at once; at most ``waiting`` wait, each ``seconds`` at most."""

    most: int
    waiting: int
    seconds: float
    # Re-entrant, for an answer that is forgotten leaves wherever the collector finds it.
    _lock: Any = field(default_factory=threading.RLock, repr=False)
    _inside: int = 0
    _queue: deque[threading.Event] = field(default_factory=deque, repr=False)

    def enter(self) -> bool:
        """Waits for a place; False when there is none. Who gets True must ``leave``."""
        with self._lock:
            if self._inside < self.most and not self._queue:
                self._inside += 1
                return True
            if len(self._queue) >= self.waiting:
                return False
            turn = threading.Event()
            self._queue.append(turn)
        if turn.wait(self.seconds):
            return True
        with self._lock:
            if turn.is_set():
                return True  # the place was given at the last moment
            self._queue.remove(turn)
            return False

    def leave(self) -> None:
        """Gives the place to whoever waits longest."""
        with self._lock:
            if self._queue:
                self._queue.popleft().set()
            else:
                self._inside -= 1


@dataclass(frozen=True)
class Lanes:
    """One for what brings files, one for all the rest."""

    uploads: Lane
    requests: Lane

    def of(self, environ: Environ) -> Lane | None:
        """The lane of a request; None for what is never kept waiting."""
        if environ.get("PATH_INFO") in BESIDE:
            return None
        return self.uploads if _brings_files(environ) else self.requests


def _brings_files(environ: Environ) -> bool:
    """Whether the body may take long to come."""
    if environ.get("CONTENT_TYPE", "").lower().startswith("multipart/"):
        return True
    said = environ.get("CONTENT_LENGTH") or "0"
    return "HTTP_TRANSFER_ENCODING" in environ or not said.isdecimal() or int(said) > FORM


class Gate:
    """In front of the application: marks what is refused, which ``refuse`` then answers without a database."""

    def __init__(self, app: Application, lanes: Lanes) -> None:
        self._app, self._lanes = app, lanes

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        lane = self._lanes.of(environ)
        if lane is None:
            return self._app(environ, start_response)
        if not lane.enter():
            environ[REFUSED] = True
            return self._app(environ, start_response)
        try:
            return _Answer(self._app(environ, start_response), lane.leave)
        except BaseException:
            lane.leave()
            raise


class _Answer(Iterator[bytes]):
    """An answer on its way, which keeps its place until it is sent, given up or forgotten."""

    def __init__(self, parts: Iterable[bytes], leave: Callable[[], None]) -> None:
        self._parts, self._leave, self._next = parts, leave, iter(parts)
        self._left = False

    def __next__(self) -> bytes:
        return next(self._next)

    def close(self) -> None:
        try:
            if hasattr(self._parts, "close"):
                self._parts.close()
        finally:
            self._go()

    def _go(self) -> None:
        if not self._left:
            self._left = True
            self._leave()

    def __del__(self) -> None:
        self._go()


def refuse() -> None:
    """The first thing that the application does with a request: raises CrowdedError for one that was marked."""
    if request.environ.get(REFUSED):
        # Nobody is identified, for that would ask the database.
        g.actor, g.signed, g.crowded = ANONYMOUS, None, True
        raise CrowdedError()
