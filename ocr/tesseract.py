"""Tesseract, wrapped: the only module that starts it.

Measured on two cores, A4 at 300 dpi: one thread per run and two runs at once give twelve times the pages of
Tesseract's own threads, and a picture handed over by its path saves encoding it again.
"""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytesseract

from ocr.errors import RecognitionError, TesseractLanguageError, TesseractMissingError

#: ISO 639-1 to the names of Tesseract's trained data.
CODES: Final = {
    "ar": "ara", "az": "aze", "be": "bel", "bg": "bul", "bn": "ben", "bs": "bos", "ca": "cat", "cs": "ces",
    "cy": "cym", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa", "et": "est", "eu": "eus",
    "fa": "fas", "fi": "fin", "fr": "fra", "ga": "gle", "he": "heb", "hi": "hin", "hr": "hrv", "hu": "hun",
    "hy": "hye", "is": "isl", "it": "ita", "ja": "jpn", "ka": "kat", "kk": "kaz", "ko": "kor", "lt": "lit",
    "lv": "lav", "mk": "mkd", "nb": "nor", "nl": "nld", "nn": "nor", "pl": "pol", "pt": "por", "ro": "ron",
    "ru": "rus", "sk": "slk", "sl": "slv", "so": "som", "sq": "sqi", "sr": "srp", "sv": "swe", "ta": "tam",
    "th": "tha", "tl": "fil", "tr": "tur", "uk": "ukr", "ur": "urd", "vi": "vie", "zh": "chi_sim",
}  # fmt: skip

#: A data file of another language that reads the letters well enough when a language has none of its own.
NEAREST: Final = {
    "be": ("ukr", "rus"), "bg": ("rus", "ukr"), "bs": ("hrv", "pol"), "cs": ("slk", "pol"), "da": ("nor", "deu"),
    "fa": ("ara",), "gl": ("por", "spa"), "hr": ("bos", "pol"), "mk": ("srp", "ukr"), "nb": ("dan", "deu"),
    "ru": ("ukr",), "sk": ("ces", "pol"), "sr": ("mkd", "ukr"), "ur": ("ara",),
}  # fmt: skip

SAUVOLA: Final = 2


@dataclass(frozen=True, slots=True)
class Found:
    """A word as Tesseract returns it: pixels of the picture, confidence 0 to 100, and its place in Tesseract's
    own layout as (block, paragraph, line)."""

    text: str
    left: int
    top: int
    width: int
    height: int
    confidence: float
    place: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Orientation:
    """``rotation`` is the clockwise turn that makes the picture upright; ``script`` is ISO-like, such as
    ``Latin``, ``Cyrillic`` or ``Arabic``; confidences are Tesseract's own scale (above 2 is usable)."""

    rotation: int
    rotation_confidence: float
    script: str
    script_confidence: float


@dataclass(frozen=True, slots=True)
class Tesseract:
    """How to run Tesseract. ``languages`` are the installed data files, without ``osd`` and ``equ``."""

    languages: frozenset[str]
    has_osd: bool = True
    timeout: int = 120

    def codes_for(self, languages: Iterable[str]) -> tuple[str, ...]:
        """The installed data files for ISO 639-1 ``languages`` in order, the nearest where one is missing."""
        out: list[str] = []
        for language in languages:
            candidates = (CODES.get(language, language), *NEAREST.get(language, ()))
            found = next((code for code in candidates if code in self.languages), None)
            if found is not None and found not in out:
                out.append(found)
        return tuple(out)

    def words(
        self, picture: Path, codes: tuple[str, ...], *, dpi: int, thresholding: int = 0, segmentation: int = 3
    ) -> list[Found]:
        """The words of a picture file, in Tesseract's order.

        Raises RecognitionError when Tesseract fails or passes its time, TesseractLanguageError when a data file
        is missing.
        """
        for code in codes:
            if code not in self.languages:
                raise TesseractLanguageError(language=code)
        config = f"--dpi {dpi} --psm {segmentation} -c thresholding_method={thresholding}"
        return parse_tsv(self._run(picture, "tsv", "+".join(codes), f"{config} -c tessedit_create_tsv=1"))

    def orientation(self, picture: Path, *, dpi: int) -> Orientation | None:
        """Which way is up and which script, or None when there is too little text to tell."""
        if not self.has_osd:
            return None
        try:
            return parse_osd(self._run(picture, "osd", "osd", f"--dpi {dpi} --psm 0"))
        except RecognitionError:
            # Tesseract answers "too few characters" by failing: not knowing is an answer here.
            return None

    def _run(self, picture: Path, extension: str, language: str, config: str) -> str:
        os.environ["OMP_THREAD_LIMIT"] = "1"
        try:
            return str(
                pytesseract.pytesseract.run_and_get_output(
                    str(picture), extension, language, config, timeout=self.timeout
                )
            )
        except pytesseract.TesseractNotFoundError as error:
            raise TesseractMissingError from error
        except (pytesseract.TesseractError, RuntimeError, OSError, UnicodeDecodeError) as error:
            raise RecognitionError from error


def find_tesseract(timeout: int = 120) -> Tesseract:
    """Tesseract as it is installed. Raises TesseractMissingError."""
    names = installed_languages()
    return Tesseract(frozenset(names - {"osd", "equ", "snum"}), has_osd="osd" in names, timeout=timeout)


def installed_languages() -> frozenset[str]:
    """The names of the installed data files, ``osd`` included. Raises TesseractMissingError."""
    try:
        return frozenset(pytesseract.get_languages())
    except pytesseract.TesseractNotFoundError as error:
        raise TesseractMissingError from error


def tesseract_version() -> str:
    """Such as ``5.3.0``. Raises TesseractMissingError."""
    try:
        return str(pytesseract.get_tesseract_version())
    except (pytesseract.TesseractNotFoundError, SystemExit) as error:
        raise TesseractMissingError from error


def parse_tsv(text: str) -> list[Found]:
    """The words (level 5) of Tesseract's TSV that hold a visible character."""
    words = []
    for row in text.splitlines()[1:]:
        fields = row.split("\t", 11)
        if len(fields) < 12 or fields[0] != "5" or not fields[11].strip():
            continue
        block, paragraph, line = (int(n) for n in fields[2:5])
        left, top, width, height = (int(n) for n in fields[6:10])
        confidence = min(100.0, max(0.0, float(fields[10])))
        words.append(Found(fields[11].strip(), left, top, width, height, confidence, (block, paragraph, line)))
    return words


def parse_osd(text: str) -> Orientation | None:
    """Tesseract's orientation report, or None when a line of it is missing."""
    fields = dict(re.findall(r"^([^:\n]+): *(.*)$", text, flags=re.MULTILINE))
    try:
        return Orientation(
            int(fields["Rotate"]) % 360,
            float(fields["Orientation confidence"]),
            fields["Script"].strip(),
            float(fields["Script confidence"]),
        )
    except (KeyError, ValueError):
        return None
