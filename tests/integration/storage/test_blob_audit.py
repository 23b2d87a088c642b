"""What the audit of blobs finds: missing, damaged, orphaned; and what it leaves alone."""

import io
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

import pytest
from sqlalchemy import select

from storage.actors import system
from storage.blob_audit import (
    BlobVerdict,
    NothingNamedError,
    OrphansUnconfirmedError,
    audit_blobs,
    remove_orphans,
)
from storage.blobs import new_key
from storage.database import open_engine, session_maker
from storage.disk import DiskBlobs
from storage.models import AuditEvent, Blob, now
from storage.unit_of_work import Store
from tests.backends import database
from tests.factories import make_blob, make_body

ACTOR = system("test")


def audited(store: Store, *, read: bool = True, days: int = 0) -> BlobVerdict:
    return audit_blobs(store, read=read, tell=lambda _n, _total: None, at=now() + timedelta(days=days))


def strays(store: Store, count: int) -> list[str]:
    return sorted(store.blobs.put(new_key(uuid4()), io.BytesIO(b"never committed")).key for _ in range(count))


def there(store: Store) -> set[str]:
    return {item.key for item in store.blobs.listed()}


def recorded(store: Store) -> list[AuditEvent]:
    with store.read(ACTOR) as uow:
        return list(uow.session.scalars(select(AuditEvent).where(AuditEvent.action == "orphans_removed")))


@pytest.fixture
def keys(store: Store) -> list[str]:
    with store.transaction(ACTOR) as uow:
        body = make_body(uow)
        return [make_blob(uow, body.id, b"only copy").key for _ in range(4)]


def test_a_whole_store_is_sound(store: Store, keys: list[str]) -> None:
    assert audited(store) == BlobVerdict(len(keys), len(keys), (), (), (), ())


def test_what_is_missing_or_damaged_is_named(store: Store, keys: list[str]) -> None:
    store.blobs.delete(keys[0])
    store.blobs.put(keys[1], io.BytesIO(b"only c0py"))
    store.blobs.put(keys[2], io.BytesIO(b"only"))
    verdict = audited(store)
    assert (verdict.missing, set(verdict.damaged)) == ((keys[0],), {keys[1], keys[2]})
    assert not verdict.sound
    # Sizes alone do not show a changed byte.
    assert audited(store, read=False).damaged == (keys[2],)


def test_an_orphan_is_removed_after_two_days_and_nothing_else_is(store: Store, keys: list[str]) -> None:
    (stray,) = strays(store, 1)
    assert audited(store).orphans == ()
    verdict = audited(store, days=3)
    assert [item.key for item in verdict.orphans] == [stray]
    assert remove_orphans(store, verdict) == (stray,)
    assert there(store) == set(keys)


def test_a_database_that_names_nothing_removes_nothing(store: Store) -> None:
    kept = strays(store, 3)
    verdict = audited(store, days=3)
    for confirmed in (None, 3):
        with pytest.raises(NothingNamedError):
            remove_orphans(store, verdict, confirmed)
    assert there(store) == set(kept)
    assert recorded(store) == []


def test_many_orphans_are_removed_only_when_their_number_is_said(store: Store, keys: list[str]) -> None:
    found = strays(store, 11)
    verdict = audited(store, days=3)
    for confirmed in (None, 10, 12):
        with pytest.raises(OrphansUnconfirmedError, match="--yes-delete 11"):
            remove_orphans(store, verdict, confirmed)
    assert there(store) == {*keys, *found}
    assert remove_orphans(store, verdict, 11) == tuple(found)
    assert there(store) == set(keys)


def test_a_few_orphans_are_removed_but_not_another_number_than_said(store: Store, keys: list[str]) -> None:
    found = strays(store, 10)
    verdict = audited(store, days=3)
    with pytest.raises(OrphansUnconfirmedError):
        remove_orphans(store, verdict, 9)
    assert remove_orphans(store, verdict) == tuple(found)
    assert there(store) == set(keys)


def test_what_goes_is_in_the_audit_log_before_it_goes(
    store: Store, keys: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = strays(store, 5)
    monkeypatch.setattr("storage.blob_audit.NAMED", 2)
    verdict = audited(store, days=3)
    delete = store.blobs.delete
    named_before = []

    def spy(key: str) -> None:
        named_before.append(any(key in event.details["keys"] for event in recorded(store)))
        delete(key)

    monkeypatch.setattr(store.blobs, "delete", spy)
    remove_orphans(store, verdict)
    assert named_before == [True] * 5
    events = recorded(store)
    assert sorted(key for event in events for key in event.details["keys"]) == found
    assert sorted(event.details["objects"] for event in events) == [1, 2, 2]
    assert there(store) == set(keys)


def test_an_orphan_that_a_row_names_by_now_stays(store: Store, keys: list[str]) -> None:
    (stray,) = strays(store, 1)
    verdict = audited(store, days=3)
    with store.transaction(ACTOR) as uow:
        uow.session.add(Blob(key=stray, body_id=make_body(uow).id, sha256="0" * 64, size=15))
    assert remove_orphans(store, verdict) == ()
    assert there(store) == {*keys, stray}


def test_every_row_is_looked_at_a_page_at_a_time_and_bytes_outside_of_transactions(
    store: Store, keys: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.blob_audit.PAGE", 2)
    store.blobs.delete(keys[0])
    opened = []
    real = store.blobs.open

    def spy(key: str) -> BinaryIO:
        with store.read(ACTOR) as uow:
            pool = uow.session.get_bind().pool  # type: ignore[union-attr]
            opened.append((key, pool.checkedout()))
        return real(key)

    monkeypatch.setattr(store.blobs, "open", spy)
    verdict = audited(store)
    assert (verdict.objects, verdict.missing) == (len(keys), (keys[0],))
    assert sorted(opened) == [(key, 0) for key in sorted(keys)]


def test_what_is_eliminated_meanwhile_is_not_missing(
    store: Store, keys: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = store.blobs.open

    def spy(key: str) -> BinaryIO:
        if key == keys[0]:
            with store.transaction(ACTOR) as uow:
                uow.session.delete(uow.session.get_one(Blob, key))
            store.blobs.delete(key)
        return real(key)

    monkeypatch.setattr(store.blobs, "open", spy)
    assert audited(store).missing == ()


def test_a_put_cut_off_long_ago_is_told_and_removed(tmp_path: Path) -> None:
    with database("sqlite", tmp_path) as address:
        engine = open_engine(address)
        disk = DiskBlobs(tmp_path / "blobs")
        store = Store(session_maker(engine), disk, lambda _queue: None)
        with store.transaction(ACTOR) as uow:
            make_blob(uow, make_body(uow).id)
        (disk.incoming / str(uuid4())).write_bytes(b"half")
        assert audited(store).unfinished == ()
        verdict = audited(store, days=3)
        assert (len(verdict.unfinished), verdict.orphans) == (1, ())
        remove_orphans(store, verdict)
        assert list(disk.incoming.iterdir()) == []
        engine.dispose()
