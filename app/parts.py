"""The steps of the pipeline with their engines, and who takes in which message."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from app.child_limits import child_limits
from app.display import ZONE
from app.drafting import open_drafter
from app.engines import open_router
from app.mail import Post, open_post
from app.watch import measured
from app.watch.meters import Meters
from app.wiring import Wiring, owner
from delivery.bilingual import render_bilingual
from delivery.document import TranslatedDocument
from delivery.pdf import render_pdf
from delivery.service import House
from delivery.step import DeliverStep
from delivery.webhooks import announcing
from delivery.webhooks.calling import Caller
from delivery.webhooks.step import CallStep
from delivery.word import render_docx
from intake import letters, triage
from intake.antivirus.service import admit
from intake.antivirus.step import ScanStep
from intake.triage_findings import ReadingRecogniser
from ocr.limits import Limits
from ocr.reading import ReadingOptions
from ocr.service import Run, start_run
from ocr.step import ReadStep
from ocr.supervision import read_in_child
from ocr.tesseract import tesseract_version
from storage.messages import (
    DocumentHeld,
    DocumentRead,
    OrderRescheduled,
    ScanAsked,
    TranslationDelivered,
    TranslationResumed,
    TranslationStopped,
)
from storage.models import Straight
from storage.outbox import Consumer, relay
from storage.queue import Claim
from storage.steps import Worker
from storage.unit_of_work import UnitOfWork
from storage.words import PageWords
from storage.workflow import Queue
from translate.engines.router import Router
from translate.page_drafter import PageDrafter
from translate.step import DraftStep


def render(document: TranslatedDocument) -> Mapping[str, bytes]:
    """The delivered files, by their kind."""
    return {
        "pdf": render_pdf(document),
        "bilingual": render_bilingual(document),
        "docx": render_docx(document),
    }


@dataclass(frozen=True)
class ChildReader:
    """Reads pages in a process of its own, ``threads`` pages at once."""

    threads: int
    limits: Limits
    meters: Meters

    def __call__(
        self,
        path: Path,
        media_type: str,
        numbers: Sequence[int],
        languages: tuple[str, ...],
        tick: Callable[[], None],
        rotation: int | None = None,
    ) -> Iterator[PageWords]:
        options = ReadingOptions(languages_hint=languages, workers=self.threads, rotation=rotation)
        pages = read_in_child(path, media_type, numbers, options, limits=self.limits, tick=tick)
        return measured.pages(pages, self.meters)


def start_if_admitted(uow: UnitOfWork, claim: Claim) -> Run | None:
    """Reads nothing that the antivirus has not cleared, whichever way it came to the queue."""
    return start_run(uow, claim) if admit(uow, claim) else None


def idle() -> bool:
    """What a queue does here that only others serve."""
    return False


@dataclass(frozen=True)
class Parts:
    """What a worker needs beyond the wiring. Engines are opened when they are first asked for."""

    wiring: Wiring
    pid: int

    @cached_property
    def router(self) -> Router:
        """The engines."""
        return open_router(self.wiring.settings)

    @cached_property
    def drafter(self) -> PageDrafter:
        """The engines with the language detector."""
        return open_drafter(self.router, self.wiring.meters)

    @cached_property
    def reader(self) -> ChildReader:
        """The reader of pages."""
        settings = self.wiring.settings
        return ChildReader(settings.ocr_threads, child_limits(settings), self.wiring.meters)

    @cached_property
    def post(self) -> Post:
        """Who sends mail."""
        return open_post(self.wiring.settings)

    @property
    def house(self) -> House:
        """How the liaison body is named on its files."""
        return House(self.wiring.settings.body_name, ZONE)

    @property
    def door(self) -> triage.Door:
        """Who passes triage without a person."""
        settings = self.wiring.settings
        return triage.Door(Straight(settings.straight), ReadingRecogniser(settings.straight_confidence))

    @cached_property
    def calls(self) -> CallStep:
        """Who calls other systems."""
        settings = self.wiring.settings
        caller = Caller(self.wiring.call_rules)
        return CallStep(self.wiring.store, self.wiring.sealer, caller, settings.public_url)

    def _worker(self, queue: Queue) -> Worker:
        return Worker(self.wiring.store, self.wiring.lease, owner(self.pid, queue.value))

    def steps(self) -> Mapping[Queue, Callable[[], bool]]:
        """What each queue does."""
        engine = f"pdfplumber, tesseract {tesseract_version()}"
        scanner = self.wiring.scanner
        starting = start_run if scanner is None else start_if_admitted
        read = ReadStep(self._worker(Queue.READ), self.reader, engine, self.wiring.scratch, starting)
        scan = idle if scanner is None else ScanStep(self._worker(Queue.SCAN), scanner).run_once
        draft = DraftStep(self._worker(Queue.DRAFT), self.drafter)
        deliver = DeliverStep(self._worker(Queue.DELIVER), render, self.house)
        plain = {
            Queue.SCAN: scan,
            Queue.READ: read.run_once,
            Queue.DRAFT: draft.run_once,
            Queue.DELIVER: deliver.run_once,
            Queue.RELAY: lambda: relay(self.wiring.store, self.consumers(), self.post.send) > 0,
            Queue.CALL: self.calls.run_once,
        }
        return measured.steps(plain, self.wiring.meters)

    def consumers(self) -> Mapping[str, tuple[Consumer, ...]]:
        """Who takes in which message."""
        address = self.wiring.settings.public_url
        return {
            DocumentRead.kind: (
                lambda uow, message: triage.document_read(uow, message, self.door),
                announcing.document_read,
            ),
            ScanAsked.kind: (lambda uow, message: letters.scan_asked(uow, message, address),),
            DocumentHeld.kind: (
                lambda uow, message: letters.held(uow, message, address),
                announcing.document_held,
            ),
            TranslationDelivered.kind: (
                lambda uow, message: letters.delivered(uow, message, address),
                announcing.translation_delivered,
            ),
            TranslationStopped.kind: (
                lambda uow, message: letters.stopped(uow, message, address),
                announcing.translation_stopped,
            ),
            TranslationResumed.kind: (
                lambda uow, message: letters.resumed(uow, message, address),
                announcing.translation_resumed,
            ),
            OrderRescheduled.kind: (
                lambda uow, message: letters.rescheduled(uow, message, address),
                announcing.order_rescheduled,
            ),
        }

    def close(self) -> None:
        """Ends the programs of the engines and frees their models."""
        self.router.close()
