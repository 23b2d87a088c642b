"""Runs a queue until it is empty, one runner per queue and process, however many hints arrive."""

import contextvars
import logging
import threading
from collections.abc import Callable, Mapping

from app.logs import tell_defect
from storage.errors import TemporaryError
from storage.workflow import Queue

log = logging.getLogger(__name__)


class Runner:
    """``run_once`` does one piece of work and says whether there was any."""

    def __init__(self, name: str, run_once: Callable[[], bool]) -> None:
        self._name, self._run_once = name, run_once
        self._busy = threading.Lock()
        self._hinted = threading.Event()
        self._stopping = threading.Event()

    def hint(self) -> None:
        """There may be work: does it, unless this process is at it already, which then looks once more."""
        self._hinted.set()
        while self._hinted.is_set() and self._busy.acquire(blocking=False):
            try:
                self._hinted.clear()
                # In a context of its own, so that what it was at last does not cling to what comes next.
                contextvars.copy_context().run(self._drain)
            finally:
                self._busy.release()

    def stop(self) -> None:
        """Lets the piece under way finish and takes no other."""
        self._stopping.set()

    def _drain(self) -> None:
        try:
            while not self._stopping.is_set() and self._run_once():
                pass
        except TemporaryError as error:
            log.warning("%s: %s, left to the next sweep", self._name, error.code)
        except Exception as error:  # noqa: BLE001 - as below
            # The one place where a worker answers for a defect: Celery's own line would quote the error's message.
            tell_defect(log, "%s: defect, left to the end of its lease", self._name, error=error)


def runners(steps: Mapping[Queue, Callable[[], bool]]) -> dict[Queue, Runner]:
    """A runner for each queue."""
    return {queue: Runner(queue.value, run_once) for queue, run_once in steps.items()}
