"""Frees what dead workers held, aside: the database may be gone or hang just then, and the supervisor must go on
looking after the processes, whose number the death of a database often raises."""

import logging
import queue
import threading
from collections.abc import Callable

from storage.errors import TemporaryError

PAUSE = 1.0
log = logging.getLogger(__name__)


class Releases:
    """``release`` frees what a process held, by its id; a TemporaryError puts it off."""

    def __init__(self, release: Callable[[int], None], stopping: threading.Event, pause: float = PAUSE) -> None:
        self._release, self._stopping, self._pause = release, stopping, pause
        self._dead: queue.SimpleQueue[int] = queue.SimpleQueue()

    def died(self, pid: int) -> None:
        """Notes a death; returns at once."""
        self._dead.put(pid)

    def run(self) -> None:
        """Frees until ``stopping`` is set; what is left then is freed by its lease or by the next start."""
        while not self._stopping.is_set():
            try:
                pid = self._dead.get(timeout=self._pause)
            except queue.Empty:
                continue
            self._free(pid)

    def _free(self, pid: int) -> None:
        try:
            self._release(pid)
        except TemporaryError as error:
            log.warning("what worker %d held: %s, tried again", pid, error.code)
            self._dead.put(pid)
            self._stopping.wait(self._pause)
