"""Reading real files with the real engines."""

import io
from pathlib import Path

import numpy as np
import pypdf
import pytest
import weasyprint
from PIL import Image, ImageDraw

from ocr.document import Opened, look_into, open_document
from ocr.errors import DamagedError, EmptyFileError, EncryptedError, NoPageError, UnsupportedTypeError
from ocr.languages import Detector
from ocr.reading import ReadingOptions, Tools, read_pages
from ocr.tesseract import find_tesseract
from ocr.thumbnails import View, page_image
from storage.words import PageWords
from tests.integration.ocr.papers import ARABIC, FRENCH, GERMAN, SPANISH, picture, printed, scanned, turned

PDF = "application/pdf"
TOOLS = Tools(find_tesseract(), Detector())


def read(path: Path, *numbers: int, media_type: str = PDF, **options: object) -> list[PageWords]:
    return list(read_pages(path, media_type, numbers or (1,), ReadingOptions(**options), TOOLS))


def ink_under(page: PageWords, path: Path, media_type: str = PDF) -> list[float]:
    """For each word of some length, the share of dark pixels under its box in the picture for the screen."""
    data = page_image(path, media_type, page.number, View(page.rotation, page.skew, 1000, "png"))
    grey = np.asarray(Image.open(io.BytesIO(data)).convert("L"))
    scale = 1000 / page.width
    assert grey.shape[0] == pytest.approx(page.height * scale, abs=2)
    boxes = [word.box for word in page.words if len(word.text) > 4]
    return [
        float(
            (
                grey[int(b.y0 * scale) : int(b.y1 * scale) + 1, int(b.x0 * scale) : int(b.x1 * scale) + 1] < 140
            ).mean()
        )
        for b in boxes
    ]


def test_a_printed_page_is_read_from_its_text_layer(tmp_path):
    path = printed(tmp_path / "a.pdf", GERMAN)
    (page,) = read(path)
    assert (page.source, page.languages, page.confidence, page.rotation) == ("text-layer", ("de",), 100.0, 0)
    assert page.text.startswith("Rentenbescheid\n\nSehr geehrter Herr Feldkamp,")
    assert "53 070659 F 413" in page.text.replace("\n", " ")
    assert len({word.block for word in page.words}) == 3
    assert (page.width, page.height) == pytest.approx((595.3, 841.9), abs=0.5)
    assert min(ink_under(page, path)) > 0.05


def test_a_scan_is_recognised_in_its_language_and_its_boxes_lie_on_the_words(tmp_path):
    text = printed(tmp_path / "a.pdf", GERMAN)
    path = scanned(tmp_path / "b.pdf", picture(text))
    (page,) = read(path)
    (truth,) = read(text)
    assert (page.source, page.languages) == ("ocr", ("de",))
    assert page.confidence > 85
    assert page.text == truth.text
    for word, true in zip(page.words, truth.words, strict=True):
        assert abs(word.box.x0 - true.box.x0) < 4
        assert true.box.y0 - 4 < word.box.y0 < word.box.y1 < true.box.y1 + 4
    assert min(ink_under(page, path)) > 0.05


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_page_laid_wrongly_is_turned_upright(tmp_path, rotation):
    path = scanned(tmp_path / "b.pdf", turned(picture(printed(tmp_path / "a.pdf", GERMAN)), 360 - rotation))
    (page,) = read(path)
    assert page.rotation == rotation
    assert page.height > page.width
    assert "Rentenbescheid" in page.text
    assert min(ink_under(page, path)) > 0.05


def test_a_page_laid_askew_is_levelled_and_its_boxes_lie_on_the_levelled_picture(tmp_path):
    path = scanned(tmp_path / "b.pdf", turned(picture(printed(tmp_path / "a.pdf", GERMAN)), 0, 3.0))
    (page,) = read(path)
    assert page.skew == pytest.approx(-3.0, abs=0.2)
    assert "Versicherungsnummer 53 070659 F 413" in page.text.replace("\n", " ")
    assert min(ink_under(page, path)) > 0.05


def test_a_turn_that_a_person_chose_is_kept(tmp_path):
    path = scanned(tmp_path / "b.pdf", turned(picture(printed(tmp_path / "a.pdf", GERMAN)), 180))
    (page,) = read(path, rotation=180)
    assert (page.rotation, page.text[:14]) == (180, "Rentenbescheid")


def test_each_page_has_its_own_language_and_pages_come_in_order(tmp_path):
    text = printed(tmp_path / "a.pdf", GERMAN, SPANISH, GERMAN, FRENCH * 2)
    path = scanned(tmp_path / "b.pdf", *(picture(text, number) for number in (1, 2, 3, 4)))
    pages = read(path, 1, 2, 3, 4)
    assert [page.number for page in pages] == [1, 2, 3, 4]
    assert [page.languages for page in pages] == [("de",), ("es",), ("de",), ("fr",)]
    assert "situación" in pages[1].text


def test_two_languages_on_a_scan_are_both_told(tmp_path):
    path = scanned(tmp_path / "b.pdf", picture(printed(tmp_path / "a.pdf", GERMAN + FRENCH)))
    (page,) = read(path)
    assert page.languages == ("de", "fr")
    assert "délivrée à la demande" in page.text.replace("\n", " ")


def test_arabic_is_in_logical_order_from_both_sources(tmp_path):
    text = printed(tmp_path / "a.pdf", ARABIC)
    path = scanned(tmp_path / "b.pdf", picture(text, dpi=300), dpi=300)
    for page in (*read(text), *read(path)):
        assert page.languages == ("ar",)
        assert "ولد بمدينة القنيطرة في يوم الثالث من شهر أبريل" in page.text
        assert "\u200f" not in page.text
        assert "سنة 1958" in page.text.replace("\n", " ")
    assert read(text)[0].source == "text-layer"
    assert read(text)[0].text.startswith("نسخة كاملة")


def test_a_table_without_rules_and_a_ruled_one_become_cells(tmp_path):
    rows = "".join(f"<tr><td>Zeitraum {n}</td><td>{n * 12} Monate</td></tr>" for n in range(1, 5))
    style = "td { padding: 2mm; width: 60mm } .ruled { border-collapse: collapse } .ruled td { border: 1pt solid }"
    text = printed(
        tmp_path / "a.pdf", f"{GERMAN}<table class=ruled>{rows}</table>", f"<table>{rows}</table>", style=style
    )
    scan = scanned(tmp_path / "b.pdf", *(picture(text, number) for number in (1, 2)))
    for page in (*read(text, 1, 2), *read(scan, 1, 2)):
        blocks: dict[int, str] = {}
        for word in page.words:
            blocks[word.block] = f"{blocks.get(word.block, '')} {word.text}".strip()
        cells = {(cell.row, cell.column): blocks[cell.block] for cell in page.cells}
        assert cells == {
            (n - 1, c): text for n in range(1, 5) for c, text in enumerate((f"Zeitraum {n}", f"{n * 12} Monate"))
        }


def test_an_empty_page_says_so_and_a_picture_without_letters_too(tmp_path):
    blank = Image.new("L", (1654, 2339), 252)
    noise = Image.new("L", (1654, 2339), 252)
    draw = ImageDraw.Draw(noise)
    for place in range(200, 1400, 300):
        draw.ellipse((place, place, place + 250, place + 200), fill=60)
    pages = read(scanned(tmp_path / "b.pdf", blank, noise), 1, 2)
    assert [page.warnings for page in pages] == [("blank_page",), ("unreadable_page",)]
    assert all(page.words == () and page.confidence == 0 for page in pages)


def test_images_of_every_kind_are_read(tmp_path):
    page = picture(printed(tmp_path / "a.pdf", GERMAN))
    page.save(tmp_path / "a.jpg", quality=80)
    page.convert("1").save(tmp_path / "a.tiff", dpi=(200, 200), save_all=True, append_images=[page.rotate(180)])
    page.save(tmp_path / "a.png")
    assert open_document(tmp_path / "a.tiff", "image/tiff") == Opened("image", 2)
    for name, media_type, numbers in (
        ("a.jpg", "image/jpeg", (1,)),
        ("a.png", "image/png", (1,)),
        ("a.tiff", "image/tiff", (1, 2)),
    ):
        for found in read(tmp_path / name, *numbers, media_type=media_type):
            assert found.text.startswith("Rentenbescheid")
            assert (found.width, found.height) == pytest.approx((595, 842), abs=3)
            assert min(ink_under(found, tmp_path / name, media_type)) > 0.05


def test_a_stamp_of_text_over_a_scan_is_no_text_layer(tmp_path):
    scan = io.BytesIO()
    picture(printed(tmp_path / "a.pdf", GERMAN)).save(scan, "PNG")
    (tmp_path / "scan.png").write_bytes(scan.getvalue())
    stamp = '<p style="position: absolute; top: 0">Eingang 12.03.2024</p>'
    html = f'<img src="file://{tmp_path}/scan.png" style="width: 170mm">{stamp}'
    (page,) = read(printed(tmp_path / "b.pdf", html))
    assert page.source == "ocr"
    assert "Rentenbescheid" in page.text


def test_the_crop_box_and_the_turn_of_a_pdf_page_move_its_boxes(tmp_path):
    writer = pypdf.PdfWriter(clone_from=printed(tmp_path / "a.pdf", GERMAN))
    writer.pages[0].cropbox = pypdf.generic.RectangleObject((30, 200, 580, 820))
    writer.pages[0].rotate(90)
    writer.write(tmp_path / "b.pdf")
    writer.close()
    (page,) = read(tmp_path / "b.pdf")
    # Its lines run downwards on the screen: it is turned back to be read.
    assert (page.source, page.rotation) == ("ocr", 270)
    assert (page.width, page.height) == pytest.approx((550, 620), abs=1)
    assert min(ink_under(page, tmp_path / "b.pdf")) > 0.05
    writer = pypdf.PdfWriter(clone_from=printed(tmp_path / "a.pdf", GERMAN))
    writer.pages[0].cropbox = pypdf.generic.RectangleObject((30, 200, 580, 820))
    writer.write(tmp_path / "c.pdf")
    writer.close()
    (page,) = read(tmp_path / "c.pdf")
    assert page.source == "text-layer"
    assert min(ink_under(page, tmp_path / "c.pdf")) > 0.05


def test_values_of_form_fields_are_read(tmp_path):
    html = f"{GERMAN}<form><input style='appearance:auto;width:90mm' name=iban value='FR69 1450 8000'></form>"
    path = tmp_path / "form.pdf"
    weasyprint.HTML(string=html).write_pdf(path, pdf_forms=True)
    assert "FR69 1450 8000" in read(path)[0].text


def test_one_bad_page_does_not_spoil_the_others(tmp_path):
    writer = pypdf.PdfWriter(clone_from=printed(tmp_path / "a.pdf", GERMAN, SPANISH, GERMAN))
    writer.pages[1][pypdf.generic.NameObject("/MediaBox")] = pypdf.generic.ArrayObject(
        [pypdf.generic.NumberObject(n) for n in (0, 0, 14400, 14400)]
    )
    del writer.pages[1]["/Contents"]
    writer.write(tmp_path / "b.pdf")
    writer.close()
    pages = read(tmp_path / "b.pdf", 1, 2, 3, 9)
    assert [page.warnings for page in pages] == [(), ("too_large_page",), (), ("damaged_page",)]
    assert pages[2].text == pages[0].text
    assert all(page.width > 0 and page.height > 0 for page in pages)


def test_refusals_say_which_kind(tmp_path):
    good = printed(tmp_path / "a.pdf", GERMAN)
    assert look_into(good, PDF).pages == 1
    writer = pypdf.PdfWriter(clone_from=good)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    writer.close()
    empty = pypdf.PdfWriter()
    empty.write(tmp_path / "none.pdf")
    empty.close()
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "cut.pdf").write_bytes(good.read_bytes()[:300])
    (tmp_path / "text.pdf").write_bytes(b"Sehr geehrte Damen und Herren")
    for name, kind in (
        ("locked.pdf", EncryptedError),
        ("none.pdf", NoPageError),
        ("empty.pdf", EmptyFileError),
        ("cut.pdf", DamagedError),
        ("text.pdf", DamagedError),
    ):
        with pytest.raises(kind) as caught:
            look_into(tmp_path / name, PDF)
        assert " : " in caught.value.message.replace("\u00a0", " ")
    with pytest.raises(UnsupportedTypeError):
        look_into(good, "application/msword")
