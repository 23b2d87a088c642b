"""What a file must be to be accepted: its type by its bytes, its size, its pages."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from unicodedata import category, normalize

from intake.errors import TooLargeFileError, TooManyPagesError, UnknownTypeError
from intake.origin import Origin
from ocr.document import COMPOUND, OTHER_ARCHIVE, PDF, ZIP, Contents
from ocr.errors import EmptyFileError

MEGABYTE = 1_000_000
HEAD = 1024
LookInto = Callable[[Path, str], Contents]
LONGEST_NAME = 200
#: The first bytes of a file by its type: what is read, and what people send instead and are told about.
MARKS = {
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/tiff": (b"II*\x00", b"MM\x00*"),
    ZIP: (b"PK\x03\x04", b"PK\x05\x06"),
    COMPOUND: (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
    OTHER_ARCHIVE: (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00"),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may hold; ``size``, of a file, and ``order``, of all files together, in bytes."""

    size: int
    pages: int
    files: int
    order: int


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that passed: where its bytes are, its type by content, its size in bytes, its pages, the
    codes of its active content; what it came in, when that was a mail or an archive."""

    path: Path
    name: str
    media_type: str
    size: int
    pages: int
    active: tuple[str, ...] = ()
    origin: Origin | None = None


def media_type(head: bytes) -> str | None:
    """The type that the first bytes of a file tell, None when nothing here knows it. A PDF may begin with some
    bytes of a transfer before its mark, but an archive with a PDF in it stays an archive."""
    for kind, marks in MARKS.items():
        if head.startswith(marks):
            return kind
    if head[257:262] == b"ustar":
        return OTHER_ARCHIVE
    return PDF if b"%PDF-" in head[:HEAD] else None


def check_file(path: Path, name: str, limits: Limits, look: LookInto) -> CheckedFile:
    """The file with what was found; raises UploadError or ocr's ReadingError when it is refused. ``look`` opens
    the file, which is not to be trusted: in a process of its own."""
    size = path.stat().st_size
    if size == 0:
        raise EmptyFileError()
    if size > limits.size:
        raise TooLargeFileError(most=limits.size // MEGABYTE)
    with path.open("rb") as file:
        kind = media_type(file.read(HEAD))
    if kind is None:
        raise UnknownTypeError()
    contents = look(path, kind)
    if contents.pages > limits.pages:
        raise TooManyPagesError(pages=contents.pages, most=limits.pages)
    return CheckedFile(path, clean_name(name), kind, size, contents.pages, contents.active)


def clean_name(name: str) -> str:
    """The name as shown and downloaded: without folders, control or direction characters, of bounded length. It
    never becomes a path here."""
    last = PurePosixPath(PureWindowsPath(normalize("NFC", name)).name).name
    shown = "".join(c for c in last if category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp")).strip(" .")
    if len(shown) > LONGEST_NAME:
        stem, dot, end = shown.rpartition(".")
        shown = f"{stem[: LONGEST_NAME - 20]}{dot}{end[:15]}" if dot else shown[:LONGEST_NAME]
    return shown or "document"
