"""The files themselves, read back by other programs than those that wrote them."""

import io
import logging
import re
import unicodedata
from pathlib import Path

import docx
import pdfplumber
import pypdf
import pypdfium2
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from delivery.bilingual import render_bilingual
from delivery.document import RenderedSegment, TranslatedDocument
from delivery.files import render_all
from delivery.pdf import render_pdf
from delivery.word import render_docx
from tests.unit.delivery.documents import (
    DOCUMENTS,
    alphabets,
    birth,
    cells,
    document,
    draft,
    extract,
    page,
    pension,
    segments,
    wide,
)

NATURE = "Traduction administrative – sans valeur de traduction assermentée"


def squeezed(text: str) -> str:
    """The text without what a line break may change: spaces, compatibility forms."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def pdf_pages(data: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [squeezed(found.extract_text()) for found in pdf.pages]


def cell_texts(data: bytes) -> str:
    """The text in the order of the file, which reads a cell whole: lines of neighbours are not mixed."""
    return squeezed(" ".join(found.extract_text() for found in pypdf.PdfReader(io.BytesIO(data)).pages))


def word_text(data: bytes) -> str:
    word = docx.Document(io.BytesIO(data))
    return squeezed(" ".join(node.text or "" for node in word.element.body.iter(qn("w:t"))))


@pytest.mark.parametrize("name", ["pension", "draft", "extract", "wide"])
def test_every_translated_passage_is_in_every_file(name: str) -> None:
    made = DOCUMENTS[name]()
    french, both = cell_texts(render_pdf(made)), cell_texts(render_bilingual(made))
    word = word_text(render_docx(made))
    for segment in made.segments:
        if segment.in_scope:
            assert squeezed(segment.target) in french
            assert squeezed(segment.target) in both
            assert squeezed(segment.source) in both
            assert squeezed(segment.target) in word
    for text in (french, both, word):
        assert made.source_sha256 in text


@pytest.mark.parametrize("name", list(DOCUMENTS))
def test_what_every_page_says_and_never_says(name: str) -> None:
    made = DOCUMENTS[name]()
    for data in (render_pdf(made), render_bilingual(made)):
        found = pdf_pages(data)
        for number, text in enumerate(found, 1):
            assert squeezed(NATURE) in text
            assert squeezed(f"Page {number}/{len(found)}") in text
            assert squeezed(made.reference) in text
            assert made.source_sha256[:12] in text
            assert ("BROUILLONAUTOMATIQUENONRELU" in text) is made.draft_only
        never_said("".join(found))
    never_said(word_text(render_docx(made)))


def never_said(text: str) -> None:
    assert "certifi" not in text.lower()
    assert "conform" not in text.lower()
    assert "ISO" not in text
    assert text.count("assermentée") == text.count("sansvaleurdetraductionassermentée")


def test_the_docx_says_it_on_every_page_too() -> None:
    word = docx.Document(io.BytesIO(render_docx(draft())))
    section = word.sections[0]
    assert NATURE in "".join(paragraph.text for paragraph in section.footer.paragraphs)
    assert "BROUILLON AUTOMATIQUE NON RELU" in section.header.paragraphs[0].text
    fields = [node.get(qn("w:instr")) for node in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert all(later.footer.is_linked_to_previous for later in list(word.sections)[1:])


def test_what_misses_is_shown_with_its_source() -> None:
    assert "[nontraduit]MitfreundlichenGrüßen" in cell_texts(render_pdf(pension()))
    assert "[nontraduit]MitfreundlichenGrüßen" in word_text(render_docx(pension()))


def test_an_extract_leaves_the_rest_out_and_says_so() -> None:
    text = cell_texts(render_pdf(extract()))
    assert "Instanța" not in text
    assert "Pagehorsdel’extrait,nontraduite:exposédesfaits" in text
    assert "2passageshorsdel’extrait" in text


def test_scripts_are_drawn_with_fonts_that_have_them() -> None:
    found = "".join(pdf_pages(render_bilingual(alphabets())))
    for text in ("Осигуреното", "Ασφαλισμένος".lower()[1:], "Ծննդյան", "დაბადების", "İstanbul", "Giấy"):
        assert text in found
    fonts = {
        str(font.get_object()["/BaseFont"])
        for found_page in pypdf.PdfReader(io.BytesIO(render_bilingual(birth()))).pages
        for font in found_page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert any("Arabic" in font for font in fonts)


@pytest.mark.parametrize("text", ["年金決定通知書かきくカキク", "养老金决定通知社会保险", "연금결정통지서"])
def test_each_letter_of_the_far_east_is_drawn_as_itself(text: str) -> None:
    """A letter that no font has is drawn as an empty box, the same for all."""
    made = render_bilingual(document([RenderedSegment(1, 0, "paragraph", text, "Décision")], source_language="ja"))
    with pdfplumber.open(io.BytesIO(made)) as pdf:
        page = pdf.pages[0]
        boxes = [(c["x0"], c["top"], c["x1"], c["bottom"]) for c in page.chars if c["text"] in text]
    assert len(boxes) == len(text)
    with pypdfium2.PdfDocument(made) as pdf:
        sheet = pdf[0].render(scale=6).to_pil().convert("1")
    drawn = {sheet.crop([round(6 * n) for n in box]).resize((48, 48)).tobytes() for box in boxes}
    assert len(drawn) == len(text)


def test_letters_that_no_font_draws_are_counted_in_the_record() -> None:
    rare = RenderedSegment(1, 0, "paragraph", "\U00021000\U00021001\U00021000 永", "Décision")
    told = squeezed("".join(pdf_pages(render_bilingual(document([rare], source_language="zh")))))
    assert squeezed("Cases vides à la place de 2 caractères qu’aucune police ne dessine") in told
    sound = squeezed("".join(pdf_pages(render_bilingual(birth()))))
    assert squeezed("Cases vides") not in sound


def test_arabic_is_set_against_the_right_edge_of_its_column() -> None:
    with pdfplumber.open(io.BytesIO(render_bilingual(birth()))) as pdf:
        (number,) = pdf.pages[0].search("n°")[:1]
        (french,) = pdf.pages[0].search("Français")
        below = [char for char in pdf.pages[0].chars if char["top"] > number["bottom"]]
    arabic = [char for char in below if unicodedata.bidirectional(char["text"][0]) == "AL"]
    assert french["x0"] - 20 < max(char["x1"] for char in arabic) < french["x0"]


def test_wide_tables_are_turned_and_never_cut() -> None:
    for columns in (15, 40):
        with pdfplumber.open(io.BytesIO(render_pdf(wide(columns)))) as pdf:
            assert any(found.width > found.height for found in pdf.pages)
            assert pdf.pages[-1].width < pdf.pages[-1].height
            for found in pdf.pages:
                assert max(char["x1"] for char in found.chars) <= found.width - 45
                assert max(char["bottom"] for char in found.chars) <= found.height


def test_huge_words_and_cells_taller_than_a_page_are_not_cut() -> None:
    word, cell = "Zz" * 900, "vqz " * 4000 + "FIN"
    made = document([*segments([("paragraph", "x", word)]), *cells([["a", "b"]], [[cell, "1"]], first=5)])
    for render in (render_pdf, render_bilingual):
        data = render(made)
        text = cell_texts(data)
        assert (text.count("Zz"), text.count("vqz")) == (900, 4000)
        assert "FIN" in text
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            assert all(char["x1"] <= found.width - 40 for found in pdf.pages for char in found.chars)
            assert all(char["bottom"] <= found.height - 20 for found in pdf.pages for char in found.chars)


def test_texts_are_never_markup_and_nothing_is_fetched(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"not a picture")
    hostile = [
        f'<img src="file://{secret}"><script>alert(1)</script>',
        f'"><style>@import url(file://{secret}); * {{ display: none }}</style>',
        '{{ 7 * 7 }}{% raw %}</td></table><base href="http://127.0.0.1:9/">',
        "url(http://127.0.0.1:9/x) &amp; &lt;b&gt; </title><link rel=attachment href=file:///etc/passwd>",
    ]
    found = segments([("paragraph", text, text) for text in hostile])
    made = document(
        found,
        [page(1, 'de" onload="', hostile[1])],
        reference=hostile[2],
        file_name=hostile[3],
        body=hostile[0],
        requester=hostile[1],
        requester_reference=hostile[3],
    )
    with caplog.at_level(logging.WARNING, "weasyprint"):
        for render in (render_pdf, render_bilingual):
            text = cell_texts(render(made))
            assert all(squeezed(line) in text for line in hostile)
            assert b"/EmbeddedFile" not in render(made)
    assert all(squeezed(line) in word_text(render_docx(made)) for line in hostile)
    assert not [
        entry for entry in caplog.records if "refused" in entry.getMessage() or "Failed" in entry.getMessage()
    ]


def test_the_same_document_gives_the_same_bytes() -> None:
    for made in (pension(), birth()):
        assert render_all(made) == render_all(made)


def test_pdf_is_tagged_french_and_bookmarked() -> None:
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(pension())))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Traduction administrative TR-2026-00417"
    top = reader.outline[0]
    pages = [entry.title for entry in reader.outline[1] if not isinstance(entry, list)]
    assert top.title == "Traduction administrative"  # type: ignore[union-attr]
    assert [title.replace("\u00a0", " ") for title in pages] == [
        "Page 1 du document d’origine",
        "Page 2 du document d’origine",
        "Ce qui a été fait",
    ]


def test_docx_is_french_with_real_styles_and_a_repeated_header_row() -> None:
    word = docx.Document(io.BytesIO(render_docx(pension())))
    styles = [paragraph.style.name for paragraph in word.paragraphs if paragraph.style]
    assert styles[:2] == ["Title", "Subtitle"]
    assert styles.count("Heading 2") == 5
    assert {node.get(qn("w:val")) for node in word.styles.element.iter(qn("w:lang"))} == {"fr-FR"}
    assert len(list(word.element.body.iter(qn("w:tblHeader")))) == 1
    assert word.core_properties.language == "fr-FR"


# Shrinking would write hundreds of files to explain one.
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]
ANY = st.text(st.characters(codec=None), max_size=80)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=PHASES)
@given(st.lists(st.tuples(st.sampled_from(["heading", "paragraph", "label", "mark"]), ANY, ANY), max_size=5), ANY)
def test_any_text_makes_readable_files(texts: list[tuple[str, str, str]], name: str) -> None:
    found = [RenderedSegment(1, order, *text) for order, text in enumerate(texts)]  # type: ignore[arg-type]
    made: TranslatedDocument = document(
        [*found, RenderedSegment(1, 99, "cell", name, name, 0, 0, 0)], body=name, file_name=name
    )
    for file_name, data in render_all(made).items():
        assert Path(file_name).name == file_name
        if file_name.endswith(".pdf"):
            with pypdfium2.PdfDocument(data) as pdf:
                assert all(squeezed(NATURE) in squeezed(found.get_textpage().get_text_range()) for found in pdf)
        else:
            assert made.source_sha256 in word_text(data)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=PHASES)
@given(
    st.lists(
        st.text("abcdefghijéèàçœÉÀŁßñõ0123456789 .,;:!?'’«»€-", min_size=1, max_size=300), min_size=1, max_size=4
    )
)
def test_european_letters_come_back_from_the_files(texts: list[str]) -> None:
    made = document(segments([("paragraph", text, text) for text in texts]))
    french, word = cell_texts(render_pdf(made)), word_text(render_docx(made))
    for text in texts:
        assert squeezed(text) in french
        assert squeezed(text) in word
