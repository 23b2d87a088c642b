"""What scanners, faxes and telephones do to a page.

Pictures in, pictures out; chance comes from the caller's generator.
"""

import numpy as np
from PIL import Image, ImageChops, ImageFilter


def gray(image: Image.Image) -> Image.Image:
    return image.convert("L")


def skew(image: Image.Image, degrees: float) -> Image.Image:
    """The page turned on the glass, counter-clockwise for a positive angle; the lid leaves the rest white."""
    white = 255 if image.mode == "L" else (255, 255, 255)
    return image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=white)


def noise(image: Image.Image, sigma: float, rng: np.random.Generator) -> Image.Image:
    """Sensor noise of standard deviation ``sigma`` (0 to 255), a little blurred as a lens does."""
    levels = np.asarray(image, dtype=np.float32)
    grain = rng.normal(0, sigma, levels.shape[:2]).astype(np.float32)
    if levels.ndim == 3:
        grain = grain[..., None]
    return Image.fromarray(np.clip(levels + grain, 0, 255).astype("uint8"))


def soften(image: Image.Image, radius: float) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(radius))


def fade(image: Image.Image, black: int, white: int) -> Image.Image:
    """Toner that is not black on paper that is not white."""
    return image.point(lambda level: black + level * (white - black) / 255)


def edge_shadow(image: Image.Image, width: int, depth: int) -> Image.Image:
    """The dark band that a lid held open leaves along the left edge."""
    levels = np.asarray(image, dtype=np.float32)
    ramp = np.clip(1 - np.arange(levels.shape[1]) / width, 0, 1) ** 2 * depth
    ramp = ramp[None, :, None] if levels.ndim == 3 else ramp[None, :]
    return Image.fromarray(np.clip(levels - ramp, 0, 255).astype("uint8"))


def dust(image: Image.Image, specks: int, rng: np.random.Generator) -> Image.Image:
    """Specks of one to three pixels, as dark as print."""
    levels = np.array(image)
    for _ in range(specks):
        size = int(rng.integers(1, 4))
        y, x = int(rng.integers(0, levels.shape[0] - size)), int(rng.integers(0, levels.shape[1] - size))
        levels[y : y + size, x : x + size] = int(rng.integers(20, 120))
    return Image.fromarray(levels)


def fax(image: Image.Image, rng: np.random.Generator, *, flips: float = 0.0006, streaks: int = 2) -> Image.Image:
    """One bit a pixel, with lone wrong pixels and a few scan lines that slipped."""
    levels = np.array(image.convert("L"))
    bits = levels > 168
    bits ^= rng.random(bits.shape) < flips
    for _ in range(streaks):
        row = int(rng.integers(80, bits.shape[0] - 80))
        bits[row] = np.roll(bits[row], int(rng.integers(6, 14)))
        bits[row, : int(rng.integers(200, 900))] &= rng.random() < 0.5
    return Image.fromarray((bits * 255).astype("uint8")).convert("1", dither=Image.Dither.NONE)


def crease(image: Image.Image, share: float, depth: int) -> Image.Image:
    """A fold across the page at a share of its height: a dark line under a light one."""
    levels = np.asarray(image, dtype=np.float32)
    away = np.arange(levels.shape[0]) - levels.shape[0] * share
    ramp = depth * np.exp(-((away / 3) ** 2)) - depth * 0.6 * np.exp(-(((away + 7) / 5) ** 2))
    ramp = ramp[:, None, None] if levels.ndim == 3 else ramp[:, None]
    return Image.fromarray(np.clip(levels - ramp, 0, 255).astype("uint8"))


def _coefficients(target: np.ndarray, source: np.ndarray) -> list[float]:
    """The eight numbers by which Pillow maps a point of the result to a point of the original."""
    rows, right = [], []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return list(np.linalg.solve(np.array(rows, dtype=float), np.array(right, dtype=float)))


def photograph(page: Image.Image, rng: np.random.Generator, *, size: tuple[int, int]) -> Image.Image:
    """The page lying on a table, taken with a telephone held not quite above it.

    Perspective, light that falls off to one corner, the shadow of the hand, a slight blur, sensor noise.
    """
    width, height = size
    corners = np.array([(0.055, 0.035), (0.935, 0.06), (0.985, 0.965), (0.025, 0.95)]) * (width, height)
    source = np.array([(0, 0), (page.width, 0), (page.width, page.height), (0, page.height)])
    coefficients = _coefficients(corners, source)
    perspective, best = Image.Transform.PERSPECTIVE, Image.Resampling.BICUBIC
    sheet = page.convert("RGB").transform(size, perspective, coefficients, best)
    cover = Image.new("L", page.size, 255).transform(size, perspective, coefficients, best)
    table = _wood(width, height, rng)
    table = ImageChops.multiply(table, _shadow_of(cover).convert("RGB"))
    scene = Image.composite(sheet, table, cover)
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    light = 0.97 - 0.30 * x**1.6 * y - 0.12 * (1 - x) * y
    light -= 0.16 / (1 + np.exp(-(x * 1.3 + y - 1.92) * 26))
    warm = np.array([1.0, 0.975, 0.915])
    levels = np.asarray(scene.filter(ImageFilter.GaussianBlur(0.75)), dtype=np.float32)
    levels = levels * light[..., None] * warm + rng.normal(0, 4.0, (height, width, 1))
    return Image.fromarray(np.clip(levels, 0, 255).astype("uint8"))


def _shadow_of(cover: Image.Image) -> Image.Image:
    soft = ImageChops.offset(cover, 10, 14).filter(ImageFilter.GaussianBlur(14))
    return soft.point(lambda level: 255 - level * 0.45)


def _wood(width: int, height: int, rng: np.random.Generator) -> Image.Image:
    """A table top: long grain along the width."""
    grain = Image.fromarray((rng.random((max(2, height // 7), 9)) * 255).astype("uint8"))
    grain = grain.resize((width, height), Image.Resampling.BICUBIC)
    levels = np.asarray(grain, dtype=np.float32)[..., None] / 255
    return Image.fromarray((np.array([112, 78, 52]) + levels * np.array([46, 36, 28])).astype("uint8"))
