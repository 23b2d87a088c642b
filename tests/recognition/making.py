"""From HTML pages to what a reader leaves: pictures spoiled by scanners, words misread as Tesseract misreads them.

Words come from the printed page's own text layer and are laid out as the reader lays them out; misreadings are
drawn, not recognised, so that three hundred pages take a minute and not an hour. How often they are doubtful
follows what was counted on the scanned samples (two misread figures of three lie under the threshold).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from intake.recognition.pictures import PictureMeasures, measure
from intake.recognition.view import PageView, page_view
from ocr.languages import Detector
from ocr.layout import arrange
from ocr.text_layer import RawText, TextLayer
from ocr.tokens import Line, Token, mean_confidence
from samples.defects import dust, edge_shadow, fade, fax, gray, noise, skew, soften
from samples.paper import pictures, print_pdf
from storage.words import Box, PageWords
from tests.recognition.papers import CSS, Sheet

DPI = 110
Condition = Literal["born", "scan", "fax", "poor", "screen", "pale"]
Grey = NDArray[np.uint8]

#: Letters and figures that are taken for one another.
_ALIKE = {
    "a": "ao", "e": "ec", "i": "il", "l": "1l", "o": "o0", "n": "nu", "u": "un", "m": "m", "r": "r", "t": "tf",
    "h": "hb", "c": "ce",
    "s": "s5", "g": "g9", "b": "bh", "0": "08", "1": "17", "3": "38", "5": "56", "6": "65", "8": "83", "7": "71",
    "9": "9", "I": "Il",
    "S": "S5", "O": "O0", "B": "B8",
}  # fmt: skip
_RUBBISH = "~|.,;:_-=<>il1IrtfvjJcCeEzZxXkKqQwW#%&"


@dataclass(frozen=True)
class Printed:
    """A page as it left the printer: its text layer, its picture in grey at ``DPI``."""

    raw: RawText
    width: float
    height: float
    picture: Image.Image


@dataclass(frozen=True)
class Misreading:
    """How a condition is read: the chance of a letter to be misread, of a word to be lost, and the confidence."""

    letters: float
    lost: float
    confidence: float


READ: dict[Condition, Misreading] = {
    "born": Misreading(0.0, 0.0, 100.0),
    "scan": Misreading(0.004, 0.002, 94.0),
    "pale": Misreading(0.008, 0.004, 90.0),
    "fax": Misreading(0.02, 0.01, 86.0),
    "screen": Misreading(0.03, 0.02, 80.0),
    "poor": Misreading(0.45, 0.35, 38.0),
}


def print_sheets(sheets: Sequence[Sheet], folder: Path) -> list[Printed]:
    """All sheets printed at once."""
    body = "".join(sheet.html for sheet in sheets)
    text = f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>–</title><style>{CSS}</style></head><body>{body}</body></html>"
    pdf = print_pdf(text, folder)
    path = folder / "sheets.pdf"
    path.write_bytes(pdf)
    drawn = pictures(pdf, DPI)
    if len(drawn) != len(sheets):
        raise ValueError(f"{len(sheets)} sheets ran over {len(drawn)} pages")
    layer = TextLayer(path, tuple(range(1, len(sheets) + 1)))
    try:
        return [_printed(layer, number, picture) for number, picture in enumerate(drawn, 1)]
    finally:
        layer.close()


def _printed(layer: TextLayer, number: int, picture: Image.Image) -> Printed:
    width, height = picture.width / DPI * 72, picture.height / DPI * 72
    raw = layer.read(number, width, height)
    assert raw is not None
    return Printed(raw, width, height, gray(picture))


def spoil(picture: Image.Image, condition: Condition, rng: np.random.Generator) -> Image.Image:
    """What the scanner, fax or telephone makes of a page that lies nearly level, as it is after straightening."""
    if condition == "born":
        return picture
    if condition == "fax":
        return fax(skew(picture, float(rng.uniform(-0.5, 0.5))), rng, flips=0.002).convert("L")
    if condition == "screen":
        return screen(picture, rng)
    turned = skew(picture, float(rng.uniform(-0.4, 0.4)))
    if condition == "poor":
        small = turned.resize((turned.width // 4, turned.height // 4), Image.Resampling.BOX)
        return noise(soften(fade(small.resize(turned.size, Image.Resampling.BICUBIC), 90, 225), 1.5), 9, rng)
    black, white = (110, 235) if condition == "pale" else (int(rng.integers(15, 60)), int(rng.integers(225, 250)))
    page = dust(noise(soften(fade(turned, black, white), float(rng.uniform(0.4, 0.7))), 4, rng), 25, rng)
    return edge_shadow(page, 40, int(rng.integers(0, 90))) if rng.random() < 0.5 else page


def screen(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    """The page shown on a screen and photographed: a grid of pixels, seen by the grid of the camera, slightly
    turned."""
    scale = float(rng.uniform(2.1, 3.4))
    big = picture.resize((picture.width * 2, picture.height * 2), Image.Resampling.BICUBIC)
    levels = np.asarray(big, dtype=np.float32)
    y, x = np.mgrid[0 : levels.shape[0], 0 : levels.shape[1]].astype(np.float32)
    angle = np.radians(float(rng.uniform(-4, 4)))
    u, v = x * np.cos(angle) + y * np.sin(angle), -x * np.sin(angle) + y * np.cos(angle)
    depth = float(rng.uniform(0.12, 0.35))
    grid = (1 - depth * (0.5 + 0.5 * np.cos(2 * np.pi * u / (2 * scale)))) * (
        1 - depth * (0.5 + 0.5 * np.cos(2 * np.pi * v / (2 * scale)))
    )
    light = 0.85 + 0.15 * np.cos(x / levels.shape[1] * 2)
    seen = Image.fromarray(np.clip(levels * grid * light, 0, 255).astype(np.uint8)).filter(
        ImageFilter.GaussianBlur(0.8)
    )
    seen = seen.resize(picture.size, Image.Resampling.BILINEAR)
    return noise(seen, float(rng.uniform(2, 6)), rng)


def halftone(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    """A page of which a third is a printed picture in dots: a pattern that is no screen."""
    levels = np.array(picture)
    top = int(levels.shape[0] * float(rng.uniform(0.3, 0.6)))
    part = levels[top : top + levels.shape[0] // 3]
    y, x = np.mgrid[0 : part.shape[0], 0 : part.shape[1]]
    dots = (np.cos(2 * np.pi * (x + y) / 5.2) + np.cos(2 * np.pi * (x - y) / 5.2)) * 55 + 150
    levels[top : top + levels.shape[0] // 3] = np.clip(dots, 0, 255).astype(np.uint8)
    return noise(Image.fromarray(levels), 4, rng)


def blank(rng: np.random.Generator, *, holes: bool, through: Image.Image | None) -> Image.Image:
    """An empty back: noise, dust, a shadow, punch holes, the front showing through."""
    width, height = round(8.27 * DPI), round(11.69 * DPI)
    page = Image.new("L", (width, height), int(rng.integers(228, 250)))
    if through is not None:
        faint = np.asarray(
            through.transpose(Image.Transpose.FLIP_LEFT_RIGHT).resize((width, height)), dtype=np.float32
        )
        shown = (
            np.asarray(page, dtype=np.float32)
            - (255 - np.asarray(soften(Image.fromarray(faint.astype(np.uint8)), 1.6), dtype=np.float32)) * 0.13
        )
        page = Image.fromarray(np.clip(shown, 0, 255).astype(np.uint8))
    if holes:
        levels = np.array(page)
        y, x = np.mgrid[0:height, 0:width]
        for centre in (0.36, 0.64):
            levels[(x - 0.045 * width) ** 2 + (y - centre * height) ** 2 < (0.013 * width) ** 2] = 30
        page = Image.fromarray(levels)
    return edge_shadow(dust(noise(page, 4, rng), int(rng.integers(5, 60)), rng), 35, int(rng.integers(0, 110)))


def read(
    printed: Printed, number: int, condition: Condition, rng: Random, detector: Detector, *, rotation: int = 0
) -> PageWords:
    """The page as read under a condition."""
    how = READ[condition]
    lines = [line for raw in printed.raw.lines if (line := _misread(raw, how, rng))]
    layout = arrange(lines, printed.raw.grids if condition in {"born", "scan", "pale"} else ())
    confidence = mean_confidence((word.text, word.confidence) for word in layout.words)
    source: Literal["text-layer", "ocr"] = "text-layer" if condition == "born" else "ocr"
    page = PageWords(
        number, printed.width, printed.height, rotation, source, (), confidence, layout.words, layout.cells
    )
    return replace(page, languages=tuple(share.language for share in detector.detect(page.text)))


def _misread(line: Line, how: Misreading, rng: Random) -> Line:
    if how.confidence == 100.0:
        return line
    kept = [token for token in line if rng.random() >= how.lost]
    return tuple(_token(token, how, rng) for token in kept)


def _token(token: Token, how: Misreading, rng: Random) -> Token:
    letters = [_letter(c, how.letters, rng) if rng.random() < how.letters else c for c in token.text]
    text = "".join(letters)
    confidence = min(99.0, max(5.0, rng.gauss(how.confidence, 5.0)))
    if text != token.text:
        confidence = rng.uniform(25, 73) if rng.random() < 0.65 else min(confidence, 90.0)
    return Token(text or token.text, token.box, round(confidence, 1), token.bold)


def _letter(character: str, chance: float, rng: Random) -> str:
    if chance > 0.2:
        return rng.choice(_RUBBISH)
    return rng.choice(_ALIKE.get(character.lower(), character))


def empty(number: int, picture: Image.Image, words: int, rng: Random) -> PageWords:
    """The reading of a page without text: what recognition makes of specks."""
    width, height = picture.width / DPI * 72, picture.height / DPI * 72
    from_specks = [
        (Token(rng.choice(("'", ".", "-", "|", "i")), _speck(rng, width, height), rng.uniform(5, 45)),)
        for _ in range(words)
    ]
    layout = arrange(from_specks)
    return PageWords(number, width, height, 0, "ocr", (), 20.0 if words else 0.0, layout.words, layout.cells)


def _speck(rng: Random, width: float, height: float) -> Box:
    x, y = rng.uniform(20, width - 30), rng.uniform(20, height - 30)
    return Box(x, y, x + 3, y + 4)


def look(picture: Image.Image, condition: Condition) -> PictureMeasures:
    """The measures of a page's picture; the resolution is what the scan had."""
    dpi = {"born": 0.0, "fax": 100.0, "poor": DPI / 4}.get(condition, 200.0)
    return measure(np.asarray(picture.convert("L")), dpi)


def seen(printed: Printed, number: int, condition: Condition, languages: Detector, seed: int) -> PageView:
    """The page under a condition, read and measured."""
    rng = np.random.default_rng(seed)
    reading = read(printed, number, condition, Random(seed), languages)
    return page_view(reading, languages, look(spoil(printed.picture, condition, rng), condition))


def renumbered(pages: Sequence[PageView]) -> Iterator[PageView]:
    """The pages as one document, numbered from 1."""
    for number, page in enumerate(pages, 1):
        yield replace(page, reading=replace(page.reading, number=number))
