"""PDF pages as pictures, by PDFium: the only module that touches it."""

import os
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeVar

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from ocr.errors import (
    DamagedError,
    DamagedPageError,
    EmptyFileError,
    EncryptedError,
    NoPageError,
    ReadingError,
    TooLargePageError,
    WrongPasswordError,
)
from ocr.limits import MAX_PIXELS as MOST_PIXELS

T = TypeVar("T")

#: PDFium is not safe for threads: one lock for the whole process.
LOCK: Final = threading.RLock()
#: An A3 page at 300 dpi has 17 million pixels; larger sheets are rendered at a lower resolution.
MAX_PIXELS: Final = 25_000_000
#: Under this resolution print cannot be read: the page is refused rather than turned into noise.
LEAST_DPI: Final = 50.0
#: The longest side of a page that the format has, in points: 200 inches.
LONGEST: Final = 14_400.0
#: A page of more pictures than this is not looked through to its end; the memory of the process is limited anyway.
MOST_PICTURES: Final = 10_000
MOST_ATTACHED: Final = 20
BILEVEL: Final = frozenset({"CCITTFaxDecode", "JBIG2Decode"})


@dataclass(frozen=True, slots=True)
class PageContent:
    """What a PDF page is made of: ``characters`` of text, the share of its text objects that are ``invisible``
    (0 to 1), and the share of the page that its largest picture covers (0 to 1)."""

    characters: int
    invisible: float
    picture: float


def count_pdf_pages(path: Path) -> int:
    """The number of pages, at least 1. Raises EmptyFileError, EncryptedError, DamagedError, NoPageError."""
    with LOCK:
        document = _open(path)
        count = len(document)
        document.close()
    if count == 0:
        raise NoPageError
    return count


def save_unlocked(path: Path, password: str, target: Path) -> None:
    """A copy of a protected PDF without protection. Raises WrongPasswordError, and as ``count_pdf_pages`` does."""
    with LOCK:
        try:
            document = pypdfium2.PdfDocument(path, password=password)
        except pypdfium2.PdfiumError as error:
            refusal = _refusal(path)
            raise (WrongPasswordError() if isinstance(refusal, EncryptedError) else refusal) from error
        try:
            document.save(target, flags=pdfium.FPDF_REMOVE_SECURITY)
        except (pypdfium2.PdfiumError, OSError) as error:
            raise DamagedError from error
        finally:
            document.close()


class PdfPages:
    """The pages of a PDF. Raises as ``count_pdf_pages`` does; a bad page raises DamagedPageError on its own."""

    def __init__(self, path: Path, pixels: int = MOST_PIXELS) -> None:
        self._pixels = pixels
        with LOCK:
            self._document = _open(path)
            if self._document.get_formtype() != pdfium.FORMTYPE_NONE:
                self._document.init_forms()

    @property
    def has_form(self) -> bool:
        """Whether fields may hold text that is not in the pages themselves."""
        return bool(self._document.get_formtype() != pdfium.FORMTYPE_NONE)

    def size(self, number: int) -> tuple[float, float]:
        """Width and height in points, as displayed. Raises DamagedPageError."""
        width, height = self._on_page(number, lambda page: page.get_size())
        return float(width), float(height)

    def render(self, number: int, dpi: float) -> Image.Image:
        """The page in RGB, at ``dpi`` or as many as the limit of pixels allows; a page with a picture of more
        pixels than are decoded is refused.

        Raises DamagedPageError, TooLargePageError.
        """

        def draw(page: Any) -> Image.Image:
            width, height = page.get_size()
            allowed = allowed_dpi(width, height, dpi)
            if max(width, height) > LONGEST or allowed < min(dpi, LEAST_DPI):
                raise TooLargePageError(page=number)
            if _largest_picture(page) > self._pixels:
                raise TooLargePageError(page=number)
            bitmap = page.render(scale=allowed / 72, rev_byteorder=True)
            try:
                picture: Image.Image = bitmap.to_pil().convert("RGB")
                return picture.copy()
            finally:
                bitmap.close()

        return self._on_page(number, draw)

    def content(self, number: int) -> PageContent:
        """What the page is made of. Raises DamagedPageError."""
        return self._on_page(number, _describe)

    def attached(self, name: str) -> bytes | None:
        """The bytes of the file of that name that the PDF carries, None when it carries none."""
        with LOCK:
            for index in range(min(self._document.count_attachments(), MOST_ATTACHED)):
                found = self._document.get_attachment(index)
                if found.get_name() == name:
                    return bytes(found.get_data())
        return None

    def save_flattened(self, numbers: Iterable[int], target: Path) -> None:
        """A copy in which the values of form fields are part of the pages; a damaged page stays as it is."""
        for number in numbers:
            with suppress(DamagedPageError):
                self._on_page(number, lambda page: page.flatten())
        with LOCK:
            self._document.save(target)

    def close(self) -> None:
        with LOCK:
            self._document.close()

    def _on_page(self, number: int, act: Callable[[Any], T]) -> T:
        with LOCK:
            try:
                page = self._document[number - 1]
            except (pypdfium2.PdfiumError, IndexError) as error:
                raise DamagedPageError(page=number) from error
            try:
                return act(page)
            except (pypdfium2.PdfiumError, MemoryError, ValueError) as error:
                raise DamagedPageError(page=number) from error
            finally:
                page.close()


def allowed_dpi(width: float, height: float, dpi: float) -> float:
    """``dpi``, or the most that keeps a page of ``width`` by ``height`` points within MAX_PIXELS."""
    pixels = (width * dpi / 72) * (height * dpi / 72)
    return dpi if pixels <= MAX_PIXELS else dpi * (MAX_PIXELS / pixels) ** 0.5


def _describe(page: Any) -> PageContent:
    width, height = page.get_size()
    text = page.get_textpage()
    characters = text.count_chars()
    text.close()
    shown = hidden = 0
    picture = 0.0
    for item in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_IMAGE), max_depth=4):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            picture = max(picture, abs(right - left) * abs(top - bottom) / max(1.0, width * height))
        elif pdfium.FPDFTextObj_GetTextRenderMode(item.raw) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
            hidden += 1
        else:
            shown += 1
    return PageContent(characters, hidden / max(1, shown + hidden), min(1.0, picture))


def _largest_picture(page: Any) -> float:
    """The pixels of the largest picture on a page, of eight bits or more: fax and JBIG2 pack eight into one."""
    most = 0.0
    pictures = page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=4)
    for item in islice(pictures, MOST_PICTURES):
        width, height = item.get_px_size()
        share = 8 if BILEVEL & set(item.get_filters()) else 1
        most = max(most, width * height / share)
    return most


def _open(path: Path) -> Any:
    if path.stat().st_size == 0:
        raise EmptyFileError
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise _refusal(path) from error


def _refusal(path: Path) -> ReadingError:
    """Why a file cannot be opened. A PDF without pages leaves PDFium's last error as an earlier file left it, so
    that the file is opened once more, to tell the two apart."""
    document = pdfium.FPDF_LoadDocument(os.fsencode(path) + b"\0", None)
    if document:
        pdfium.FPDF_CloseDocument(document)
        return NoPageError()
    if pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return EncryptedError()
    return DamagedError()
