"""Pages beyond measure are refused before anything of them is decoded, and their neighbours are read."""

import time
import zlib
from contextlib import suppress

import pytest

from ocr import text_layer
from ocr.errors import TooLargePageError
from ocr.languages import Detector
from ocr.reading import ReadingOptions, Tools, read_pages
from ocr.rendering import PdfPages
from ocr.tesseract import find_tesseract
from ocr.thumbnails import View, page_image
from tests.hostile.papers import HELVETICA, boxed, image
from tests.hostile.pdf import page, pdf

FAX = b"/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 20000 >>"
ZEROS = zlib.compress(bytes(10**7), 9)


def opened(tmp_path, data: bytes) -> PdfPages:
    (tmp_path / "a.pdf").write_bytes(data)
    return PdfPages(tmp_path / "a.pdf")


@pytest.mark.parametrize(
    "data",
    [
        image(60000, 60000, ZEROS, b"/Filter /FlateDecode", bits=1),
        image(30000, 30000, ZEROS, b"/Filter /FlateDecode", space=b"/DeviceRGB"),
        boxed(b"[0 0 1000000 1000000]"),
        boxed(b"[0 0 1 10000000]"),
    ],
)
def test_a_page_beyond_measure_is_refused_at_once(tmp_path, data):
    pages = opened(tmp_path, data)
    began = time.process_time()
    with pytest.raises(TooLargePageError):
        pages.render(1, 300)
    assert time.process_time() - began < 2
    pages.close()


@pytest.mark.parametrize(
    "data",
    [
        image(300, 200, zlib.compress(bytes(60_000)), b"/Filter /FlateDecode"),
        # A plan in black and white: eight pixels are a byte.
        image(20000, 20000, bytes(100), FAX, bits=1),
    ],
)
def test_a_page_within_measure_is_rendered(tmp_path, data):
    pages = opened(tmp_path, data)
    assert pages.render(1, 72).size == (300, 200)
    pages.close()


@pytest.mark.parametrize("box", [b"[0 0 0.001 0.001]", b"[0 0 0 0]", b"[0 0 0.1 5000]", b"[0 0 5000 0.1]"])
def test_a_page_of_nothing_ends_in_a_picture_or_an_error_with_a_code(tmp_path, box):
    (tmp_path / "a.pdf").write_bytes(boxed(box))
    with suppress(TooLargePageError):
        assert page_image(tmp_path / "a.pdf", "application/pdf", 1, View(width=160, format="png"))
    tools = Tools(find_tesseract(), Detector())
    (page,) = read_pages(tmp_path / "a.pdf", "application/pdf", (1,), ReadingOptions(), tools)
    assert page.warnings or page.words


def test_a_strip_is_not_drawn_at_a_height_that_fills_the_memory(tmp_path):
    (tmp_path / "a.pdf").write_bytes(boxed(b"[0 0 1 500]"))
    with pytest.raises(TooLargePageError):
        page_image(tmp_path / "a.pdf", "application/pdf", 1, View(width=160, format="png"), pixels=10**6)


def test_a_file_that_keeps_the_reader_of_its_text_for_ever_is_read_from_its_picture(tmp_path, monkeypatch):
    monkeypatch.setattr(text_layer, "TEXT_SECONDS", 0.5)
    (tmp_path / "a.pdf").write_bytes(pdf(page(resources=HELVETICA) | {3: b"3 0 R"}))
    began = time.process_time()
    layer = text_layer.TextLayer(tmp_path / "a.pdf", (1,))
    assert layer.read(1, 300, 200) is None
    assert time.process_time() - began < 5
    layer.close()
    # Nothing rings afterwards.
    until = time.process_time() + 1.5
    while time.process_time() < until:
        pass
