"""The reading copy, set by WeasyPrint: the only module of reading that touches it, loaded by the process of
``ocr.copying`` alone.

The places of the words are taken from its boxes and from the layout of each line, letter by letter, as it draws
them.
"""

import bisect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import weasyprint
from PIL import ImageFile
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.urls import URLFetcherResponse

from ocr.office.copies import NAME, pack
from ocr.office.setting import Page, Placed
from storage.words import Box, Cell, PageWords, Part, Word

# WeasyPrint tells Pillow to fill up what is cut short; here a picture is whole or it is none.
ImageFile.LOAD_TRUNCATED_IMAGES = False

POINTS: Final = 0.75  # a CSS pixel
#: The same file gives the same copy, whenever it is made.
_WHEN: Final = datetime(2000, 1, 1, tzinfo=UTC)
#: What is longer is no word: a line of dots, a picture in letters.
LONGEST: Final = 200
#: Letters of scripts written without spaces: Thai to Tibetan, Burmese, Khmer, Chinese, Japanese.
_SPACELESS: Final = re.compile("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\uff66-\uff9f]")
_WORD: Final = re.compile(r"\S+")


class _Pictures(weasyprint.URLFetcher):  # type: ignore[misc]  # WeasyPrint carries no types
    """Knows the pictures of the page and refuses every other address."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:  # noqa: ARG002 - its signature
        """The picture of that name; ValueError for what is none."""
        found = self._page.pictures.get(url)
        if found is None:
            raise ValueError("nothing is fetched")
        return URLFetcherResponse(url, found.data)


def print_copy(page: Page) -> tuple[bytes, int]:
    """The PDF with the words of its pages, and the number of pages."""
    document = weasyprint.HTML(string=page.html, url_fetcher=_Pictures(page)).render()
    told = [_Told(block.text.split()) for block in page.blocks]
    pages = [_page(number, each, page.blocks, told) for number, each in enumerate(document.pages, start=1)]
    words = weasyprint.Attachment(string=pack(pages), name=NAME, created=_WHEN, modified=_WHEN)
    return document.write_pdf(attachments=[words]), len(pages)


@dataclass(slots=True)
class _Told:
    """The words of a block, of which those before ``at`` were found on the pages, and ``rest`` is what is still to
    come of one that is cut between two lines."""

    words: list[str]
    at: int = 0
    rest: str = ""
    whole: bool = True

    def next(self, piece: str) -> str:
        """The whole word of which a piece is the beginning; ``""`` for a further piece. A word is whole only where
        its letters are few: Chinese and Thai put no spaces, and their lines end where they must."""
        if self.rest.startswith(piece):
            self.rest = self.rest[len(piece) :]
            return "" if self.whole else piece
        word = self.words[self.at] if self.at < len(self.words) else piece
        self.at += 1
        if not word.startswith(piece):
            self.rest = ""
            return piece
        self.rest, self.whole = word[len(piece) :], len(word) <= LONGEST and not _SPACELESS.search(word)
        return word if self.whole else piece


def _page(number: int, laid_out: Any, blocks: tuple[Placed, ...], told: list[_Told]) -> PageWords | None:
    """The words of a page, None when it is a picture."""
    width, height = laid_out.width * POINTS, laid_out.height * POINTS
    words: list[Word] = []
    shown: dict[int, int] = {}
    pictures = False
    for line, box in enumerate(laid_out._page_box.descendants()):
        element = box.element
        if element is None:
            continue
        if element.tag == "img":
            if element.get("class") is None:
                return None
            pictures = True
        if isinstance(box, TextBox) and (named := element.get("data-n")) is not None:
            block = shown.setdefault(int(named), len(shown))
            words += _words(box, told[int(named)], (block, line), (width, height))
    if not words:
        return PageWords(
            number, width, height, 0, "text-layer", (), 0.0, (), warnings=_unread(pictures) or ("blank_page",)
        )
    placed = [(block, blocks[named]) for named, block in shown.items()]
    return PageWords(
        number, width, height, 0, "text-layer", _languages(placed), 100.0, _numbered(words), tuple(_cells(placed)),
        warnings=_unread(pictures), parts=tuple(_parts(placed)),
    )  # fmt: skip


def _unread(pictures: bool) -> tuple[str, ...]:
    return ("picture_not_read",) if pictures else ()


def _numbered(words: list[Word]) -> tuple[Word, ...]:
    """The words with their lines numbered without gaps."""
    lines: dict[int, int] = {}
    return tuple(
        Word(word.text, word.box, word.confidence, word.block, lines.setdefault(word.line, len(lines)))
        for word in words
    )


def _languages(placed: list[tuple[int, Placed]]) -> tuple[str, ...]:
    """The languages that the file states, by how much text they have."""
    shares: dict[str, int] = {}
    for _, block in placed:
        if block.language:
            shares[block.language] = shares.get(block.language, 0) + len(block.text)
    return tuple(sorted(shares, key=lambda code: -shares[code]))


def _parts(placed: list[tuple[int, Placed]]) -> Iterator[Part]:
    return (Part(block, each.role) for block, each in placed)


def _cells(placed: list[tuple[int, Placed]]) -> Iterator[Cell]:
    """The cells with tables and rows numbered from 0 within the page."""
    tables: dict[int, int] = {}
    first: dict[int, int] = {}
    for block, each in placed:
        if each.role == "cell":
            table = tables.setdefault(each.table, len(tables))
            row = each.row - first.setdefault(each.table, each.row)
            yield Cell(block, table, row, each.column)


def _words(box: Any, told: _Told, place: tuple[int, int], size: tuple[float, float]) -> Iterator[Word]:
    """The words that begin in a box; ``place`` is their block and line."""
    edges = _Edges(box)
    top, bottom = box.position_y * POINTS, (box.position_y + box.height) * POINTS
    for found in _WORD.finditer(box.text):
        word = told.next(found[0])
        if not word:
            continue
        left, right = edges.of(found.start(), found.end())
        stands = Box(
            _within(left * POINTS, size[0]),
            _within(top, size[1]),
            _within(right * POINTS, size[0]),
            _within(bottom, size[1]),
        )
        yield Word(word, stands, 100.0, *place)


def _within(value: float, most: float) -> float:
    return min(max(0.0, value), most)


class _Edges:
    """Where the letters of a line stand, from left to right, in CSS pixels."""

    def __init__(self, box: Any) -> None:
        self._text, self._left, self._right = box.text, box.position_x, box.position_x + box.width
        self._starts, self._places = self._clusters(box)

    def of(self, start: int, end: int) -> tuple[float, float]:
        """The outer edges of some of the letters; those of the line when its layout does not tell."""
        first, last = (len(self._text[:at].encode()) for at in (start, end))
        low = max(0, bisect.bisect_right(self._starts, first) - 1)
        found = self._places[low : bisect.bisect_left(self._starts, last)]
        if not found:
            return self._left, self._right
        return min(left for left, _ in found), max(right for _, right in found)

    @staticmethod
    def _clusters(box: Any) -> tuple[list[int], list[tuple[float, float]]]:
        """The clusters of glyphs by the byte of the text at which they start."""
        layout = box.pango_layout
        layout.reactivate(box.style)
        try:
            pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
            first_line, _ = layout.get_first_line()
            places: dict[int, tuple[float, float]] = {}
            x = box.position_x
            run = first_line.runs[0]
            while run != ffi.NULL:
                item, run = run.data, run.next
                for index in range(item.glyphs.num_glyphs):
                    width = item.glyphs.glyphs[index].geometry.width * FROM_UNITS
                    at = item.item.offset + item.glyphs.log_clusters[index]
                    left, right = places.get(at, (x, x))
                    places[at] = min(left, x), max(right, x + width)
                    x += width
        finally:
            layout.deactivate()
        starts = sorted(places)
        return starts, [places[at] for at in starts]
