"""What a file must be to be accepted: its type by its bytes, its size, its pages."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from unicodedata import category, normalize

from intake.errors import TooLargeFileError, TooManyPagesError, UnknownTypeError
from intake.origin import Origin
from intake.texts import text_type
from ocr.containers.mails import LOOKED_AT, is_mail
from ocr.containers.parts import EML
from ocr.document import COMPOUND, COPY, HTML, IMAGES, OFFICE, OTHER_ARCHIVE, PDF, RTF, TEXT, ZIP, Contents
from ocr.errors import EmptyFileError, EncryptedError

MEGABYTE = 1_000_000
HEAD = 1024
LookInto = Callable[[Path, str], Contents]
Unlock = Callable[[Path], Contents]
LONGEST_NAME = 200
#: What a file is, its bytes tell; these are what a form offers to choose from: documents, then what gives some.
ACCEPTED = (
    *(".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".heic", ".heif"),
    *(".docx", ".odt", ".rtf", ".txt", ".htm", ".html"),
    *(PDF, *sorted(IMAGES), *sorted(OFFICE)),
)
OPENED = (
    *(".eml", ".msg", ".zip"),
    *(EML, "application/vnd.ms-outlook", ZIP, "application/x-zip-compressed"),
)
#: The first bytes of a file by its type: what is read, and what people send instead and are told about.
MARKS = {
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/tiff": (b"II*\x00", b"MM\x00*"),
    RTF: (b"{\\rtf",),
    ZIP: (b"PK\x03\x04", b"PK\x05\x06"),
    COMPOUND: (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
    OTHER_ARCHIVE: (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00"),
}


#: Brands of the pictures that phones make (ISO/IEC 23008-12); the sequences among them hold one to show.
HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


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
    codes of its active content, its reading copy (``b""`` when its own pages are read) and the type of that; what
    it came in, when that was a mail or an archive."""

    path: Path
    name: str
    media_type: str
    size: int
    pages: int
    active: tuple[str, ...] = ()
    copy: bytes = b""
    copy_type: str = COPY
    origin: Origin | None = None


def media_type(head: bytes) -> str | None:
    """The type that the first bytes of a file tell, None when nothing here knows it. A PDF may begin with some
    bytes of a transfer before its mark, but an archive with a PDF in it stays an archive; a mail is known by
    LOOKED_AT of them, all else by HEAD."""
    for kind, marks in MARKS.items():
        if head.startswith(marks):
            return kind
    if head[257:262] == b"ustar":
        return OTHER_ARCHIVE
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in HEIC:
        return "image/heic"
    if b"%PDF-" in head[:HEAD]:
        return PDF
    # A mail is a text too, and known by what comes before its words.
    return EML if is_mail(head[:LOOKED_AT]) else text_type(head[:HEAD])


def check_file(path: Path, name: str, limits: Limits, look: LookInto, unlock: Unlock | None = None) -> CheckedFile:
    """The file with what was found; raises UploadError or ocr's ReadingError when it is refused. ``look`` opens
    the file, which is not to be trusted: in a process of its own; ``unlock`` does so by the password that came
    with it, and is asked about a protected PDF only. A mail is not one document: it is refused here."""
    _check_size(path, limits)
    with path.open("rb") as file:
        kind = media_type(file.read(LOOKED_AT))
    if kind is None or kind == EML:
        raise UnknownTypeError()
    return _checked(path, name, limits, kind, _contents(path, kind, look, unlock))


def check_words(path: Path, name: str, limits: Limits, look: LookInto) -> CheckedFile:
    """As ``check_file`` for what somebody wrote in a mail: a text, even if it begins as a mail that was passed on
    does. Its name, given by who opened the mail, says whether it is a page."""
    _check_size(path, limits)
    kind = HTML if name.endswith(".html") else TEXT
    return _checked(path, name, limits, kind, _contents(path, kind, look, None))


def _check_size(path: Path, limits: Limits) -> None:
    size = path.stat().st_size
    if size == 0:
        raise EmptyFileError()
    if size > limits.size:
        raise TooLargeFileError(most=limits.size // MEGABYTE)


def _checked(path: Path, name: str, limits: Limits, kind: str, contents: Contents) -> CheckedFile:
    if contents.pages > limits.pages:
        raise TooManyPagesError(pages=contents.pages, most=limits.pages)
    return CheckedFile(
        path,
        clean_name(name),
        contents.media_type or kind,
        path.stat().st_size,
        contents.pages,
        contents.active,
        contents.copy,
        COPY if contents.media_type in OFFICE else PDF,
    )


def _contents(path: Path, kind: str, look: LookInto, unlock: Unlock | None) -> Contents:
    try:
        return look(path, kind)
    except EncryptedError:
        if unlock is None:
            raise
        return unlock(path)


def clean_name(name: str) -> str:
    """The name as shown and downloaded: without folders, control or direction characters, of bounded length. It
    never becomes a path here."""
    last = PurePosixPath(PureWindowsPath(normalize("NFC", name)).name).name
    shown = "".join(c for c in last if category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp")).strip(" .")
    if len(shown) > LONGEST_NAME:
        stem, dot, end = shown.rpartition(".")
        shown = f"{stem[: LONGEST_NAME - 20]}{dot}{end[:15]}" if dot else shown[:LONGEST_NAME]
    return shown or "document"
