"""ODT, RTF, plain text and web pages are read for their text with its structure."""

from pathlib import Path

import pytest

from ocr.errors import DamagedError, EmptyFileError, EncryptedOfficeError, OfficeDocumentError
from ocr.office.html import read_html
from ocr.office.html_hidden import hides
from ocr.office.odt import read_odt
from ocr.office.plain import decoded, read_plain
from ocr.office.rtf import read_rtf
from ocr.office.structure import Paragraph, Picture, Structure, Table, text_of
from tests.office import odt


def told(structure: Structure) -> list[tuple[str, str]]:
    return [(block.text, block.kind) for block in structure.blocks if isinstance(block, Paragraph)]


def cells(structure: Structure) -> list[list[tuple[int, int, int, str]]]:
    (table,) = (block for block in structure.blocks if isinstance(block, Table))
    return [[(c.column, c.columns, c.rows, text_of(c.blocks)) for c in row] for row in table.rows]


@pytest.fixture
def write(tmp_path: Path):
    def write(data: bytes) -> Path:
        (tmp_path / "file").write_bytes(data)
        return tmp_path / "file"

    return write


def test_an_odt_gives_headings_lists_notes_and_what_stands_around(write):
    styles = (
        '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
        '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="a"'
        ' style:num-suffix=")"/></text:list-style>'
    )
    body = (
        '<text:h text:outline-level="2">Decyzja</text:h>'
        "<text:p>Kwota<text:s text:c='3'/>100<text:line-break/>zł<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>przypis</text:p></text:note-body></text:note>"
        '<text:span text:style-name="H">ukryte</text:span></text:p>'
        '<text:list text:style-name="L"><text:list-item><text:p>raz</text:p></text:list-item>'
        "<text:list-item><text:p>dwa</text:p><text:list><text:list-item><text:p>w głąb</text:p></text:list-item>"
        "</text:list></text:list-item></text:list>"
    )
    around = (
        "<office:master-styles><style:master-page><style:header><text:p>ZUS</text:p></style:header>"
        "<style:footer><text:p>Strona 1</text:p></style:footer></style:master-page></office:master-styles>"
    )
    found = read_odt(write(odt(body, automatic=styles, styles=around)))
    assert told(found) == [
        ("ZUS", "header"),
        ("Decyzja", "heading"),
        ("Kwota 100\nzł [1]", "paragraph"),
        ("a) raz", "item"),
        ("b) dwa", "item"),
        ("w głąb", "item"),
        ("[1] przypis", "note"),
        ("Strona 1", "footer"),
    ]
    assert found.told == {"hidden_text"}


def test_a_table_of_an_odt_has_spans_and_bounds(write):
    row = (
        '<table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>A</text:p></table:table-cell>'
        "<table:covered-table-cell/><table:table-cell><text:p>B</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="1000000"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>'
        '<table:table-row><table:table-cell table:number-columns-repeated="2"><text:p>c</text:p></table:table-cell>'
        "</table:table-row>"
    )
    rows = cells(read_odt(write(odt(f"<table:table>{row}</table:table>"))))
    assert rows[0][:2] == [(0, 2, 1, "A"), (2, 1, 1, "B")]
    assert rows[2] == [(0, 1, 1, "c"), (1, 1, 1, "c")]
    assert len(rows) == 3


def test_changes_comments_and_links_of_an_odt_are_told(write):
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>weg</text:p></text:deletion>"
        '</text:changed-region></text:tracked-changes><text:p>da<text:change text:change-id="1"/><office:annotation>'
        '<text:p>Notiz</text:p></office:annotation> <text:a xlink:href="https://a.invalid/">hier</text:a></text:p>'
        '<text:p><draw:frame><draw:image xlink:href="http://a.invalid/a.png"/></draw:frame></text:p>'
        '<text:p><draw:frame><draw:object-ole xlink:href="./Object 1"/></draw:frame></text:p>'
    )
    found = read_odt(write(odt(body)))
    assert told(found) == [("da hier", "paragraph")]
    assert found.told == {"office_changes", "office_comments", "office_links", "office_remote", "office_embedded"}


def test_a_protected_odt_and_a_spreadsheet_are_refused(write):
    with pytest.raises(EncryptedOfficeError):
        read_odt(write(odt("", manifest="<manifest:encryption-data/>")))
    with pytest.raises(OfficeDocumentError):
        read_odt(write(odt("", members={"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})))


def test_an_rtf_gives_its_letters_whatever_their_charset(write):
    data = (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset238 Arial;}{\f1\fcharset204 Arial;}}{\info{\title no}}"
        rb"\f0 Zak\'b3ad \f1\'c4\'e0 \u1044?\u1072? \uc0\u8364 \endash\~\{x\} {\v hidden}{\deleted gone}\par"
        rb"{\*\unknown not this}{\b Kurz fett}\par\uc1\u-10179?\u-8704?\par}"
    )
    found = read_rtf(write(data))
    assert told(found) == [("Zakład Да Да €– {x}", "paragraph"), ("Kurz fett", "heading"), ("😀", "paragraph")]
    assert found.told == {"hidden_text", "office_changes"}


def test_a_table_of_an_rtf_has_the_columns_that_its_edges_make(write):
    data = (
        rb"{\rtf1 \trowd\cellx3000\cellx4000\pard\intbl a\cell b\cell\row"
        rb"\trowd\clvmgf\cellx1000\cellx3000\cellx4000\pard\intbl c\cell d\cell e\par f\cell\row"
        rb"\trowd\clvmrg\cellx1000\clmgf\cellx3000\clmrg\cellx4000\pard\intbl\cell g\cell\cell\row\pard End\par}"
    )
    found = read_rtf(write(data))
    assert cells(found) == [
        [(0, 2, 1, "a"), (2, 1, 1, "b")],
        [(0, 1, 2, "c"), (1, 1, 1, "d"), (2, 1, 1, "e\nf")],
        [(1, 2, 1, "g")],
    ]
    assert told(found) == [("End", "paragraph")]


def test_notes_headers_fields_pictures_and_objects_of_an_rtf(write):
    data = (
        rb"{\rtf1 {\header Kopf\par}{\footer Fuss\par}Text{\footnote Note}{\*\annotation no}"
        rb"{\field{\*\fldinst DDE a b}{\fldrslt shown}}{\object{\*\objdata 4d5a}{\result seen}}"
        rb"{\*\shppict{\pict\pngblip\picwgoal9000\pichgoal12000 89504e47}}{\nonshppict{\pict\wmetafile8 00}}"
        rb"{\listtext 1.\tab}one\par}"
    )
    found = read_rtf(write(data))
    assert told(found) == [
        ("Kopf", "header"),
        ("Text [1]shownseen1. one", "paragraph"),
        ("[1] Note", "note"),
        ("Fuss", "footer"),
    ]
    assert Picture(b"\x89PNG", 450.0, 600.0) in found.blocks
    assert found.told == {"office_comments", "office_fields", "office_embedded"}


@pytest.mark.parametrize("data", [rb"{\rtf1 {\b a", b"{\\rtf1 " + b"{" * 5000 + b"}" * 5000 + b"}"])
def test_an_rtf_cut_short_or_too_deep_is_damaged(write, data):
    with pytest.raises(DamagedError):
        read_rtf(write(data))


POLISH = (
    "Zakład Ubezpieczeń Społecznych informuje, że świadczenie przysługuje od dnia złożenia wniosku. Łączę wyrazy."
)
RUSSIAN = "Пенсионный фонд сообщает, что страховая пенсия по старости назначена с первого марта этого года."
GREEK = "Ο Ενιαίος Φορέας Κοινωνικής Ασφάλισης βεβαιώνει ότι ο ασφαλισμένος λαμβάνει σύνταξη γήρατος."
SPANISH = (
    "La Tesorería General de la Seguridad Social certifica que el señor Núñez cotizó durante ocho años en España."
)


@pytest.mark.parametrize(
    ("text", "encoding", "sure"),
    [
        (POLISH, "utf-8", True),
        (POLISH, "utf-8-sig", True),
        (POLISH, "utf-16", True),
        (SPANISH, "utf-16-le", True),
        (POLISH, "cp1250", False),
        (POLISH, "iso8859_2", False),
        (RUSSIAN, "cp1251", False),
        (RUSSIAN, "koi8_r", False),
        (GREEK, "cp1253", False),
        (SPANISH, "cp1252", False),
        (SPANISH, "iso8859_15", False),
    ],
)
def test_the_letters_of_a_text_are_found(text, encoding, sure):
    assert decoded(text.encode(encoding)) == (text, sure)


def test_bytes_that_are_no_text_are_damaged(write):
    for data in (b"abc\x00\x01def", b"\xff\xfea", b"\xef\xbb\xbf\xff"):
        with pytest.raises(DamagedError):
            decoded(data)
    with pytest.raises(EmptyFileError):
        read_plain(write(b" \n\n\t"))


def test_the_paragraphs_of_a_text_end_where_its_author_ended_them(write):
    text = (
        "Deutsche Rentenversicherung\r\nBerlin\r\n\r\nSehr geehrte Frau Muster, Ihr Antrag auf Altersrente ist bei\r\n"
        "uns eingegangen und wird nun geprüft.\r\n\r\n----------\r\n1. Antrag\r\n2. Ausweis\r\n\fSeite zwei"
    )
    assert [t for t, _ in told(read_plain(write(text.encode())))] == [
        "Deutsche Rentenversicherung",
        "Berlin",
        "Sehr geehrte Frau Muster, Ihr Antrag auf Altersrente ist bei uns eingegangen und wird nun geprüft.",
        "1. Antrag",
        "2. Ausweis",
        "Seite zwei",
    ]


def test_a_web_page_gives_what_a_browser_shows(write):
    page = (
        "<!doctype html><html lang=de><head><title>no</title><style>.g > i {display:none} p{color:red}</style>"
        "<script>no()</script></head><body onload=x()><header>Amt</header><h2>Be<b>scheid</b></h2>lose"
        "<div>eins<br>zwei<p>drei</div><span class=g><i>versteckt</i></span><p style='FONT-SIZE:0'>klein</p>"
        "<ol start=4><li>vier<li>f&uuml;nf</ol><input type=checkbox checked>ja<input value=Wert>"
        "<pre>so\n  wie</pre><a href='http://a.invalid'>Verweis</a><img src='//a.invalid/a.png' alt='Logo'></body>"
    )
    found = read_html(write(page.encode()))
    assert told(found) == [
        ("Amt", "header"),
        ("Bescheid", "heading"),
        ("lose", "paragraph"),
        ("eins\nzwei", "paragraph"),
        ("drei", "paragraph"),
        ("4. vier", "item"),
        ("5. fünf", "item"),
        ("☒ ja Wert", "paragraph"),
        ("so\nwie", "paragraph"),
        ("Verweis Logo", "paragraph"),
    ]
    assert found.told == {"hidden_text", "html_scripts", "office_links", "office_remote"}
    assert found.blocks[1].language == "de"


def test_tables_of_a_web_page_have_spans(write):
    page = "<table><tr><th rowspan=2>a<th colspan=2>b<tr><td>c<td>d<tr><td>e<td hidden>f<td>g</table>"
    found = read_html(write(page.encode()))
    assert cells(found) == [
        [(0, 1, 2, "a"), (1, 2, 1, "b")],
        [(1, 1, 1, "c"), (2, 1, 1, "d")],
        [(0, 1, 1, "e"), (1, 1, 1, ""), (2, 1, 1, "g")],
    ]
    assert found.told == {"hidden_text"}


def test_the_letters_of_a_web_page_are_those_that_it_states(write):
    page = f'<html><head><meta charset="iso-8859-2"></head><body><p>{POLISH}</p>'.encode("iso8859_2")
    assert told(read_html(write(page))) == [(POLISH, "paragraph")]


@pytest.mark.parametrize(
    ("style", "hidden"),
    [
        ("display: none", True),
        ("visibility:hidden", True),
        ("opacity: 0", True),
        ("opacity: 0.8", False),
        ("font-size:0px", True),
        ("font-size:0.9em", False),
        ("position:absolute;left:-9999px", True),
        ("color:#fff", True),
        ("color: white; background: #003", False),
        ("color:#003;background-color:#003", True),
        ("height:0;overflow:hidden", True),
        ("height:100px", False),
        ("color:black", False),
    ],
)
def test_what_puts_text_out_of_sight(style, hidden):
    assert hides(style) is hidden
