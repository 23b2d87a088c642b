"""Old backups are let go: never what a kept one needs, never the only complete one, never beside a backup."""

import fcntl
import os
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.actors import system
from storage.backup.archive import MANIFEST, pool_of
from storage.backup.errors import DamagedBackupError
from storage.backup.pruning import prune, writing
from storage.backup.service import back_up, quiet
from storage.backup.verification import verify
from storage.database import open_engine, session_maker
from storage.disk import DiskBlobs
from storage.models import Blob, now
from storage.unit_of_work import Store
from tests.backends import database
from tests.factories import make_blob, make_body

ACTOR = system("test")


class Keeper:
    """A store with one blob more for each backup; backups are a day apart."""

    def __init__(self, folder: Path, address: str) -> None:
        self.engine, self.blobs, self.root = open_engine(address), DiskBlobs(folder / "kept"), folder / "backup"
        self.store = Store(session_maker(self.engine), self.blobs, lambda _queue: None)
        self.day = now()
        with self.store.transaction(ACTOR) as uow:
            self.body = make_body(uow).id

    def add(self) -> str:
        with self.store.transaction(ACTOR) as uow:
            return make_blob(uow, self.body, os.urandom(100)).key

    def erase(self, key: str) -> None:
        with self.store.transaction(ACTOR) as uow:
            uow.session.get_one(Blob, key).erased_at = now()
        self.blobs.delete(key)

    def back_up(self, monkeypatch: pytest.MonkeyPatch) -> str:
        self.day += timedelta(days=1)
        monkeypatch.setattr("storage.backup.service.now", lambda: self.day)
        return back_up(self.engine, self.blobs, self.root)[0].folder.name

    @property
    def names(self) -> list[str]:
        return sorted(path.name for path in (self.root / "snapshots").iterdir())

    @property
    def pooled(self) -> set[str]:
        return {item.key for item in pool_of(self.root).listed()}


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Keeper]:
    with database("sqlite", tmp_path) as address:
        made = Keeper(tmp_path, address)
        yield made
        made.engine.dispose()


def test_the_newest_stay_with_all_that_they_name(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    first, old = keeper.add(), keeper.add()
    made = [keeper.back_up(monkeypatch)]
    keeper.erase(old)
    made += [keeper.back_up(monkeypatch), keeper.back_up(monkeypatch)]
    last = keeper.add()
    made.append(keeper.back_up(monkeypatch))
    # What only the oldest names stays as long as it does.
    done = prune(keeper.root, 4)
    assert (done.snapshots, done.objects, keeper.names) == ((), 0, made)
    assert keeper.pooled == {first, old, last}
    done = prune(keeper.root, 2)
    assert (done.snapshots, done.objects, done.size) == (tuple(made[:2]), 1, 100)
    assert (keeper.names, keeper.pooled) == (made[2:], {first, last})
    checked = verify(keeper.root, quiet)
    assert (checked.sound, checked.objects) == (True, 2)


def test_a_backup_that_lacks_something_is_not_counted(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    key = keeper.add()
    complete = keeper.back_up(monkeypatch)
    lost = keeper.add()
    keeper.blobs.delete(lost)
    lacking = [keeper.back_up(monkeypatch), keeper.back_up(monkeypatch)]
    assert prune(keeper.root, 1).snapshots == ()
    assert keeper.names == [complete, *lacking]
    assert keeper.pooled == {key}
    # None complete: none goes.
    (keeper.root / "snapshots" / complete / MANIFEST).unlink()
    assert prune(keeper.root, 1).snapshots == ()


def test_what_was_not_finished_goes(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper.add()
    made = [keeper.back_up(monkeypatch), keeper.back_up(monkeypatch)]
    (keeper.root / "snapshots" / made[0] / MANIFEST).unlink()
    foreign = keeper.root / "snapshots" / "not ours"
    foreign.mkdir()
    left = keeper.root / "blobs" / ".incoming" / "half"
    left.write_bytes(b"x")
    assert prune(keeper.root, 5).snapshots == (made[0],)
    assert keeper.names == [made[1], "not ours"]
    assert not left.exists()


def test_nothing_goes_while_one_that_stays_is_damaged(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper.add()
    made = [keeper.back_up(monkeypatch) for _ in range(3)]
    rows = keeper.root / "snapshots" / made[1] / "body.jsonl.gz"
    rows.write_bytes(rows.read_bytes()[:-1])
    pooled = keeper.pooled
    with pytest.raises(DamagedBackupError):
        prune(keeper.root, 2)
    assert (keeper.names, keeper.pooled) == (made, pooled)


def test_interrupted_it_leaves_no_backup_that_lies(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper.add()
    made = [keeper.back_up(monkeypatch) for _ in range(2)]

    def cut(_folder: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("storage.backup.pruning.shutil.rmtree", cut)
        with pytest.raises(KeyboardInterrupt):
            prune(keeper.root, 1)
    assert not (keeper.root / "snapshots" / made[0] / MANIFEST).exists()
    assert verify(keeper.root, quiet).sound
    assert prune(keeper.root, 1).snapshots == (made[0],)
    assert keeper.names == made[1:]


def test_it_waits_for_a_backup_that_is_being_written(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper.add()
    for _ in range(2):
        keeper.back_up(monkeypatch)
    waiting = threading.Event()
    lock = fcntl.flock

    def locked(descriptor: int, how: int) -> None:
        if how == fcntl.LOCK_EX:
            waiting.set()
        lock(descriptor, how)

    monkeypatch.setattr("storage.backup.pruning.fcntl.flock", locked)
    thread = threading.Thread(target=prune, args=(keeper.root, 1))
    with writing(keeper.root):
        thread.start()
        assert waiting.wait(120)
        assert len(keeper.names) == 2
    thread.join()
    assert len(keeper.names) == 1
    with keeper.store.read(ACTOR) as uow:
        assert uow.session.scalars(select(Blob)).one()
