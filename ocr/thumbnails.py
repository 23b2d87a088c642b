"""The picture of a page for the screen, in the geometry of the words' boxes."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ocr.document import open_pages
from ocr.geometry import make_upright, turned_size
from ocr.limits import MAX_PIXELS

PictureFormat = Literal["webp", "png", "jpeg"]


@dataclass(frozen=True, slots=True)
class View:
    """How to show a page: ``rotation`` and ``skew`` are those of its PageWords, ``width`` is in pixels."""

    rotation: int = 0
    skew: float = 0.0
    width: int = 1200
    format: PictureFormat = "webp"


def page_image(path: Path, media_type: str, number: int, view: View, pixels: int = MAX_PIXELS) -> bytes:
    """The page upright and level, ``view.width`` pixels wide: a box in points times ``view.width`` over the page's
    width lands on its word.

    Raises the errors of ``ocr.document.open_document``, DamagedPageError and TooLargePageError.
    """
    with open_pages(path, media_type, pixels) as pages:
        width, _ = turned_size(*pages.size(number), view.rotation)
        picture = pages.render(number, view.width / width * 72)
    picture = make_upright(picture.convert("RGB"), view.rotation, view.skew)
    if picture.width != view.width:
        height = max(1, round(picture.height * view.width / picture.width))
        picture = picture.resize((view.width, height))
    out = io.BytesIO()
    picture.save(out, format=view.format.upper(), quality=80)
    return out.getvalue()
