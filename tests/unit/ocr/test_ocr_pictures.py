"""Geometry, rules and image files, on pictures made here."""

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFile

from ocr.errors import DamagedError, DamagedPageError, EmptyFileError, TooManyPixelsError
from ocr.geometry import ink_mask, make_upright, measure_skew, turned_size
from ocr.pictures import MAX_PIXELS, ImagePages, check_pixels, count_frames, load_frame, paper_size
from ocr.rules import find_rules
from ocr.scanning import is_blank
from ocr.tables import grids_from_edges
from ocr.tiff import check_chain

SAMPLES = Path(__file__).parents[3] / "samples"


def page_with_lines() -> Image.Image:
    picture = Image.new("L", (1240, 1754), 250)
    draw = ImageDraw.Draw(picture)
    for row in range(150, 1600, 45):
        for left in range(120, 1100, 70):
            draw.rectangle((left, row, left + 52, row + 16), fill=20)
    return picture


@pytest.mark.parametrize("angle", [-7.0, -2.5, -0.6, 0.0, 0.8, 3.0, 6.5])
def test_the_skew_of_a_page_is_measured_and_undone(angle):
    askew = make_upright(page_with_lines(), 0, -angle) if angle else page_with_lines()
    measured = measure_skew(askew)
    assert measured == pytest.approx(angle, abs=0.2)
    assert measure_skew(make_upright(askew, 0, measured)) == 0.0


def test_an_empty_page_has_no_skew_and_is_blank():
    assert measure_skew(Image.new("L", (1240, 1754), 240)) == 0.0
    assert is_blank(Image.new("L", (1240, 1754), 240))
    assert not is_blank(page_with_lines())


@pytest.mark.parametrize(("rotation", "corner"), [(0, (0, 0)), (90, (29, 0)), (180, (19, 29)), (270, (0, 19))])
def test_a_turn_is_clockwise(rotation, corner):
    picture = Image.new("L", (20, 30), 255)
    picture.putpixel((0, 0), 0)
    turned = make_upright(picture, rotation, 0)
    assert turned.size == turned_size(20, 30, rotation)
    assert turned.getpixel(corner) == 0


def test_ink_is_what_is_darker_than_its_surroundings_under_uneven_light():
    light = np.linspace(90, 250, 800)[None, :].repeat(1000, axis=0)
    light[500:520, 100:130] -= 60
    light[500:520, 700:730] -= 60
    ink = ink_mask(Image.fromarray(light.astype(np.uint8)))
    assert ink[505:515, 105:125].all()
    assert ink[505:515, 705:725].all()
    assert not ink[100:400].any()


def test_rules_crossing_each_other_make_a_grid_and_letters_none():
    picture = page_with_lines()
    draw = ImageDraw.Draw(picture)
    for y in (100, 400, 700):
        draw.line((100, y, 1140, y), fill=0, width=3)
    for x in (100, 600, 1140):
        draw.line((x, 100, x, 700), fill=0, width=3)
    scale = 1240 / 595
    grids = grids_from_edges(find_rules(np.asarray(picture) < 128, scale))
    assert [[(c.row, c.column) for c in grid.cells] for grid in grids] == [[(0, 0), (0, 1), (1, 0), (1, 1)]]
    assert grids[0].box.x0 == pytest.approx(100 / scale, abs=2)
    assert grids[0].box.y1 == pytest.approx(700 / scale, abs=2)
    assert grids_from_edges(find_rules(np.asarray(page_with_lines()) < 128, scale)) == []


@pytest.mark.parametrize(
    ("size", "dpi", "paper"),
    [
        ((2480, 3508), (300, 300), (595.2, 841.9)),
        ((2480, 3508), None, (595.2, 841.9)),
        ((3024, 4032), (72, 72), (595.3, 793.7)),
        ((1011, 638), (300, 300), (242.6, 153.1)),
        ((4032, 3024), None, (793.7, 595.3)),
        ((1728, 1100), (204, 98), (609.9, 808.2)),
        ((2480, 3508), (4, 4), (595.2, 841.9)),
    ],
)
def test_the_size_on_paper_is_the_stated_one_when_plausible_else_a4(size, dpi, paper):
    assert paper_size(*size, dpi) == pytest.approx(paper, abs=0.3)


def test_a_photo_is_upright_by_its_exif(tmp_path):
    path = tmp_path / "photo.jpg"
    picture = Image.new("RGB", (400, 300), "white")
    exif = picture.getexif()
    exif[0x0112] = 6
    picture.save(path, exif=exif)
    frame = load_frame(path, 1)
    assert frame.picture.size == (300, 400)
    assert frame.height > frame.width


def test_every_page_of_a_tiff_is_counted_and_loaded(tmp_path):
    path = tmp_path / "fax.tiff"
    frames = [Image.new("1", (600, 800), 1), Image.new("L", (300, 200), 7), Image.new("I;16", (100, 200), 40000)]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    assert count_frames(path) == 3
    assert [load_frame(path, n).picture.size for n in (1, 2, 3)] == [(600, 800), (300, 200), (100, 200)]
    with pytest.raises(DamagedPageError):
        load_frame(path, 4)


def test_a_deep_grey_picture_keeps_its_contrast(tmp_path):
    path = tmp_path / "deep.png"
    values = np.full((50, 50), 60000, np.uint16)
    values[10:20] = 30000
    Image.fromarray(values).save(path)
    grey = np.asarray(load_frame(path, 1).picture)
    assert (grey[15, 15], grey[40, 40]) == (0, 255)


def test_transparency_lies_over_white(tmp_path):
    path = tmp_path / "clear.png"
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(path)
    assert load_frame(path, 1).picture.getpixel((5, 5)) == (255, 255, 255)


def test_a_small_picture_grows_four_times_at_most(tmp_path):
    path = tmp_path / "small.png"
    Image.new("L", (100, 140), 255).save(path)
    pages = ImagePages(path)
    assert pages.render(1, 300).size == (400, 560)
    pages.close()


def test_what_is_no_picture_is_refused_before_decoding(tmp_path):
    path = tmp_path / "x.png"
    path.write_bytes(b"")
    with pytest.raises(EmptyFileError):
        count_frames(path)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    with pytest.raises(DamagedError):
        count_frames(path)
    with pytest.raises(TooManyPixelsError):
        check_pixels(MAX_PIXELS, 2)


def test_a_truncated_picture_is_a_damaged_page(tmp_path, monkeypatch):
    # WeasyPrint, imported by other tests, tells Pillow to fill up what is missing; the reading process has none.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", False)
    path = tmp_path / "cut.jpg"
    Image.effect_noise((900, 900), 80).save(path)
    path.write_bytes(path.read_bytes()[:20_000])
    assert count_frames(path) == 1
    with pytest.raises(DamagedPageError):
        load_frame(path, 1)


def test_a_bomb_is_refused_by_its_header(tmp_path):
    path = tmp_path / "bomb.png"
    Image.new("L", (1, 1)).save(path)
    data = bytearray(path.read_bytes())
    data[16:24] = struct.pack(">II", 20_000, 20_000)
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    path.write_bytes(data)
    with pytest.raises(TooManyPixelsError):
        count_frames(path)


def sheets(count: int, **how: object) -> bytes:
    pictures = [page_with_lines().point(lambda value, n=n: max(0, value - n)) for n in range(count)]
    out = io.BytesIO()
    pictures[0].save(out, "TIFF", save_all=True, append_images=pictures[1:], dpi=(150, 150), **how)
    return out.getvalue()


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"])
def test_every_page_of_a_tiff_is_there_in_its_order(tmp_path, compression):
    path = tmp_path / "a.tiff"
    path.write_bytes(sheets(4, compression=compression))
    assert count_frames(path) == 4
    lights = [np.asarray(load_frame(path, number).picture).mean() for number in (1, 2, 3, 4)]
    assert lights == sorted(lights, reverse=True)
    assert lights[0] > lights[3]


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_tiff_cut_short_is_damaged_rather_than_shorter(tmp_path, share):
    path = tmp_path / "a.tiff"
    data = sheets(4, compression="tiff_lzw")
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(DamagedError):
        count_frames(path)


def test_a_tiff_whose_pages_go_in_a_circle_is_damaged(tmp_path):
    path = tmp_path / "a.tiff"
    first = struct.pack("<2sHL", b"II", 42, 8)
    path.write_bytes(first + struct.pack("<H", 0) + struct.pack("<L", 8))
    with pytest.raises(DamagedError):
        check_chain(path)


def test_a_webp_is_one_page_even_when_it_moves(tmp_path):
    path = tmp_path / "a.webp"
    page_with_lines().convert("RGB").save(path, "WEBP", quality=80)
    assert count_frames(path) == 1
    assert load_frame(path, 1).picture.size == (1240, 1754)
    frames = [Image.new("RGB", (100, 140), color) for color in ("white", "black")]
    frames[0].save(path, "WEBP", save_all=True, append_images=frames[1:])
    assert count_frames(path) == 1
    assert load_frame(path, 1).picture.getpixel((5, 5)) == (255, 255, 255)


def test_a_heic_is_one_page_the_right_way_up(tmp_path, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", False)
    path = SAMPLES / "formats" / "it_fattura_sanitaria.heic"
    assert count_frames(path) == 1
    frame = load_frame(path, 1)
    assert frame.picture.height > frame.picture.width
    (tmp_path / "cut.heic").write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises((DamagedError, DamagedPageError)):
        load_frame(tmp_path / "cut.heic", 1)
