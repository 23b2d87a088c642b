"""Image files as pages: frames, orientation, size on paper. Pillow is touched here only for opening files."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pi_heif import register_heif_opener
from PIL import Image, ImageOps

from ocr.errors import DamagedError, DamagedPageError, EmptyFileError, TooLargePageError, TooManyPixelsError
from ocr.limits import MAX_PIXELS
from ocr.tiff import check_chain

FORMATS: Final = ("JPEG", "PNG", "TIFF", "WEBP", "HEIF")
#: Formats whose further pictures are a preview, a depth map, moments of a film: no pages.
SINGLE: Final = frozenset({"MPO", "WEBP", "HEIF"})
A4: Final = (595.28, 841.89)
register_heif_opener(thumbnails=False)
#: A resolution written in a file is believed when the page it gives is between a card and an A2 sheet (in points).
SMALLEST, LARGEST = 140.0, 1700.0
#: Cameras and screens write 72 or 96 without having measured anything; a coarse fax has 98.
LEAST_DPI: Final = 97.0


@dataclass(frozen=True, slots=True)
class Frame:
    """One page of an image file: an upright-by-EXIF picture, and its size in points."""

    picture: Image.Image
    width: float
    height: float


def count_frames(path: Path, pixels: int = MAX_PIXELS) -> int:
    """The number of pages of an image file, at least 1, from its headers.

    Raises EmptyFileError, DamagedError, TooManyPixelsError.
    """
    check_chain(path)
    with _opened(path, pixels) as image:
        return 1 if image.format in SINGLE else int(getattr(image, "n_frames", 1))


def load_frame(path: Path, number: int, pixels: int = MAX_PIXELS) -> Frame:
    """The page ``number`` (from 1), decoded. Raises DamagedPageError, TooManyPixelsError and those of
    ``count_frames``. A picture cut short is damaged unless something in the process told Pillow to fill it up, as
    WeasyPrint does; the reading process loads nothing of the kind."""
    with _opened(path, pixels) as image:
        try:
            if number > 1 or image.format not in SINGLE:
                image.seek(number - 1)
        except (EOFError, OSError, ValueError, KeyError, TypeError) as error:
            raise DamagedPageError(page=number) from error
        check_pixels(*image.size, pixels)
        dpi = resolution_of(image)
        try:
            picture = flatten(ImageOps.exif_transpose(image))
        except (OSError, ValueError, TypeError, SyntaxError, EOFError, MemoryError, IndexError) as error:
            raise DamagedPageError(page=number) from error
    if dpi is not None and picture.size == image.size[::-1]:
        dpi = dpi[1], dpi[0]
    return Frame(picture, *paper_size(picture.width, picture.height, dpi))


class ImagePages:
    """The pages of an image file; the last one decoded is kept, for a page is rendered more than once."""

    def __init__(self, path: Path, pixels: int = MAX_PIXELS) -> None:
        self._path, self._pixels = path, pixels
        self._frames: dict[int, Frame] = {}

    def size(self, number: int) -> tuple[float, float]:
        """Width and height in points as displayed. Raises DamagedPageError, TooManyPixelsError, DamagedError."""
        frame = self._frame(number)
        return frame.width, frame.height

    def render(self, number: int, dpi: float) -> Image.Image:
        """The page in grey or RGB at ``dpi`` of its size in points; a small picture grows four times at most."""
        frame = self._frame(number)
        # A coarse fax has fewer lines than dots by line: both sides follow the paper, not the pixels.
        limit = min(1.0, 4.0 * frame.picture.width / (frame.width * dpi / 72))
        width, height = (max(1, round(side * dpi / 72 * limit)) for side in (frame.width, frame.height))
        if width * height > self._pixels:
            raise TooLargePageError(page=number)
        return frame.picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)

    def close(self) -> None:
        self._frames.clear()

    def _frame(self, number: int) -> Frame:
        if number not in self._frames:
            self._frames = {number: load_frame(self._path, number, self._pixels)}
        return self._frames[number]


def check_pixels(width: int, height: int, pixels: int = MAX_PIXELS) -> None:
    """Raises TooManyPixelsError when a picture of that size must not be decoded."""
    if width * height > pixels:
        raise TooManyPixelsError


def resolution_of(image: Image.Image) -> tuple[float, float] | None:
    """The dots per inch that the file states, or None."""
    stated: Any = image.info.get("dpi")
    try:
        across, down = float(stated[0]), float(stated[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    return (across, down) if across > 0 and down > 0 else None


def paper_size(width: int, height: int, dpi: tuple[float, float] | None) -> tuple[float, float]:
    """Width and height in points: by the stated resolution when it is plausible, else fitted into an A4 sheet."""
    if dpi is not None and min(dpi) >= LEAST_DPI and 0.4 <= dpi[0] / dpi[1] <= 2.5:
        across, down = width / dpi[0] * 72, height / dpi[1] * 72
        if max(across, down) >= SMALLEST and max(across, down) <= LARGEST:
            return across, down
    sheet = A4 if height >= width else (A4[1], A4[0])
    scale = min(sheet[0] / width, sheet[1] / height)
    return width * scale, height * scale


def flatten(image: Image.Image) -> Image.Image:
    """The picture in grey or RGB, transparency over white."""
    if image.mode in {"1", "L", "RGB"}:
        return image.convert("L") if image.mode == "1" else image.copy()
    if image.mode.startswith("I") or image.mode == "F":
        return _eight_bits(image)
    if "A" in image.getbands() or "transparency" in image.info:
        layers = image.convert("RGBA")
        white = Image.new("RGBA", layers.size, "white")
        return Image.alpha_composite(white, layers).convert("RGB")
    return image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    # Pillow clips deeper greys instead of scaling them, which would make a 16-bit scan all white.
    deep = image.convert("F")
    low, high = deep.getextrema()
    assert isinstance(low, float)
    assert isinstance(high, float)
    span = max(high - low, 1.0)
    return deep.point(lambda value: value * (255.0 / span) + (-low * 255.0 / span)).convert("L")


@contextmanager
def _opened(path: Path, pixels: int) -> Iterator[Image.Image]:
    if path.stat().st_size == 0:
        raise EmptyFileError
    try:
        with Image.open(path, formats=FORMATS) as image:
            check_pixels(*image.size, pixels)
            yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixelsError from error
    except (OSError, LookupError, ValueError, TypeError, SyntaxError, struct.error) as error:
        raise DamagedError from error
