"""The members of an Office file (a ZIP archive that was found harmless), each within bounds."""

import posixpath
import zipfile
import zlib
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from ocr.errors import ArchiveBombError, DamagedError
from ocr.office.xml import parse

#: What one member, and all that are read together, may unpack to, in bytes.
LARGEST: Final = 64_000_000
MOST: Final = 256_000_000


class Parcel:
    """An open Office file. Raises DamagedError, ArchiveBombError."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise DamagedError from error
        self.names = frozenset(self._file.namelist())
        self._read = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def read(self, name: str) -> bytes:
        """The bytes of a member; raises DamagedError when there is none."""
        try:
            with self._file.open(name) as member:
                data = member.read(LARGEST + 1)
        except (KeyError, zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
            raise DamagedError from error
        self._read += len(data)
        if len(data) > LARGEST or self._read > MOST:
            raise ArchiveBombError
        return data

    def xml(self, name: str) -> Any:
        """The root of a member; None when there is no such member."""
        return parse(self.read(name)) if name in self.names else None


def resolved(base: str, target: str) -> str:
    """The name of a member that ``target`` points to from the member ``base``. Pure."""
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target))
