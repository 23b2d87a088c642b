"""The beat: a plain loop that frees expired leases, reminds workers of what waits, and seals the audit log.

Safe to run twice: each of its acts is a short transaction that finds nothing to do the second time.
"""

import logging
import threading
import time

from delivery.webhooks.queries import due as calls_due
from storage import audit, queue
from storage.actors import system
from storage.errors import TemporaryError
from storage.models import now
from storage.outbox import due
from storage.queue import Lease
from storage.unit_of_work import Store
from storage.workflow import Queue

ACTOR = system("beat")
SEAL_SECONDS = 1.0
log = logging.getLogger(__name__)


def run_beat(store: Store, sweep_seconds: float, lease: Lease, stop: threading.Event) -> None:
    """Beats until ``stop`` is set: seals every second, sweeps every ``sweep_seconds``.

    After a time without database nobody could renew a lease: holders first get the time to, and a lease that ran
    out counts for nothing until every lease has had its full length again."""
    next_sweep = excused_until = 0.0
    while not stop.is_set():
        try:
            seal(store)
            if time.monotonic() >= next_sweep:
                next_sweep = time.monotonic() + sweep_seconds
                sweep(store, counted=time.monotonic() >= excused_until)
        except TemporaryError as error:
            next_sweep = time.monotonic() + max(sweep_seconds, lease.renew_every)
            excused_until = time.monotonic() + lease.seconds
            log.warning("beat: %s, tried again", error.code)
        stop.wait(SEAL_SECONDS)


def seal(store: Store) -> int:
    """Chains the audit events written since; takes the write lock only when there are some."""
    with store.read(ACTOR) as uow:
        if not audit.unsealed(uow.session):
            return 0
    with store.transaction(ACTOR) as uow:
        return audit.seal(uow.session)


def sweep(store: Store, *, counted: bool = True) -> None:
    """Frees what dead workers held, and wakes every queue that has work waiting."""
    with store.transaction(ACTOR) as uow:
        freed = queue.sweep(uow.session, counted=counted)
        for name in queue.waiting(uow.session):
            uow.wake(name)
        if uow.session.scalar(due(now()).limit(1)) is not None:
            uow.wake(Queue.RELAY)
        if uow.session.scalar(calls_due(now()).limit(1)) is not None:
            uow.wake(Queue.CALL)
    if freed:
        log.warning("%d leases had run out", freed)
