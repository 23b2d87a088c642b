"""The step that reads: claims a run of pages, reads them in a child process, saves each as it comes."""

import logging
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ocr import service
from ocr.errors import ChildCrashedError
from ocr.service import PageRead, Run
from storage.actors import system
from storage.blobs import copy_verified
from storage.leases import LeaseKeeper
from storage.queue import Claim
from storage.steps import Worker, begin, carry_out
from storage.unit_of_work import UnitOfWork
from storage.words import PageWords
from storage.workflow import Queue

ACTOR = system("ocr")
log = logging.getLogger(__name__)


class Reader(Protocol):
    """Reads pages of a file, one by one, under limits; raises ChildCrashedError with the page at fault.
    ``rotation`` is the clockwise turn that makes them upright, None to find it."""

    def __call__(
        self,
        path: Path,
        media_type: str,
        numbers: Sequence[int],
        languages: tuple[str, ...],
        tick: Callable[[], None],
        rotation: int | None = None,
    ) -> Iterator[PageWords]: ...


@dataclass(frozen=True)
class ReadStep:
    """``scratch`` is a folder for the copy of the file while it is read; ``engine`` names the reader. ``start``
    says what a claim asks for, None when the document is not to be read now: it then closes the claim."""

    worker: Worker
    read: Reader
    engine: str
    scratch: Path
    start: Callable[[UnitOfWork, Claim], Run | None] = service.start_run

    def run_once(self) -> bool:
        """Does one run of pages; returns False when there is none."""
        begun = begin(self.worker, ACTOR, Queue.READ, self.start, service.split_run)
        if begun is None:
            return False
        claim, run = begun
        if run is not None:
            self._work(claim, run)
        return True

    def _work(self, claim: Claim, run: Run) -> None:
        def work(keeper: LeaseKeeper) -> None:
            try:
                self._read_pages(claim, run, keeper)
            except ChildCrashedError as error:
                log.warning("document %s: %s at page %s", claim.subject_id, error.code, error.page)
                with self.worker.store.transaction(ACTOR) as uow:
                    service.page_crashed(uow, claim, error.page, error.code)
                return
            with self.worker.store.transaction(ACTOR) as uow:
                service.finish_run(uow, claim)

        def refuse(uow: UnitOfWork, code: str) -> None:
            service.refuse_run(uow, claim, code)

        carry_out(self.worker, ACTOR, claim, work, refuse)

    def _read_pages(self, claim: Claim, run: Run, keeper: LeaseKeeper) -> None:
        if not run.batches:
            return
        store = self.worker.store
        told = (run.told_language,) if run.told_language else ()
        self.scratch.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.scratch) as folder:
            path = Path(folder) / "original"
            copy_verified(store.blobs, run.blob_key, run.sha256, path)
            began = time.monotonic()
            for words in self._words(path, run, told, keeper):
                keeper.tick()
                seconds, began = time.monotonic() - began, time.monotonic()
                with store.transaction(ACTOR) as uow:
                    service.save_page(uow, claim, PageRead(words, self.engine, seconds))

    def _words(self, path: Path, run: Run, told: tuple[str, ...], keeper: LeaseKeeper) -> Iterator[PageWords]:
        for numbers in run.batches:
            turn = run.turns.get(numbers[0])
            if turn is None:
                yield from self.read(path, run.media_type, numbers, told, keeper.tick)
            else:
                yield from self.read(path, run.media_type, numbers, told, keeper.tick, turn)
