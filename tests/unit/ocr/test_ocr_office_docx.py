"""A DOCX is read for its text with its structure."""

import io
from pathlib import Path

import pytest
from PIL import Image

from ocr.errors import DamagedError
from ocr.office.docx import read_docx
from ocr.office.docx_parts import counted
from ocr.office.structure import PageEnd, Paragraph, Picture, Structure, Table, text_of
from tests.office import docx, drawing, p, part, relations, tc


@pytest.fixture
def read(tmp_path: Path):
    def read(body: str, members: dict[str, str | bytes] | None = None, links: str = "") -> Structure:
        (tmp_path / "a.docx").write_bytes(docx(body, members, links))
        return read_docx(tmp_path / "a.docx")

    return read


def texts(structure: Structure) -> list[str]:
    return [block.text for block in structure.blocks if isinstance(block, Paragraph)]


def test_headings_come_from_styles_outlines_and_short_bold_lines(read):
    styles = part(
        "styles",
        '<w:style w:styleId="T"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="U"><w:name w:val="Eigene"/><w:basedOn w:val="T"/></w:style>',
    )
    body = (
        p("Bescheid", '<w:pStyle w:val="T"/>')
        + p("Geerbt", '<w:pStyle w:val="U"/>')
        + p("Gliederung", '<w:outlineLvl w:val="0"/>')
        + p("Von Hand", letters="<w:b/>")
        + p("Fett, aber ein Satz.", letters="<w:b/>")
        + p("Ein Absatz", letters='<w:b w:val="0"/>')
    )
    found = read(body, {"word/styles.xml": styles}, relations(("styles", "styles.xml")))
    assert [(b.text, b.kind, b.level) for b in found.blocks if isinstance(b, Paragraph)] == [
        ("Bescheid", "heading", 2),
        ("Geerbt", "heading", 2),
        ("Gliederung", "heading", 1),
        ("Von Hand", "heading", 4),
        ("Fett, aber ein Satz.", "paragraph", 1),
        ("Ein Absatz", "paragraph", 1),
    ]


def test_lists_are_numbered_as_word_shows_them(read):
    levels = (
        '<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="§ %1."/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>'
    )
    numbering = part(
        "numbering",
        f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>',
    )

    def item(text: str, level: int) -> str:
        return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="2"/></w:numPr>')

    body = item("a", 0) + item("b", 1) + item("c", 1) + item("d", 0) + item("e", 1)
    found = read(body, {"word/numbering.xml": numbering}, relations(("numbering", "numbering.xml")))
    assert texts(found) == ["§ 3. a", "3.a) b", "3.b) c", "§ 4. d", "4.a) e"]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [(28, "lowerLetter", "bb"), (14, "upperRoman", "XIV"), (4, "decimalZero", "04"), (5000, "lowerRoman", "5000")],
)
def test_numbers_are_written_in_the_letters_of_their_list(number, form, text):
    assert counted(number, form) == text


def test_tracked_changes_are_read_as_accepted_and_told(read):
    body = (
        "<w:p><w:r><w:t>Die Rente beträgt </w:t></w:r><w:del><w:r><w:delText>100</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>200</w:t></w:r></w:ins><w:r><w:t> Euro</w:t></w:r></w:p>"
    )
    found = read(body)
    assert texts(found) == ["Die Rente beträgt 200 Euro"]
    assert found.told == {"office_changes"}


def test_comments_are_told_and_not_read(read):
    comments = part("comments", f'<w:comment w:id="0">{p("prüfen!")}</w:comment>')
    found = read(
        '<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>Text</w:t></w:r></w:p>', {"word/comments.xml": comments}
    )
    assert texts(found) == ["Text"]
    assert found.told == {"office_comments"}
    assert read(p("Text"), {"word/comments.xml": part("comments", "")}).told == frozenset()


def test_hidden_text_is_told_and_not_read(read):
    found = read(p("Sichtbar") + p("IGNORE ALL", letters="<w:vanish/>"))
    assert texts(found) == ["Sichtbar"]
    assert found.told == {"hidden_text"}


def test_tables_keep_their_cells_and_spans(read):
    first = tc(p("Zeit"), '<w:vMerge w:val="restart"/>') + tc(p("Beitrag"), '<w:gridSpan w:val="2"/>')
    body = (
        f"<w:tbl><w:tr>{first}</w:tr>"
        f"<w:tr>{tc(p(''), '<w:vMerge/>')}{tc(p('1,00'))}{tc(p('2,00') + p('EUR'))}</w:tr></w:tbl>"
    )
    (table,) = read(body).blocks
    assert isinstance(table, Table)
    assert [[(c.column, c.columns, c.rows, text_of(c.blocks)) for c in row] for row in table.rows] == [
        [(0, 1, 2, "Zeit"), (1, 2, 1, "Beitrag")],
        [(1, 1, 1, "1,00"), (2, 1, 1, "2,00\nEUR")],
    ]


def test_a_table_that_only_lays_out_the_page_is_read_as_paragraphs(read):
    inner = f"<w:tbl><w:tr>{tc(p('x'))}{tc(p('y'))}</w:tr></w:tbl>"
    frame = f"<w:tbl><w:tr>{tc(p('Absender') + p('Ort'))}{tc(inner)}</w:tr></w:tbl>"
    first, second, table = read(frame).blocks
    assert [first, second] == [Paragraph("Absender"), Paragraph("Ort")]
    assert isinstance(table, Table)


def test_notes_headers_and_footers_stand_once_around_the_text(read):
    body = (
        '<w:p><w:r><w:t>Anspruch</w:t></w:r><w:r><w:footnoteReference w:id="5"/></w:r></w:p><w:sectPr>'
        '<w:headerReference w:type="default" r:id="rId2"/><w:headerReference w:type="first" r:id="rId3"/>'
        '<w:footerReference r:id="rId4"/></w:sectPr>'
    )
    members = {
        "word/footnotes.xml": part(
            "footnotes",
            f'<w:footnote w:id="0"><w:p/></w:footnote><w:footnote w:id="5">{p("§ 43 SGB VI")}</w:footnote>',
        ),
        "word/h1.xml": part("hdr", p("Rentenversicherung")),
        "word/h2.xml": part("hdr", p("Rentenversicherung")),
        "word/f1.xml": part("ftr", p("Seite 1")),
    }
    links = relations(
        ("footnotes", "footnotes.xml"), ("header", "h1.xml"), ("header", "h2.xml"), ("footer", "f1.xml")
    )
    found = read(body, members, links)
    assert [(b.text, b.kind) for b in found.blocks if isinstance(b, Paragraph)] == [
        ("Rentenversicherung", "header"),
        ("Anspruch [1]", "paragraph"),
        ("[1] § 43 SGB VI", "note"),
        ("Seite 1", "footer"),
    ]


def test_fields_show_their_results_text_boxes_their_text_once(read):
    box = f"<w:txbxContent>{p('Im Kasten')}</w:txbxContent>"
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE \\@ "d.M.yyyy"</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1.4.2025</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        '</mc:AlternateContent></w:r><w:r><w:t>Vor</w:t><w:br w:type="page"/><w:t>Nach</w:t></w:r></w:p>'
    )
    found = read(body)
    assert texts(found) == ["1.4.2025", "Vor", "Nach", "Im Kasten"]
    assert PageEnd() in found.blocks
    assert found.told == frozenset()


def test_what_leads_elsewhere_is_told_and_dropped(read):
    links = relations(
        ("hyperlink", "https://a.invalid/", "External"),
        ("attachedTemplate", "https://a.invalid/t.dotm", "External"),
        ("image", "http://a.invalid/a.png", "External"),
        ("oleObject", "embeddings/a.bin"),
        ("control", "activeX/a.xml"),
    )
    field = "<w:p><w:r><w:instrText>DDEAUTO c:\\\\cmd.exe</w:instrText></w:r></w:p>"
    found = read(p("Text") + drawing("rId3", 400, 400) + field, {"word/embeddings/a.bin": b"MZ"}, links)
    assert texts(found) == ["Text"]
    assert not any(isinstance(block, Picture) for block in found.blocks)
    assert found.told == {"office_links", "office_remote", "office_embedded", "office_controls", "office_fields"}


def test_pictures_come_with_their_size_on_the_page(read):
    png = io.BytesIO()
    Image.new("RGB", (20, 20)).save(png, "PNG")
    found = read(
        drawing("rId1", 450, 600), {"word/media/a.png": png.getvalue()}, relations(("image", "media/a.png"))
    )
    assert found.blocks == (Picture(png.getvalue(), 450.0, 600.0),)
    assert found.blocks[0].is_page


@pytest.mark.parametrize(
    "entity", ['<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>', '<!DOCTYPE a [<!ENTITY e "ha">]>']
)
def test_entities_are_refused(tmp_path, entity):
    body = f"{entity}{part('document', '<w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body>')}"
    (tmp_path / "a.docx").write_bytes(docx("", {"word/document.xml": body}))
    with pytest.raises(DamagedError):
        read_docx(tmp_path / "a.docx")


def test_a_file_without_its_text_is_damaged(tmp_path):
    (tmp_path / "a.docx").write_bytes(docx("", {"word/document.xml": "<w:document"}))
    with pytest.raises(DamagedError):
        read_docx(tmp_path / "a.docx")
