"""The three beats of every step: claim, work without a transaction, save if the claim still holds."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from storage import queue, trail
from storage.actors import Actor
from storage.errors import CrashedError, ServiceError, TemporaryError
from storage.leases import LeaseKeeper
from storage.queue import Claim, Lease, LeaseLostError, SubjectMissingError
from storage.room import room_needed
from storage.unit_of_work import Store, UnitOfWork
from storage.workflow import Queue

Asked = TypeVar("Asked")
RETRY_SECONDS = 15.0
AGAIN_SECONDS = 0.5
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Worker:
    """Who works: ``owner`` names the process, so that what it held can be freed when it dies."""

    store: Store
    lease: Lease
    owner: str


def begin(
    worker: Worker,
    actor: Actor,
    kind: Queue,
    start: Callable[[UnitOfWork, Claim], Asked | None],
    give_up: Callable[[UnitOfWork, Claim], None],
) -> tuple[Claim, Asked | None] | None:
    """The first beat: takes the best row of a queue and says what it asks for; None when the queue is empty.

    What is asked is None when nothing is left to do: the row was given up because it is hopeless, is no longer
    wanted, or its subject is gone.
    """
    with worker.store.write(actor) as uow:
        claim = queue.claim(uow.session, kind, worker.owner, worker.lease)
        if claim is None:
            return None
        trail.begin(trail.Work(claim.queue.value, claim.item_id, claim.subject_id))
        asked: Asked | None = None
        try:
            # Undone by itself, so that the claim stays: a row that raised here would come back first for ever.
            with uow.session.begin_nested():
                if claim.hopeless:
                    give_up(uow, claim)
                else:
                    asked = start(uow, claim)
        except SubjectMissingError as error:
            log.warning("%s %s: %s", claim.queue, claim.subject_id, error.code)
            queue.complete(uow.session, claim, failure=error.code)
        uow.commit()
    return claim, asked


def carry_out(
    worker: Worker,
    actor: Actor,
    claim: Claim,
    work: Callable[[LeaseKeeper], None],
    refuse: Callable[[UnitOfWork, str], None],
) -> None:
    """Does ``work`` under a lease kept alive. A temporary error gives the claim back for later, any other error of
    the service is final and goes to ``refuse`` with its code; a lost lease throws the work away, and a subject
    that was removed meanwhile closes the row."""
    try:
        _close_if_missing(worker, actor, claim, lambda: _finish(worker, actor, claim, work, refuse))
    except LeaseLostError:
        log.info("%s %s: lease lost", claim.queue, claim.subject_id)


def _close_if_missing(worker: Worker, actor: Actor, claim: Claim, act: Callable[[], None]) -> None:
    try:
        act()
    except SubjectMissingError as error:
        log.warning("%s %s: %s", claim.queue, claim.subject_id, error.code)
        with worker.store.transaction(actor) as uow:
            queue.complete(uow.session, claim, failure=error.code)


def _finish(
    worker: Worker,
    actor: Actor,
    claim: Claim,
    work: Callable[[LeaseKeeper], None],
    refuse: Callable[[UnitOfWork, str], None],
) -> None:
    try:
        with LeaseKeeper(worker.store, claim, worker.lease) as keeper, room_needed():
            work(keeper)
    except (LeaseLostError, SubjectMissingError):
        raise
    except TemporaryError as error:
        log.warning("%s %s: %s, put back", claim.queue, claim.subject_id, error.code)
        _give_back(worker, actor, claim, crashed=isinstance(error, CrashedError))
    except ServiceError as error:
        log.warning("%s %s: %s", claim.queue, claim.subject_id, error.code)
        with worker.store.transaction(actor) as uow:
            refuse(uow, error.code)


def _give_back(worker: Worker, actor: Actor, claim: Claim, *, crashed: bool) -> None:
    """Puts the work back, as soon as the database is there to be told: a lease that ran out would count against
    the work, and the trouble is not its fault. Gives up when the lease has run out anyway."""
    limit = time.monotonic() + worker.lease.seconds
    while True:
        try:
            with worker.store.transaction(actor) as uow:
                queue.give_back(uow.session, claim, crashed=crashed, delay=RETRY_SECONDS)
                return
        except TemporaryError:
            if time.monotonic() > limit:
                raise
            time.sleep(AGAIN_SECONDS)
