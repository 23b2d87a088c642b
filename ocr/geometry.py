"""From a page as it came to an upright page: the one geometry that words' boxes and page images share.

A page is turned by quarters, then straightened about its centre on a sheet of the same size; a box times the scale
of a picture made here lands on the word.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

TURNS: Final = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
#: Angles in degrees: smaller ones do no harm to recognition, larger ones are not a sheet laid askew.
LEAST_SKEW, MOST_SKEW = 0.3, 8.0
WORKING_WIDTH: Final = 900


def turned_size(width: float, height: float, rotation: int) -> tuple[float, float]:
    """The size of a page after a clockwise turn of 0, 90, 180 or 270 degrees."""
    return (height, width) if rotation % 180 else (width, height)


def make_upright(picture: Image.Image, rotation: int, skew: float) -> Image.Image:
    """The picture turned clockwise by ``rotation`` (0, 90, 180, 270) and then by ``skew`` degrees."""
    if rotation % 360:
        picture = picture.transpose(TURNS[rotation % 360])
    if not skew:
        return picture
    return picture.rotate(-skew, Image.Resampling.BICUBIC, fillcolor=paper_colour(picture))


def paper_colour(picture: Image.Image) -> int | tuple[int, ...]:
    """The commonest bright tone: corners filled with it draw no edge that could be taken for a line."""
    grey = picture.convert("L").resize((64, 64))
    tone = int(np.percentile(np.asarray(grey), 75))
    return tone if picture.mode == "L" else (tone,) * len(picture.getbands())


def ink_mask(picture: Image.Image, width: int = WORKING_WIDTH) -> NDArray[np.bool_]:
    """Where a grey picture, reduced to at most ``width`` pixels, is darker than its surroundings."""
    factor = max(1, round(picture.width / width))
    small = picture.convert("L").reduce(factor) if factor > 1 else picture.convert("L")
    around = small.filter(ImageFilter.BoxBlur(max(8, small.width // 40)))
    return np.asarray(small, dtype=np.int16) < np.asarray(around, dtype=np.int16) - 18


def measure_skew(picture: Image.Image) -> float:
    """The clockwise turn in degrees that lays the lines of text level, 0 when they lie level enough.

    The lines lie level when the profile of ink by row has its sharpest steps (Postl 1986).
    """
    ink = ink_mask(picture)
    ys, xs = np.nonzero(ink)
    if len(ys) < 400:
        return 0.0
    step = max(1, len(ys) // 60_000)
    ys, xs = ys[::step], xs[::step] - ink.shape[1] / 2
    coarse = _sharpest(ys, xs, np.arange(-MOST_SKEW, MOST_SKEW + 0.01, 0.5))
    angle = _sharpest(ys, xs, np.arange(coarse - 0.5, coarse + 0.51, 0.1))
    return round(float(angle), 1) if LEAST_SKEW <= abs(angle) <= MOST_SKEW else 0.0


def _sharpest(ys: NDArray[np.int64], xs: NDArray[np.float64], angles: NDArray[np.float64]) -> float:
    scores = []
    for angle in angles:
        # A clockwise turn by ``angle`` moves what is on the right down by x tan(angle).
        rows = ys + xs * np.tan(np.radians(angle))
        profile = np.bincount((rows - rows.min()).astype(np.int64)).astype(np.float64)
        scores.append(float(np.square(np.diff(profile)).sum()))
    return float(angles[int(np.argmax(scores))])
