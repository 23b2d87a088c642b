"""PostgreSQL on a disk that is really full: uploads are refused in words, work waits, and nothing is lost."""

import os
import pwd
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Connection, create_engine, func, make_url, select
from sqlalchemy.exc import OperationalError

from storage import queue
from storage.actors import system
from storage.models import Order, WorkItem
from storage.outage import FULL, DatabaseFullError
from storage.queue import Lease
from storage.workflow import Queue
from tests.backends import urls
from tests.integration.app.house import OUTSIDE, House, make_house
from tests.integration.app.test_upload_limits import plain, scan, send

ACTOR = system("test")
pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(os.geteuid() != 0, reason="a disk of its own is mounted by root alone"),
]


@contextmanager
def small_disk() -> Iterator[str]:
    """A file system of 32 MB that the database server may write."""
    folder = tempfile.mkdtemp(prefix="truchement-disk-", dir="/var/tmp")
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32m,mode=0700", "tmpfs", folder], check=True)
    try:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)
        Path(folder).rmdir()


@contextmanager
def database_on(folder: str) -> Iterator[str]:
    """The address of a database whose rows are all below ``folder``."""
    name = f"full_{uuid4().hex}"
    server = create_engine(urls()["postgresql"], isolation_level="AUTOCOMMIT")
    with ExitStack() as stack:
        stack.callback(server.dispose)
        run: Callable[[str], object] = stack.enter_context(server.connect()).exec_driver_sql
        run(f"CREATE TABLESPACE {name} LOCATION '{folder}'")
        stack.callback(run, f"DROP TABLESPACE {name}")
        run(f"CREATE DATABASE {name} TABLESPACE {name}")
        stack.callback(run, f"DROP DATABASE {name} WITH (FORCE)")
        yield make_url(urls()["postgresql"]).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with small_disk() as folder, database_on(folder) as address:
        made = make_house(tmp_path, DATABASE_URL=address)
        yield made
        made.wiring.engine.dispose()


@contextmanager
def full(house: House) -> Iterator[None]:
    """Until its end the disk has no room for one page more."""
    engine = house.wiring.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE filling (filled text)")
        for size in (1000, 1):
            with pytest.raises(OperationalError) as refused:
                fill(connection, size)
            assert refused.value.orig.sqlstate == FULL
        yield
        connection.exec_driver_sql("DROP TABLE filling")


def fill(connection: Connection, size: int) -> None:
    """Writes until the disk refuses."""
    while True:
        connection.exec_driver_sql(f"INSERT INTO filling SELECT repeat('x', 1800) FROM generate_series(1, {size})")


def orders(house: House) -> int:
    with house.wiring.store.read(ACTOR) as uow:
        return uow.session.scalar(select(func.count(Order.id))) or 0


def test_an_upload_is_refused_in_words_and_taken_once_there_is_room(house: House) -> None:
    client = house.signed_in(OUTSIDE)
    with full(house):
        answer = send(client, scan(1, 300))
        assert (answer.status_code, answer.json["code"]) == (507, "database_full"), answer.text
        assert "plein" in plain(answer.json["detail"])
        assert answer.headers["Retry-After"]
        assert orders(house) == 0
        # What reads goes on.
        assert client.get("/demandes").status_code == 200
    assert send(client, scan(1, 300)).status_code == 201
    assert orders(house) == 1


def test_work_waits_for_room_and_is_no_failure(house: House) -> None:
    store, lease = house.wiring.store, Lease(60, 15)
    with store.transaction(ACTOR) as uow:
        for number in range(40):
            queue.enqueue(uow.session, Queue.READ, uuid4(), house.ids["cpam"], urgent=not number)
    with full(house):
        with pytest.raises(DatabaseFullError) as refused:
            add_more(house)
        assert refused.value.status == 507
    with store.read(ACTOR) as uow:
        rows = uow.session.scalars(select(WorkItem)).all()
        assert len(rows) == 40
        assert {(row.token, row.done_at, row.failure, row.crashes, row.expirations) for row in rows} == {
            (None, None, None, 0, 0)
        }
    with store.transaction(ACTOR) as uow:
        assert queue.claim(uow.session, Queue.READ, "w", lease) is not None


def add_more(house: House) -> None:
    """More work than what room may be left in pages that are there already."""
    with house.wiring.store.transaction(ACTOR) as uow:
        for _ in range(400):
            queue.enqueue(uow.session, Queue.DRAFT, uuid4(), house.ids["cpam"])
        uow.session.flush()
