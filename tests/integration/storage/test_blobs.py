"""Every blob store keeps what it was given, whole or not at all: on disk and on both S3 servers."""

import hashlib
import io
import os
import random
import socket
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.blobs import (
    BlobDamagedError,
    BlobMissingError,
    BlobStore,
    BlobStoreError,
    copy_verified,
    new_key,
    open_verified,
    read_verified,
)
from storage.disk import DiskBlobs
from storage.s3 import S3Blobs
from tests.backends import BLOBS
from tests.backends import blobs as open_blobs


@pytest.fixture(params=BLOBS)
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[BlobStore]:
    with open_blobs(request.param, tmp_path) as store:
        yield store


@pytest.fixture
def disk(tmp_path: Path) -> DiskBlobs:
    return DiskBlobs(tmp_path / "blobs")


def damage(blobs: BlobStore, key: str) -> None:
    """Other bytes of the same length under a key, as a disk or an operator's hand may leave them."""
    blobs.put(key, io.BytesIO(b"only c0py"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(data=st.binary(max_size=3000))
def test_what_was_put_comes_back(blobs: BlobStore, data: bytes) -> None:
    stored = blobs.put(new_key(uuid4()), io.BytesIO(data))
    assert stored.size == len(data)
    assert read_verified(blobs, stored.key, stored.sha256) == data


def test_a_changed_object_is_not_returned(blobs: BlobStore, tmp_path: Path) -> None:
    stored = blobs.put(new_key(uuid4()), io.BytesIO(b"only copy"))
    damage(blobs, stored.key)
    with pytest.raises(BlobDamagedError):
        read_verified(blobs, stored.key, stored.sha256)
    with pytest.raises(BlobDamagedError):
        copy_verified(blobs, stored.key, stored.sha256, tmp_path / "copy")


def test_a_source_that_breaks_leaves_nothing(blobs: BlobStore) -> None:
    class Breaking(io.RawIOBase):
        def read(self, _amount: int = -1) -> bytes:
            raise OSError("cable pulled")

    with pytest.raises(BlobStoreError):
        blobs.put(new_key(uuid4()), Breaking())
    assert list(blobs.listed()) == []


@pytest.mark.parametrize("key", ["../../etc/passwd", "a/b", f"{uuid4()}/../x", f"{uuid4()}/{uuid4()}/x"])
def test_a_key_that_is_not_ours_never_becomes_a_path(blobs: BlobStore, key: str) -> None:
    with pytest.raises(ValueError):
        blobs.open(key)


def test_a_missing_object_is_said_and_deleting_it_twice_is_no_error(blobs: BlobStore) -> None:
    stored = blobs.put(new_key(uuid4()), io.BytesIO(b"x"))
    assert [item.key for item in blobs.listed()] == [stored.key]
    blobs.delete(stored.key)
    blobs.delete(stored.key)
    with pytest.raises(BlobMissingError):
        blobs.open(stored.key)
    blobs.probe()


def test_what_is_handed_out_was_checked_first(blobs: BlobStore, tmp_path: Path) -> None:
    stored = blobs.put(new_key(uuid4()), io.BytesIO(b"only copy"))
    with open_verified(blobs, stored.key, stored.sha256, tmp_path / "scratch") as file:
        assert file.read() == b"only copy"
    assert list((tmp_path / "scratch").iterdir()) == []
    damage(blobs, stored.key)
    with pytest.raises(BlobDamagedError):
        open_verified(blobs, stored.key, stored.sha256, tmp_path / "scratch")


def test_a_large_object_goes_in_parts_and_comes_back(blobs: BlobStore, tmp_path: Path) -> None:
    data = random.Random(1).randbytes(20 * 1024 * 1024 + 1)
    stored = blobs.put(new_key(uuid4()), io.BytesIO(data))
    assert (stored.size, stored.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    copy_verified(blobs, stored.key, stored.sha256, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == data


def test_an_empty_object_is_one_too(blobs: BlobStore) -> None:
    stored = blobs.put(new_key(uuid4()), io.BytesIO(b""))
    assert read_verified(blobs, stored.key, stored.sha256) == b""


def test_keys_are_listed(blobs: BlobStore) -> None:
    keys = {blobs.put(new_key(uuid4()), io.BytesIO(b"x")).key for _ in range(5)}
    assert {item.key for item in blobs.listed()} == keys


def test_only_what_bears_a_key_to_the_letter_is_listed(disk: DiskBlobs) -> None:
    stored = disk.put(new_key(uuid4()), io.BytesIO(b"x"))
    body, name = stored.key.split("/")
    # Capitals lead to the same number: deleting this "orphan" would delete the object.
    (disk.root / body / name.upper()).write_bytes(b"")
    (disk.root / body / "notes.txt").write_bytes(b"")
    (disk.root / "lost+found").mkdir()
    (disk.root / "lost+found" / str(uuid4())).write_bytes(b"")
    (disk.root / body / str(uuid4())).mkdir()
    assert [item.key for item in disk.listed()] == [stored.key]


@pytest.mark.services
@pytest.mark.parametrize("kind", ["versitygw", "minio"])
def test_other_things_in_a_bucket_are_not_listed(kind: str, tmp_path: Path) -> None:
    with open_blobs(kind, tmp_path) as blobs:
        assert isinstance(blobs, S3Blobs)
        stored = blobs.put(new_key(uuid4()), io.BytesIO(b"x"))
        put, remove = blobs._client.put_object, blobs._client.remove_object
        put(bucket_name=blobs.bucket, object_name="exports/2026.csv", data=io.BytesIO(b"x"), length=1)
        assert [item.key for item in blobs.listed()] == [stored.key]
        remove(bucket_name=blobs.bucket, object_name="exports/2026.csv")


def test_a_file_that_goes_while_the_folder_is_listed_is_passed_over(disk: DiskBlobs) -> None:
    body = uuid4()
    keys = [disk.put(new_key(body), io.BytesIO(b"x")).key for _ in range(3)]
    listing = disk.listed()
    seen = next(listing).key
    for key in keys:
        disk.delete(key)
    assert list(listing) == []
    assert seen in keys


def test_objects_are_for_the_account_of_the_service_alone(tmp_path: Path) -> None:
    (tmp_path / "blobs").mkdir(mode=0o755)
    disk = DiskBlobs(tmp_path / "blobs")
    stored = disk.put(new_key(uuid4()), io.BytesIO(b"only copy"))
    path = disk.root / stored.key
    modes = [entry.stat().st_mode & 0o777 for entry in (path, path.parent, disk.incoming, disk.root)]
    assert modes == [0o600, 0o700, 0o700, 0o700]


def test_what_is_discarded_is_in_its_folder(disk: DiskBlobs) -> None:
    stored = disk.put(new_key(uuid4()), io.BytesIO(b"only copy"))
    with pytest.raises(ValueError):
        disk.discard(f"../{stored.key}")
    assert read_verified(disk, stored.key, stored.sha256) == b"only copy"


def test_a_source_that_breaks_on_disk_leaves_nothing_beside(disk: DiskBlobs) -> None:
    class Breaking(io.RawIOBase):
        def read(self, _amount: int = -1) -> bytes:
            raise OSError("cable pulled")

    with pytest.raises(BlobStoreError):
        disk.put(new_key(uuid4()), Breaking())
    assert list(disk.incoming.iterdir()) == []


def test_every_name_on_the_way_to_an_object_is_on_disk_before_it_is_acknowledged(
    disk: DiskBlobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    synchronised = []
    real = os.fsync

    def spy(descriptor: int) -> None:
        real(descriptor)
        synchronised.append(os.fstat(descriptor).st_ino)

    monkeypatch.setattr(os, "fsync", spy)
    stored = disk.put(new_key(uuid4()), io.BytesIO(b"only copy"))
    path = disk.root / stored.key
    assert {entry.stat().st_ino for entry in (path, path.parent, disk.root)} <= set(synchronised)


def test_an_s3_server_that_is_gone_is_a_temporary_error() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        blobs = S3Blobs(f"s3://key:secret@127.0.0.1:{unused.getsockname()[1]}/bucket")
    key = new_key(uuid4())
    acts = (
        blobs.probe,
        lambda: blobs.put(key, io.BytesIO(b"x")),
        lambda: blobs.open(key),
        lambda: blobs.delete(key),
        lambda: list(blobs.listed()),
    )
    for act in acts:
        with pytest.raises(BlobStoreError):
            act()
