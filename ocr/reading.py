"""The pages of a file as positioned words: from the text layer where it can be trusted, else from the picture."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from ocr.document import COPY, PDF, Pages, open_pages
from ocr.errors import DamagedError, DamagedPageError, TooLargePageError, TooManyPixelsError
from ocr.languages import Detector
from ocr.layout import arrange
from ocr.limits import MAX_PIXELS
from ocr.office.copies import NAME, unpack
from ocr.rendering import PdfPages
from ocr.scanning import Recogniser, Scan
from ocr.tesseract import Tesseract
from ocr.text_layer import RawText, TextLayer
from ocr.trust import Evidence, reason_to_doubt
from storage.words import PageWords

#: The size given to a page whose own cannot be known: A4, in points.
UNKNOWN_SIZE = (595.28, 841.89)
#: A page of which a side is shorter, in points, has no letter to recognise.
LEAST_SIDE = 4.0
#: Pictures inside a trusted page are not read; from this share of the page on, a person should look.
NOTABLE_PICTURE = 0.2


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How to read. ``languages_hint`` are ISO 639-1 codes that the requester told; ``rotation`` is the clockwise
    turn (0, 90, 180, 270) that a person chose, None to find it; ``workers`` pages are recognised at once;
    ``force_ocr`` leaves text layers aside; a picture of more than ``pixels`` is not
    decoded."""

    languages_hint: tuple[str, ...] = ()
    dpi: int = 300
    rotation: int | None = None
    workers: int = 2
    force_ocr: bool = False
    pixels: int = MAX_PIXELS


@dataclass(frozen=True, slots=True)
class Tools:
    """The engines that reading needs."""

    tesseract: Tesseract
    detector: Detector


def read_pages(
    path: Path,
    media_type: str,
    numbers: Sequence[int],
    options: ReadingOptions,
    tools: Tools,
    announce: Callable[[int], None] = lambda _number: None,
) -> Iterator[PageWords]:
    """The pages ``numbers`` (from 1), in that order, each as soon as it and those before it are read.

    ``announce`` is told the page that is worked on, before anything that may take long or go wrong. A page that
    cannot be read comes without words and with a warning: ``blank_page``, ``unreadable_page``, ``damaged_page``,
    ``too_large_page``. Other warnings: ``low_confidence``, ``language_not_installed``, ``picture_not_read``.
    Raises what ``ocr.document.open_document`` raises, and TesseractMissingError.
    """
    with (
        open_pages(path, media_type, options.pixels) as pages,
        TemporaryDirectory(prefix="truchement-ocr-") as name,
    ):
        folder = Path(name)
        recogniser = Recogniser(tools.tesseract, tools.detector, folder, options.dpi)
        with _text_layer(pages, path, media_type, numbers, options, folder) as layer, _pool(options) as pool:
            run = _Run(pages, layer, options, tools.detector, recogniser, pool, options.languages_hint)
            run.carried = _carried(pages, media_type)
            pending: deque[tuple[int, Future[PageWords]]] = deque()
            for number in numbers:
                announce(number)
                pending.append((number, run.start(number)))
                while pending and (len(pending) > options.workers or pending[0][1].done()):
                    yield _finished(pending, announce)
            while pending:
                yield _finished(pending, announce)


def _finished(pending: deque[tuple[int, Future[PageWords]]], announce: Callable[[int], None]) -> PageWords:
    number, future = pending.popleft()
    announce(number)
    return future.result()


@contextmanager
def _pool(options: ReadingOptions) -> Iterator[ThreadPoolExecutor]:
    pool = ThreadPoolExecutor(max_workers=max(1, options.workers))
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _carried(pages: Pages, media_type: str) -> Sequence[PageWords | None]:
    """The words that a reading copy carries; none of any other file."""
    if media_type != COPY:
        return ()
    assert isinstance(pages, PdfPages)
    return unpack(pages.attached(NAME))


@contextmanager
def _text_layer(
    pages: Pages, path: Path, media_type: str, numbers: Sequence[int], options: ReadingOptions, folder: Path
) -> Iterator[TextLayer | None]:
    if media_type != PDF or options.force_ocr or options.rotation:
        yield None
        return
    assert isinstance(pages, PdfPages)
    source = path
    if pages.has_form:
        source = folder / "flattened.pdf"
        pages.save_flattened(numbers, source)
    layer = TextLayer(source, tuple(numbers))
    try:
        yield layer
    finally:
        layer.close()


@dataclass(slots=True)
class _Run:
    """What the pages of one run share: the open file, the engines, and the languages found so far."""

    pages: Pages
    layer: TextLayer | None
    options: ReadingOptions
    detector: Detector
    recogniser: Recogniser
    pool: ThreadPoolExecutor
    languages: tuple[str, ...]
    samples_left: int = 2
    carried: Sequence[PageWords | None] = ()

    def start(self, number: int) -> Future[PageWords]:
        """The page, now or in a while."""
        try:
            width, height = self.pages.size(number)
            page = self._from_copy(number) or self._from_text(number, width, height)
            if page is None and min(width, height) >= LEAST_SIDE:
                return self._recognise(number, width, height)
            page = page or page_without_words(number, "unreadable_page")
        except (DamagedPageError, DamagedError):
            page = page_without_words(number, "damaged_page")
        except (TooLargePageError, TooManyPixelsError):
            page = page_without_words(number, "too_large_page")
        done: Future[PageWords] = Future()
        done.set_result(page)
        return done

    def _recognise(self, number: int, width: float, height: float) -> Future[PageWords]:
        picture = self.pages.render(number, self.options.dpi).convert("L")
        scan = Scan(number, picture, width, height)
        if not self.languages and self.samples_left:
            # Pages of a document mostly share their language; one that does not is noticed by its text.
            self.samples_left -= 1
            self.languages = self.recogniser.sample_languages(scan)
        return self.pool.submit(self.recogniser.read, scan, self.languages, self.options.rotation)

    def _from_copy(self, number: int) -> PageWords | None:
        """The words that a reading copy carries: exact, so that only their language is to be found. The file's own
        word on it is often what its author's program was set to: it serves where the text is too short to tell."""
        page = self.carried[number - 1] if number <= len(self.carried) else None
        if page is None or not page.words:
            return page
        found = tuple(share.language for share in self.detector.detect(page.text))
        self.languages = self.languages or found
        return replace(page, languages=found or page.languages)

    def _from_text(self, number: int, width: float, height: float) -> PageWords | None:
        if self.layer is None:
            return None
        assert isinstance(self.pages, PdfPages)
        content = self.pages.content(number)
        raw = self.layer.read(number, width, height) if content.characters else None
        if raw is None:
            return None
        page = self._laid_out(number, width, height, raw)
        guess = self.detector.guess(page.text)
        evidence = Evidence(
            raw.words, content.invisible, raw.sideways, content.picture, guess.confidence if guess else 0.0
        )
        if reason_to_doubt(evidence) is not None:
            return None
        self.languages = self.languages or page.languages
        if content.picture >= NOTABLE_PICTURE:
            return replace(page, warnings=("picture_not_read",))
        return page

    def _laid_out(self, number: int, width: float, height: float, raw: RawText) -> PageWords:
        layout = arrange(raw.lines, raw.grids)
        page = PageWords(number, width, height, 0, "text-layer", (), 100.0, layout.words, layout.cells)
        languages = tuple(share.language for share in self.detector.detect(page.text))
        return replace(page, languages=languages)


def page_without_words(number: int, warning: str) -> PageWords:
    """A page of which nothing is known, and why."""
    return PageWords(number, *UNKNOWN_SIZE, 0, "ocr", (), 0.0, (), warnings=(warning,))
