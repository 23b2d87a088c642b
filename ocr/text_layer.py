"""The text layer of PDF pages, by pdfplumber: the only module that touches it for files."""

import signal
import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from ocr.bidi import direction_of, logical_text, without_marks
from ocr.layout import gather_lines
from ocr.tables import Grid, grid_from_boxes
from ocr.tokens import Line, Token
from storage.words import Box

#: What pdfminer lets escape on broken files; a page that it cannot read still has a picture.
BROKEN: Final = (
    PDFException, PSException, PdfminerException, MalformedPDFException, ArithmeticError, AssertionError,
    AttributeError, EOFError, LookupError, MemoryError, NotImplementedError, OSError, RecursionError, TypeError,
    ValueError, struct.error, zlib.error,
)  # fmt: skip


#: Processor time for opening the file, or for a page; an object that refers to itself keeps pdfminer for ever.
TEXT_SECONDS: Final = 15.0


@contextmanager
def _bounded() -> Iterator[None]:
    """Ends what takes too long, with a TimeoutError: the page is then read from its picture. Where signals cannot
    be taken, outside of the main thread, the limits of the process are what is left."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, end)
    # Again every second: what was raised may be swallowed on its way.
    signal.setitimer(signal.ITIMER_VIRTUAL, TEXT_SECONDS, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@dataclass(frozen=True, slots=True)
class RawText:
    """The words of a page by line, its ruled tables, the share of its letters that stand sideways (0 to 1)."""

    lines: tuple[Line, ...]
    grids: tuple[Grid, ...]
    sideways: float

    @property
    def words(self) -> list[str]:
        return [token.text for line in self.lines for token in line]


class TextLayer:
    """The text layers of some pages of a PDF. A file that pdfplumber cannot open has none."""

    def __init__(self, path: Path, numbers: tuple[int, ...]) -> None:
        self._pdf: Any = None
        try:
            wanted = sorted(set(numbers))
            with _bounded():
                self._pdf = pdfplumber.open(path, pages=wanted, unicode_norm="NFC", raise_unicode_errors=False)
                self._pages = {page.page_number: page for page in self._pdf.pages}
        except BROKEN:
            # Its own way of closing would look for the pages once more, and never end.
            if self._pdf is not None:
                self._pdf.stream.close()
            self._pdf, self._pages = None, {}

    def read(self, number: int, width: float, height: float) -> RawText | None:
        """The text of a page whose displayed size is ``width`` by ``height`` points, or None when it has none
        that can be read. A page is read once: what it took in memory is let go."""
        page = self._pages.pop(number, None)
        if page is None:
            return None
        try:
            with _bounded():
                return _read(page, width, height)
        except BROKEN:
            return None
        finally:
            page.close()

    def close(self) -> None:
        if self._pdf is not None:
            self._pdf.close()


def _read(page: Any, width: float, height: float) -> RawText:
    page = _without_doubles(page)
    shown = page.cropbox
    # The displayed size counts the crop box and the user unit, which pdfplumber's coordinates do not.
    scale_x, scale_y = width / max(1.0, shown[2] - shown[0]), height / max(1.0, shown[3] - shown[1])

    def place(x0: float, top: float, x1: float, bottom: float) -> Box:
        left, right = sorted(((x0 - shown[0]) * scale_x, (x1 - shown[0]) * scale_x))
        high, low = sorted(((top - shown[1]) * scale_y, (bottom - shown[1]) * scale_y))
        return Box(_within(left, width), _within(high, height), _within(right, width), _within(low, height))

    upright: list[Token] = []
    sideways: list[Token] = []
    for word in page.extract_words(x_tolerance_ratio=0.2, return_chars=True, expand_ligatures=True):
        box = place(word["x0"], word["top"], word["x1"], word["bottom"])
        token = Token(_text(word), box, 100.0, _is_bold(word["chars"][0]))
        if token.text and box.width > 0 and box.height > 0:
            (upright if word.get("upright", True) else sideways).append(token)
    grids = [grid_from_boxes([place(*cell) for cell in table.cells]) for table in page.find_tables()]
    lines = [*gather_lines(upright), *((token,) for token in sideways)]
    total = sum(len(token.text) for token in (*upright, *sideways))
    share = sum(len(token.text) for token in sideways) / total if total else 0.0
    return RawText(tuple(lines), tuple(grid for grid in grids if grid is not None), share)


def _without_doubles(page: Any) -> Any:
    """The page without letters printed twice to look bold; looking for them properly is slow and rarely needed."""
    places = {(c["text"], round(c["x0"]), round(c["top"])) for c in page.chars}
    return page.dedupe_chars(tolerance=1) if len(places) < 0.9 * len(page.chars) else page


def _within(value: float, most: float) -> float:
    return min(max(0.0, float(value)), most)


def _text(word: dict[str, Any]) -> str:
    text = str(word["text"])
    if direction_of(text) == "R":
        characters = sorted(word["chars"], key=lambda character: character["x0"])
        text = logical_text([character["text"] for character in characters])
    return without_marks(text).replace("\u00ad", "-").replace("\x00", "").strip()


def _is_bold(character: dict[str, Any]) -> bool:
    name = str(character.get("fontname", "")).lower()
    return any(mark in name for mark in ("bold", "black", "heavy", "demi"))
