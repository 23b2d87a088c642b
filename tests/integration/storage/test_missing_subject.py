"""A row of work whose document or translation is gone is closed with its reason, and the queue goes on."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text

from delivery.service import House
from delivery.step import DeliverStep
from ocr.step import ReadStep
from storage import queue
from storage.actors import system
from storage.models import Document, Translation, WorkItem
from storage.queue import MAX_CRASHES, Lease
from storage.steps import Worker
from storage.unit_of_work import Store
from storage.words import PageWords
from storage.workflow import DocumentStatus, PageStatus, Queue, TranslationStatus
from tests.factories import make_actor, make_body, make_document, make_order, make_translation, make_unit
from translate.step import DraftedPages, DraftStep

ACTOR = system("test")
Drop = Callable[[], None]


def reader(_path, _media_type, numbers, _languages, _tick):
    for number in numbers:
        yield PageWords(number, 595, 842, 0, "ocr", (), 90.0, ())


def steps(store: Store, scratch: Path, between: Drop = lambda: None) -> dict[Queue, Callable[[], bool]]:
    """The real steps with engines that do nothing but call ``between``."""

    def read(*given):
        between()
        yield from reader(*given)

    def draft(*_given):
        between()
        return DraftedPages((), demonstration=False)

    def render(_document):
        between()
        return {}

    worker = Worker(store, Lease(60, 15), "w")
    return {
        Queue.READ: ReadStep(worker, read, "test", scratch).run_once,
        Queue.DRAFT: DraftStep(worker, draft).run_once,
        Queue.DELIVER: DeliverStep(worker, render, House("Maison", ZoneInfo("Europe/Paris"))).run_once,
    }


def add_work(store: Store, kind: Queue, subject_id: UUID, crashes: int = 0) -> None:
    with store.transaction(ACTOR) as uow:
        body = make_body(uow)
        queue.enqueue(uow.session, kind, subject_id, body.id, span=(1, 1))
        uow.session.flush()
        uow.session.scalars(select(WorkItem).where(WorkItem.subject_id == subject_id)).one().crashes = crashes


def subject(store: Store, kind: Queue) -> UUID:
    """A document, or a translation, that the queue's step will take."""
    status = {Queue.DELIVER: TranslationStatus.APPROVED}.get(kind, TranslationStatus.DRAFTING)
    with store.transaction(ACTOR) as uow:
        order = make_order(uow, make_actor(uow, make_unit(uow, make_body(uow))))
        read = DocumentStatus.RECEIVED if kind is Queue.READ else DocumentStatus.READ
        document = make_document(uow, order, status=read)
        return document.id if kind is Queue.READ else make_translation(uow, document, status=status).id


def remove(store: Store, kind: Queue, subject_id: UUID) -> None:
    with store.transaction(ACTOR) as uow:
        if kind is Queue.READ:
            uow.session.execute(text("UPDATE page SET reading_id = NULL"))
        uow.session.delete(uow.session.get_one(Document if kind is Queue.READ else Translation, subject_id))


def failure(store: Store, subject_id: UUID) -> tuple[bool, str | None]:
    """Whether the row is closed and given back, and what it says."""
    with store.read(ACTOR) as uow:
        row = uow.session.scalars(select(WorkItem).where(WorkItem.subject_id == subject_id)).one()
        return row.done_at is not None and row.token is None, row.failure


@pytest.mark.parametrize("crashes", [0, MAX_CRASHES], ids=["fresh", "hopeless"])
@pytest.mark.parametrize("kind", [Queue.READ, Queue.DRAFT, Queue.DELIVER])
def test_the_queue_goes_on_behind_a_row_without_its_subject(
    store: Store, tmp_path: Path, kind: Queue, crashes: int
) -> None:
    gone, present = uuid4(), subject(store, kind)
    add_work(store, kind, gone, crashes)
    add_work(store, kind, present)
    run_once = steps(store, tmp_path)[kind]
    while run_once():
        pass
    assert failure(store, gone) == (True, "subject_missing")
    assert failure(store, present) == (True, None)


@pytest.mark.parametrize("kind", [Queue.READ, Queue.DRAFT, Queue.DELIVER])
def test_a_subject_removed_while_the_engine_runs_closes_its_row(store: Store, tmp_path: Path, kind: Queue) -> None:
    present = subject(store, kind)
    add_work(store, kind, present)
    run_once = steps(store, tmp_path, lambda: remove(store, kind, present))[kind]
    assert run_once()
    assert failure(store, present) == (True, "subject_missing")
    assert not run_once()


def test_a_page_that_the_document_does_not_have_fails_its_run(store: Store, tmp_path: Path) -> None:
    def astray(*_given):
        yield PageWords(7, 595, 842, 0, "ocr", (), 90.0, ())

    present = subject(store, Queue.READ)
    add_work(store, Queue.READ, present)
    step = ReadStep(Worker(store, Lease(60, 15), "w"), astray, "test", tmp_path)
    while step.run_once():
        pass
    with store.read(ACTOR) as uow:
        page = uow.session.get_one(Document, present).pages[0]
        assert (page.status, page.reason) == (PageStatus.FAILED, "page_missing")
    assert failure(store, present) == (True, "page_missing")
