"""The step that delivers: claims an approved translation, renders its files, records them at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from delivery import service
from delivery.document import TranslatedDocument
from delivery.service import INTERRUPTED, House
from storage.actors import system
from storage.leases import LeaseKeeper
from storage.queue import Claim
from storage.steps import Worker, begin, carry_out
from storage.unit_of_work import UnitOfWork
from storage.workflow import Queue

ACTOR = system("delivery")


@dataclass(frozen=True)
class DeliverStep:
    """``render`` makes the files, by their kind."""

    worker: Worker
    render: Callable[[TranslatedDocument], Mapping[str, bytes]]
    house: House

    def run_once(self) -> bool:
        """Delivers one translation; returns False when there is none."""

        def start(uow: UnitOfWork, claim: Claim) -> TranslatedDocument | None:
            return service.start_delivery(uow, claim, self.house)

        def give_up(uow: UnitOfWork, claim: Claim) -> None:
            service.fail_delivery(uow, claim, INTERRUPTED)

        begun = begin(self.worker, ACTOR, Queue.DELIVER, start, give_up)
        if begun is None:
            return False
        claim, document = begun
        if document is not None:
            self._work(claim, document)
        return True

    def _work(self, claim: Claim, document: TranslatedDocument) -> None:
        def work(_keeper: LeaseKeeper) -> None:
            files = self.render(document)
            with self.worker.store.transaction(ACTOR) as uow:
                service.save_delivery(uow, claim, files)

        def refuse(uow: UnitOfWork, code: str) -> None:
            service.fail_delivery(uow, claim, code)

        carry_out(self.worker, ACTOR, claim, work, refuse)
