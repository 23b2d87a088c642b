"""A full disk is told as such, leaves nothing half-stored, and fails no work: it waits for room.

The system itself refuses the bytes here, by the size that files of this process may have: no superuser is needed.
"""

import io
import resource
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image
from sqlalchemy import select

from ocr import supervision
from ocr.limits import Limits
from ocr.reading import ReadingOptions
from storage import queue
from storage.actors import system
from storage.blobs import BlobStoreFullError, copy_verified, new_key, open_verified
from storage.database import open_engine, session_maker
from storage.disk import DiskBlobs
from storage.leases import LeaseKeeper
from storage.models import Body, BodyKind, WorkItem
from storage.outage import DatabaseFullError
from storage.queue import Lease
from storage.room import DiskFullError
from storage.steps import Worker, carry_out
from storage.unit_of_work import Store, UnitOfWork
from storage.workflow import Queue
from tests.backends import database
from tests.factories import make_body
from tests.integration.app.house import OUTSIDE, make_house
from tests.integration.app.test_upload_limits import plain, scan, send

ACTOR = system("test")


@contextmanager
def no_room_beyond(size: int) -> Iterator[None]:
    """While this lasts no file of this process grows over ``size`` bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_an_object_that_finds_no_room_leaves_nothing_and_is_put_later(tmp_path: Path) -> None:
    blobs, key = DiskBlobs(tmp_path), new_key(uuid4())
    with pytest.raises(BlobStoreFullError) as full, no_room_beyond(100_000):
        blobs.put(key, io.BytesIO(b"x" * 300_000))
    assert full.value.status == 507
    assert list(blobs.listed()) == list(blobs.unfinished()) == []
    assert blobs.put(key, io.BytesIO(b"x" * 300_000)).size == 300_000


def test_a_copy_for_work_that_finds_no_room(tmp_path: Path) -> None:
    blobs = DiskBlobs(tmp_path / "blobs")
    stored = blobs.put(new_key(uuid4()), io.BytesIO(b"x" * 300_000))
    with pytest.raises(DiskFullError), no_room_beyond(100_000):
        copy_verified(blobs, stored.key, stored.sha256, tmp_path / "copy")
    with pytest.raises(DiskFullError), no_room_beyond(100_000):
        open_verified(blobs, stored.key, stored.sha256, tmp_path / "scratch")


# Where the form itself is written down Werkzeug leaves its file to the collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("side", [300, 550])
def test_an_upload_that_finds_no_room_is_refused_in_words_and_taken_later(side: int, tmp_path: Path) -> None:
    house = make_house(tmp_path)
    client = house.signed_in(OUTSIDE)
    with no_room_beyond(200_000):
        answer = send(client, scan(1, side))
    assert answer.status_code == 507
    assert answer.json["code"] == "disk_full"
    assert "Le disque du service est plein et rien n'a été enregistré" in plain(answer.json["detail"])
    assert list(house.wiring.blobs.listed()) == []
    answer = send(client, scan(1, side))
    assert answer.status_code == 201, answer.text
    house.wiring.engine.dispose()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with database("sqlite", tmp_path) as address:
        engine = open_engine(address)
        yield Store(session_maker(engine), DiskBlobs(tmp_path / "blobs"), lambda _queue: None)
        engine.dispose()


def test_work_that_finds_no_room_waits_for_some(store: Store, tmp_path: Path) -> None:
    lease = Lease(60, 15)
    with store.transaction(ACTOR) as uow:
        queue.enqueue(uow.session, Queue.READ, uuid4(), make_body(uow).id)
        uow.session.flush()
        claim = queue.claim(uow.session, Queue.READ, "w", lease)
    assert claim is not None

    def work(_keeper: LeaseKeeper) -> None:
        with no_room_beyond(1000):
            (tmp_path / "page").write_bytes(b"x" * 5000)

    def refuse(_uow: UnitOfWork, code: str) -> None:
        raise AssertionError(code)

    carry_out(Worker(store, lease, "w"), ACTOR, claim, work, refuse)
    with store.read(ACTOR) as uow:
        row = uow.session.scalars(select(WorkItem)).one()
    assert (row.token, row.crashes, row.expirations, row.done_at) == (None, 0, 0, None)
    assert row.not_before is not None


def test_a_database_whose_disk_is_full_is_a_passing_trouble(store: Store) -> None:
    def work() -> None:
        with store.transaction(ACTOR) as uow:
            pages = uow.session.connection().exec_driver_sql("PRAGMA page_count").scalar()
            uow.session.connection().exec_driver_sql(f"PRAGMA max_page_count={pages}")
            for number in range(2000):
                uow.session.add(Body(name=f"{number} {'x' * 150}", kind=BodyKind.CAISSE))
            uow.session.flush()

    with pytest.raises(DatabaseFullError) as full:
        work()
    assert full.value.status == 507


def test_no_room_for_pictures_of_pages_is_told_before_a_page_can_fail_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = make_house(tmp_path)
    client = house.signed_in(OUTSIDE)
    more_than_there_is = shutil.disk_usage(tempfile.gettempdir()).free + 2**40
    with monkeypatch.context() as patch:
        patch.setattr(supervision, "ROOM", more_than_there_is)
        answer = send(client, scan(1, 300))
        assert (answer.status_code, answer.json["code"]) == (507, "disk_full")
        page = tmp_path / "page.png"
        Image.new("RGB", (300, 300), "white").save(page)
        options = ReadingOptions(workers=1)
        with pytest.raises(DiskFullError):
            list(supervision.read_in_child(page, "image/png", [1], options, limits=Limits()))
    answer = send(client, scan(1, 300))
    assert answer.status_code == 201, answer.text
    house.wiring.engine.dispose()
