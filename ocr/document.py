"""What a file is, before any page of it is read: its kind and its number of pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Protocol

from PIL import Image

from ocr.active import active_content
from ocr.archives import open_archive
from ocr.compound import open_compound
from ocr.errors import OtherArchiveError, UnsupportedTypeError
from ocr.limits import MAX_PIXELS
from ocr.pictures import ImagePages, count_frames
from ocr.rendering import PdfPages, count_pdf_pages

PDF: Final = "application/pdf"
ZIP: Final = "application/zip"
COMPOUND: Final = "application/x-ole-storage"
OTHER_ARCHIVE: Final = "application/x-archive"
IMAGES: Final = frozenset({"image/jpeg", "image/png", "image/tiff"})


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
    if media_type == PDF:
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
    """What a file holds: ``pages``, at least 1, and the codes of its active content (``ocr.active``)."""

    pages: int
    active: tuple[str, ...] = ()


def look_into(path: Path, media_type: str, pixels: int = MAX_PIXELS) -> Contents:
    """What a file holds; the same errors as ``open_document``."""
    opened = open_document(path, media_type, pixels)
    return Contents(opened.pages, active_content(path) if opened.kind == "pdf" else ())


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
