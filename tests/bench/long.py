"""One long document: pages a minute by workers, and what the workers hold from its upload to its delivery."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select, update

from storage.actors import system
from storage.flow import advance
from storage.models import Delivery, Page, Segment, SegmentState, Translation, User, now
from storage.workflow import PageStatus
from storage.workflow import TranslationStatus as T
from tests.bench.memory import proportional, tree_of, watching
from tests.browser import Browser
from tests.service import Service, running
from tests.torture.__main__ import EMAIL, PASSWORD, prepare

ACTOR = system("bench")
PATIENCE = 3600.0


@dataclass(frozen=True)
class Delivered:
    """The peaks of the workers' memory in bytes and the seconds, up to the draft and from there to the files."""

    drafting: int
    delivering: int
    seconds_drafting: float
    seconds_delivering: float


@contextmanager
def house(data: Path, workers: int, **settings: str) -> Iterator[Service]:
    prepare(data, {})
    chosen = {"WORKERS": str(workers), "OCR_THREADS": "1", "SWEEP_SECONDS": "1", "STRAIGHT": "always", **settings}
    with running(data, "--sans-demo", **chosen) as service:
        yield service


def _send(service: Service, paper: Path) -> None:
    browser = Browser(service.url)
    browser.sign_in(EMAIL, PASSWORD)
    browser.send([paper])


def pages_a_minute(folder: Path, paper: Path, workers: int) -> float:
    """Reads the document with so many workers of one OCR thread each: from the first page read to the last, so
    that the upload and the start of the engines do not count."""
    with house(folder, workers) as service:
        _send(service, paper)
        _until(lambda: _read(service)[0] >= workers)
        began, first = time.monotonic(), _read(service)[0]
        _until(lambda: _read(service)[0] == _read(service)[1])
        return 60 * (_read(service)[1] - first) / (time.monotonic() - began)


def _read(service: Service) -> tuple[int, int]:
    with service.wiring().store.read(ACTOR) as uow:
        done = uow.session.scalar(select(func.count(Page.id)).where(Page.status == PageStatus.READ)) or 0
        return done, uow.session.scalar(select(func.count(Page.id))) or 0


def memory(folder: Path, paper: Path) -> Delivered:
    """Takes a document all the way with one worker, as two people would: approved as it was drafted."""
    with house(folder, 1) as service:

        def workers() -> list[int]:
            return [pid for worker in service.children("worker") for pid in tree_of(worker)]

        began = time.monotonic()
        with watching(workers, proportional, 0.5) as drafting:
            _send(service, paper)
            _until(lambda: _status(service) in (T.DRAFTED, T.FAILED))
        drafted = time.monotonic()
        assert _status(service) is T.DRAFTED
        with watching(workers, proportional, 0.5) as delivering:
            _approve(service)
            _until(lambda: _status(service) in (T.DELIVERED, T.FAILED))
        assert _status(service) is T.DELIVERED
        with service.wiring().store.read(ACTOR) as uow:
            files = {file.kind for file in uow.session.scalars(select(Delivery)).one().files}
        assert "bilingual" in files
        return Delivered(drafting.peak, delivering.peak, drafted - began, time.monotonic() - drafted)


def _approve(service: Service) -> None:
    with service.wiring().store.transaction(ACTOR) as uow:
        translation = uow.session.scalars(select(Translation)).one()
        person = uow.session.scalars(select(User).where(User.email == EMAIL)).one()
        uow.session.execute(update(Segment).values(state=SegmentState.CONFIRMED))
        advance(uow, translation, T.IN_TRANSLATION)
        translation.translator_id, translation.translated_at = person.id, now()
        advance(uow, translation, T.APPROVED)
        translation.approved_by, translation.approved_at = person.id, now()


def _status(service: Service) -> T | None:
    with service.wiring().store.read(ACTOR) as uow:
        return uow.session.scalar(select(Translation.status))


def _until(true) -> None:  # type: ignore[no-untyped-def]
    deadline = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.2)
