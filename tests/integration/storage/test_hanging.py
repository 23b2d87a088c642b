"""A server that hangs is worse than one that is dead: nobody waits for it for ever, and it may come back."""

import io
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from sqlalchemy import make_url, select, text
from urllib3 import Timeout

from app.beat import run_beat
from storage import postgresql, queue, s3
from storage.actors import system
from storage.blobs import BlobStoreError, new_key
from storage.database import DatabaseBusyError, open_engine, session_maker
from storage.disk import DiskBlobs
from storage.leases import LeaseKeeper
from storage.models import Body, WorkItem
from storage.outage import DatabaseUnavailableError
from storage.queue import Claim, Lease
from storage.s3 import S3Blobs
from storage.steps import Worker, carry_out
from storage.unit_of_work import Store, UnitOfWork
from storage.workflow import Queue
from tests.backends import bucket_address, database, urls
from tests.factories import make_body
from tests.integration.app.house import make_house
from tests.proxy import Line, line
from tests.service import wait_for

ACTOR = system("test")
pytestmark = [pytest.mark.services, pytest.mark.timeout(90)]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "CONNECTING", 2)
    monkeypatch.setattr(postgresql.HurriedConnection, "patience", 1.0)
    monkeypatch.setattr(s3, "WAIT", Timeout(connect=1, read=1))


@pytest.fixture
def between() -> Iterator[Line]:
    server = make_url(urls()["postgresql"])
    with line(server.host or "", server.port or 0) as made:
        yield made


@pytest.fixture
def address(between: Line, tmp_path: Path) -> Iterator[str]:
    with database("postgresql", tmp_path) as direct:
        yield make_url(direct).set(port=between.port).render_as_string(hide_password=False)


@pytest.fixture
def store(address: str, tmp_path: Path) -> Iterator[Store]:
    engine = open_engine(address)
    yield Store(session_maker(engine), DiskBlobs(tmp_path / "blobs"), lambda _queue: None)
    engine.dispose()


def bodies(store: Store) -> int:
    with store.read(ACTOR) as uow:
        return len(uow.session.scalars(select(Body)).all())


def test_a_database_that_hangs_is_left_in_time_and_met_again_when_it_goes_on(store: Store, between: Line) -> None:
    assert bodies(store) == 0
    for _ in range(3):  # a connection of the pool, then new ones
        between.hang()
        began = time.monotonic()
        with pytest.raises(DatabaseUnavailableError):
            bodies(store)
        assert time.monotonic() - began < 6
        between.go()
        assert bodies(store) == 0


def test_a_transaction_that_hangs_in_its_middle_or_at_its_end_is_not_there(store: Store, between: Line) -> None:
    def work() -> None:
        with store.transaction(ACTOR) as uow:
            make_body(uow)
            between.hang()

    with pytest.raises(DatabaseUnavailableError):
        work()
    # The words that the line held back may still arrive, the commit among them: what was not told may be done.
    between.go()
    assert bodies(store) in (0, 1)


def test_a_line_that_breaks_without_a_word_at_commit(store: Store, between: Line) -> None:
    def work() -> None:
        with store.transaction(ACTOR) as uow:
            make_body(uow)
            between.cut()

    with pytest.raises(DatabaseUnavailableError):
        work()
    assert bodies(store) == 0


def test_a_migration_may_take_its_time(address: str) -> None:
    engine = open_engine(address)
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, postgresql.HurriedConnection)
        driver.patience = None
        connection.execute(text("SELECT pg_sleep(1.5)"))
    engine.dispose()


def test_more_people_than_connections_wait_and_are_told(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.CONNECTIONS", {"pool_size": 1, "max_overflow": 0, "pool_timeout": 0.2})
    engine = open_engine(address)
    store = Store(session_maker(engine), DiskBlobs(tmp_path / "blobs"), lambda _queue: None)
    with store.read(ACTOR) as uow:
        uow.session.scalars(select(Body)).all()
        with pytest.raises(DatabaseBusyError):
            bodies(store)
    engine.dispose()


def test_the_web_says_in_french_and_in_time_that_the_database_hangs(
    address: str, between: Line, tmp_path: Path
) -> None:
    house = make_house(tmp_path / "data", DATABASE_URL=address)
    admin = house.signed_in()
    between.hang()
    for _ in range(2):
        began = time.monotonic()
        answer = admin.get("/administration/")
        assert answer.status_code == 503
        assert "La base de données est injoignable" in answer.text
        assert time.monotonic() - began < 6
    between.go()
    assert admin.get("/administration/").status_code == 200
    house.wiring.engine.dispose()


def test_an_s3_server_that_hangs_is_asked_once_and_left_in_time(
    between: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = urlsplit(bucket_address("versitygw"))
    with line("127.0.0.1", parts.port or 0) as server:
        blobs = S3Blobs(parts._replace(netloc=parts.netloc.replace(str(parts.port), str(server.port))).geturl())
        blobs.probe()
        key = blobs.put(new_key(uuid4()), io.BytesIO(b"only copy")).key
        before = server.taken
        server.hang()
        for act in (lambda: blobs.put(new_key(uuid4()), io.BytesIO(b"x")), lambda: blobs.open(key), blobs.probe):
            began = time.monotonic()
            with pytest.raises(BlobStoreError):
                act()
            assert time.monotonic() - began < 3
        assert server.taken - before <= 3
        server.go()
        with blobs.open(key) as source:
            assert source.read() == b"only copy"
        server.cut()  # the connections that are kept: tried again by themselves
        with blobs.open(key) as source:
            assert source.read() == b"only copy"
        empty(blobs)


def empty(blobs: S3Blobs) -> None:
    """Removes the bucket with all that is in it; what was sent while the server hung may still come in."""
    for _ in range(40):
        for found in list(blobs.listed()):
            blobs.delete(found.key)
        with suppress(BlobStoreError):
            return blobs.remove_bucket()
        time.sleep(0.25)
    raise AssertionError("the bucket is never empty")


def held(store: Store, lease: Lease) -> Claim:
    with store.transaction(ACTOR) as uow:
        queue.enqueue(uow.session, Queue.DRAFT, uuid4(), make_body(uow).id)
        uow.session.flush()
        claim = queue.claim(uow.session, Queue.DRAFT, "w", lease)
    assert claim is not None
    return claim


def item(store: Store) -> WorkItem:
    with store.read(ACTOR) as uow:
        return uow.session.scalars(select(WorkItem)).one()


def test_work_that_was_cut_off_is_given_back_when_the_database_is_there_again(store: Store, between: Line) -> None:
    lease = Lease(30, 10)
    claim = held(store, lease)

    def work(_keeper: LeaseKeeper) -> None:
        between.hang()
        threading.Timer(4, between.go).start()
        bodies(store)

    def refuse(_uow: UnitOfWork, code: str) -> None:
        raise AssertionError(code)

    carry_out(Worker(store, lease, "w"), ACTOR, claim, work, refuse)
    row = item(store)
    assert (row.token, row.crashes, row.expirations, row.done_at) == (None, 0, 0, None)
    assert row.not_before is not None


def test_a_lease_that_ran_out_for_want_of_a_database_counts_for_nothing(store: Store, between: Line) -> None:
    lease, stop = Lease(1.5, 0.3), threading.Event()
    held(store, lease)
    beat = threading.Thread(target=run_beat, args=(store, 0.1, lease, stop))
    between.hang()
    beat.start()
    try:
        time.sleep(3.5)
        between.go()
        wait_for(lambda: item(store).token is None, 20)
        assert item(store).expirations == 0
        time.sleep(lease.seconds + 1)
        with store.transaction(ACTOR) as uow:
            assert queue.claim(uow.session, Queue.DRAFT, "w", Lease(0.2, 0.1)) is not None
        wait_for(lambda: item(store).token is None, 20)
        assert item(store).expirations == 1  # as ever, once the trouble is over
    finally:
        stop.set()
        beat.join()
