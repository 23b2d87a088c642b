"""Rules (ruled lines) on a scanned page, by long runs of dark pixels. Pure, numpy only."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr.tables import Edge
from storage.words import Box

#: Shorter dark runs, in points, are strokes of large letters.
LEAST_LENGTH: Final = 28.0
#: Thicker bands, in points, are black margins or filled boxes.
MOST_THICKNESS: Final = 5.0
#: Gaps up to this many pixels in a rule are noise of the scan.
BRIDGE: Final = 3


def find_rules(ink: NDArray[np.bool_], scale: float) -> list[Edge]:
    """The rules of a page, in points. ``ink`` is where the upright page is dark, ``scale`` its pixels by point."""
    least = max(8, round(LEAST_LENGTH * scale))
    most = max(2, round(MOST_THICKNESS * scale))
    level = [Edge(_box(run, scale), True) for run in _bands(ink, least, most)]
    upright = [Edge(_box((y0, y1, x0, x1), scale), False) for x0, x1, y0, y1 in _bands(ink.T, least, most)]
    return level + upright


def _box(run: tuple[int, int, int, int], scale: float) -> Box:
    x0, x1, y0, y1 = run
    return Box(x0 / scale, y0 / scale, x1 / scale, y1 / scale)


def _bands(ink: NDArray[np.bool_], least: int, most: int) -> list[tuple[int, int, int, int]]:
    """Long runs along the rows of ``ink`` as (start, end, first row, last row + 1), neighbouring rows joined."""
    bands: list[list[int]] = []
    growing: list[list[int]] = []
    for row in np.nonzero(_runs_possible(ink, least))[0]:
        still: list[list[int]] = [band for band in growing if band[3] >= row - 1]
        for start, end in _runs(ink[row], least):
            band = next((b for b in still if b[0] < end and start < b[1]), None)
            if band is None:
                band = [start, end, int(row), int(row) + 1]
                still.append(band)
                bands.append(band)
            band[0], band[1], band[3] = min(band[0], start), max(band[1], end), int(row) + 1
        growing = still
    return [(b[0], b[1], b[2], b[3]) for b in bands if b[3] - b[2] <= most]


def _runs_possible(ink: NDArray[np.bool_], least: int) -> NDArray[np.bool_]:
    return np.asarray(ink.sum(axis=1) >= least * 0.8)


def _runs(row: NDArray[np.bool_], least: int) -> list[tuple[int, int]]:
    dark = np.flatnonzero(row)
    if not len(dark):
        return []
    breaks = np.flatnonzero(np.diff(dark) > BRIDGE)
    starts = dark[np.concatenate(([0], breaks + 1))]
    ends = dark[np.concatenate((breaks, [len(dark) - 1]))] + 1
    filled = np.concatenate(([0], np.cumsum(row)))
    return [
        (int(start), int(end))
        for start, end in zip(starts, ends, strict=True)
        if end - start >= least and filled[end] - filled[start] >= 0.85 * (end - start)
    ]
