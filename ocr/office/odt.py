"""OpenDocument texts (ISO/IEC 26300): their text with its structure, as it stands when changes are accepted."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from ocr.errors import DamagedError, EncryptedOfficeError, OfficeDocumentError
from ocr.office.docx_parts import child, value, whole
from ocr.office.odt_styles import Styles
from ocr.office.parcel import Parcel, resolved
from ocr.office.structure import (
    MOST_COLUMNS,
    Block,
    Kind,
    Measure,
    PageEnd,
    Paragraph,
    Picture,
    Structure,
    Table,
    TableCell,
    flat,
)
from ocr.office.xml import elements, local

TEXT: Final = ("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text-template")
#: What holds blocks and is none itself.
_WRAPPERS: Final = frozenset(
    ("section", "index-body", "table-of-content", "alphabetical-index", "illustration-index", "bibliography",
     "table-index", "object-index", "user-index", "index-title", "list-header", "numbered-paragraph", "frame", "g",
     "a")
)  # fmt: skip
_SIGNS: Final = {"s": " ", "tab": "\t", "line-break": "\n"}
#: What is not read, and what there is to tell of it.
_TELLING: Final = {
    "annotation": "office_comments", "annotation-end": "office_comments", "change": "office_changes",
    "change-start": "office_changes", "change-end": "office_changes", "hidden-text": "hidden_text",
    "hidden-paragraph": "hidden_text",
}  # fmt: skip
_LENGTH: Final = re.compile(r"([\d.]+)(pt|in|cm|mm|px)")
_POINTS: Final = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75}
#: A cell, a row or a space may say how often it stands there: as often as a page can hold.
MOST_REPEATED: Final = 200
MOST_LISTS: Final = 10


def read_odt(path: Path) -> Structure:
    """The structure of an ODT. Raises DamagedError, ArchiveBombError, EncryptedOfficeError, TooMuchTextError, and
    OfficeDocumentError for a spreadsheet or a presentation."""
    with Parcel(path) as parcel:
        manifest = parcel.read("META-INF/manifest.xml")
        if b"encryption-data" in manifest:
            raise EncryptedOfficeError
        if parcel.read("mimetype").strip().decode("ascii", "replace") not in TEXT:
            raise OfficeDocumentError(program="OpenDocument")
        root = parcel.xml("content.xml")
        body = child(root, "body", "text")
        if body is None:
            raise DamagedError
        measure = Measure()
        styles_root = parcel.xml("styles.xml")
        styles = Styles([part for part in (root, styles_root) if part is not None])
        reader = _Reader(parcel, measure, styles)
        blocks = list(reader.blocks(body))
        header, footer = _around(reader, styles_root)
        measure.told |= _told_by(root)
        notes = [note for at, text in enumerate(reader.notes, start=1) for note in _note(reader, text, at)]
        return Structure(flat([*header, *blocks, *notes, *footer], measure), frozenset(measure.told))


class _Reader:
    """Reads blocks; ``notes`` are the bodies of the notes met, in order."""

    def __init__(self, parcel: Parcel, measure: Measure, styles: Styles) -> None:
        self.parcel, self.measure, self.styles = parcel, measure, styles
        self.notes: list[Any] = []
        self.counts: list[int] = []

    def blocks(self, parent: Any, kind: Kind = "paragraph") -> Iterator[Block]:
        """What stands in a body, a section, a cell, a text box."""
        for each in elements(parent):
            name = local(each)
            if name in ("p", "h"):
                yield from self._paragraph(each, kind)
            elif name == "list":
                yield from self._list(each, kind)
            elif name == "table":
                yield self._table(each, kind)
            else:
                yield from self._other(name, each, kind)

    def _other(self, name: str, each: Any, kind: Kind) -> Iterator[Block]:
        if name == "tracked-changes":
            self.measure.told |= {"office_changes"} if len(each) else set()
        elif name == "image":
            yield from self._picture(each)
        elif name == "text-box" or name in _WRAPPERS:
            if value(each, "display") == "none":
                self.measure.told.add("hidden_text")
            elif not value(child(each, "section-source"), "href"):
                yield from self.blocks(each, kind)

    def _paragraph(self, element: Any, kind: Kind) -> Iterator[Block]:
        style = self.styles.find(value(element, "style-name"))
        if style.breaks:
            yield PageEnd()
        beside: list[Any] = []
        text = self.measure.take("".join(self._letters(element, beside, style.hidden)))
        level = whole(value(element, "outline-level"), 1, 6, style.heading or 1)
        heading = local(element) == "h" or style.heading > 0
        if text and kind == "paragraph" and (heading or self._all_bold(element, style.bold, text)):
            yield Paragraph(text, "heading", level if heading else 4, style.language)
        elif text:
            yield Paragraph(text, kind, language=style.language)
        for each in beside:
            yield from self.blocks(each, kind)

    def _all_bold(self, element: Any, bold: bool, text: str) -> bool:
        """Whether a short line is one that its author set as a heading by hand."""
        if len(text) > 120 or text[-1] in ".;,:" or "\n" in text:
            return False
        own = (element.text or "").strip() or any((each.tail or "").strip() for each in elements(element))
        if own:
            return bold
        spans = [each for each in elements(element) if local(each) == "span" and "".join(each.itertext()).strip()]
        return bool(spans) and all(self.styles.find(value(each, "style-name")).bold or bold for each in spans)

    def _letters(self, element: Any, beside: list[Any], hidden: bool) -> Iterator[str]:
        if element.text:
            yield self._shown(element.text, hidden)
        for each in elements(element):
            yield from self._inline(each, beside, hidden)
            if each.tail:
                yield self._shown(each.tail, hidden)

    def _shown(self, text: str, hidden: bool) -> str:
        if hidden and text.strip():
            self.measure.told.add("hidden_text")
        # Ends of lines in the file are spaces; those of the author are elements.
        return "" if hidden else text.replace("\n", " ")

    def _inline(self, each: Any, beside: list[Any], hidden: bool) -> Iterator[str]:
        name = local(each)
        if name in _SIGNS:
            yield _SIGNS[name]
        elif name == "note":
            self.notes.append(each)
            yield f" [{len(self.notes)}]"
        elif name in _TELLING:
            self.measure.told.add(_TELLING[name])
        elif name in ("frame", "g", "custom-shape", "rect"):
            beside.append([each] if name == "frame" else list(each))
        elif name not in ("ruby-text", "script", "event-listeners"):
            yield from self._letters(each, beside, hidden or self.styles.find(value(each, "style-name")).hidden)

    def _list(self, element: Any, kind: Kind, depth: int = 1) -> Iterator[Block]:
        marks = self.styles.marks(value(element, "style-name"), depth)
        number = 0
        for item in elements(element):
            first = local(item) == "list-item"
            number += first
            for each in elements(item):
                if local(each) == "list" and depth < MOST_LISTS:
                    yield from self._list(each, kind, depth + 1)
                    continue
                for block in self.blocks([each], kind):
                    if first and isinstance(block, Paragraph) and block.kind != "heading":
                        first = False
                        yield replace(block, text=f"{marks(number)} {block.text}".strip(), kind="item")
                    else:
                        yield block

    def _table(self, element: Any, kind: Kind) -> Table:
        rows: list[tuple[TableCell, ...]] = []
        for row in _rows(element):
            cells = tuple(self._cells(row, kind))
            again = whole(value(row, "number-rows-repeated"), 1, MOST_REPEATED, 1)
            filled = any(isinstance(block, Paragraph) for cell in cells for block in cell.blocks)
            rows += [cells] * (again if filled else 1)
        return Table(tuple(rows))

    def _cells(self, row: Any, kind: Kind) -> Iterator[TableCell]:
        column = 0
        for each in elements(row):
            again = whole(value(each, "number-columns-repeated"), 1, 10_000, 1)
            if local(each) == "covered-table-cell":
                column += again
            elif local(each) == "table-cell":
                self.measure.take("")
                span = whole(value(each, "number-columns-spanned"), 1, 10_000, 1)
                down = whole(value(each, "number-rows-spanned"), 1, 10_000, 1)
                blocks = tuple(self.blocks(each, kind))
                # An empty cell that stands there a thousand times is the empty rest of a sheet.
                for _ in range(min(again, MOST_COLUMNS + 1) if blocks else 1):
                    # What it spans follows as covered cells.
                    yield TableCell(column, blocks, span, down)
                    column += 1
                column += 0 if blocks else again - 1

    def _picture(self, image: Any) -> Iterator[Block]:
        target = value(image, "href")
        name = resolved("", target)
        if not target or "//" in target or name not in self.parcel.names:
            if target:
                self.measure.told.add("office_remote" if "//" in target else "office_pictures")
            return
        frame = image.getparent()
        width, height = (_points(value(frame, side)) for side in ("width", "height"))
        yield Picture(self.parcel.read(name), width, height)


def _points(text: str) -> float:
    found = _LENGTH.fullmatch(text)
    return min(float(found[1]), 10_000.0) * _POINTS[found[2]] if found and found[1].count(".") < 2 else 0.0


def _rows(element: Any) -> Iterator[Any]:
    for each in elements(element):
        if local(each) == "table-row":
            yield each
        elif local(each) in ("table-rows", "table-header-rows", "table-row-group"):
            yield from _rows(each)


def _note(reader: _Reader, note: Any, number: int) -> Iterator[Block]:
    body = child(note, "note-body")
    for at, block in enumerate(reader.blocks(body, "note") if body is not None else ()):
        named = at == 0 and isinstance(block, Paragraph)
        yield replace(block, text=f"[{number}] {block.text}") if named and isinstance(block, Paragraph) else block


def _around(reader: _Reader, styles: Any) -> tuple[list[Block], list[Block]]:
    """Headers and footers of the pages, each text once."""
    out: dict[str, list[Block]] = {"header": [], "footer": []}
    for each in (
        styles.iter("{*}header", "{*}header-first", "{*}footer", "{*}footer-first") if styles is not None else ()
    ):
        kind: Kind = "header" if local(each).startswith("header") else "footer"
        out[kind] += [block for block in reader.blocks(each, kind) if block not in out[kind]]
    return out["header"], out["footer"]


def _told_by(root: Any) -> set[str]:
    out: set[str] = set()
    for each in root.iter("{*}object", "{*}object-ole", "{*}plugin", "{*}applet", "{*}section-source", "{*}a"):
        name, target = local(each), value(each, "href")
        if name == "a":
            out |= {"office_links"} if ":" in target else set()
        elif name == "section-source" or "//" in target:
            out.add("office_remote")
        else:
            out.add("office_embedded")
    return out
