"""A backup brings back every row and every byte, on the same stores and from one kind to the other."""

import gzip
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from storage import audit
from storage.actors import system
from storage.backup.archive import Snapshot, newest
from storage.backup.errors import DamagedBackupError, NoSnapshotError, NotEmptyTargetError, OtherVersionError
from storage.backup.service import back_up, restore
from storage.blobs import BlobStore, read_verified
from storage.database import open_engine, session_maker
from storage.models import Base, Blob, Body, Document, Page, Reading, Role
from storage.unit_of_work import Store, UnitOfWork
from tests.backends import STORES, blobs, database
from tests.factories import (
    make_actor,
    make_blob,
    make_body,
    make_document,
    make_order,
    make_segment,
    make_translation,
    make_unit,
)

ACTOR = system("test")


@dataclass(frozen=True)
class Place:
    engine: Engine
    blobs: BlobStore

    @property
    def store(self) -> Store:
        return Store(session_maker(self.engine), self.blobs, lambda _queue: None)


@contextmanager
def place(stores: tuple[str, str], folder: Path) -> Iterator[Place]:
    folder.mkdir(exist_ok=True)
    with database(stores[0], folder) as address, blobs(stores[1], folder) as kept:
        engine = open_engine(address)
        yield Place(engine, kept)
        engine.dispose()


@pytest.fixture(params=STORES)
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with place(request.param, tmp_path / "source") as made:
        fill(made)
        yield made


@pytest.fixture(params=STORES)
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with place(request.param, tmp_path / "target") as made:
        yield made


def fill(made: Place) -> None:
    """Two bodies with an order each, a piece, its page with a reading, a translation with accents in it."""
    with made.store.transaction(ACTOR) as uow:
        for _ in range(2):
            author = make_actor(uow, make_unit(uow, make_body(uow)), Role.REQUESTER)
            order = make_order(uow, author)
            document = make_document(uow, order)
            translation = make_translation(uow, document)
            make_segment(uow, translation, 0, "Geboren in Łódź", "Née à Łódź, le 3 mai 1958 — « 1 234,56 € »")
            read(uow, document)
            uow.record("received", "document", document.id, order.body_id, pages=1)
    with made.store.transaction(ACTOR) as uow:
        audit.seal(uow.session)


def read(uow: UnitOfWork, document: Document) -> None:
    """A reading, to which its page points back: a circle of rows."""
    words = make_blob(uow, document.body_id, b"{}")
    page = document.pages[0]
    facts = {
        "engine": "e",
        "source": "ocr",
        "languages": ["pl"],
        "confidence": 91.5,
        "width": 595.0,
        "height": 842.0,
    }
    facts |= {"rotation": 0, "word_count": 3, "warnings": [], "words_key": words.key, "seconds": 0.25}
    reading = Reading(page_id=page.id, **facts)
    uow.session.add(reading)
    uow.session.flush()
    page.reading_id = reading.id


def everything(made: Place) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in an order that does not depend on the database."""
    with made.engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }


def check_bytes(made: Place) -> int:
    with made.store.read(ACTOR) as uow:
        rows = uow.session.scalars(select(Blob)).all()
    for row in rows:
        assert len(read_verified(made.blobs, row.key, row.sha256)) == row.size
    return len(rows)


def test_destroyed_and_restored_nothing_is_missing(source: Place, target: Place, tmp_path: Path) -> None:
    snapshot, done = back_up(source.engine, source.blobs, tmp_path / "backup")
    before, objects = everything(source), check_bytes(source)
    assert (done.objects, done.lost) == (objects, ())
    assert done.rows == sum(len(rows) for rows in before.values())
    for item in list(source.blobs.listed()):
        source.blobs.delete(item.key)
    found = newest(tmp_path / "backup")
    found.check()
    assert found.manifest == json.loads((snapshot.folder / "manifest.json").read_text())
    brought = restore(found, target.engine, target.blobs)
    assert everything(target) == before
    assert (brought.rows, brought.objects, brought.lost) == (done.rows, objects, ())
    assert check_bytes(target) == objects
    with target.store.read(ACTOR) as uow:
        assert audit.verify(uow.session).problems == ()
        assert any(page.reading_id for page in uow.session.scalars(select(Page)))


def test_what_is_written_meanwhile_is_in_the_next_one_only(source: Place, tmp_path: Path) -> None:
    first, before = back_up(source.engine, source.blobs, tmp_path / "backup")
    with source.store.transaction(ACTOR) as uow:
        make_document(uow, make_order(uow, make_actor(uow, make_unit(uow, make_body(uow)), Role.REQUESTER)))
    copied = keys_of(first)
    wait_for_another_second(first)
    second, after = back_up(source.engine, source.blobs, tmp_path / "backup")
    assert after.rows > before.rows
    assert after.objects > before.objects
    assert copied < keys_of(second)
    assert newest(tmp_path / "backup").folder == second.folder
    assert newest(tmp_path / "backup", first.folder.name).folder == first.folder


def keys_of(snapshot: Snapshot) -> set[str]:
    return {item.key for item in snapshot.pool.listed()}


def wait_for_another_second(snapshot: Snapshot) -> None:
    """Snapshots are named by their second: this one steps aside instead of the test waiting."""
    snapshot.folder.rename(snapshot.folder.with_name("20200101T000000Z"))
    object.__setattr__(snapshot, "folder", snapshot.folder.with_name("20200101T000000Z"))


def test_missing_and_damaged_bytes_are_named_and_the_rest_is_kept(source: Place, tmp_path: Path) -> None:
    with source.store.read(ACTOR) as uow:
        gone, changed, *others = uow.session.scalars(select(Blob.key).order_by(Blob.key)).all()
    source.blobs.delete(gone)
    with source.blobs.open(changed) as was:
        size = len(was.read())
    source.blobs.put(changed, _bytes(size))
    snapshot, done = back_up(source.engine, source.blobs, tmp_path / "backup")
    assert set(done.lost) == {gone, changed} == set(snapshot.manifest["lost"])
    assert keys_of(snapshot) == set(others)


def _bytes(size: int) -> io.BytesIO:
    return io.BytesIO(b"x" * size)


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Place]:
    with place(("sqlite", "disk"), tmp_path / "one") as made:
        fill(made)
        yield made


def test_a_restoration_wants_an_empty_database(one: Place, tmp_path: Path) -> None:
    snapshot, _ = back_up(one.engine, one.blobs, tmp_path / "backup")
    before = everything(one)
    with pytest.raises(NotEmptyTargetError):
        restore(snapshot, one.engine, one.blobs)
    assert everything(one) == before


def test_a_damaged_or_unfinished_backup_is_told(one: Place, tmp_path: Path) -> None:
    with pytest.raises(NoSnapshotError):
        newest(tmp_path / "backup")
    snapshot, _ = back_up(one.engine, one.blobs, tmp_path / "backup")
    path = snapshot.folder / "body.jsonl.gz"
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()).replace(b"Body", b"Bodi")))
    with pytest.raises(DamagedBackupError):
        newest(tmp_path / "backup").check()
    (snapshot.folder / "manifest.json").unlink()
    with pytest.raises(NoSnapshotError):
        newest(tmp_path / "backup")


def test_another_revision_is_refused_before_anything_is_touched(one: Place, tmp_path: Path) -> None:
    snapshot, _ = back_up(one.engine, one.blobs, tmp_path / "backup")
    manifest = json.loads((snapshot.folder / "manifest.json").read_text()) | {"revision": "0001"}
    (snapshot.folder / "manifest.json").write_text(json.dumps(manifest))
    with place(("sqlite", "disk"), tmp_path / "new") as new:
        with pytest.raises(OtherVersionError):
            restore(newest(tmp_path / "backup"), new.engine, new.blobs)
        with new.store.read(ACTOR) as uow:
            assert uow.session.scalars(select(Body)).all() == []


def test_files_of_a_backup_are_for_its_owner_alone(one: Place, tmp_path: Path) -> None:
    back_up(one.engine, one.blobs, tmp_path / "backup")
    written = [path for path in (tmp_path / "backup").rglob("*") if path.is_file()]
    assert len(written) > 20
    assert (tmp_path / "backup").stat().st_mode & 0o077 == 0
