"""A database that goes away is a passing trouble: told as one, and over when it is back."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from app.beat import seal
from app.commands.outcome import explained
from storage import queue
from storage.actors import system
from storage.database import open_engine, session_maker
from storage.disk import DiskBlobs
from storage.leases import LeaseKeeper
from storage.models import Body, BodyKind, WorkItem
from storage.outage import DatabaseUnavailableError
from storage.queue import Lease
from storage.unit_of_work import Store, UnitOfWork
from storage.workflow import Queue
from tests.backends import database, urls
from tests.factories import make_body
from tests.integration.app.house import make_house
from tests.service import free_port

ACTOR = system("test")
pytestmark = pytest.mark.services


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with database("postgresql", tmp_path) as address:
        yield address


@pytest.fixture
def store(address: str, tmp_path: Path) -> Iterator[Store]:
    engine = open_engine(address)
    yield Store(session_maker(engine), DiskBlobs(tmp_path / "blobs"), lambda _queue: None)
    engine.dispose()


def end_all(address: str) -> None:
    """Ends every connection to this test's own database, as its server would when it is stopped."""
    engine = create_engine(address, poolclass=NullPool)
    with engine.connect() as connection:
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))


@contextmanager
def closed(address: str) -> Iterator[None]:
    """While this lasts nobody is let into the database."""
    engine = create_engine(urls()["postgresql"], poolclass=NullPool, isolation_level="AUTOCOMMIT")
    name = make_url(address).database
    with engine.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
        ours = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
        connection.execute(ours, {"name": name})
        try:
            yield
        finally:
            connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))


def test_a_connection_that_is_ended_is_a_passing_trouble(store: Store, address: str) -> None:
    def work(uow: UnitOfWork) -> None:
        make_body(uow)
        uow.session.flush()
        end_all(address)
        uow.session.scalars(select(Body)).all()

    with pytest.raises(DatabaseUnavailableError), store.write(ACTOR) as uow:
        work(uow)
    with store.read(ACTOR) as uow:  # and the next one works, on a connection of its own
        assert uow.session.scalars(select(Body)).all() == []


def test_what_was_read_before_the_end_is_no_trouble(store: Store, address: str) -> None:
    with store.read(ACTOR) as uow:
        assert uow.session.scalars(select(Body)).all() == []
        end_all(address)
    with store.read(ACTOR) as uow:
        assert uow.session.scalars(select(Body)).all() == []


def test_a_commit_that_does_not_arrive_is_told(store: Store, address: str) -> None:
    def work() -> None:
        with store.transaction(ACTOR) as uow:
            uow.session.add(Body(name="CPAM", kind=BodyKind.CAISSE))
            uow.session.flush()
            end_all(address)

    with pytest.raises(DatabaseUnavailableError):
        work()


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    engine = open_engine(f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/none")
    store = Store(session_maker(engine), DiskBlobs(tmp_path), lambda _queue: None)
    with pytest.raises(DatabaseUnavailableError):
        seal(store)
    with pytest.raises(OperationalError) as raw:
        engine.connect()
    assert isinstance(explained(raw.value), DatabaseUnavailableError)


def test_a_lease_is_kept_after_the_database_is_back(store: Store, address: str) -> None:
    with store.transaction(ACTOR) as uow:
        queue.enqueue(uow.session, Queue.DRAFT, uuid4(), make_body(uow).id)
        uow.session.flush()
        claim = queue.claim(uow.session, Queue.DRAFT, "w", Lease(60, 0.05))
    assert claim is not None

    def until() -> object:
        with store.read(ACTOR) as uow:
            return uow.session.scalars(select(WorkItem.leased_until)).one()

    with LeaseKeeper(store, claim, Lease(60, 0.05)) as keeper:
        with closed(address):
            time.sleep(0.5)
        before, limit = until(), time.monotonic() + 10
        while until() == before and time.monotonic() < limit:
            time.sleep(0.05)
        assert until() != before
        keeper.tick()


def test_the_web_says_so_in_french_and_goes_on_afterwards(address: str, tmp_path: Path) -> None:
    house = make_house(tmp_path / "data", DATABASE_URL=address)
    admin = house.signed_in()
    with closed(address):
        answer = admin.get("/administration/")
        assert answer.status_code == 503
        assert "La base de données est injoignable" in answer.text
    assert admin.get("/administration/").status_code == 200
    house.wiring.engine.dispose()
