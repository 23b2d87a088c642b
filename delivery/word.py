"""The DOCX: the translation in real styles and real tables, for those who go on working with it."""

import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from delivery import record as phrases
from delivery.document import TranslatedDocument
from delivery.grid import amounts
from delivery.layout import Block, Fields, Item, Omitted, PageLayout, Prose, Table, pages
from delivery.sheets import sheets, sides, table_fit
from delivery.text import direction, tidy
from delivery.word_styles import MARK, OMITTED, RUST, SMALL, rule, set_styles, shade, tab_stops

_WIDTH = 174.0  # usable width of an upright A4 sheet in millimetres
_TURNED = 261.0
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the oldest date a zip can hold: the same document gives the same bytes


def render_docx(document: TranslatedDocument) -> bytes:
    """The DOCX; the same document gives the same bytes."""
    word = docx.Document()
    set_styles(word)
    _properties(word, document)
    _turn(word.sections[0], False)
    _header(word, document)
    _footer(word, document)
    layouts = pages(document)
    word.add_paragraph(phrases.TITLE, style="Title")
    word.add_paragraph(phrases.subtitle(document), style="Subtitle")
    _entries(word, phrases.head(document))
    for layout in layouts:
        _page(word, document, layout)
    _turned(word, False)
    _record(word, phrases.record(document, layouts))
    return _same_bytes(word)


def _properties(word: Document, document: TranslatedDocument) -> None:
    work = document.work
    day = datetime.combine(work.revised_on or work.translated_on, time(), UTC).replace(tzinfo=None)
    properties = word.core_properties
    properties.title = f"{phrases.TITLE} {tidy(document.reference)}"[:255]
    properties.author = properties.last_modified_by = tidy(document.body)[:255]
    properties.comments = f"{phrases.NATURE}. {phrases.subtitle(document)}."
    properties.language = "fr-FR"
    properties.created = properties.modified = day


def _header(word: Document, document: TranslatedDocument) -> None:
    header = word.sections[0].header
    tab_stops(word.styles["Header"], _WIDTH)
    first = header.paragraphs[0]
    if document.draft_only:
        first.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = first.add_run(phrases.DRAFT)
        run.font.bold, run.font.size, run.font.color.rgb = True, Pt(12), RUST
        shade(first.paragraph_format.element.get_or_add_pPr(), "F6E3DA")
        first = header.add_paragraph(style="Header")
    first.add_run(tidy(document.body)).font.bold = True
    first.add_run(f"\t{phrases.TITLE} · {tidy(document.reference)}")


def _footer(word: Document, document: TranslatedDocument) -> None:
    tab_stops(word.styles["Footer"], _WIDTH)
    footer = word.sections[0].footer
    first = footer.paragraphs[0]
    first.add_run(phrases.NATURE).font.bold = True
    first.add_run(f"\tPage{phrases.NB}")
    _number(first, "PAGE")
    first.add_run("/")
    _number(first, "NUMPAGES")
    source = phrases.short_fingerprint(document.source_sha256)
    footer.add_paragraph(f"{tidy(document.reference)} · Source SHA-256 {source}", style="Footer")


def _number(paragraph: Paragraph, instruction: str) -> None:
    """Adds a field that the word processor computes."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    field.append(paragraph.add_run("1")._r)
    paragraph._p.append(field)


def _page(word: Document, document: TranslatedDocument, layout: PageLayout) -> None:
    for rank, sheet in enumerate(sheets(layout, "target")):
        _turned(word, sheet.landscape)
        if rank == 0:
            word.add_paragraph(phrases.page_title(document, layout), style="Heading 1")
            _notice(word, layout)
        for block in sheet.blocks:
            _block(word, block, layout.page.language)


def _notice(word: Document, layout: PageLayout) -> None:
    notice = phrases.page_notice(layout)
    if notice:
        word.add_paragraph(notice, style=OMITTED)


def _block(word: Document, block: Block, language: str) -> None:
    if isinstance(block, Prose):
        style = {"heading": "Heading 2", "mark": MARK}.get(block.item.role, "Normal")
        _write(word.add_paragraph(style=style), block.item, language)
    elif isinstance(block, Fields):
        table = _table(word, len(block.fields), (36.0, 64.0), _WIDTH)
        for row, field in zip(table.rows, block.fields, strict=True):
            for cell, item in zip(row.cells, field.items, strict=False):
                _write(cell.paragraphs[0], item, language)
            for run in row.cells[1].paragraphs[0].runs:
                run.font.bold = True
    elif isinstance(block, Omitted):
        word.add_paragraph(phrases.omitted_fr(block.count), style=OMITTED)
    else:
        _cells(word, block, language)


def _cells(word: Document, table: Table, language: str) -> None:
    fit = table_fit(table, "target")
    right = amounts(sides(table)["target"], table.columns)
    if table.partial:
        word.add_paragraph(phrases.panel_fr(table), style=OMITTED)
    made = _table(word, len(table.rows), fit.widths, _TURNED if fit.landscape else _WIDTH, "Table Grid")
    rule(made)
    for rank, (row, cells) in enumerate(zip(made.rows, table.rows, strict=True)):
        heads = rank == 0 and table.header
        if heads:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for place, cell, amount in zip(row.cells, cells, right, strict=True):
            paragraphs = [place.paragraphs[0], *(place.add_paragraph() for _ in cell.items[1:])]
            for paragraph, item in zip(paragraphs, cell.items, strict=False):
                _write(paragraph, item, language)
            if cell.omitted:
                paragraphs[0].add_run("[…]")
            _dress(place, paragraphs, fit.size, heads, amount)
    word.add_paragraph(phrases.omitted_rows_fr(table.omitted_rows) if table.omitted_rows else "", style=OMITTED)


def _dress(place: Any, paragraphs: Sequence[Paragraph], size: float, heads: bool, amount: bool) -> None:
    for paragraph in paragraphs:
        paragraph.paragraph_format.space_after = Pt(1)
        if amount:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for run in paragraph.runs:
            run.font.size = Pt(size)
            run.font.bold = run.font.bold or heads or None
    if heads:
        shade(place._tc.get_or_add_tcPr(), "EDF1F6")


def _table(
    word: Document, rows: int, widths: Sequence[float], room: float, style: str = "Normal Table"
) -> WordTable:
    """A table of fixed columns, ``widths`` in percents of ``room`` (millimetres)."""
    table: WordTable = word.add_table(rows, len(widths))
    table.style, table.autofit = word.styles[style], False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(room * width / 100)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(room * width / 100)
    return table


def _write(paragraph: Paragraph, item: Item, language: str) -> None:
    """Writes the French of an item, or says that there is none and shows the source."""
    if not item.missing:
        paragraph.add_run(item.target)
        return
    told = paragraph.add_run(phrases.MISSING)
    told.font.bold, told.font.color.rgb = True, RUST
    source = paragraph.add_run(f" {item.source}")
    source.font.italic, source.font.size = True, Pt(8.5)
    source.font.rtl = direction(item.source) == "rtl" or None
    tag = OxmlElement("w:lang")
    for name in ("val", "bidi"):
        tag.set(qn(f"w:{name}"), language or "und")
    source._r.get_or_add_rPr().append(tag)


def _entries(word: Document, found: Sequence[phrases.Entry]) -> None:
    table = _table(word, len(found), (28.0, 72.0), _WIDTH)
    for row, entry in zip(table.rows, found, strict=True):
        for cell, text in zip(row.cells, (entry.label, entry.value), strict=True):
            cell.paragraphs[0].style = word.styles[SMALL]
            cell.paragraphs[0].add_run(text)


def _record(word: Document, record: phrases.Record) -> None:
    word.add_paragraph(phrases.RECORD, style="Heading 1")
    for rank, sentence in enumerate(record.statement):
        run = word.add_paragraph(style=SMALL).add_run(sentence)
        if len(record.statement) > 1 and rank == 0:
            run.font.bold, run.font.color.rgb = True, RUST
    _entries(word, record.work)
    if record.left_out:
        word.add_paragraph(phrases.LEFT_OUT, style="Heading 2")
        _entries(word, record.left_out)
    word.add_paragraph(phrases.ORIGIN, style="Heading 2")
    _entries(word, (*record.origin, phrases.Entry(phrases.FINGERPRINT, " ".join(record.fingerprint))))


def _turned(word: Document, landscape: bool) -> None:
    """Starts a section when the sheet must be turned."""
    if (word.sections[-1].orientation == WD_ORIENT.LANDSCAPE) != landscape:
        _turn(word.add_section(WD_SECTION.NEW_PAGE), landscape)


def _turn(section: Any, landscape: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    sizes = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.page_width, section.page_height = sizes
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin = Mm(25), Mm(24)
    section.header_distance, section.footer_distance = Mm(11), Mm(10)


def _same_bytes(word: Document) -> bytes:
    """The file, with the dates of its parts fixed: python-docx writes the time of day there."""
    written, out = BytesIO(), BytesIO()
    word.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            copy.writestr(part, parts.read(name))
    return out.getvalue()
