"""Stamps, signatures and emblems, drawn with uneven ink and handed to the documents as data addresses."""

import base64
import io
import math
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Ink = tuple[int, int, int]

BLUE: Ink = (38, 58, 140)
VIOLET: Ink = (88, 52, 140)
RED: Ink = (170, 34, 40)
BLACK: Ink = (28, 28, 34)
GREEN: Ink = (24, 96, 66)

_FONTS = "/usr/share/fonts/truetype/"
_SANS = _FONTS + "dejavu/DejaVuSans-Bold.ttf"
_NASKH = _FONTS + "noto/NotoNaskhArabic-Bold.ttf"


def _inked(mask: Image.Image, ink: Ink, seed: int, strength: float) -> Image.Image:
    """Ink through a mask, thinner here and there as a rubber stamp leaves it."""
    rng = np.random.default_rng(seed)
    cloud = Image.fromarray((rng.random((14, 14)) * 255).astype("uint8")).resize(
        mask.size, Image.Resampling.BICUBIC
    )
    grain = rng.random((mask.height, mask.width))
    cover = np.asarray(mask, dtype=float) / 255 * (0.55 + 0.45 * np.asarray(cloud, dtype=float) / 255)
    cover *= np.where(grain < 0.08, 0.45, 1.0) * strength
    picture = np.zeros((mask.height, mask.width, 4), dtype="uint8")
    picture[..., :3] = ink
    picture[..., 3] = np.clip(cover * 255, 0, 255).astype("uint8")
    return Image.fromarray(picture)


def _address(image: Image.Image) -> str:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode("ascii")


def _around(mask: Image.Image, text: str, radius: float, size: int, start: float) -> None:
    """Letters on a circle, clockwise from the angle ``start`` (degrees, 0 is the top)."""
    font = ImageFont.truetype(_SANS, size)
    centre = mask.width / 2
    step = 360 / len(text)
    for place, char in enumerate(text):
        angle = start + place * step
        tile = Image.new("L", (size * 2, size * 2), 0)
        ImageDraw.Draw(tile).text((size, size), char, fill=255, font=font, anchor="mm")
        tile = tile.rotate(-angle, Image.Resampling.BICUBIC)
        x = centre + radius * math.sin(math.radians(angle))
        y = centre - radius * math.cos(math.radians(angle))
        box = (round(x - size), round(y - size))
        mask.paste(255, (*box, box[0] + size * 2, box[1] + size * 2), tile)


def _rosette(draw: ImageDraw.ImageDraw, centre: float, radius: float) -> None:
    """An emblem of no State: a shield of petals."""
    for petal in range(8):
        angle = math.radians(petal * 45)
        x, y = centre + radius * 0.55 * math.sin(angle), centre - radius * 0.55 * math.cos(angle)
        draw.ellipse(
            (x - radius * 0.3, y - radius * 0.3, x + radius * 0.3, y + radius * 0.3), outline=255, width=3
        )
    draw.ellipse((centre - radius * 0.2,) * 2 + (centre + radius * 0.2,) * 2, fill=255)


def round_stamp(around: str, ink: Ink = BLUE, *, seed: int = 1, strength: float = 0.85, centre: str = "") -> str:
    """A round stamp: ``around`` runs on the rim; lines of ``centre`` (by ``|``) or an emblem stand within."""
    side = 420
    mask = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(mask)
    draw.ellipse((8, 8, side - 8, side - 8), outline=255, width=7)
    draw.ellipse((84, 84, side - 84, side - 84), outline=255, width=4)
    rim = around + " * "
    _around(mask, rim, side / 2 - 46, min(40, round(1560 / len(rim))), 180)
    if centre:
        lines = centre.split("|")
        font = ImageFont.truetype(_SANS, 30)
        for place, line in enumerate(lines):
            y = side / 2 + (place - (len(lines) - 1) / 2) * 38
            draw.text((side / 2, y), line, fill=255, font=font, anchor="mm")
    else:
        _rosette(draw, side / 2, 110)
    return _address(_inked(mask.filter(ImageFilter.GaussianBlur(0.7)), ink, seed, strength))


def box_stamp(lines: Sequence[str], ink: Ink = BLUE, *, seed: int = 1, strength: float = 0.85) -> str:
    """A rectangular stamp with a frame."""
    font = ImageFont.truetype(_SANS, 30)
    width = round(max(font.getlength(line) for line in lines)) + 50
    height = 42 * len(lines) + 34
    mask = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(mask)
    draw.rectangle((4, 4, width - 5, height - 5), outline=255, width=5)
    for place, line in enumerate(lines):
        draw.text((width / 2, 38 + 42 * place), line, fill=255, font=font, anchor="mm")
    return _address(_inked(mask.filter(ImageFilter.GaussianBlur(0.7)), ink, seed, strength))


def signature(seed: int, ink: Ink = BLUE) -> str:
    """A scribble that looks signed by somebody: loops that shrink to a line, and a flourish under them."""
    rng = np.random.default_rng(seed)
    width, height = 520, 200
    t = np.linspace(0, 1, 900)
    loops = rng.uniform(4, 7)
    fall = 1 - 0.75 * t ** rng.uniform(0.4, 0.9)
    x = 40 + 400 * t + 42 * np.sin(2 * math.pi * loops * t + rng.uniform(0, 3))
    y = 95 + fall * 62 * np.sin(2 * math.pi * loops * t * rng.uniform(0.85, 1.15) + rng.uniform(0, 3))
    y += fall * 22 * np.sin(2 * math.pi * loops * 2.3 * t) - 14 * t
    under_x = np.linspace(430, 90, 200)
    under_y = 158 + 10 * np.sin(np.linspace(0, rng.uniform(2, 4), 200)) - 0.02 * (430 - under_x)
    mask = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(mask)
    for xs, ys in ((x, y), (under_x, under_y)):
        speed = np.hypot(np.diff(xs), np.diff(ys))
        for i, pace in enumerate(speed):
            thick = max(2, round(5 - pace * 0.55))
            draw.line((xs[i], ys[i], xs[i + 1], ys[i + 1]), fill=255, width=thick)
    return _address(_inked(mask.filter(ImageFilter.GaussianBlur(0.8)), ink, seed, 0.95))


def emblem(ink: Ink = BLACK) -> str:
    """The rosette alone, for a letterhead."""
    mask = Image.new("L", (240, 240), 0)
    draw = ImageDraw.Draw(mask)
    draw.ellipse((6, 6, 233, 233), outline=255, width=6)
    _rosette(draw, 120, 100)
    return _address(_inked(mask, ink, 3, 1.0))


def guilloche(colour: str) -> str:
    """Interlaced waves on a ring, as the paper of certificates carries them; ``colour`` as in CSS."""
    paths = []
    for turn in range(9):
        points = []
        for step in range(361):
            angle = math.radians(step)
            radius = 300 + 120 * math.sin(9 * angle + turn * math.pi / 4.5) + 25 * math.cos(24 * angle)
            points.append(f"{500 + radius * math.cos(angle):.0f} {500 + radius * math.sin(angle):.0f}")
        paths.append("M" + "L".join(points) + "Z")
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 1000">'
        f'<path d="{"".join(paths)}" fill="none" stroke="{colour}" stroke-width="1.3"/></svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")
