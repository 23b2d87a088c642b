"""From the files of a request to its documents: mails, messages of Outlook and archives give theirs, each checked
as if it had come alone. What is refused keeps nothing else from being taken."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from intake.checks import CheckedFile, Limits, LookInto, Unlock, check_file, check_words, clean_name, media_type
from intake.errors import DuplicateMemberError, EmptyContainerError, TooLargeFileError
from intake.origin import INTO, Member, Origin, Parcel
from ocr.containers.mails import FIELD, LOOKED_AT
from ocr.containers.opening import Contents, Unpacked
from ocr.containers.parts import COMPOUND, EML, ZIP, Caps
from ocr.document import TEXT
from ocr.errors import EncryptedOfficeError, OfficeDocumentError, OfficeMacrosError
from storage.errors import ServiceError, TemporaryError

MEGABYTE = 1_000_000
#: What such a file is called when it is kept: the type of its form says nothing.
MESSAGE = "application/vnd.ms-outlook"


class Unpack(Protocol):
    """Takes a container apart in a process of its own."""

    def __call__(self, path: Path, media_type: str, folder: Path, caps: Caps) -> Contents:
        """As ``ocr.containers.opening.unpack_in_child``."""


@dataclass(frozen=True)
class Door:
    """What files are let in by; ``unlock`` opens a protected PDF by the password that came with it."""

    limits: Limits
    look: LookInto
    unpack: Unpack
    unlock: Unlock | None = None

    @property
    def caps(self) -> Caps:
        """What one container may give: no more than an order may hold."""
        return Caps(size=self.limits.size, total=self.limits.order)

    def check(self, path: Path, name: str) -> CheckedFile:
        """A file that is one document; raises UploadError, ocr's ReadingError, TemporaryError."""
        return check_file(path, name, self.limits, self.look, self.unlock)

    def check_words(self, path: Path, name: str) -> CheckedFile:
        """What somebody wrote in a mail, as a document; the same errors."""
        return check_words(path, name, self.limits, self.look)


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that did not become a document: its name, with what it came in, and why."""

    name: str
    error: ServiceError


@dataclass(slots=True)
class Arrival:
    """What the files of a request are: documents, the containers of some of them, what was refused outright."""

    files: list[CheckedFile] = field(default_factory=list)
    parcels: list[Parcel] = field(default_factory=list)
    turned_away: list[Refused] = field(default_factory=list)

    @property
    def refused(self) -> list[Refused]:
        """All that was refused, in containers and outside."""
        inside = [
            Refused(INTO.join((parcel.name, *map(clean_name, one.path))), one.error)
            for parcel in self.parcels
            for one in parcel.refused
        ]
        return [*self.turned_away, *inside]


def receive(files: Sequence[tuple[Path, str]], folder: Path, door: Door) -> Arrival:
    """Opens and checks the files, given as paths and names; ``folder`` is for what comes out of containers.

    Raises TemporaryError: nothing is then taken, and all can be sent again."""
    arrival = Arrival()
    for number, (path, name) in enumerate(files):
        try:
            kind = container_kind(path, name)
            if kind is None:
                arrival.files.append(door.check(path, name))
            else:
                _open(arrival, path, name, kind, folder / f"in-{number}", door)
        except TemporaryError:
            raise
        except ServiceError as error:
            arrival.turned_away.append(Refused(clean_name(name), error))
    return arrival


def receive_alone(files: Sequence[tuple[Path, str]], door: Door) -> Arrival:
    """Checks files of which each has to be one document: mails and archives are refused. Raises TemporaryError."""
    arrival = Arrival()
    for path, name in files:
        try:
            arrival.files.append(door.check(path, name))
        except TemporaryError:
            raise
        except ServiceError as error:
            arrival.turned_away.append(Refused(clean_name(name), error))
    return arrival


def receive_mail(path: Path, name: str, folder: Path, door: Door) -> Arrival:
    """Opens a mail that was sent to the service. What its author wrote to the service is no document; what is
    enclosed in it, is. Raises UploadError, ocr's ReadingError, TemporaryError."""
    arrival = Arrival()
    _open(arrival, path, name, EML, folder / "in", door, own_words=True)
    return arrival


def _open(
    arrival: Arrival, path: Path, name: str, kind: str, folder: Path, door: Door, *, own_words: bool = False
) -> None:
    size = path.stat().st_size
    # A mail is larger than its files: the caller bounds one that was sent to the service.
    if size > door.limits.size and not own_words:
        raise TooLargeFileError(most=door.limits.size // MEGABYTE)
    folder.mkdir()
    try:
        contents = door.unpack(path, kind, folder, door.caps)
    except (OfficeDocumentError, OfficeMacrosError, EncryptedOfficeError):
        # Of the same form as a container, and one document.
        arrival.files.append(door.check(path, name))
        return
    opened = _Opening(contents, len(arrival.parcels), door)
    opened.take(own_words=own_words)
    if not opened.files and not opened.refused:
        raise EmptyContainerError()
    arrival.files += opened.files
    told = MESSAGE if kind == COMPOUND else kind
    arrival.parcels.append(
        Parcel(path, clean_name(name), told, size, tuple(contents.mails), tuple(opened.refused))
    )


def container_kind(path: Path, name: str) -> str | None:
    """Which container a file may be, by its first bytes; an Office file has those of one too. A draft that a mail
    program saved has few of the fields of a mail: its name is then believed."""
    with path.open("rb") as file:
        head = file.read(LOOKED_AT)
    kind = media_type(head)
    if kind in (ZIP, COMPOUND, EML):
        return kind
    if kind is not None and kind != TEXT:
        return None
    return EML if name.lower().endswith(".eml") and FIELD.match(head) else None


@dataclass(slots=True)
class _Opening:
    contents: Contents
    number: int
    door: Door
    files: list[CheckedFile] = field(default_factory=list)
    refused: list[Member] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)

    def take(self, *, own_words: bool) -> None:
        self.refused += [Member(one.path, one.error) for one in self.contents.refused]
        for one in self.contents.files:
            if one.role == "text" and own_words and len(one.path) == 1:
                # It is kept with the mail.
                continue
            try:
                self._check(one)
            except TemporaryError:
                raise
            except ServiceError as error:
                self.refused.append(Member(one.path, error))

    def _check(self, one: Unpacked) -> None:
        with one.file.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        if sha256 in self.seen:
            raise DuplicateMemberError(name=self.seen[sha256])
        check = self.door.check_words if one.role == "text" else self.door.check
        checked = check(one.file, one.path[-1])
        self.seen[sha256] = checked.name
        self.files.append(replace(checked, origin=Origin(self.number, one.path, one.mail)))
