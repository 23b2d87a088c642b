"""Measures of pictures, on pages drawn here."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from intake.recognition.documents import picture_likeness
from intake.recognition.pictures import contrast, ink_share, measure, picture_hash, screen_peak, sharpness, turns
from intake.recognition.quality import picture_rotation
from samples.defects import fade, noise, skew, soften

FONT = ImageFont.load_default(15)
SENTENCE = "the holder of the pension has been told that half of the total will be held back"


def written(seed: int = 1) -> Image.Image:
    rng = np.random.default_rng(seed)
    picture = Image.new("L", (900, 1270), 255)
    draw = ImageDraw.Draw(picture)
    y = 90
    for _ in range(int(rng.integers(4, 8))):
        for _ in range(int(rng.integers(2, 6))):
            draw.text((90, y), SENTENCE[: int(rng.integers(30, 80))], fill=0, font=FONT)
            y += 24
        y += int(rng.integers(20, 90))
    return picture


def grey(picture: Image.Image) -> "np.ndarray[tuple[int, int], np.dtype[np.uint8]]":
    return np.ascontiguousarray(np.asarray(picture.convert("L")))


@pytest.mark.parametrize(
    "again",
    [
        lambda p: skew(p, 2.0), lambda p: skew(p, -2.0), lambda p: fade(p, 80, 220), lambda p: p.crop((0, 0, 900, 1220)),  # noqa: E501
        lambda p: noise(soften(p, 0.7), 6, np.random.default_rng(2)), lambda p: p.resize((1200, 1693)),
    ],
    ids=["skew", "other skew", "light", "margin cut off", "noise", "resolution"],
)  # fmt: skip
def test_a_page_scanned_again_has_nearly_the_same_hash(again) -> None:  # type: ignore[no-untyped-def]
    page = written()
    assert picture_likeness(picture_hash(grey(page)), picture_hash(grey(again(page)))) >= 0.85


def test_other_pages_have_other_hashes() -> None:
    hashes = [picture_hash(grey(written(seed))) for seed in range(1, 7)]
    alike = [picture_likeness(a, b) for n, a in enumerate(hashes) for b in hashes[:n]]
    assert max(alike) < 0.85


def test_an_empty_page_has_no_ink_and_no_hash() -> None:
    empty = noise(Image.new("L", (900, 1270), 240), 4, np.random.default_rng(1))
    assert ink_share(grey(empty)) < 0.0001
    assert measure(grey(empty)).hash is None


def test_punch_holes_are_no_ink_and_a_line_of_writing_is() -> None:
    holes = Image.new("L", (900, 1270), 245)
    draw = ImageDraw.Draw(holes)
    for y in (450, 800):
        draw.ellipse((70, y, 96, y + 26), fill=20)
    assert ink_share(grey(holes)) < 0.0001
    draw.text((300, 600), SENTENCE[:40], fill=0, font=FONT)
    assert ink_share(grey(holes)) > 0.0003


def test_blur_and_pallor_are_measured() -> None:
    page = written()
    assert sharpness(grey(soften(page, 3))) < 0.5 * sharpness(grey(page))
    assert contrast(grey(fade(page, 190, 235))) < 0.25 < contrast(grey(page))


def test_a_grid_of_pixels_stands_out_and_noise_does_not() -> None:
    page = written()
    levels = np.asarray(page, dtype=np.float64)
    y, x = np.mgrid[0:1270, 0:900]
    grid = Image.fromarray((levels * (0.85 + 0.15 * np.cos(2 * np.pi * (x + 0.03 * y) / 2.7))).astype(np.uint8))
    plain = noise(page, 5, np.random.default_rng(3))
    assert screen_peak(grey(noise(grid, 5, np.random.default_rng(3)))) > 20 > screen_peak(grey(plain))


def test_a_page_on_its_side_is_told() -> None:
    page = written()
    sideways, upside = turns(grey(page))
    assert sideways < 0.0
    assert picture_rotation(sideways, upside) == 0
    assert turns(grey(page.rotate(90, expand=True)))[0] > 0.1


@pytest.mark.parametrize(
    ("sideways", "upside_down", "turn"),
    [(-0.9, -0.2, 0), (-0.9, 0.2, 180), (0.9, -0.2, 90), (0.9, 0.2, 270), (0.0, 0.5, 0), (-0.9, 0.05, 0)],
)
def test_the_turn_that_sets_right(sideways: float, upside_down: float, turn: int) -> None:
    assert picture_rotation(sideways, upside_down) == turn


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 500), st.integers(1, 500), st.integers(0, 2**32 - 1))
def test_any_picture_can_be_measured(width: int, height: int, seed: int) -> None:
    levels = np.random.default_rng(seed).integers(0, 256, (height, width)).astype(np.uint8)
    measured = measure(levels, 200.0)
    assert 0 <= measured.ink <= 1
    assert 0 <= measured.contrast <= 1
    assert 0 <= measured.sharpness <= 1
    assert -1 <= measured.sideways <= 1
    assert measured.hash is None or len(measured.hash) == 16
