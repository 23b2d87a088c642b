"""Objects by key: on disk for one machine, in an S3 store for many. Verified on reading.

A key is ``<body>/<uuid>``. An object is put before the commit that records it; one without a row is an orphan.
"""

import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, BinaryIO, Protocol
from uuid import UUID, uuid4

from storage.errors import N_, ServiceError, TemporaryError

CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Stored:
    """What was put: ``size`` in bytes, ``sha256`` in hexadecimal."""

    key: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Listed:
    """An object as the store lists it: ``size`` in bytes, when it was put."""

    key: str
    size: int
    put_at: datetime


class BlobMissingError(ServiceError):
    """The object is recorded but the store does not have it."""

    code = "blob_missing"
    status = 500
    template = N_("Le fichier n'est plus dans l'espace de stockage : prévenez l'administrateur.")


class BlobDamagedError(ServiceError):
    """The object's bytes are not those that were put."""

    code = "blob_damaged"
    status = 500
    template = N_("Le fichier stocké est altéré : prévenez l'administrateur.")


class BlobStoreError(TemporaryError):
    """The store does not answer or is full."""

    code = "blob_store_unavailable"
    template = N_("L'espace de stockage ne répond pas ou est plein : réessayez dans quelques minutes.")


class Readable(Protocol):
    """What is read from its beginning to its end."""

    def read(self, amount: int = ..., /) -> bytes: ...


class BlobStore(Protocol):
    """What every store does. Keys come from ``new_key`` only."""

    def put(self, key: str, source: Readable) -> Stored:
        """Stores all of ``source`` durably; raises BlobStoreError and leaves nothing when it cannot."""

    def open(self, key: str) -> BinaryIO:
        """The bytes, unverified; raises BlobMissingError."""

    def delete(self, key: str) -> None:
        """Forgets the object; a missing one is no error."""

    def listed(self) -> Iterator[Listed]:
        """Every object in the store, in no order."""

    def probe(self) -> None:
        """Raises BlobStoreError when the store cannot be written."""


def new_key(body_id: UUID) -> str:
    """A key that says whose the object is and nothing else."""
    return f"{body_id}/{uuid4()}"


def parts_of(key: str) -> tuple[str, str]:
    """The two parts of a key; raises ValueError for one that ``new_key`` did not make."""
    body, name = key.split("/")
    return str(UUID(body)), str(UUID(name))


def copy_verified(store: BlobStore, key: str, sha256: str, target: Path) -> None:
    """Copies an object to a file and checks its bytes; raises BlobDamagedError when they are not the ones put."""
    with target.open("wb") as out:
        _pour(store, key, sha256, out)


def open_verified(store: BlobStore, key: str, sha256: str, scratch: Path) -> BinaryIO:
    """The object, checked before its first byte is handed out: a nameless copy in ``scratch``, gone when it is
    closed. Raises BlobDamagedError."""
    scratch.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = tempfile.TemporaryFile(dir=scratch)  # noqa: SIM115 - handed to the caller
    try:
        _pour(store, key, sha256, file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _pour(store: BlobStore, key: str, sha256: str, out: IO[bytes]) -> None:
    seen = hashlib.sha256()
    with store.open(key) as source:
        while chunk := source.read(CHUNK):
            seen.update(chunk)
            out.write(chunk)
    if seen.hexdigest() != sha256:
        raise BlobDamagedError()


def read_verified(store: BlobStore, key: str, sha256: str) -> bytes:
    """The object's bytes, checked; for small objects."""
    with store.open(key) as source:
        data = source.read()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise BlobDamagedError()
    return data


class Verified(io.RawIOBase):
    """Bytes passed on as they come, the last of them only when all are the ones that were put: who stores them
    meanwhile gets BlobDamagedError instead of an end."""

    def __init__(self, source: BinaryIO, sha256: str) -> None:
        super().__init__()
        self._source, self._sha256, self._seen = source, sha256, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, amount: int = -1) -> bytes:
        data = self._source.read(amount)
        self._seen.update(data)
        if (not data or amount < 0) and self._seen.hexdigest() != self._sha256:
            raise BlobDamagedError()
        return data

    def close(self) -> None:
        self._source.close()
        super().close()


class DiskBlobs:
    """Objects as files below one folder: written aside, synchronised, then named."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.incoming = root / ".incoming"
        self._synchronised: set[Path] = set()

    def _path(self, key: str) -> Path:
        body, name = parts_of(key)
        return self.root / body / name

    def put(self, key: str, source: Readable) -> Stored:
        """Stores all of ``source``; survives a power cut once it returns."""
        path = self._path(key)
        try:
            self.incoming.mkdir(parents=True, exist_ok=True)
            self._make_folder(path.parent)
            aside = self.incoming / path.name
            try:
                stored = _write(key, source, aside)
                aside.replace(path)
                _synchronise(path.parent)
            finally:
                aside.unlink(missing_ok=True)
        except OSError as error:
            raise BlobStoreError() from error
        return stored

    def _make_folder(self, folder: Path) -> None:
        # A body's first object is lost with its folder if the power goes before the folder's own name is on disk;
        # another process may have made the folder and not synchronised it yet.
        if folder in self._synchronised:
            return
        folder.mkdir(parents=True, exist_ok=True)
        _synchronise(self.root.parent)
        _synchronise(self.root)
        self._synchronised.add(folder)

    def open(self, key: str) -> BinaryIO:
        """The file, opened for reading."""
        try:
            return self._path(key).open("rb")
        except FileNotFoundError as error:
            raise BlobMissingError() from error

    def delete(self, key: str) -> None:
        """Removes the file."""
        self._path(key).unlink(missing_ok=True)

    def listed(self) -> Iterator[Listed]:
        """Every file below the folder."""
        for path in self.root.glob("*/*"):
            if path.parent != self.incoming:
                found = path.stat()
                put_at = datetime.fromtimestamp(found.st_mtime, UTC)
                yield Listed(f"{path.parent.name}/{path.name}", found.st_size, put_at)

    def probe(self) -> None:
        """Writes and removes a file, and wants some room on the disk."""
        try:
            self.incoming.mkdir(parents=True, exist_ok=True)
            mark = self.incoming / f"probe-{uuid4()}"
            mark.write_bytes(b"")
            mark.unlink()
            free = shutil.disk_usage(self.root).free
        except OSError as error:
            raise BlobStoreError() from error
        if free < 64 * CHUNK:
            raise BlobStoreError()


def _write(key: str, source: Readable, path: Path) -> Stored:
    seen, size = hashlib.sha256(), 0
    with path.open("wb") as out:
        while chunk := source.read(CHUNK):
            seen.update(chunk)
            size += len(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return Stored(key, size, seen.hexdigest())


def _synchronise(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
