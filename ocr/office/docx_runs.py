"""The runs of a paragraph of a DOCX: letters, fields, notes, pictures, text boxes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ocr.errors import DamagedError
from ocr.office.docx_parts import Relation, child, is_on, value, whole
from ocr.office.parcel import Parcel
from ocr.office.structure import PageEnd, Picture
from ocr.office.xml import elements, local

#: A text, a page end, a picture, or the element of a text box whose blocks stand beside the paragraph.
Piece = Any
_INTO: Final = frozenset(
    (
        "ins",
        "moveTo",
        "hyperlink",
        "smartTag",
        "sdt",
        "sdtContent",
        "fldSimple",
        "customXml",
        "dir",
        "bdo",
        "ruby",
        "rubyBase",
    )
)
#: What there is to tell of an element, whether or not what it holds is read.
_TELLING: Final = {
    "ins": "office_changes", "moveTo": "office_changes", "del": "office_changes", "moveFrom": "office_changes",
    "commentRangeStart": "office_comments", "commentReference": "office_comments",
}  # fmt: skip
_SIGNS: Final = {
    "tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "",
}  # fmt: skip
#: Signs of Wingdings that stand for ticked and empty boxes.
_TICKS: Final = {
    0xFE: "☒", 0xFD: "☒", 0xFC: "✓", 0xFB: "✗", 0xA8: "☐", 0x6F: "☐", 0x71: "☐", 0x78: "☒", 0x52: "☑", 0xA7: "▪",
    0xB7: "•",
}  # fmt: skip
_EMU: Final = 12_700  # English metric units to a point
_LENGTH: Final = re.compile(r"(width|height)\s*:\s*([\d.]+)\s*(pt|in|cm|mm|px)?")
_POINTS: Final = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, "": 0.75}
#: Fields that fetch from elsewhere or start a program when Word brings them up to date.
_FETCHING: Final = re.compile(r"\b(?:DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|DATABASE|RD)\b")


@dataclass(slots=True)
class Runs:
    """Reads the runs of one paragraph. ``bold`` says that all its letters are; ``language`` is that of its first
    letters; ``notes`` takes the notes referred to."""

    parcel: Parcel
    relations: dict[str, Relation]
    told: set[str]
    notes: list[tuple[str, str]]
    hidden: bool = False
    language: str = ""
    _bold: int = 0
    _plain: int = 0

    @property
    def bold(self) -> bool:
        return self._bold > 0 and self._plain == 0

    def of(self, element: Any) -> Iterator[Piece]:
        """The pieces below an element, in order."""
        for each in elements(element):
            name = local(each)
            if name in _TELLING:
                self.told.add(_TELLING[name])
            if name == "r":
                yield from self._run(each)
            elif name in _INTO:
                yield from self.of(each)
            elif name in ("oMath", "oMathPara"):
                yield "".join(t.text or "" for t in each.iter("{*}t"))
            elif name == "AlternateContent":
                yield from self._alternative(each)

    def _run(self, run: Any) -> Iterator[Piece]:
        properties = child(run, "rPr")
        vanish = child(properties, "vanish")
        hidden = is_on(vanish) if vanish is not None else self.hidden
        if not self.language:
            self.language = value(child(properties, "lang"))
        bold = is_on(child(properties, "b"))
        for each in elements(run):
            for piece in self._in_run(each):
                is_text = isinstance(piece, str) and bool(piece.strip())
                if hidden and isinstance(piece, str):
                    self.told |= {"hidden_text"} if is_text else set()
                    continue
                self._bold += is_text and bold
                self._plain += is_text and not bold
                yield piece

    def _in_run(self, each: Any) -> Iterator[Piece]:
        name = local(each)
        if name in ("drawing", "pict", "object"):
            yield from self._drawn(each)
        elif name == "AlternateContent":
            yield from self._alternative(each)
        else:
            yield from self._sign(name, each)

    def _sign(self, name: str, each: Any) -> Iterator[Piece]:
        if name in _TELLING:
            self.told.add(_TELLING[name])
        if name == "t":
            yield each.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name == "br":
            yield PageEnd() if value(each, "type") == "page" else "\n"
        elif name == "sym":
            yield _sign(value(each, "char"))
        elif name in ("footnoteReference", "endnoteReference"):
            self.notes.append((name.removesuffix("Reference") + "s", value(each, "id")))
            yield f" [{len(self.notes)}]"
        elif name == "instrText" and _FETCHING.search(each.text or ""):
            self.told.add("office_fields")

    def _alternative(self, element: Any) -> Iterator[Piece]:
        """The newer of two ways to say the same; the older one when the newer one holds nothing that is read."""
        for each in elements(element):
            found = [piece for part in elements(each) for piece in self._either(part)]
            if found:
                yield from found
                return

    def _either(self, part: Any) -> Iterator[Piece]:
        yield from self._run(part) if local(part) == "r" else self._in_run(part)

    def _drawn(self, element: Any) -> Iterator[Piece]:
        boxes = list(element.iter("{*}txbxContent"))
        for box in boxes:
            if not any(parent in boxes for parent in box.iterancestors("{*}txbxContent")):
                yield box
        for blip in element.iter("{*}blip", "{*}imagedata"):
            if any(True for _ in blip.iterancestors("{*}txbxContent")):
                continue
            relation = self.relations.get(value(blip, "embed") or value(blip, "id"))
            if relation is None or relation.external or relation.target not in self.parcel.names:
                continue
            try:
                data = self.parcel.read(relation.target)
            except DamagedError:
                self.told.add("office_pictures")
                continue
            yield Picture(data, *_size(element))


def _size(element: Any) -> tuple[float, float]:
    """Width and height in points as a drawing is shown, 0 when it does not say."""
    extent = next(element.iter("{*}extent"), None)
    if extent is not None:
        width, height = (whole(value(extent, name), 0, 100_000_000, 0) / _EMU for name in ("cx", "cy"))
        return width, height
    found: dict[str, float] = {}
    for shape in element.iter("{*}shape", "{*}rect"):
        for name, length, unit in _LENGTH.findall(str(shape.get("style", ""))[:1000]):
            found.setdefault(name, min(float(length or 0), 10_000.0) * _POINTS[unit])
    return found.get("width", 0.0), found.get("height", 0.0)


def _sign(char: str) -> str:
    try:
        number = int(char, 16)
    except ValueError:
        return ""
    return (
        _TICKS.get(number & 0xFF, "")
        if 0xF000 <= number <= 0xF0FF
        else chr(number)
        if 32 <= number < 0xD800
        else ""
    )
