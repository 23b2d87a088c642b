"""What the audit of blobs finds: missing, damaged, orphaned; and what it leaves alone."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest

from storage.actors import system
from storage.blob_audit import BlobVerdict, audit_blobs, remove_orphans
from storage.blobs import new_key
from storage.models import now
from storage.unit_of_work import Store
from tests.factories import make_blob, make_body

ACTOR = system("test")


def audited(store: Store, *, read: bool = True, days: int = 0) -> BlobVerdict:
    with store.read(ACTOR) as uow:
        at = now() + timedelta(days=days)
        return audit_blobs(uow.session, store.blobs, read=read, tell=lambda _n, _total: None, at=at)


@pytest.fixture
def keys(store: Store) -> list[str]:
    with store.transaction(ACTOR) as uow:
        body = make_body(uow)
        return [make_blob(uow, body.id, b"only copy").key for _ in range(4)]


def test_a_whole_store_is_sound(store: Store, keys: list[str]) -> None:
    assert audited(store) == BlobVerdict(len(keys), (), (), ())


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
    stray = store.blobs.put(new_key(uuid4()), io.BytesIO(b"never committed")).key
    assert audited(store).orphans == ()
    verdict = audited(store, days=3)
    assert [item.key for item in verdict.orphans] == [stray]
    assert list(remove_orphans(store.blobs, verdict.orphans)) == [stray]
    assert {item.key for item in store.blobs.listed()} == set(keys)
