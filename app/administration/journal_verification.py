"""Verifying the whole chain from the screen: in a thread that yields to requests, with how far it is."""

import logging
import threading
import time
from dataclasses import dataclass

from storage import audit
from storage.actors import Actor
from storage.audit import Verdict, Walk
from storage.errors import ServiceError
from storage.unit_of_work import Store

STEP = 500
# A walk takes turns with the requests of its process: it rests as long as it works.
SHARE = 1.0
LONGEST = 900.0
SHOWN = 20
ACTION = "journal_verified"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a verification is: ``done`` of ``total`` events. ``stopped`` is why it came to no end: ``too_long``,
    or the code of an error."""

    running: bool = False
    done: int = 0
    total: int = 0
    stopped: str | None = None


class Verification:
    """At most one walk at a time in a process. Its verdict is an event of the journal, where every process finds
    it; a second person who asks meanwhile watches the same walk."""

    def __init__(self, store: Store, *, longest: float = LONGEST, share: float = SHARE) -> None:
        """``longest`` in seconds; ``share`` is the rest after a step, in times of what the step took."""
        self._store, self._longest, self._share = store, longest, share
        self._lock = threading.Lock()
        self._progress = Progress()

    @property
    def progress(self) -> Progress:
        """How far it is now."""
        return self._progress

    def start(self, actor: Actor) -> None:
        """Begins a walk, unless one is under way."""
        with self._lock:
            if self._progress.running:
                return
            with self._store.read(actor) as uow:
                total = audit.sealed_until(uow.session)
            self._progress = Progress(running=True, total=total)
        threading.Thread(target=self._run, args=(actor, total), name="journal", daemon=True).start()

    def _run(self, actor: Actor, total: int) -> None:
        stopped: str | None = "interrupted"
        try:
            verdict = self._walk(actor, total)
            stopped = None if verdict else "too_long"
            if verdict is not None:
                self._tell(actor, verdict)
        except ServiceError as error:
            log.warning("verification of the journal: %s", error.code)
            stopped = error.code
        finally:
            self._progress = Progress(stopped=stopped)

    def _walk(self, actor: Actor, total: int) -> Verdict | None:
        walk, began = Walk(), time.monotonic()
        while time.monotonic() - began < self._longest:
            at = time.monotonic()
            with self._store.read(actor) as uow:
                verdict = walk.step(uow.session, STEP)
            if verdict is not None:
                return verdict
            self._progress = Progress(running=True, done=walk.events, total=max(total, walk.events))
            time.sleep((time.monotonic() - at) * self._share)
        return None

    def _tell(self, actor: Actor, verdict: Verdict) -> None:
        with self._store.transaction(actor) as uow:
            uow.record(
                ACTION,
                "journal",
                "audit",
                events=verdict.events,
                sequence=verdict.sequence,
                head=verdict.head,
                problems=len(verdict.problems),
                shown=[[number, code] for number, code in verdict.problems[:SHOWN]],
            )
