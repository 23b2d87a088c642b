"""Asking the parts of the service whether they answer: all at once, each within its time, never twice at once."""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

from storage.errors import ServiceError

SECONDS = 3.0
# Whoever asks more often is told again what was found.
KEPT = 2.0
#: A part that answers may still say something: the code of what is worth knowing.
GOOD = frozenset({"ok", "schema_newer"})
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """What a part answered: a stable code, no address and no message."""

    part: str
    ready: bool
    code: str
    ms: int


class Probe:
    """``check`` gives a code, or raises. A check that hangs stays alone: nobody starts another one behind it."""

    def __init__(self, part: str, check: Callable[[], str], seconds: float = SECONDS, kept: float = KEPT) -> None:
        self._part, self._check, self._seconds, self._kept = part, check, seconds, kept
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._began = 0.0
        self._found: Found | None = None

    def start(self) -> None:
        """Asks, unless somebody is asking, or has just been answered."""
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                return
            if self._found is not None and time.monotonic() - self._began < self._kept:
                return
            self._began, self._found = time.monotonic(), None
            self._thread = threading.Thread(target=self._run, daemon=True)
            self._thread.start()

    def answer(self) -> Found:
        """What was found, or that it took too long; waits no longer than this part's time."""
        thread = self._thread
        if thread is not None:
            thread.join(max(0.0, self._began + self._seconds - time.monotonic()))
        found = self._found
        return found or Found(self._part, False, "too_slow", round(self._seconds * 1000))

    def _run(self) -> None:
        began = time.monotonic()
        try:
            code = self._check()
        except Exception as error:  # noqa: BLE001 - whatever a part throws is its answer
            code = error.code if isinstance(error, ServiceError) else "unreachable"
            log.warning("%s is not ready: %s", self._part, error)
        self._found = Found(self._part, code in GOOD, code, round((time.monotonic() - began) * 1000))


def ask(probes: Iterable[Probe]) -> list[Found]:
    """The answers of all parts, asked at the same time."""
    asked = list(probes)
    for probe in asked:
        probe.start()
    return [probe.answer() for probe in asked]


def lines(found: Iterable[Found]) -> str:
    """One JSON line for each part."""
    return "".join(json.dumps(asdict(each)) + "\n" for each in found)
