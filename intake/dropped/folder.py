"""The files of one sub-folder, whose writers are not trusted: no link is followed, nothing but plain files is
read, and what is taken is a copy of what was looked at."""

import errno
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from intake.dropped.errors import FolderError, NotAFileError
from storage.room import room_needed

DONE, REFUSED = "faits", "refuses"
#: How programs call a file that they are still writing.
UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart", "~")
#: What lies beside a file that was dealt with.
BESIDE = ".resultat.txt"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells one state of a file from another."""

    inode: int
    size: int
    written: int
    plain: bool


@dataclass(frozen=True)
class Folder:
    """An open sub-folder, by its descriptor: another one cannot be put in its place meanwhile."""

    descriptor: int

    def waiting(self) -> dict[str, Stamp]:
        """What lies there, by its name, but for the folders of what was dealt with and files that are being
        written."""
        found = {}
        for name in sorted(os.listdir(self.descriptor)):  # noqa: PTH208 - a path could lead elsewhere by now
            if name in (DONE, REFUSED) or name.startswith(".") or name.lower().endswith(UNFINISHED):
                continue
            stamp = self.stamp(name)
            if stamp is not None:
                found[name] = stamp
        return found

    def stamp(self, name: str) -> Stamp | None:
        """The state of a file, None when it is gone. A second name for its bytes makes it no plain one: they may
        be somebody else's."""
        try:
            seen = os.stat(name, dir_fd=self.descriptor, follow_symlinks=False)
        except FileNotFoundError:
            return None
        return _stamp(seen)

    def copy(self, name: str, target: Path, wanted: Stamp) -> bool:
        """Copies a file that is as ``wanted``; false when it has changed. Raises NotAFileError."""
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        try:
            descriptor = os.open(name, flags, dir_fd=self.descriptor)
        except FileNotFoundError:
            return False
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.ENXIO):
                raise NotAFileError() from error
            raise FolderError() from error
        with os.fdopen(descriptor, "rb") as source:
            before = _stamp(os.fstat(descriptor))
            if not before.plain:
                raise NotAFileError()
            with room_needed(), target.open("wb") as out:
                shutil.copyfileobj(source, out)
            return before == _stamp(os.fstat(descriptor)) == wanted

    def put_away(self, name: str, stamp: Stamp, where: str, told: str) -> None:
        """Moves what was dealt with into the folder ``where``, with a text of its name beside it, unless another
        file has taken its place since."""
        with suppress(FileExistsError):
            os.mkdir(where, 0o775, dir_fd=self.descriptor)
        inside = os.open(where, os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=self.descriptor)
        try:
            free = _free(name, inside)
            beside = _beside(free)
            _write(beside, told, inside)
            if self.stamp(name) == stamp:
                os.rename(name, free, src_dir_fd=self.descriptor, dst_dir_fd=inside)
            else:
                os.unlink(beside, dir_fd=inside)
        finally:
            os.close(inside)


def _stamp(seen: os.stat_result) -> Stamp:
    plain = stat.S_ISREG(seen.st_mode) and seen.st_nlink == 1
    return Stamp(seen.st_ino, seen.st_size, seen.st_mtime_ns, plain)


def _free(name: str, inside: int) -> str:
    """A name that nothing has in a folder; a text without its file is what a crash left, and is written anew."""
    taken = set(os.listdir(inside))
    stem, dot, end = name.rpartition(".")
    stem, end = (stem, dot + end) if stem else (name, "")
    return next(one for one in (name, *(f"{stem} ({n}){end}" for n in range(2, 10_000))) if one not in taken)


def _beside(name: str) -> str:
    """What the text beside a file is called, within the length that a name may have."""
    raw = name.encode("utf-8", "surrogateescape")[: 240 - len(BESIDE)]
    return raw.decode("utf-8", "ignore") + BESIDE


def _write(name: str, text: str, inside: int) -> None:
    """Whole or not at all; read by whoever put the file there."""
    aside = f".{name}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
    descriptor = os.open(aside, flags, 0o644, dir_fd=inside)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        os.fchmod(descriptor, 0o644)
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    os.rename(aside, name, src_dir_fd=inside, dst_dir_fd=inside)


@contextmanager
def open_folder(root: Path, name: str) -> Iterator[Folder]:
    """A sub-folder of the watched one. Raises FolderError, also for what goes wrong with it meanwhile."""
    try:
        above = os.open(root, os.O_DIRECTORY)
        try:
            descriptor = os.open(name, os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=above)
        finally:
            os.close(above)
    except OSError as error:
        raise FolderError() from error
    try:
        yield Folder(descriptor)
    except OSError as error:
        raise FolderError() from error
    finally:
        os.close(descriptor)
