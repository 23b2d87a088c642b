"""What a file must be to be accepted: its type by its bytes, its size, its pages."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from unicodedata import category, normalize

from intake.errors import TooLargeFileError, TooManyPagesError, UnknownTypeError
from ocr.errors import EmptyFileError

MEGABYTE = 1_000_000
HEAD = 1024
CountPages = Callable[[Path, str], int]
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may hold; ``size``, of a file, and ``order``, of all files together, in bytes."""

    size: int
    pages: int
    files: int
    order: int


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that passed: where its bytes are, its type by content, its size in bytes, its pages."""

    path: Path
    name: str
    media_type: str
    size: int
    pages: int


def media_type(head: bytes) -> str | None:
    """The type that the first bytes of a file tell, None when it is not one that is read. A PDF may begin with
    some bytes of a transfer before its mark."""
    if b"%PDF-" in head[:HEAD]:
        return "application/pdf"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith((b"II*\x00", b"MM\x00*")):
        return "image/tiff"
    return None


def check_file(path: Path, name: str, limits: Limits, count: CountPages) -> CheckedFile:
    """The file with what was found; raises UploadError or ocr's ReadingError when it is refused. ``count`` opens
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
    pages = count(path, kind)
    if pages > limits.pages:
        raise TooManyPagesError(pages=pages, most=limits.pages)
    return CheckedFile(path, clean_name(name), kind, size, pages)


def clean_name(name: str) -> str:
    """The name as shown and downloaded: without folders, control or direction characters, of bounded length. It
    never becomes a path here."""
    last = PurePosixPath(PureWindowsPath(normalize("NFC", name)).name).name
    shown = "".join(c for c in last if category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp")).strip(" .")
    if len(shown) > LONGEST_NAME:
        stem, dot, end = shown.rpartition(".")
        shown = f"{stem[: LONGEST_NAME - 20]}{dot}{end[:15]}" if dot else shown[:LONGEST_NAME]
    return shown or "document"
