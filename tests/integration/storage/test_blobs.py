"""The blob store on disk keeps what it was given, whole or not at all."""

import io
import os
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.blobs import (
    BlobDamagedError,
    BlobMissingError,
    BlobStoreError,
    DiskBlobs,
    copy_verified,
    new_key,
    open_verified,
    read_verified,
)


@pytest.fixture
def blobs(tmp_path: Path) -> DiskBlobs:
    return DiskBlobs(tmp_path / "blobs")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(data=st.binary(max_size=3000))
def test_what_was_put_comes_back(blobs: DiskBlobs, data: bytes) -> None:
    stored = blobs.put(new_key(uuid4()), io.BytesIO(data))
    assert stored.size == len(data)
    assert read_verified(blobs, stored.key, stored.sha256) == data


def test_a_changed_object_is_not_returned(blobs: DiskBlobs, tmp_path: Path) -> None:
    stored = blobs.put(new_key(uuid4()), io.BytesIO(b"only copy"))
    (tmp_path / "blobs" / stored.key).write_bytes(b"only c0py")
    with pytest.raises(BlobDamagedError):
        read_verified(blobs, stored.key, stored.sha256)
    with pytest.raises(BlobDamagedError):
        copy_verified(blobs, stored.key, stored.sha256, tmp_path / "copy")


def test_a_source_that_breaks_leaves_nothing(blobs: DiskBlobs) -> None:
    class Breaking(io.RawIOBase):
        def read(self, _amount: int = -1) -> bytes:
            raise OSError("cable pulled")

    with pytest.raises(BlobStoreError):
        blobs.put(new_key(uuid4()), Breaking())
    assert list(blobs.keys()) == []
    assert list(blobs.incoming.iterdir()) == []


@pytest.mark.parametrize("key", ["../../etc/passwd", "a/b", f"{uuid4()}/../x", f"{uuid4()}/{uuid4()}/x"])
def test_a_key_that_is_not_ours_never_becomes_a_path(blobs: DiskBlobs, key: str) -> None:
    with pytest.raises(ValueError):
        blobs.open(key)


def test_a_missing_object_is_said_and_deleting_it_twice_is_no_error(blobs: DiskBlobs) -> None:
    stored = blobs.put(new_key(uuid4()), io.BytesIO(b"x"))
    assert list(blobs.keys()) == [stored.key]
    blobs.delete(stored.key)
    blobs.delete(stored.key)
    with pytest.raises(BlobMissingError):
        blobs.open(stored.key)
    blobs.probe()


def test_what_is_handed_out_was_checked_first(blobs: DiskBlobs, tmp_path: Path) -> None:
    stored = blobs.put(new_key(uuid4()), io.BytesIO(b"only copy"))
    with open_verified(blobs, stored.key, stored.sha256, tmp_path / "scratch") as file:
        assert file.read() == b"only copy"
    assert list((tmp_path / "scratch").iterdir()) == []
    (tmp_path / "blobs" / stored.key).write_bytes(b"only c0py")
    with pytest.raises(BlobDamagedError):
        open_verified(blobs, stored.key, stored.sha256, tmp_path / "scratch")


def test_every_name_on_the_way_to_an_object_is_on_disk_before_it_is_acknowledged(
    blobs: DiskBlobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    synchronised = []
    real = os.fsync

    def spy(descriptor: int) -> None:
        real(descriptor)
        synchronised.append(os.fstat(descriptor).st_ino)

    monkeypatch.setattr(os, "fsync", spy)
    stored = blobs.put(new_key(uuid4()), io.BytesIO(b"only copy"))
    path = blobs.root / stored.key
    assert {entry.stat().st_ino for entry in (path, path.parent, blobs.root)} <= set(synchronised)
