"""A container taken apart by a process of its own, its files put below one folder under numbers for names."""

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal

from ocr.containers.errors import UnreadableContainerError
from ocr.containers.parts import CHUNK, Caps, Done, Event, Mail, Member, Piece, Refused
from ocr.errors import ChildCrashedError
from ocr.limits import Limits
from ocr.protocol import Request
from ocr.supervision import answers


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A file that came out: where its bytes are, the names that lead to it, the nearest mail (-1 for none), and
    whether it is the text of that mail."""

    file: Path
    path: tuple[str, ...]
    mail: int
    role: Literal["file", "text"]


@dataclass(slots=True)
class Contents:
    """All that came out of a container, in order."""

    files: list[Unpacked] = field(default_factory=list)
    mails: list[Mail] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def unpack_in_child(path: Path, media_type: str, folder: Path, *, caps: Caps, limits: Limits) -> Contents:
    """As ``ocr.containers.walk.unpack``; the files lie in ``folder``, which exists. Raises
    UnreadableContainerError for one whose process died, took too long or said what no honest one says."""
    request = Request("unpack", path, media_type, limits, caps=caps)
    # A file is three lines and its bytes, a mail or a refusal one.
    most = 8 * caps.files + 2 * (caps.total // CHUNK) + 16
    writer = _Writer(folder, caps)
    try:
        with closing(_events(request, most)) as events:
            for event in events:
                writer.take(event)
    except ChildCrashedError as error:
        raise UnreadableContainerError from error
    finally:
        writer.close()
    return writer.out


def _events(request: Request, most: int) -> Generator[Event]:
    for answer in answers(request, most=most):
        if answer.event is not None:
            yield answer.event


class _Writer:
    """Puts the events together, and believes none of them."""

    def __init__(self, folder: Path, caps: Caps) -> None:
        self.folder, self.caps, self.out = folder, caps, Contents()
        self.begun: tuple[Member, Path] | None = None
        self.file: BinaryIO | None = None
        self.total = 0

    def take(self, event: Event) -> None:
        """One event more; raises UnreadableContainerError when it does not follow from those before."""
        if isinstance(event, Mail):
            self._want(event.number == len(self.out.mails) < self.caps.files + 1)
            self.out.mails.append(event)
        elif isinstance(event, Refused):
            self._want(self.file is None and len(self.out.refused) <= 2 * self.caps.files)
            self.out.refused.append(event)
        elif isinstance(event, Member):
            self._begin(event)
        elif isinstance(event, Piece):
            self._write(event.data)
        elif isinstance(event, Done):
            self._end()

    def _begin(self, member: Member) -> None:
        self._want(self.file is None and member.path != () and -1 <= member.mail < len(self.out.mails))
        self._want(len(self.out.files) <= 2 * self.caps.files)
        place = self.folder / str(len(self.out.files))
        self.begun, self.file = (member, place), place.open("xb")

    def _write(self, data: bytes) -> None:
        self._want(self.file is not None)
        assert self.file is not None
        self.total += len(data)
        self._want(self.total <= self.caps.total)
        self.file.write(data)

    def _end(self) -> None:
        self._want(self.begun is not None)
        assert self.begun is not None
        member, place = self.begun
        self.close()
        self.out.files.append(Unpacked(place, member.path, member.mail, member.role))

    def close(self) -> None:
        """Lets go of a file that is being written."""
        if self.file is not None:
            self.file.close()
        self.begun = self.file = None

    @staticmethod
    def _want(follows: bool) -> None:
        if not follows:
            raise UnreadableContainerError
