"""One page from its picture: upright, level, in the right languages, never recognised twice without a reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from ocr.errors import RecognitionError
from ocr.geometry import ink_mask, make_upright, measure_skew, turned_size
from ocr.languages import Detector, Share
from ocr.layout import arrange
from ocr.lines import lines_of
from ocr.rules import find_rules
from ocr.scripts import COMPANIONS, SAMPLES, script_of
from ocr.tables import grids_from_edges
from ocr.tesseract import SAUVOLA, Found, Orientation, Tesseract
from ocr.tokens import mean_confidence
from storage.words import PageWords

#: Mean confidence under which another way of reading is tried, and under which nothing is worth keeping.
POOR: Final = 75.0
UNREADABLE: Final = 30.0
LOW: Final = 65.0
#: Share of a page's area that ink covers at least; dust is less.
LEAST_INK: Final = 0.0002
#: Tesseract's own scale; under it a turn is a guess.
SURE_TURN: Final = 1.0
SURE_SCRIPT: Final = 0.5
SAMPLE_HEIGHT: Final = 0.35


@dataclass(frozen=True, slots=True)
class Scan:
    """A page as a grey picture, as a viewer shows it; ``width`` and ``height`` in points."""

    number: int
    picture: Image.Image
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Attempt:
    """One run of Tesseract over a page."""

    found: tuple[Found, ...]
    rotation: int
    skew: float
    codes: tuple[str, ...]
    thresholding: int
    path: Path
    size: tuple[int, int]

    @property
    def confidence(self) -> float:
        return mean_confidence((word.text, word.confidence) for word in self.found)

    @property
    def worth(self) -> float:
        """How much was read well: letters weighted by how far their confidence is above a coin's toss."""
        return sum(len(w.text) * max(0.0, w.confidence - 50) for w in self.found)

    @property
    def text(self) -> str:
        out: list[str] = []
        place: tuple[int, int, int] | None = None
        for word in self.found:
            if place is not None:
                out.append(" " if word.place == place else "\n" if word.place[0] == place[0] else "\n\n")
            place = word.place
            out.append(word.text)
        return "".join(out)

    @property
    def is_poor(self) -> bool:
        return self.confidence < POOR or len(self.found) < 4 or self.is_sideways

    @property
    def is_sideways(self) -> bool:
        """Whether most words stand upright like towers: Tesseract reads lines that run down the page without
        telling."""
        long = [word for word in self.found if len(word.text) >= 4]
        return sum(word.height > 1.3 * word.width for word in long) * 2 > len(long)


class Recogniser:
    """Reads pictures of pages. One object serves several threads; ``folder`` takes the pictures for Tesseract."""

    def __init__(self, tesseract: Tesseract, detector: Detector, folder: Path, dpi: int) -> None:
        self._tesseract = tesseract
        self._detector = detector
        self._folder = folder
        self._dpi = dpi
        self._serial = count()

    def sample_languages(self, scan: Scan) -> tuple[str, ...]:
        """The likeliest ISO 639-1 languages of a page from its densest part, () when it cannot be told."""
        told = self._orientation(scan.picture)
        script = told.script if told is not None and told.script_confidence >= SURE_SCRIPT else "Latin"
        turn = told.rotation if told is not None and told.rotation_confidence >= SURE_TURN else 0
        path = self._save(_densest_part(make_upright(scan.picture, turn, 0.0)))
        try:
            words = self._tesseract.words(path, self._sample_codes(script), dpi=self._dpi)
        except RecognitionError:
            return ()
        finally:
            path.unlink(missing_ok=True)
        sample = Attempt(tuple(words), 0, 0.0, (), 0, path, (0, 0))
        return () if sample.confidence < LOW else _codes_of(self._detector.detect(sample.text))

    def read(self, scan: Scan, languages: Sequence[str], rotation: int | None) -> PageWords:
        """The words of a page, by ``languages`` (ISO 639-1; () when unknown) and turned by ``rotation`` when it is
        known. Never raises for what is on the page: warnings say it."""
        if is_blank(scan.picture):
            return empty_page(scan, "blank_page", rotation or 0)
        attempts: list[Attempt] = []
        try:
            best = self._best(scan, languages, rotation, attempts)
            return self._page(scan, best)
        except RecognitionError:
            return empty_page(scan, "unreadable_page", rotation or 0)
        finally:
            for path in {attempt.path for attempt in attempts}:
                path.unlink(missing_ok=True)

    def _best(
        self, scan: Scan, languages: Sequence[str], rotation: int | None, attempts: list[Attempt]
    ) -> Attempt:
        codes = self._tesseract.codes_for(languages) or self._sample_codes("Latin")
        best = self._try(scan, rotation or 0, codes, attempts)
        if best.is_poor:
            best = self._turned(scan, best, rotation, attempts)
        if best.is_poor:
            best = self._better(best, self._again(best, attempts, thresholding=SAUVOLA))
        return self._in_its_languages(best, attempts)

    def _turned(self, scan: Scan, best: Attempt, rotation: int | None, attempts: list[Attempt]) -> Attempt:
        """Another attempt the right way up and in the right scripts, when Tesseract tells that they differ."""
        with Image.open(best.path) as picture:
            told = self._orientation(picture)
        if told is None:
            return best
        turn = told.rotation if rotation is None and told.rotation_confidence >= SURE_TURN else 0
        codes = self._codes_in_script(told.script, best.codes) if told.script_confidence > 0 else best.codes
        if not turn and codes == best.codes:
            return best
        return self._better(best, self._try(scan, (best.rotation + turn) % 360, codes, attempts))

    def _codes_in_script(self, script: str, codes: tuple[str, ...]) -> tuple[str, ...]:
        """``codes`` when they are in ``script``, else the likeliest ones; another script than the Latin comes with
        the languages that often accompany it, for a page may hold both."""
        same = tuple(code for code in codes if script_of(code) == script) or self._sample_codes(script)
        if not same or script == "Latin":
            return same or codes
        companions = self._tesseract.codes_for(COMPANIONS)
        return (*same[:2], *(code for code in companions if code not in same))

    def _orientation(self, picture: Image.Image) -> Orientation | None:
        # Half the resolution is enough to tell, and takes a third of the time.
        path = self._save(picture.reduce(2))
        try:
            return self._tesseract.orientation(path, dpi=self._dpi // 2)
        finally:
            path.unlink(missing_ok=True)

    def _in_its_languages(self, best: Attempt, attempts: list[Attempt]) -> Attempt:
        """Another attempt in the languages that the text turns out to be in, when the first had others."""
        shares = self._detector.detect(best.text)
        wanted = self._tesseract.codes_for(_codes_of(shares))
        if not wanted or best.confidence < LOW or shares[0].confidence < 0.5:
            return best
        if set(wanted) <= set(best.codes) and (len(best.codes) <= 2 or not best.is_poor):
            return best
        again = self._again(best, attempts, codes=wanted)
        # Fewer languages cost a little confidence where names are foreign; right letters are worth more.
        return again if again.worth >= 0.9 * best.worth else best

    def _better(self, one: Attempt, other: Attempt) -> Attempt:
        return other if other.worth > one.worth else one

    def _try(self, scan: Scan, rotation: int, codes: tuple[str, ...], attempts: list[Attempt]) -> Attempt:
        picture = make_upright(scan.picture, rotation, 0.0)
        skew = measure_skew(picture)
        if skew:
            picture = make_upright(picture, 0, skew)
        path = self._save(picture)
        attempt = Attempt((), rotation, skew, codes, 0, path, picture.size)
        attempts.append(attempt)
        return self._run(attempt)

    def _again(
        self, attempt: Attempt, attempts: list[Attempt], *, codes: tuple[str, ...] = (), thresholding: int = -1
    ) -> Attempt:
        changed = replace(
            attempt,
            codes=codes or attempt.codes,
            thresholding=attempt.thresholding if thresholding < 0 else thresholding,
        )
        attempts.append(changed)
        return self._run(changed)

    def _run(self, attempt: Attempt) -> Attempt:
        words = self._tesseract.words(
            attempt.path, attempt.codes, dpi=self._dpi, thresholding=attempt.thresholding
        )
        return replace(attempt, found=tuple(words))

    def _sample_codes(self, script: str) -> tuple[str, ...]:
        codes = self._tesseract.codes_for(SAMPLES.get(script, ()))
        if not codes and script == "Latin":
            codes = tuple(sorted(self._tesseract.languages))[:6]
        return codes

    def _save(self, picture: Image.Image) -> Path:
        # PNM is written and read back without compression: a PNG of the same page costs a third of a second.
        path = self._folder / f"{next(self._serial)}.pgm"
        picture.save(path, format="PPM")
        return path

    def _page(self, scan: Scan, attempt: Attempt) -> PageWords:
        width, height = turned_size(scan.width, scan.height, attempt.rotation)
        scale = width / attempt.size[0]
        lines = lines_of(attempt.found, scale, width, height)
        if not lines or attempt.confidence < UNREADABLE:
            return replace(
                empty_page(scan, "unreadable_page", attempt.rotation),
                skew=attempt.skew,
                width=width,
                height=height,
            )
        with Image.open(attempt.path) as picture:
            ink = ink_mask(picture, width=1300)
        layout = arrange(lines, grids_from_edges(find_rules(ink, ink.shape[1] / width)), gap=1.8)
        page = PageWords(
            number=scan.number,
            width=width,
            height=height,
            rotation=attempt.rotation,
            source="ocr",
            languages=(),
            confidence=mean_confidence((word.text, word.confidence) for word in layout.words),
            words=layout.words,
            cells=layout.cells,
            skew=attempt.skew,
        )
        shares = _codes_of(self._detector.detect(page.text))
        return replace(page, languages=shares, warnings=self._warnings(page, shares))

    def _warnings(self, page: PageWords, languages: tuple[str, ...]) -> tuple[str, ...]:
        warnings = []
        if page.confidence < LOW:
            warnings.append("low_confidence")
        if any(not self._tesseract.codes_for((language,)) for language in languages):
            warnings.append("language_not_installed")
        return tuple(warnings)


def is_blank(picture: Image.Image) -> bool:
    """Whether there is nothing on the page but dust."""
    return float(np.mean(ink_mask(picture))) < LEAST_INK


def empty_page(scan: Scan, warning: str, rotation: int) -> PageWords:
    """A page without words, and why."""
    width, height = turned_size(scan.width, scan.height, rotation)
    return PageWords(scan.number, width, height, rotation, "ocr", (), 0.0, (), warnings=(warning,))


def _codes_of(shares: Iterable[Share]) -> tuple[str, ...]:
    return tuple(share.language for share in shares)


def _densest_part(picture: Image.Image) -> Image.Image:
    """The full-width strip with the most ink: enough text to tell a language at a third of the cost."""
    rows = ink_mask(picture).sum(axis=1)
    size = max(1, round(len(rows) * SAMPLE_HEIGHT))
    sums = np.convolve(rows, np.ones(size), mode="valid")
    top = int(np.argmax(sums)) / len(rows) * picture.height
    return picture.crop((0, round(top), picture.width, round(top + SAMPLE_HEIGHT * picture.height)))
