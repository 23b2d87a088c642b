"""What a file is, before any page of it is read: its kind and its number of pages."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Final, Literal, Protocol

from PIL import Image

from ocr.active import active_content
from ocr.archives import open_archive
from ocr.compound import open_compound
from ocr.errors import EncryptedError, OfficeDocumentError, OtherArchiveError, UnsupportedTypeError
from ocr.limits import MAX_PIXELS
from ocr.pictures import ImagePages, count_frames
from ocr.rendering import PdfPages, count_pdf_pages, save_unlocked

PDF: Final = "application/pdf"
ZIP: Final = "application/zip"
COMPOUND: Final = "application/x-ole-storage"
OTHER_ARCHIVE: Final = "application/x-archive"
IMAGES: Final = frozenset({"image/jpeg", "image/png", "image/tiff", "image/webp", "image/heic"})
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT: Final = "application/vnd.oasis.opendocument.text"
RTF: Final = "application/rtf"
TEXT: Final = "text/plain"
HTML: Final = "text/html"
#: A copy of more bytes is not kept: it has to fit in an answer.
LARGEST_COPY: Final = 45_000_000
#: Files that carry their text: pages are set of it, in a reading copy (``ocr.office``).
OFFICE: Final = frozenset({DOCX, ODT, RTF, TEXT, HTML})
#: A reading copy: a PDF that was made here and carries its words. No file from outside is ever given this type.
COPY: Final = "application/vnd.truchement.copy+pdf"
#: Office files that come as ZIP archives, by the program that writes them; others are refused.
READ_PROGRAMS: Final[Mapping[str, str]] = MappingProxyType({"Word": DOCX, "OpenDocument": ODT})


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that can be opened: ``pages`` is at least 1."""

    kind: Literal["pdf", "image"]
    pages: int


def open_document(path: Path, media_type: str, pixels: int = MAX_PIXELS) -> Opened:
    """The kind of a file and its number of pages, without decoding any page; a picture of more than ``pixels`` is
    refused.

    Raises UnsupportedTypeError, EmptyFileError, DamagedError, EncryptedError, NoPageError, TooManyPixelsError; for
    an archive or an Office file, which are not read, the error that says best what it is.
    """
    if media_type in (PDF, COPY):
        return Opened("pdf", count_pdf_pages(path))
    if media_type in IMAGES:
        return Opened("image", count_frames(path, pixels))
    if media_type == ZIP:
        raise open_archive(path)
    if media_type == COMPOUND:
        raise open_compound(path)
    if media_type == OTHER_ARCHIVE:
        raise OtherArchiveError
    raise UnsupportedTypeError(media_type=media_type)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds: ``pages``, at least 1 unless a reading copy is still to be made of it; the codes of its
    active content (``ocr.active``); its type, where it tells more than its first bytes (``""``: nothing more); its
    reading ``copy``, ``b""`` for a file whose own pages are read."""

    pages: int
    active: tuple[str, ...] = ()
    media_type: str = ""
    copy: bytes = b""


def look_into(path: Path, media_type: str, pixels: int = MAX_PIXELS) -> Contents:
    """What a file holds; the same errors as ``open_document``. Of an Office file that is read only its type."""
    if media_type == ZIP:
        found = open_archive(path)
        kind = READ_PROGRAMS.get(str(found.values["program"])) if isinstance(found, OfficeDocumentError) else None
        if kind is None:
            raise found
        return Contents(0, media_type=kind)
    opened = open_document(path, media_type, pixels)
    return Contents(opened.pages, active_content(path) if opened.kind == "pdf" else ())


def unlock(path: Path, password: str, pixels: int = MAX_PIXELS) -> Contents:
    """What a protected PDF holds, with a copy of it without protection; the errors of ``look_into``,
    WrongPasswordError, and EncryptedError when the copy would be too large to be kept."""
    with TemporaryDirectory(prefix="truchement-unlocked-") as folder:
        plain = Path(folder) / "plain.pdf"
        save_unlocked(path, password, plain)
        if plain.stat().st_size > LARGEST_COPY:
            raise EncryptedError
        return replace(look_into(plain, PDF, pixels), copy=plain.read_bytes())


class Pages(Protocol):
    """The pages of an open file as pictures, as a viewer shows them, numbered from 1."""

    def size(self, number: int) -> tuple[float, float]:
        """Width and height in points."""

    def render(self, number: int, dpi: float) -> Image.Image:
        """The page in grey or RGB."""

    def close(self) -> None:
        """Lets go of the file."""


@contextmanager
def open_pages(path: Path, media_type: str, pixels: int = MAX_PIXELS) -> Iterator[Pages]:
    """The pages of a file; the same errors as ``open_document``."""
    kind = open_document(path, media_type, pixels).kind
    pages: Pages = PdfPages(path, pixels) if kind == "pdf" else ImagePages(path, pixels)
    try:
        yield pages
    finally:
        pages.close()
