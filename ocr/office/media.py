"""Pictures in office files: decoded within bounds and written anew, so that nothing of the file itself goes on."""

import io
import struct
from typing import Final

from PIL import Image, ImageOps

from ocr.limits import MAX_PIXELS
from ocr.office.structure import Picture
from ocr.pictures import flatten

FORMATS: Final = ("JPEG", "PNG", "TIFF", "WEBP", "BMP", "GIF")
#: An A4 sheet at 300 dots per inch: more is not needed to read it.
MOST: Final = (2480, 3508)
#: A picture that does not say how large it is shown has the resolution of a screen.
SCREEN: Final = 96.0


def sound(picture: Picture, pixels: int = MAX_PIXELS) -> Picture | None:
    """The picture as PNG or JPEG with its size in points, or None when it cannot be decoded, or must not be."""
    try:
        with Image.open(io.BytesIO(picture.data), formats=FORMATS) as opened:
            if opened.width * opened.height > pixels:
                return None
            bilevel = opened.mode == "1"
            image = flatten(ImageOps.exif_transpose(opened))
    except (
        OSError,
        ValueError,
        LookupError,
        SyntaxError,
        EOFError,
        MemoryError,
        struct.error,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ):
        return None
    width = picture.width or image.width / SCREEN * 72
    height = picture.height or image.height / SCREEN * 72
    image.thumbnail(MOST, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    if bilevel:
        image.save(out, "PNG")
    else:
        image.save(out, "JPEG", quality=80)
    return Picture(out.getvalue(), width, height)
