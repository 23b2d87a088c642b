"""The three beats of every step: claim, work without a transaction, save if the claim still holds."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from storage import queue
from storage.actors import Actor
from storage.errors import CrashedError, ServiceError, TemporaryError
from storage.leases import LeaseKeeper
from storage.queue import Claim, Lease, LeaseLostError
from storage.unit_of_work import Store, UnitOfWork

RETRY_SECONDS = 15.0
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Worker:
    """Who works: ``owner`` names the process, so that what it held can be freed when it dies."""

    store: Store
    lease: Lease
    owner: str


def carry_out(
    worker: Worker,
    actor: Actor,
    claim: Claim,
    work: Callable[[LeaseKeeper], None],
    refuse: Callable[[UnitOfWork, str], None],
) -> None:
    """Does ``work`` under a lease kept alive. A temporary error gives the claim back for later, any other error of
    the service is final and goes to ``refuse`` with its code; a lost lease throws the work away."""
    try:
        with LeaseKeeper(worker.store, claim, worker.lease) as keeper:
            work(keeper)
    except LeaseLostError:
        log.info("%s %s: lease lost", claim.queue, claim.subject_id)
    except TemporaryError as error:
        log.warning("%s %s: %s, put back", claim.queue, claim.subject_id, error.code)
        with worker.store.transaction(actor) as uow:
            queue.give_back(uow.session, claim, crashed=isinstance(error, CrashedError), delay=RETRY_SECONDS)
    except ServiceError as error:
        log.warning("%s %s: %s", claim.queue, claim.subject_id, error.code)
        with worker.store.transaction(actor) as uow:
            refuse(uow, error.code)
