"""The reading copy of an office file: exact words in their places, cells and headings from the file, pictures as
scans."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from intake.checks import CheckedFile, check_file
from intake.checks import Limits as DoorLimits
from ocr.document import COPY
from ocr.errors import NoTextError
from ocr.limits import Limits
from ocr.reading import ReadingOptions
from ocr.rendering import PdfPages
from ocr.supervision import image_in_child, look_in_child, read_in_child
from ocr.text_layer import TextLayer
from ocr.thumbnails import View
from storage.words import PageWords
from tests.integration.ocr.papers import GERMAN, picture, printed
from tests.office import docx, drawing, p, part, relations, tc
from translate.segmentation import segments
from translate.segments import Role

DOOR = DoorLimits(size=10_000_000, pages=100, files=1, order=10_000_000)


@pytest.fixture(params=["off", pytest.param("required", marks=pytest.mark.enclosed)])
def limits(request: pytest.FixtureRequest) -> Limits:
    return Limits(sandbox=request.param)


def taken(data: bytes, folder: Path, limits: Limits, name: str = "a.docx") -> CheckedFile:
    (folder / name).write_bytes(data)
    return check_file(folder / name, name, DOOR, lambda path, kind: look_in_child(path, kind, limits=limits))


def read(file: CheckedFile, folder: Path, limits: Limits) -> Iterator[PageWords]:
    (folder / "copy").write_bytes(file.copy)
    numbers = range(1, file.pages + 1)
    return read_in_child(folder / "copy", file.copy_type, numbers, ReadingOptions(), limits=limits)


def letter() -> bytes:
    styles = part("styles", '<w:style w:styleId="T"><w:name w:val="heading 1"/></w:style>')
    long = (
        "Die Deutsche Rentenversicherung hat Ihre Beitragszeiten festgestellt und teilt Ihnen das Ergebnis mit. "
    )
    rows = "".join(f"<w:tr>{tc(p(f'01.0{n}.2001'))}{tc(p(f'1.23{n},56 EUR'))}</w:tr>" for n in range(1, 4))
    body = p("Rentenbescheid", '<w:pStyle w:val="T"/>') + p(long * 4) + f"<w:tbl>{rows}</w:tbl>" + p("Ende")
    return docx(body, {"word/styles.xml": styles}, relations(("styles", "styles.xml")))


def test_a_word_file_is_read_by_its_own_words_and_cells(tmp_path, limits):
    file = taken(letter(), tmp_path, limits)
    assert (file.pages, file.copy_type, file.active) == (1, COPY, ())
    (page,) = read(file, tmp_path, limits)
    assert (page.source, page.languages, page.confidence, page.warnings) == ("text-layer", ("de",), 100.0, ())
    found = segments(page)
    assert [s.role for s in found] == [Role.heading, Role.paragraph, *[Role.cell] * 6, Role.paragraph]
    assert [(s.row, s.column, s.text) for s in found if s.role is Role.cell][2:4] == [
        (1, 0, "01.02.2001"),
        (1, 1, "1.232,56 EUR"),
    ]
    assert len(found[1].boxes) > 3


def test_the_words_stand_where_the_picture_shows_them(tmp_path):
    """The boxes against those that another program finds in the glyphs of the copy."""
    file = taken(letter(), tmp_path, Limits())
    (page,) = read(file, tmp_path, Limits())
    layer = TextLayer(tmp_path / "copy", (1,))
    raw = layer.read(1, page.width, page.height)
    layer.close()
    assert raw is not None
    seen = [token for line in raw.lines for token in line]
    own = sorted(page.words, key=lambda word: (round(word.box.y0), word.box.x0))
    assert [token.text for token in seen] == [word.text for word in own]
    for token, word in zip(seen, own, strict=True):
        assert abs(token.box.x0 - word.box.x0) < 1
        assert abs(token.box.x1 - word.box.x1) < 1
        assert word.box.y0 - 1 < token.box.y0 < token.box.y1 < word.box.y1 + 1


def test_letters_from_right_to_left_keep_their_order(tmp_path):
    text = "شهادة ميلاد رقم 1234 صادرة عن بلدية الدار البيضاء"
    file = taken(docx(p(text)), tmp_path, Limits())
    (page,) = read(file, tmp_path, Limits())
    assert page.text == text
    assert page.languages == ("ar",)
    assert page.words[0].box.x0 > page.words[-1].box.x1
    assert segments(page)[0].text == text


def test_letters_that_no_font_draws_are_read_all_the_same(tmp_path):
    text = "Kontrollzeichen \U000133e4\U0001f12f Ende"
    (page,) = read(taken(docx(p(text)), tmp_path, Limits()), tmp_path, Limits())
    assert page.text == text


def test_a_file_of_scans_is_read_from_its_pictures(tmp_path):
    scan = io.BytesIO()
    picture(printed(tmp_path / "paper.pdf", GERMAN)).convert("RGB").save(scan, "JPEG", dpi=(150, 150))
    logo = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(logo, "PNG")
    links = relations(("image", "media/a.jpg"), ("image", "media/b.png"))
    body = p("Anlage") + drawing("rId2", 60, 40) + drawing("rId1", 480, 680)
    members = {"word/media/a.jpg": scan.getvalue(), "word/media/b.png": logo.getvalue()}
    file = taken(docx(body, members, links), tmp_path, Limits())
    first, second = read(file, tmp_path, Limits())
    assert (first.text, first.warnings) == ("Anlage", ("picture_not_read",))
    assert (second.source, second.languages[0]) == ("ocr", "de")
    assert len(second.words) > 20
    shown = image_in_child(tmp_path / "copy", COPY, 2, View(width=640), limits=Limits())
    assert Image.open(io.BytesIO(shown)).size[0] == 640


def test_a_word_that_is_cut_between_lines_stays_one(tmp_path):
    long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
    row = "".join(tc(p(f"{long} {n}")) for n in range(4))
    file = taken(docx(p(f"{long} und mehr") + f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"), tmp_path, Limits())
    texts = [s.text for page in read(file, tmp_path, Limits()) for s in segments(page)]
    assert texts == [f"{long} und mehr", *(f"{long} {n}" for n in range(4))]


def test_a_hyphen_at_the_end_of_a_line_stays_one(tmp_path):
    text = " ".join(["Ein- beziehungsweise Aus-, Mutter-Kind-Kur 2024- 2025"] * 12)
    (page,) = read(taken(docx(p(text)), tmp_path, Limits()), tmp_path, Limits())
    assert [segment.text for segment in segments(page)] == [text]


def test_lines_of_a_script_without_spaces_are_lines(tmp_path):
    text = "申请人自二零零一年三月起在本市参加基本养老保险累计缴费年限为二十四年现予以证明" * 4
    (page,) = read(taken(docx(p(text)), tmp_path, Limits()), tmp_path, Limits())
    assert "".join(word.text for word in page.words) == text
    assert len({word.line for word in page.words}) > 2


def test_a_page_end_and_a_long_table_make_pages(tmp_path):
    rows = "".join(f"<w:tr>{tc(p(f'Zeile {n}'))}{tc(p(str(n)))}</w:tr>" for n in range(120))
    body = p("Eins", letters="") + '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' + f"<w:tbl>{rows}</w:tbl>"
    file = taken(docx(body), tmp_path, Limits())
    pages = list(read(file, tmp_path, Limits()))
    assert pages[0].text == "Eins"
    assert len(pages) >= 3
    for page in pages[1:]:
        # Numbered from nought on every page.
        assert (page.cells[0].table, page.cells[0].row, page.cells[0].column) == (0, 0, 0)
    texts = [segment.text for page in pages for segment in segments(page)]
    assert texts[1::2] == [f"Zeile {n}" for n in range(120)]


def test_the_same_file_gives_the_same_copy(tmp_path):
    assert taken(letter(), tmp_path, Limits()).copy == taken(letter(), tmp_path, Limits()).copy


def test_a_file_without_a_letter_is_refused(tmp_path):
    with pytest.raises(NoTextError):
        taken(docx(p(" ")), tmp_path, Limits())


def test_a_copy_holds_nothing_of_the_file_but_its_letters(tmp_path):
    file = taken(docx(p("&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x&gt;")), tmp_path, Limits())
    (page,) = read(file, tmp_path, Limits())
    assert page.text == "<script>alert(1)</script> <img src=x>"
    assert b"/JavaScript" not in file.copy
    pages = PdfPages(tmp_path / "copy")
    assert pages.attached("other") is None
    pages.close()
