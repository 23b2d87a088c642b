"""Measures of a page's picture: a hash that survives another scan, ink, sharpness, contrast, screens, turns. Pure.

Pictures are arrays of grey levels (height × width, 0 black to 255 white), best at 100 to 150 dots per inch; they
come from the process that may open files from outside, as plain bytes of a known length, so that nothing here
decodes any.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from ocr.geometry import measure_skew

Grey = NDArray[np.uint8]

#: Where ink is looked for: margins hold shadows, holes and staples.
MARGIN: Final = 0.05
#: How much darker than its paper a spot must be: what shows through from the back is fainter.
INK_DEPTH: Final = 55
#: Pixels under which a side is no page.
SMALLEST: Final = 32
WORKING: Final = 420
HASH_SIDE: Final = 64
#: Cycles per pixel: under it the lines of text themselves are a pattern.
SCREEN_FREQUENCY: Final = 0.14
AXIS: Final = 0.025
PATCH: Final = 256


@dataclass(frozen=True, slots=True)
class PictureMeasures:
    """``dpi`` is the resolution of the scan itself, 0 when unknown (a born-digital page). ``ink`` is the share of
    the page with ink on it, specks, holes and show-through left out. ``contrast`` is the span from ink to paper, 0
    to 1; ``sharpness`` how much of that span an edge crosses within a pixel, 0 to 1; ``screen_peak`` see below;
    ``sideways`` and ``upside_down`` are positive when the page seems so; ``hash`` is 16 bytes, None without
    ink."""

    dpi: float
    ink: float
    contrast: float
    sharpness: float
    screen_peak: float
    sideways: float
    upside_down: float
    hash: bytes | None


def measure(grey: Grey, dpi: float = 0.0) -> PictureMeasures:
    """All measures of one page, some 100 ms for an A4 page at 100 dots per inch; of a picture too small to be a
    page, none."""
    if min(grey.shape) < SMALLEST:
        return PictureMeasures(dpi, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, None)
    ink = ink_share(grey)
    sideways, upside_down = turns(grey)
    return PictureMeasures(
        dpi=dpi,
        ink=ink,
        contrast=contrast(grey),
        sharpness=sharpness(grey),
        screen_peak=screen_peak(grey),
        sideways=sideways,
        upside_down=upside_down,
        hash=picture_hash(grey) if ink else None,
    )


def _small(grey: Grey, width: int) -> Image.Image:
    picture = Image.fromarray(grey)
    if picture.width <= width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.BOX)


def _depth(picture: Image.Image) -> NDArray[np.float32]:
    """How much darker each spot is than the paper around it, in levels; lone specks are gone."""
    calm = Image.fromarray(_median(np.asarray(picture)))
    # The paper around a spot: the brightest nearby, then smoothed, follows shadows and yellow edges.
    tiny = calm.resize((max(1, calm.width // 12), max(1, calm.height // 12)), Image.Resampling.BOX)
    paper = tiny.filter(ImageFilter.MaxFilter(3)).filter(ImageFilter.BoxBlur(2)).resize(calm.size)
    levels = np.asarray(paper, dtype=np.float32) - np.asarray(calm, dtype=np.float32)
    return np.clip(levels, 0, 255)


def _median(levels: Grey) -> Grey:
    """The median of three neighbours, across and then down: Pillow's own filter takes ten times as long."""
    for axis in (1, 0):
        before, after = np.roll(levels, 1, axis), np.roll(levels, -1, axis)
        low, high = np.minimum(before, levels), np.maximum(before, levels)
        levels = np.maximum(low, np.minimum(high, after))
    return levels


def _around(mask: NDArray[np.bool_], side: int) -> NDArray[np.int32]:
    """How many spots of the square of ``side`` around each spot are set."""
    half = side // 2
    sums = np.pad(mask, ((half + 1, half), (half + 1, half))).astype(np.int32).cumsum(axis=0).cumsum(axis=1)
    inner: NDArray[np.int32] = (
        sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    )
    return inner


def ink_share(grey: Grey) -> float:
    """The share of the page (0 to 1), its margins aside, that is inked: noise, specks, punch holes and what shows
    through the paper do not count."""
    picture = _small(grey, WORKING)
    inked = _depth(picture) > INK_DEPTH
    # A hole or a shadow is solid over millimetres, letters and stamps are not.
    solid = _around(_around(inked, 7) == 49, 15) > 0
    mask = inked & ~solid
    top, left = round(mask.shape[0] * MARGIN), round(mask.shape[1] * MARGIN)
    inner = mask[top : mask.shape[0] - top, left : mask.shape[1] - left]
    return round(float(inner.mean()), 5) if inner.size else 0.0


def contrast(grey: Grey) -> float:
    """The span between the ink and the paper, 0 to 1: the darkest hundredth against the median."""
    dark, paper = np.percentile(grey, [1, 50])
    return round(float(max(0.0, paper - dark)) / 255, 3)


def sharpness(grey: Grey) -> float:
    """How steep the steepest edges are: the share of the page's own contrast that is crossed from one pixel to the
    next, at the 99.5th percentile of all pixels; 1 for print rendered without a scanner."""
    levels = _median(grey).astype(np.float32)
    steps = np.maximum(np.abs(np.diff(levels, axis=1))[:-1], np.abs(np.diff(levels, axis=0))[:, :-1])
    span = float(np.percentile(levels, 50) - np.percentile(levels, 0.5))
    return round(min(1.0, float(np.percentile(steps, 99.5)) / span), 3) if span > 12 else 0.0


def screen_peak(grey: Grey) -> float:
    """How far the strongest fine regular pattern stands out of the spectrum, as a ratio: a screen's pixel grid and
    its moiré are a lattice, print and noise are not.

    The weakest fifth of the patches decides: a screen's grid covers its margins too, a halftone picture does not.
    """
    levels = grey.astype(np.float32)
    peaks = [_peak(levels[y : y + PATCH, x : x + PATCH]) for y, x in _patches(grey.shape[0], grey.shape[1])]
    return round(float(np.percentile(peaks, 20)), 2) if peaks else 0.0


def _patches(height: int, width: int) -> list[tuple[int, int]]:
    rows = range(0, height - PATCH + 1, max(1, (height - PATCH) // 3))
    columns = range(0, width - PATCH + 1, max(1, width - PATCH))
    return [(y, x) for y in rows for x in columns]


def _peak(patch: NDArray[np.float32]) -> float:
    window = np.hanning(PATCH)
    spectrum = np.abs(np.fft.rfft2((patch - patch.mean()) * window[:, None] * window[None, :]))
    fy, fx = np.fft.fftfreq(PATCH)[:, None], np.fft.rfftfreq(PATCH)[None, :]
    radius = np.hypot(fy, fx)
    rings = (radius * 40).astype(int)
    # Strokes are upright or level, so that print is strong along the axes without being regular: a peak there is
    # held against its own strip.
    axes = (np.abs(fy) <= AXIS) | (np.abs(fx) <= AXIS)
    ratio = 0.0
    for ring in range(int(SCREEN_FREQUENCY * 40), 20):
        for strip in (axes, ~axes):
            inside = spectrum[(rings == ring) & strip]
            ratio = max(ratio, float(inside.max() / (np.median(inside) + 1e-6)))
    return ratio


def turns(grey: Grey) -> tuple[float, float]:
    """(sideways, upside down), each positive when the page seems so and about 0 when it cannot be told.

    Lines of text make a profile of ink with steep steps across them and none along them. In Latin, Greek and
    Cyrillic print more strokes rise above the small letters than fall below: within a line the steep edge is the
    lower one.
    """
    depth = _depth(_small(grey, 2 * WORKING)) > 40
    rows, columns = _steps(depth.mean(axis=1)), _steps(depth.mean(axis=0))
    across, along = float(np.square(rows).mean()), float(np.square(columns).mean())
    if across + along < 1e-7:
        return 0.0, 0.0
    sideways = (along - across) / (along + across)
    steep = rows if sideways < 0 else columns
    cubes = float(np.power(steep, 3).mean()) / float(np.power(np.abs(steep), 3).mean() + 1e-12)
    return round(sideways, 3), round(cubes, 3)


def _steps(profile: NDArray[np.floating]) -> NDArray[np.float64]:
    return np.diff(profile.astype(np.float64))


def picture_hash(grey: Grey) -> bytes | None:
    """128 bits of the page's coarse layout: the signs of the lowest frequencies of its ink, laid level and cut to
    what is printed. None when hardly anything is.

    Another scan with other light, noise, margins or a skew of two degrees changes few of them.
    """
    picture = _small(grey, 2 * WORKING)
    angle = measure_skew(picture)
    if angle:
        picture = picture.rotate(-angle, Image.Resampling.BICUBIC, fillcolor=int(np.percentile(grey, 75)))
    depth = np.minimum(_depth(picture), 90)
    inked = depth > 40
    box = _printed(inked)
    if box is None:
        return None
    top, bottom, left, right = box
    cut = Image.fromarray(depth[top:bottom, left:right].astype(np.uint8))
    cut = cut.filter(ImageFilter.GaussianBlur(max(2.0, cut.width / 90)))
    grid = np.asarray(cut.resize((HASH_SIDE, HASH_SIDE), Image.Resampling.BOX), dtype=np.float64)
    waves = _cosines(HASH_SIDE) @ (grid - grid.mean()) @ _cosines(HASH_SIDE).T
    order = sorted(
        ((u, v) for u in range(24) for v in range(24) if (u, v) != (0, 0)), key=lambda at: (sum(at), at)
    )
    values = np.array([waves[at] for at in order[:128]])
    return np.packbits(values > 0).tobytes()


def _printed(inked: NDArray[np.bool_]) -> tuple[int, int, int, int] | None:
    """Top, bottom, left, right of what is printed; stray marks outside are cut off."""
    inner = inked.copy()
    top, left = round(inked.shape[0] * 0.015), round(inked.shape[1] * 0.02)
    inner[:top] = inner[inked.shape[0] - top :] = False
    inner[:, :left] = inner[:, inked.shape[1] - left :] = False
    if inner.sum() < 60:
        return None
    rows, columns = np.cumsum(inner.sum(axis=1)), np.cumsum(inner.sum(axis=0))
    sides = []
    for sums in (rows, columns):
        low, high = np.searchsorted(sums, [sums[-1] * 0.004, sums[-1] * 0.996])
        sides += [int(low), int(high) + 1]
    if sides[1] - sides[0] < 8 or sides[3] - sides[2] < 8:
        return None
    return sides[0], sides[1], sides[2], sides[3]


def _cosines(side: int) -> NDArray[np.float64]:
    """The lowest 24 rows of the discrete cosine transform."""
    n, k = np.arange(side)[None, :], np.arange(24)[:, None]
    return np.asarray(np.cos(np.pi * (2 * n + 1) * k / (2 * side)), dtype=np.float64)
