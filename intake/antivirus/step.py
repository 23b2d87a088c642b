"""The step that has a document examined before anything opens it."""

import logging
from dataclasses import dataclass

from intake.antivirus import service
from intake.antivirus.scanner import Clean, Infected, Outcome, Scanner
from intake.antivirus.service import Asked
from storage.actors import system
from storage.blobs import Verified
from storage.leases import LeaseKeeper
from storage.queue import Claim
from storage.steps import Worker, begin, carry_out
from storage.unit_of_work import UnitOfWork
from storage.workflow import Queue

ACTOR = system("antivirus")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ScanStep:
    """Examines one document after the other. The bytes go from the blob store to the scanner, verified on the way:
    no copy lies on this machine."""

    worker: Worker
    scanner: Scanner

    def run_once(self) -> bool:
        """Examines one document; returns False when there is none, or when the scanner does not answer, so that
        what waits behind is left to the next sweep instead of meeting the same silence one by one."""
        begun = begin(self.worker, ACTOR, Queue.SCAN, service.start, service.give_up)
        if begun is None:
            return False
        claim, asked = begun
        return True if asked is None else self._work(claim, asked)

    def _work(self, claim: Claim, asked: Asked) -> bool:
        answered = True

        def work(keeper: LeaseKeeper) -> None:
            nonlocal answered
            outcome = self._examine(asked, keeper)
            answered = isinstance(outcome, Clean | Infected) or not outcome.why.down
            self._save(claim, outcome)

        def refuse(uow: UnitOfWork, code: str) -> None:
            service.refuse(uow, claim, code)

        carry_out(self.worker, ACTOR, claim, work, refuse)
        return answered

    def _examine(self, asked: Asked, keeper: LeaseKeeper) -> Outcome:
        with Verified(self.worker.store.blobs.open(asked.blob_key), asked.sha256) as source:
            return self.scanner.scan(source, keeper.tick)

    def _save(self, claim: Claim, outcome: Outcome) -> None:
        with self.worker.store.transaction(ACTOR) as uow:
            match outcome:
                case Clean():
                    service.found_clean(uow, claim)
                case Infected():
                    log.warning("document %s held: %s", claim.subject_id, outcome.signature)
                    service.found_infected(uow, claim, outcome)
                case _:
                    log.warning("document %s not examined: %s", claim.subject_id, outcome.why)
                    service.not_examined(uow, claim, outcome.why)
