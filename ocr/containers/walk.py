"""From a container to the files that are documents, through whatever is nested in it, within the caps.

Nothing is written and no name becomes a path. It runs in the reading process only; each file is held whole, so
that one whose checksum is wrong is never begun.
"""

import mmap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final, Literal

from ocr.archives import Bounds, contents, directory, judge
from ocr.archives import Member as Entry
from ocr.compound import is_message, open_compound
from ocr.containers import mails, outlook
from ocr.containers.errors import (
    ContainerTooLargeError,
    EncryptedMailError,
    MemberTooLargeError,
    TooDeepError,
    TooManyMembersError,
)
from ocr.containers.mails import Absent, Attached, Enclosed, Parted
from ocr.containers.parts import CHUNK, COMPOUND, EML, ZIP, Caps, Done, Event, Mail, Member, Piece, Refused
from ocr.containers.words import carries_text, without_signature
from ocr.errors import (
    ArchiveError,
    EncryptedArchiveError,
    OfficeDocumentError,
    OfficeMacrosError,
    ReadingError,
    UnsupportedTypeError,
)

ZIP_MARKS: Final = (b"PK\x03\x04", b"PK\x05\x06")
COMPOUND_MARK: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: What systems put into archives beside what a person put there.
LITTER: Final = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
MEGABYTE: Final = 1_000_000


def unpack(path: Path, media_type: str, caps: Caps) -> Iterator[Event]:
    """What a container holds. Raises, for the container as a whole, the errors of ``ocr.archives``, among them the
    one that says that it is an Office file; DamagedError, EncryptedMailError, TooManyMembersError."""
    if media_type not in (ZIP, COMPOUND, EML):
        raise UnsupportedTypeError(media_type=media_type)
    if media_type == COMPOUND:
        _check_message(path)
    with path.open("rb") as file:
        if media_type == ZIP:
            check_archive(file, caps.depth)
        yield from _Walk(caps).open(media_type, _Place(), file)


def _check_message(path: Path) -> None:
    """Raises what says best which other file of the same form it is."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if is_message(data):
            return
    raise open_compound(path)


def check_archive(file: BinaryIO, depth: int) -> None:
    """Raises what forbids to open an archive; one of which some members are locked is opened for the others."""
    bounds = Bounds()
    error = judge(file, replace(bounds, depth=min(bounds.depth, depth)))
    if type(error) is ArchiveError:
        return
    if type(error) is EncryptedArchiveError:
        file.seek(0)
        if not all(entry.encrypted for entry in directory(file, bounds) if not entry.is_folder):
            return
    raise error


def kind_of(data: bytes) -> str | None:
    """Which kind of container a file is, None when it is none; an Office file is a ZIP like another. Pure."""
    if data.startswith(ZIP_MARKS):
        return ZIP
    if data.startswith(COMPOUND_MARK):
        return COMPOUND if is_message(data) else None
    return EML if mails.is_mail(data[: mails.LOOKED_AT]) else None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk is: the path to the container, its depth from 1, the number of the nearest mail."""

    path: tuple[str, ...] = ()
    depth: int = 1
    mail: int = -1

    def inside(self, name: str) -> "_Place":
        return _Place((*self.path, name), self.depth + 1, self.mail)


@dataclass(slots=True)
class _Walk:
    caps: Caps
    files: int = 0
    given: int = 0
    mails: int = 0

    def open(self, kind: str, place: _Place, file: BinaryIO) -> Iterator[Event]:
        if kind == ZIP:
            return self._archive(place, file)
        return self._mail(place, outlook.part(file) if kind == COMPOUND else mails.part(mails.read(file)))

    def _archive(self, place: _Place, file: BinaryIO) -> Iterator[Event]:
        file.seek(0)
        for entry in list(directory(file, Bounds())):
            if not entry.is_folder and not _is_litter(entry.name):
                yield from self._file(place, entry.name, self._entry(file, entry))

    def _entry(self, file: BinaryIO, entry: Entry) -> Iterator[bytes]:
        if entry.size > self.caps.size:
            raise MemberTooLargeError(most=self.caps.size // MEGABYTE)
        yield from contents(file, entry)

    def _mail(self, place: _Place, parted: Parted) -> Iterator[Event]:
        number, self.mails = self.mails, self.mails + 1
        place = replace(place, mail=number)
        own = without_signature(parted.text)
        said = own if carries_text(own) else ""
        yield Mail(number, place.path, parted.subject, parted.sender, parted.sent_at, said)
        if parted.encrypted:
            raise EncryptedMailError
        if said:
            # With the mark of the encoding, for a page may claim another one.
            name, text = ("message.html", "\ufeff" + parted.html) if parted.html else ("message.txt", parted.text)
            yield from self._give(place, name, text.encode("utf-8", "replace"), "text")
        for one in parted.files:
            yield from self._inside(place, one)

    def _inside(self, place: _Place, one: Attached | Enclosed | Absent) -> Iterator[Event]:
        if isinstance(one, Absent):
            self._count()
            yield Refused((*place.path, one.name), one.error)
        elif isinstance(one, Enclosed):
            self._count()
            yield from self._nested(place.inside(one.name), lambda inner: self._mail(inner, one.open()))
        elif not one.layout:
            yield from self._file(place, one.name, [one.data])

    def _nested(self, place: _Place, walk: Callable[[_Place], Iterator[Event]]) -> Iterator[Event]:
        """What is wrong with a container in a container keeps nothing else from coming."""
        if place.depth > self.caps.depth:
            yield Refused(place.path, TooDeepError())
            return
        try:
            yield from walk(place)
        except TooManyMembersError:
            raise
        except ReadingError as error:
            yield Refused(place.path, error)

    def _file(self, place: _Place, name: str, pieces: Iterable[bytes]) -> Iterator[Event]:
        self._count()
        try:
            data = self._whole(pieces)
            kind = self._kind(place, data)
        except ReadingError as error:
            yield Refused((*place.path, name), error)
            return
        if kind is None:
            yield from self._give(place, name, data, "file")
        else:
            yield from self._nested(place.inside(name), lambda inner: self.open(kind, inner, BytesIO(data)))

    def _kind(self, place: _Place, data: bytes) -> str | None:
        kind = kind_of(data)
        if kind == ZIP and place.depth < self.caps.depth:
            try:
                check_archive(BytesIO(data), self.caps.depth - place.depth)
            except (OfficeDocumentError, OfficeMacrosError):
                return None
        return kind

    def _count(self) -> None:
        self.files += 1
        if self.files > self.caps.files:
            raise TooManyMembersError(most=self.caps.files)

    def _whole(self, pieces: Iterable[bytes]) -> bytes:
        out = bytearray()
        for piece in pieces:
            out += piece
            if len(out) > self.caps.size:
                raise MemberTooLargeError(most=self.caps.size // MEGABYTE)
        return bytes(out)

    def _give(self, place: _Place, name: str, data: bytes, role: Literal["file", "text"]) -> Iterator[Event]:
        path = (*place.path, name)
        if self.given + len(data) > self.caps.total:
            yield Refused(path, ContainerTooLargeError(most=self.caps.total // MEGABYTE))
            return
        self.given += len(data)
        yield Member(path, place.mail, role)
        for start in range(0, len(data), CHUNK):
            yield Piece(data[start : start + CHUNK])
        yield Done()


def _is_litter(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return "__MACOSX" in parts or parts[-1].startswith("._") or parts[-1].lower() in LITTER
