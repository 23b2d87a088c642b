"""The step that drafts: claims a translation, has its pages cut into segments and drafted, saves them at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from storage.actors import system
from storage.blobs import read_verified
from storage.leases import LeaseKeeper
from storage.queue import Claim
from storage.steps import Worker, begin, carry_out
from storage.unit_of_work import UnitOfWork
from storage.words import PageWords, decode
from storage.workflow import Queue
from translate import service
from translate.segments import Draft
from translate.service import INTERRUPTED, DraftRequest

ACTOR = system("translate")


@dataclass(frozen=True, slots=True)
class DraftedPages:
    """The drafts in the order of the document; ``demonstration`` when a demonstration model took part."""

    drafts: tuple[Draft, ...]
    demonstration: bool


class Drafter(Protocol):
    """Makes segments of pages and drafts them, whatever the languages; never refuses a language."""

    def __call__(
        self,
        pages: Sequence[PageWords],
        source_language: str | None,
        target_language: str,
        tick: Callable[[], None],
    ) -> DraftedPages: ...


@dataclass(frozen=True)
class DraftStep:
    """What drafting needs."""

    worker: Worker
    draft: Drafter

    def run_once(self) -> bool:
        """Drafts one translation; returns False when there is none to draft."""

        def give_up(uow: UnitOfWork, claim: Claim) -> None:
            service.fail_draft(uow, claim, INTERRUPTED)

        begun = begin(self.worker, ACTOR, Queue.DRAFT, service.start_draft, give_up)
        if begun is None:
            return False
        claim, request = begun
        if request is not None:
            self._work(claim, request)
        return True

    def _work(self, claim: Claim, request: DraftRequest) -> None:
        def work(keeper: LeaseKeeper) -> None:
            store = self.worker.store
            pages = [
                replace(decode(read_verified(store.blobs, page.key, page.sha256)), number=page.position)
                for page in request.pages
            ]
            done = self.draft(pages, request.source_language, request.target_language, keeper.tick)
            with store.transaction(ACTOR) as uow:
                service.save_draft(uow, claim, done.drafts, demonstration=done.demonstration)

        def refuse(uow: UnitOfWork, code: str) -> None:
            service.fail_draft(uow, claim, code)

        carry_out(self.worker, ACTOR, claim, work, refuse)
