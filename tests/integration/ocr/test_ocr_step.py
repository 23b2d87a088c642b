"""The step that reads, over a real database: a page that kills its reader is lost, its neighbours are not."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from ocr.errors import ChildCrashedError
from ocr.service import request_reading
from ocr.step import ReadStep
from storage.actors import system
from storage.database import open_engine, session_maker
from storage.disk import DiskBlobs
from storage.migrations import upgrade
from storage.models import Document, Page, Role
from storage.queue import Lease
from storage.steps import Worker
from storage.unit_of_work import Store
from storage.words import Box, PageWords, Word
from storage.workflow import DocumentStatus, PageStatus
from tests.factories import make_actor, make_body, make_document, make_order, make_unit

ACTOR = system("test")
PAGES = 4


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    engine = open_engine(f"sqlite:///{tmp_path / 'test.db'}")
    upgrade(engine)
    yield Store(session_maker(engine), DiskBlobs(tmp_path / "blobs"), lambda _queue: None)
    engine.dispose()


class Reader:
    """Reads two pages at once: the death that page ``poison`` causes is laid at the one before it, where that one
    is being read too."""

    def __init__(self, poison: int) -> None:
        self.poison = poison

    def __call__(
        self,
        path: Path,
        media_type: str,
        numbers: Sequence[int],
        languages: tuple[str, ...],
        tick: Callable[[], None],
    ) -> Iterator[PageWords]:
        for number, following in zip(numbers, [*numbers[1:], 0], strict=True):
            if self.poison in (number, following):
                raise ChildCrashedError(page=number)
            yield PageWords(
                number, 595, 842, 0, "ocr", ("de",), 90.0, (Word("Rente", Box(1, 1, 9, 9), 90.0, 0, 0),)
            )


@pytest.mark.parametrize("poison", [1, 2, PAGES])
def test_the_poisonous_page_alone_is_lost(store: Store, tmp_path: Path, poison: int) -> None:
    with store.write(ACTOR) as uow:
        author = make_actor(uow, make_unit(uow, make_body(uow)), Role.REQUESTER)
        document = make_document(uow, make_order(uow, author), pages=PAGES)
        request_reading(uow, document, urgent=False)
        uow.commit()
    step = ReadStep(Worker(store, Lease(60, 15), "w"), Reader(poison), "test", tmp_path / "scratch")
    runs = 0
    while step.run_once():
        runs += 1
        assert runs < 20
    with store.read(ACTOR) as uow:
        pages = uow.session.scalars(select(Page).order_by(Page.number)).all()
        lost = {page.number: page.reason for page in pages if page.status is PageStatus.FAILED}
        assert lost == {poison: "reading_crashed"}
        assert [page.number for page in pages if page.status is PageStatus.READ] == [
            number for number in range(1, PAGES + 1) if number != poison
        ]
        assert uow.session.scalars(select(Document)).one().status is DocumentStatus.READ
