"""Word files (Office Open XML, ISO/IEC 29500-1): their text with its structure, as it stands when every tracked
change is accepted."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from ocr.errors import DamagedError
from ocr.office.docx_active import told_by
from ocr.office.docx_parts import (
    MOST_LEVELS,
    Numbering,
    Relation,
    Style,
    Styles,
    child,
    is_on,
    main_part,
    relations,
    value,
    whole,
)
from ocr.office.docx_runs import Piece, Runs
from ocr.office.docx_tables import table
from ocr.office.parcel import Parcel
from ocr.office.structure import Block, Kind, Measure, PageEnd, Paragraph, Picture, Structure, flat
from ocr.office.xml import elements, local

#: What holds blocks and is none itself.
_WRAPPERS: Final = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"})
#: Without a style, a short line of bold letters is what its author meant as a heading.
_SHORT: Final = 120


def read_docx(path: Path) -> Structure:
    """The structure of a DOCX. Raises DamagedError, ArchiveBombError, TooMuchTextError."""
    with Parcel(path) as parcel:
        part = main_part(parcel)
        root = parcel.xml(part)
        body = child(root, "body") if root is not None else None
        if body is None:
            raise DamagedError
        measure = Measure()
        shared = _Shared(
            parcel,
            measure,
            Styles(_part(parcel, part, "styles")),
            Numbering.of(_part(parcel, part, "numbering")),
        )
        reader = _Reader(shared, relations(parcel, part))
        blocks = list(reader.blocks(body))
        around = _around(shared, reader.relations, body)
        notes = [*_notes(shared, part, "footnotes", reader), *_notes(shared, part, "endnotes", reader)]
        measure.told |= told_by(parcel)
        whole_file = [*around["header"], *blocks, *notes, *around["footer"]]
        return Structure(flat(whole_file, measure), frozenset(measure.told))


@dataclass(frozen=True, slots=True)
class _Shared:
    parcel: Parcel
    measure: Measure
    styles: Styles
    numbering: Numbering


def _part(parcel: Parcel, main: str, kind: str) -> Any:
    for relation in relations(parcel, main).values():
        if relation.kind == kind and not relation.external:
            return parcel.xml(relation.target)
    return None


@dataclass(slots=True)
class _Reader:
    """Reads the blocks of one part; ``notes`` are the notes that it refers to, in order."""

    shared: _Shared
    relations: dict[str, Relation]
    kind: Kind = "paragraph"
    notes: list[tuple[str, str]] = field(default_factory=list)

    def blocks(self, parent: Any) -> Iterator[Block]:
        """What stands in a body, a cell, a header, a text box."""
        for element in elements(parent):
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield table(element, self.blocks, self.shared.measure)
            elif name in _WRAPPERS:
                if name in ("ins", "moveTo"):
                    self.shared.measure.told.add("office_changes")
                yield from self.blocks(element)
            elif name in ("del", "moveFrom"):
                self.shared.measure.told.add("office_changes")
            elif name == "altChunk":
                self.shared.measure.told.add("office_embedded")

    def _paragraph(self, element: Any) -> Iterator[Block]:
        properties = child(element, "pPr")
        style = self.shared.styles.find(value(child(properties, "pStyle")))
        runs = Runs(self.shared.parcel, self.relations, self.shared.measure.told, self.notes, style.hidden)
        pieces = list(runs.of(element))
        if is_on(child(properties, "pageBreakBefore")):
            yield PageEnd()
        yield from self._pieces(pieces, properties, style, runs)
        section = child(properties, "sectPr")
        if section is not None and value(child(section, "type")) != "continuous":
            yield PageEnd()

    def _pieces(self, pieces: list[Piece], properties: Any, style: Style, runs: Runs) -> Iterator[Block]:
        text: list[str] = []
        after: list[Block] = []
        mark = ""
        if any(isinstance(piece, str) and piece.strip() for piece in pieces):
            mark = self._mark(properties, style)
        for piece in pieces:
            if isinstance(piece, str):
                text.append(piece)
            elif isinstance(piece, PageEnd):
                yield from self._text(f"{mark} {''.join(text)}", properties, style, runs)
                text, mark = [], ""
                yield piece
            elif isinstance(piece, Picture):
                after.append(piece)
            else:
                after.extend(self.blocks(piece))
        yield from self._text(f"{mark} {''.join(text)}", properties, style, runs)
        yield from after

    def _mark(self, properties: Any, style: Style) -> str:
        own = child(properties, "numPr")
        name = value(child(own, "numId")) or style.number
        level = whole(value(child(own, "ilvl")), 0, MOST_LEVELS - 1, style.level)
        return "" if name in ("", "0") else self.shared.numbering.next(name, level)

    def _text(self, text: str, properties: Any, style: Style, runs: Runs) -> Iterator[Block]:
        plain = self.shared.measure.take(text)
        if not plain:
            return
        language = (runs.language or style.language or self.shared.styles.language)[:2].lower()
        outline = whole(value(child(properties, "outlineLvl")), 0, 8, -1) + 1
        heading = outline if 1 <= outline <= 8 else style.heading
        if self.kind != "paragraph":
            yield Paragraph(plain, self.kind, language=language)
        elif heading:
            yield Paragraph(plain, "heading", min(heading, 6), language)
        elif runs.bold and len(plain) <= _SHORT and plain[-1] not in ".;,:" and "\n" not in plain:
            yield Paragraph(plain, "heading", 4, language)
        else:
            item = child(properties, "numPr") is not None
            yield Paragraph(plain, "item" if item else "paragraph", language=language)


def _around(shared: _Shared, links: dict[str, Relation], body: Any) -> dict[str, list[Block]]:
    """Headers and footers of all sections: each text once, wherever it is repeated."""
    out: dict[str, list[Block]] = {"header": [], "footer": []}
    seen: set[str] = set()
    for reference in body.iter("{*}headerReference", "{*}footerReference"):
        relation = links.get(value(reference, "id"))
        if relation is None or relation.external or relation.target in seen:
            continue
        seen.add(relation.target)
        root = shared.parcel.xml(relation.target)
        if root is None:
            continue
        kind: Kind = "header" if local(reference) == "headerReference" else "footer"
        reader = _Reader(shared, relations(shared.parcel, relation.target), kind)
        out[kind] += [block for block in reader.blocks(root) if block not in out[kind]]
    return out


def _notes(shared: _Shared, main: str, kind: str, body: _Reader) -> Iterator[Block]:
    """The notes that the text refers to, in the order of their numbers."""
    root = _part(shared.parcel, main, kind)
    if root is None:
        return
    by_name = {value(each, "id"): each for each in elements(root)}
    target = next((r.target for r in body.relations.values() if r.kind == kind and not r.external), main)
    reader = _Reader(shared, relations(shared.parcel, target), "note")
    for number, (of, name) in enumerate(body.notes, start=1):
        if of == kind and name in by_name:
            found = list(reader.blocks(by_name[name]))
            yield from _numbered(found, number)


def _numbered(blocks: list[Block], number: int) -> Iterator[Block]:
    for index, block in enumerate(blocks):
        if index == 0 and isinstance(block, Paragraph):
            yield replace(block, text=f"[{number}] {block.text}")
        else:
            yield block
