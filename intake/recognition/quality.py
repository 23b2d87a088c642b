"""Pages that need a new scan, a turn, or nothing: too poor to read, photographed from a screen, blank, turned.
Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from intake.recognition.findings import Detail, Finding
from intake.recognition.view import PageView
from intake.recognition.wording import fold
from storage.words import Word

#: Mean confidence (0 to 100) of a page under which every word must be compared.
LEAST_CONFIDENCE: Final = 62.0
#: Share of the threes of letters that no word list of the language holds; 0.02 to 0.15 for sound text with its
#: names.
MOST_GIBBERISH: Final = 0.35
GIBBERISH_LETTERS: Final = 120
#: Ink without words: a page that has this much of it and hardly a word was not read.
INK_WITHOUT_WORDS: Final = 0.012
FEW_WORDS: Final = 12
#: Dots per inch of the scan itself; faxes have 100 by 200.
LEAST_DPI: Final = 95.0
LEAST_SHARPNESS: Final = 0.16
LEAST_CONTRAST: Final = 0.2
#: A regular fine pattern that stands so far out of the spectrum is a screen's grid.
SCREEN_PEAK: Final = 20.0
BLANK_INK: Final = 0.0003
BLANK_WORDS: Final = 2
SIDEWAYS: Final = 0.1
LEVEL: Final = -0.3
UPSIDE_DOWN: Final = 0.12

OTHER_LETTERS: Final = frozenset({"ar", "bg", "el", "mk", "ru", "sr", "uk"})
#: Languages without a table, by one that has most of their letters.
_NEAREST: Final = {"be": "uk", "bs": "hr", "gl": "pt", "is": "da", "eu": "es"}


@lru_cache(maxsize=1)
def _trigrams() -> Mapping[str, frozenset[str]]:
    # A table of the package, as constant as the code; read once, by the first page.
    text = (Path(__file__).parent / "trigrams.json").read_text(encoding="utf-8")
    return {
        code: frozenset(run[at : at + 3] for at in range(0, len(run), 3)) for code, run in json.loads(text).items()
    }


def gibberish_share(text: str, language: str | None) -> float | None:
    """The share of threes of letters that the words of a language do not hold, 0 to 1.

    None when there is too little text. Without a language, or with one that has no table, the best of all tables
    counts, so that no language is taken for rubbish for being rare.
    """
    words = [word for word in fold(text).split() if word.isalpha() and len(word) > 2]
    threes = [f" {word} "[at : at + 3] for word in words for at in range(len(word))]
    if len(threes) < GIBBERISH_LETTERS:
        return None
    tables = _trigrams()
    code = _NEAREST.get(language or "", language or "")
    # Names and addresses on a page in another script are in Latin letters.
    own = (
        [tables[code] | tables["en"]]
        if code in OTHER_LETTERS
        else [tables[code]]
        if code in tables
        else [*tables.values()]
    )
    least = min(sum(three not in table for three in threes) for table in own)
    if code not in tables and least > 0.85 * len(threes):
        return None  # a script that no table knows
    return round(least / len(threes), 3)


@dataclass(frozen=True, slots=True)
class Quality:
    """What was measured on a page; None where it could not be."""

    confidence: float
    gibberish: float | None
    words: int
    dpi: float | None
    sharpness: float | None
    contrast: float | None
    ink: float | None


def real_words(words: Sequence[Word]) -> int:
    """How many words are surely words: three letters or figures at least, read with some certainty."""
    return sum(word.confidence >= 55 and sum(c.isalnum() for c in word.text) >= 3 for word in words)


def quality_of(page: PageView) -> Quality:
    """The measures of a page."""
    picture = page.picture
    return Quality(
        confidence=page.reading.confidence,
        gibberish=gibberish_share(page.reading.text, page.language),
        words=real_words(page.reading.words),
        dpi=picture.dpi if picture and picture.dpi else None,
        sharpness=picture.sharpness if picture else None,
        contrast=picture.contrast if picture else None,
        ink=picture.ink if picture else None,
    )


def quality_findings(pages: Sequence[PageView]) -> Iterator[Finding]:
    """What is wrong with each page; a blank page is nothing else."""
    for page in pages:
        quality = quality_of(page)
        blank = _blank(page, quality)
        if blank is not None:
            yield blank
            continue
        yield from (finding for finding in (_screen(page), _turned(page), _poor(page, quality)) if finding)


def _blank(page: PageView, quality: Quality) -> Finding | None:
    if quality.words > BLANK_WORDS:
        return None
    if quality.ink is None:
        # Without a picture only a text layer can say that there is nothing.
        if page.reading.words or page.reading.source != "text-layer":
            return None
        return Finding("blank_page", (page.number,), 0.5, {"ink": None, "words": quality.words})
    if quality.ink >= BLANK_INK:
        return None
    confidence = (1 - 0.5 * quality.ink / BLANK_INK) * (1.0 if quality.words == 0 else 0.7)
    return Finding(
        "blank_page", (page.number,), round(confidence, 2), {"ink": quality.ink, "words": quality.words}
    )


def _poor(page: PageView, quality: Quality) -> Finding | None:
    if page.reading.source == "text-layer":
        return None
    reasons = [name for name, wrong in _faults(quality) if wrong]
    # A fax is coarse and a carbon copy is pale, and both are read: the picture alone does not condemn a page.
    if not set(reasons) & {"confidence", "gibberish", "few_words"}:
        return None
    details: dict[str, Detail] = {
        "reasons": tuple(reasons),
        "confidence": quality.confidence,
        "gibberish": quality.gibberish,
        "words": quality.words,
        "dpi": quality.dpi,
        "sharpness": quality.sharpness,
        "contrast": quality.contrast,
    }
    return Finding("poor_page", (page.number,), min(1.0, 0.5 + 0.2 * len(reasons)), details)


def _faults(quality: Quality) -> Iterator[tuple[str, bool]]:
    yield "confidence", 0 < quality.confidence < LEAST_CONFIDENCE
    yield "gibberish", (quality.gibberish or 0.0) > MOST_GIBBERISH
    yield "few_words", quality.words < FEW_WORDS and (quality.ink or 0.0) > INK_WITHOUT_WORDS
    yield "resolution", quality.dpi is not None and quality.dpi < LEAST_DPI
    yield "blur", quality.sharpness is not None and quality.sharpness < LEAST_SHARPNESS
    yield "contrast", quality.contrast is not None and quality.contrast < LEAST_CONTRAST


def _screen(page: PageView) -> Finding | None:
    picture = page.picture
    if picture is None or page.reading.source == "text-layer" or picture.screen_peak < SCREEN_PEAK:
        return None
    confidence = min(1.0, 0.5 + (picture.screen_peak - SCREEN_PEAK) / (4 * SCREEN_PEAK))
    return Finding("screen_photograph", (page.number,), round(confidence, 2), {"peak": picture.screen_peak})


def _turned(page: PageView) -> Finding | None:
    """The reader's own turn, else what the picture says: the picture is of the page as the reader left it."""
    if page.reading.rotation % 360:
        details: dict[str, Detail] = {"rotation": page.reading.rotation % 360, "source": "reading"}
        return Finding("turned_page", (page.number,), 0.95, details)
    picture = page.picture
    # A page that was read well as it lies lies well.
    if picture is None or page.reading.source == "text-layer" or page.reading.confidence >= LEAST_CONFIDENCE:
        return None
    rotation = picture_rotation(picture.sideways, picture.upside_down)
    if rotation == 0:
        return None
    confidence = min(0.9, 0.4 + 0.5 * abs(picture.sideways) * min(1.0, abs(picture.upside_down) * 2))
    return Finding(
        "turned_page", (page.number,), round(confidence, 2), {"rotation": rotation, "source": "picture"}
    )


def picture_rotation(sideways: float, upside_down: float) -> int:
    """The clockwise turn that sets a picture upright by its two measures, 0 when nothing speaks for one."""
    if sideways >= SIDEWAYS:
        return 90 if upside_down <= 0 else 270
    return 180 if sideways <= LEVEL and upside_down >= UPSIDE_DOWN else 0
