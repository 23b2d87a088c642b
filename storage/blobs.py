"""Objects by key: on disk for one machine, in an S3 store for many. Verified on reading.

A key is ``<body>/<uuid>``. An object is put before the commit that records it; one without a row is an orphan.
"""

import hashlib
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO, Protocol
from uuid import UUID, uuid4

from storage.errors import N_, ServiceError, TemporaryError
from storage.room import room_needed

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
    """The store does not answer."""

    code = "blob_store_unavailable"
    template = N_("L'espace de stockage ne répond pas : réessayez dans quelques minutes.")


class BlobStoreFullError(BlobStoreError):
    """The store answers and has no room."""

    code = "blob_store_full"
    status = 507
    template = N_(
        "L'espace de stockage est plein et rien n'a été enregistré : réessayez plus tard, "
        "et prévenez l'administrateur si cela dure."
    )


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
        """Every object in the store, in no order; what bears no key of ours is left out."""

    def unfinished(self) -> Iterator[Listed]:
        """What puts that were cut off left beside the objects, by a name that only ``discard`` takes."""

    def discard(self, name: str) -> None:
        """Removes what ``unfinished`` named; a missing one is no error."""

    def probe(self) -> None:
        """Raises BlobStoreError when the store cannot be written."""


def new_key(body_id: UUID) -> str:
    """A key that says whose the object is and nothing else."""
    return f"{body_id}/{uuid4()}"


def parts_of(key: str) -> tuple[str, str]:
    """The two parts of a key; raises ValueError for one that ``new_key`` did not make."""
    body, name = key.split("/")
    return str(UUID(body)), str(UUID(name))


def is_key(key: str) -> bool:
    """Whether ``new_key`` may have made it, to the letter: another spelling of the same two numbers would lead
    ``open`` and ``delete`` to another object than the one that was listed."""
    try:
        return "/".join(parts_of(key)) == key
    except ValueError:
        return False


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
    with store.open(key) as source, room_needed():
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
