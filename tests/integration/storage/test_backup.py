"""A backup brings back every row and every byte, on the same stores and from one kind to the other."""

import gzip
import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, select

from storage import audit, migrations, queue
from storage.actors import system
from storage.backup.aftermath import Aftermath
from storage.backup.archive import Snapshot, newest
from storage.backup.errors import DamagedBackupError, NoSnapshotError, NotEmptyTargetError, OtherVersionError
from storage.backup.service import back_up, quiet, restore
from storage.backup.source import Living, one_moment
from storage.backup.verification import verify
from storage.blobs import BlobStore, read_verified
from storage.database import open_engine, session_maker
from storage.messages import DocumentRead, Mail, Message
from storage.models import (
    Base,
    Blob,
    Body,
    Document,
    LoginSession,
    OutboxMessage,
    Page,
    PasswordTicket,
    Reading,
    Role,
    WorkItem,
    now,
)
from storage.outbox import relay
from storage.unit_of_work import Store, UnitOfWork
from storage.workflow import Queue
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
    make_user,
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


def pooled(root: Path, key: str) -> Path:
    return root / "blobs" / key


def first_key(made: Place) -> str:
    with made.store.read(ACTOR) as uow:
        return uow.session.scalars(select(Blob.key).order_by(Blob.key)).all()[0]


def test_an_object_cut_short_in_the_pool_is_copied_again(one: Place, tmp_path: Path) -> None:
    first, _ = back_up(one.engine, one.blobs, tmp_path / "backup")
    key = first_key(one)
    whole = pooled(tmp_path / "backup", key).read_bytes()
    pooled(tmp_path / "backup", key).write_bytes(whole[:-1])
    wait_for_another_second(first)
    back_up(one.engine, one.blobs, tmp_path / "backup")
    assert pooled(tmp_path / "backup", key).read_bytes() == whole


def test_a_verification_finds_every_changed_byte_and_the_next_backup_mends_it(one: Place, tmp_path: Path) -> None:
    root = tmp_path / "backup"
    first, done = back_up(one.engine, one.blobs, root)
    sound = verify(root, quiet)
    assert (sound.sound, sound.objects, sound.size, sound.rows) == (True, done.objects, done.size, done.rows)
    key = first_key(one)
    whole = pooled(root, key).read_bytes()
    pooled(root, key).write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
    found = verify(root, quiet)
    assert (found.damaged, found.missing, found.objects) == ((key,), (), done.objects - 1)
    # The damaged bytes are kept: they may be the last ones there are.
    (kept,) = (root / "damaged").iterdir()
    assert kept.read_bytes()[1:] == whole[1:]
    assert verify(root, quiet).missing == (key,)
    wait_for_another_second(first)
    back_up(one.engine, one.blobs, root)
    assert verify(root, quiet).sound
    assert pooled(root, key).read_bytes() == whole


def test_a_backup_of_another_format_or_without_a_table_is_damaged(one: Place, tmp_path: Path) -> None:
    snapshot, _ = back_up(one.engine, one.blobs, tmp_path / "backup")
    path = snapshot.folder / "manifest.json"
    good = json.loads(path.read_text())
    fewer = {name: said for name, said in good["tables"].items() if name != "segment"}
    for manifest in (good | {"format": 2}, good | {"tables": fewer}):
        path.write_text(json.dumps(manifest))
        with place(("sqlite", "disk"), tmp_path / f"new{len(manifest['tables'])}") as new:
            with pytest.raises(DamagedBackupError):
                restore(newest(tmp_path / "backup"), new.engine, new.blobs)
            assert list(new.blobs.listed()) == []
    path.write_text("{")
    with pytest.raises(DamagedBackupError):
        newest(tmp_path / "backup")


def test_everything_is_on_disk_before_the_manifest_says_so(
    one: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synchronised: set[int] = set()
    real, rename = os.fsync, Path.replace

    def spy(descriptor: int) -> None:
        real(descriptor)
        synchronised.add(os.fstat(descriptor).st_ino)

    at_rename: set[int] = set()

    def renamed(path: Path, target: Path) -> Path:
        if target.name == "manifest.json":
            at_rename.update(synchronised)
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", spy)
    monkeypatch.setattr(Path, "replace", renamed)
    snapshot, _ = back_up(one.engine, one.blobs, tmp_path / "backup")
    entries = [*snapshot.folder.iterdir(), snapshot.folder, snapshot.folder.parent, tmp_path / "backup"]
    assert len(entries) > 20
    assert [entry.name for entry in entries if entry.stat().st_ino not in at_rename] == []


def test_a_database_that_was_used_while_bytes_were_copied_is_not_mixed_with(one: Place, tmp_path: Path) -> None:
    snapshot, _ = back_up(one.engine, one.blobs, tmp_path / "backup")
    with place(("sqlite", "disk"), tmp_path / "new") as new:

        def meanwhile(stage: str, number: int, _total: int) -> None:
            if (stage, number) == ("objects", 0):
                with new.store.transaction(ACTOR) as uow:
                    make_body(uow)

        with pytest.raises(NotEmptyTargetError):
            restore(snapshot, new.engine, new.blobs, meanwhile)
        with new.store.read(ACTOR) as uow:
            assert len(uow.session.scalars(select(Body)).all()) == 1


def unsettled(made: Place) -> None:
    """What a backup may hold of acts under way: some done already, some not."""
    with made.store.transaction(ACTOR) as uow:
        body = make_body(uow)
        user = make_user(uow, make_unit(uow, body), Role.REQUESTER)
        later = now() + timedelta(hours=1)
        for number, past in enumerate((None, now() - timedelta(days=9))):
            hashed = f"{number}" * 64
            session = LoginSession(user_id=user.id, token_hash=hashed, expires_at=later, ended_at=past)
            ticket = PasswordTicket(user_id=user.id, token_hash=hashed, expires_at=later, used_at=past)
            uow.session.add_all([session, ticket])
        queue.enqueue(uow.session, Queue.READ, uuid4(), body.id)
        uow.send(Mail("a@cpam.example", "Invitation", "secret"))
        uow.send(DocumentRead(uuid4()))
    with made.store.transaction(ACTOR) as uow:
        assert queue.claim(uow.session, Queue.READ, "host:1:", queue.Lease())


def test_what_others_have_gone_on_from_is_settled(source: Place, target: Place, tmp_path: Path) -> None:
    unsettled(source)
    before = everything(source)
    snapshot, _ = back_up(source.engine, source.blobs, tmp_path / "backup")
    done = restore(snapshot, target.engine, target.blobs)
    assert done.aftermath == Aftermath(sessions=1, tickets=1, claims=1, mails=1)
    assert everything(source) == before
    with target.store.read(ACTOR) as uow:
        sessions = uow.session.scalars(select(LoginSession).order_by(LoginSession.token_hash)).all()
        assert [each.ended_at is not None for each in sessions] == [True, True]
        assert (sessions[1].ended_at or now()) < now() - timedelta(days=8)
        assert all(each.used_at for each in uow.session.scalars(select(PasswordTicket)))
        item = uow.session.scalars(select(WorkItem)).one()
        assert (item.token, item.owner, item.leased_until, item.expirations) == (None, None, None, 0)
        held, other = uow.session.scalars(select(OutboxMessage).order_by(OutboxMessage.kind.desc())).all()
        assert (held.kind, held.failure, other.failure) == (Mail.kind, "restored", None)
    sent: list[Message] = []
    assert relay(target.store, {Mail.kind: (lambda _uow, message: sent.append(message),)}) == 1
    assert sent == []


def test_a_move_settles_nothing(one: Place, tmp_path: Path) -> None:
    unsettled(one)
    with place(("sqlite", "disk"), tmp_path / "new") as new, one_moment(one.engine) as connection:
        living = Living(connection, one.blobs, str(migrations.current(one.engine)))
        assert restore(living, new.engine, new.blobs, moving=True).aftermath is None
        assert everything(new) == everything(one)


def test_folders_of_a_backup_are_closed_but_not_one_that_holds_other_things(one: Place, tmp_path: Path) -> None:
    for name, mode in (("own", 0o700), ("shared", 0o755)):
        root = tmp_path / name
        (root / "snapshots").mkdir(parents=True)
        root.chmod(0o755)
        if name == "shared":
            (root / "photos").mkdir()
        back_up(one.engine, one.blobs, root)
        assert root.stat().st_mode & 0o777 == mode
        assert (root / "snapshots").stat().st_mode & 0o777 == 0o700
        assert (root / "blobs").stat().st_mode & 0o777 == 0o700


def test_files_of_a_backup_are_for_its_owner_alone(one: Place, tmp_path: Path) -> None:
    back_up(one.engine, one.blobs, tmp_path / "backup")
    written = [path for path in (tmp_path / "backup").rglob("*") if path.is_file()]
    assert len(written) > 20
    assert [path for path in (tmp_path / "backup").rglob("*") if path.stat().st_mode & 0o077] == []
    assert (tmp_path / "backup").stat().st_mode & 0o077 == 0
