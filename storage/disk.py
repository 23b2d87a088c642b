"""Objects as files below one folder, for the service's account alone."""

import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from storage.blobs import (
    CHUNK,
    BlobMissingError,
    BlobStoreError,
    BlobStoreFullError,
    Listed,
    Readable,
    Stored,
    is_key,
    parts_of,
)
from storage.room import is_full


def private_folder(folder: Path) -> None:
    """Makes a folder for the service's account alone, and makes one that is there already so. One that belongs to
    another account, as a mounted volume may, stays as it is: the files in it are private all the same."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.stat().st_mode & 0o077:
        with suppress(PermissionError):
            folder.chmod(0o700)


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
            self._make_folder(path.parent)
            aside = self.incoming / path.name
            try:
                stored = _write(key, source, aside)
                aside.replace(path)
                synchronise(path.parent)
            finally:
                aside.unlink(missing_ok=True)
        except OSError as error:
            raise (BlobStoreFullError() if is_full(error) else BlobStoreError()) from error
        return stored

    def _make_folder(self, folder: Path) -> None:
        # A body's first object is lost with its folder if the power goes before the folder's own name is on disk;
        # another process may have made the folder and not synchronised it yet.
        if folder in self._synchronised:
            return
        for each in (self.root, self.incoming, folder):
            private_folder(each)
        synchronise(self.root.parent)
        synchronise(self.root)
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
        """Every file below the folder that bears a key. Those that go meanwhile are passed over."""
        for folder in _entries(self.root):
            for path in _entries(folder) if folder != self.incoming else ():
                key = f"{folder.name}/{path.name}"
                if is_key(key):
                    yield from _found(key, path)

    def unfinished(self) -> Iterator[Listed]:
        """The files that were being written, those of puts under way too."""
        for path in _entries(self.incoming):
            yield from _found(path.name, path)

    def discard(self, name: str) -> None:
        """Removes a file that was being written."""
        if Path(name).name != name:
            raise ValueError(name)
        (self.incoming / name).unlink(missing_ok=True)

    def set_aside(self, key: str, folder: Path) -> None:
        """Takes a damaged object out of the store but keeps its bytes, for they may be the last ones there are."""
        private_folder(folder)
        body, name = parts_of(key)
        self._path(key).replace(folder / f"{body}.{name}")

    def probe(self) -> None:
        """Writes and removes a file, and wants some room on the disk."""
        try:
            for folder in (self.root, self.incoming):
                private_folder(folder)
            mark = self.incoming / f"probe-{uuid4()}"
            mark.write_bytes(b"")
            mark.unlink()
            free = shutil.disk_usage(self.root).free
        except OSError as error:
            raise (BlobStoreFullError() if is_full(error) else BlobStoreError()) from error
        if free < 64 * CHUNK:
            raise BlobStoreFullError()


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise BlobStoreError() from error


def _found(name: str, path: Path) -> Iterator[Listed]:
    with suppress(FileNotFoundError):
        found = path.stat()
        if stat.S_ISREG(found.st_mode):
            yield Listed(name, found.st_size, datetime.fromtimestamp(found.st_mtime, UTC))


def _write(key: str, source: Readable, path: Path) -> Stored:
    seen, size = hashlib.sha256(), 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        while chunk := source.read(CHUNK):
            seen.update(chunk)
            size += len(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return Stored(key, size, seen.hexdigest())


def synchronise(folder: Path) -> None:
    """Puts the names in a folder on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
