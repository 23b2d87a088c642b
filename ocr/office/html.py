"""Web pages: the text that a browser would show, with its structure. Nothing is run, nothing is fetched."""

import base64
import binascii
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from lxml import etree
from lxml import html as lxml_html

from ocr.errors import DamagedError, EmptyFileError, TooMuchTextError
from ocr.office.docx_parts import whole
from ocr.office.html_hidden import Hidden
from ocr.office.plain import decoded
from ocr.office.structure import (
    MOST_CHARACTERS,
    Block,
    Kind,
    Measure,
    Paragraph,
    Picture,
    Structure,
    Table,
    TableCell,
    flat,
)
from ocr.office.xml import elements, local

_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([a-zA-Z0-9_-]{2,40})", re.IGNORECASE)
_DECLARED: Final = re.compile(r"<\?xml[^>]{0,200}\?>", re.IGNORECASE)
_SILENT: Final = frozenset(
    ("script", "style", "template", "noscript", "head", "title", "meta", "link", "iframe", "object", "embed",
     "applet", "audio", "video", "canvas", "svg", "math", "frameset", "noframes", "datalist", "map", "rp", "rt",
     "base", "param")
)  # fmt: skip
_INLINE: Final = frozenset(
    ("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
     "ins", "kbd", "label", "mark", "q", "ruby", "rb", "s", "samp", "small", "span", "strike", "strong", "sub",
     "sup", "time", "tt", "u", "var", "wbr", "nobr", "output", "button", "o:p")
)  # fmt: skip
_RUNNING: Final = frozenset(("script", "iframe", "object", "embed", "applet", "frameset"))
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}


def read_html(path: Path) -> Structure:
    """The structure of a web page. Raises DamagedError, EmptyFileError, TooMuchTextError."""
    data = path.read_bytes()
    if len(data) > 12 * MOST_CHARACTERS:
        raise TooMuchTextError()
    stated = _CHARSET.search(data[:4096])
    text, sure = decoded(data, stated[1].decode("ascii") if stated else "")
    root = _tree(_DECLARED.sub("", text, count=1))
    measure = Measure()
    if not sure:
        measure.told.add("text_encoding")
    reader = _Reader(measure, Hidden(root))
    blocks = flat(list(reader.blocks(root, "paragraph", str(root.get("lang", "")))), measure)
    measure.told |= _told_by(root)
    if not blocks:
        raise EmptyFileError
    return Structure(blocks, frozenset(measure.told))


def _tree(text: str) -> Any:
    parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = lxml_html.document_fromstring(text.replace("\0", ""), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DamagedError from error
    return root


class _Reader:
    """Reads the blocks of elements; letters between blocks are paragraphs of their own."""

    def __init__(self, measure: Measure, hidden: Hidden) -> None:
        self.measure, self.hidden = measure, hidden

    def blocks(self, parent: Any, kind: Kind, language: str, mark: str = "") -> Iterator[Block]:
        """What an element shows, in order."""
        gathered = _Gathered(self.measure, kind, language, mark)
        gathered.write(parent.text)
        for each in elements(parent):
            yield from self._one(each, gathered, kind, language)
            gathered.write(each.tail)
        yield from gathered.end()

    def _one(self, each: Any, gathered: "_Gathered", kind: Kind, language: str) -> Iterator[Block]:
        name = local(each).lower()
        language = str(each.get("lang", language))
        if name in _SILENT or self._is_hidden(each):
            return
        if name == "br":
            gathered.write_line_end()
        elif name == "img":
            yield from self._picture(each, gathered)
        elif name in ("input", "select", "textarea"):
            gathered.write(_field(each))
        elif name in _INLINE and not _holds_blocks(each):
            gathered.write(each.text)
            for inner in elements(each):
                yield from self._one(inner, gathered, kind, language)
                gathered.write(inner.tail)
        else:
            yield from gathered.end()
            yield from self._block(name, each, kind, language)

    def _is_hidden(self, element: Any) -> bool:
        """Whether the element is out of sight; text that it holds is told of."""
        if not self.hidden.hides(element):
            return False
        if "".join(element.itertext()).strip():
            self.measure.told.add("hidden_text")
        return True

    def _block(self, name: str, each: Any, kind: Kind, language: str) -> Iterator[Block]:
        if name == "table":
            yield self._table(each, kind, language)
        elif name in ("ul", "ol", "menu"):
            yield from self._list(name, each, language)
        elif name == "pre":
            yield from self._as_written(each, kind, language)
        elif name in _HEADINGS:
            for block in self.blocks(each, kind, language):
                heading = isinstance(block, Paragraph) and kind == "paragraph"
                yield (
                    Paragraph(block.text, "heading", _HEADINGS[name], block.language)
                    if heading and isinstance(block, Paragraph)
                    else block
                )
        else:
            around: Kind = "header" if name == "header" else "footer" if name == "footer" else kind
            yield from self.blocks(each, around if kind == "paragraph" else kind, language)

    def _list(self, name: str, element: Any, language: str) -> Iterator[Block]:
        number = whole(str(element.get("start", "1")), 0, 100_000, 1)
        for each in elements(element):
            if self._is_hidden(each):
                continue
            number = whole(str(each.get("value", number)), 0, 100_000, number)
            mark = f"{number}." if name == "ol" else "•"
            yield from self.blocks(
                each, "item", str(each.get("lang", language)), mark if local(each) == "li" else ""
            )
            number += local(each) == "li"

    def _as_written(self, element: Any, kind: Kind, language: str) -> Iterator[Block]:
        for part in re.split(r"\n\s*\n", "".join(element.itertext())):
            text = self.measure.take(part)
            if text:
                yield Paragraph(text, kind, language=language[:2].lower())

    def _picture(self, element: Any, gathered: "_Gathered") -> Iterator[Block]:
        data = data_of(str(element.get("src", "")))
        if data is None:
            gathered.write(f" {element.get('alt') or ''} ")
            return
        width, height = (
            whole(str(element.get(side, "")).removesuffix("px"), 1, 10_000, 0) * 0.75
            for side in ("width", "height")
        )
        yield from gathered.end()
        yield Picture(data, width, height)

    def _table(self, element: Any, kind: Kind, language: str) -> Table:
        rows: list[tuple[TableCell, ...]] = []
        reaching: dict[int, int] = {}
        for row in _rows(element):
            if self._is_hidden(row):
                continue
            reaching = {column: left - 1 for column, left in reaching.items() if left > 1}
            cells: list[TableCell] = []
            column = 0
            for each in (e for e in elements(row) if local(e) in ("td", "th")):
                self.measure.take("")
                while column in reaching:
                    column += 1
                across, down = (whole(str(each.get(name, "1")), 1, 1000, 1) for name in ("colspan", "rowspan"))
                blocks = () if self._is_hidden(each) else tuple(self.blocks(each, kind, language))
                cells.append(TableCell(column, blocks, across, down))
                if down > 1:
                    reaching |= dict.fromkeys(range(column, column + across), down)
                column += across
            rows.append(tuple(cells))
        return Table(tuple(rows))


class _Gathered:
    """Letters that have not yet become a paragraph."""

    def __init__(self, measure: Measure, kind: Kind, language: str, mark: str) -> None:
        self.measure, self.kind, self.language, self.mark = measure, kind, language, mark
        self.letters: list[str] = []

    def write(self, text: str | None) -> None:
        """Letters, whose line ends are spaces."""
        if text:
            self.letters.append(re.sub(r"[\s]+", " ", text))

    def write_line_end(self) -> None:
        """A line ends on purpose."""
        self.letters.append("\n")

    def end(self) -> Iterator[Block]:
        """The paragraph of what was written, if there is any."""
        text = self.measure.take("".join(self.letters))
        self.letters = []
        if text:
            yield Paragraph(f"{self.mark} {text}".strip(), self.kind, language=self.language[:2].lower())
            self.mark = ""


def data_of(address: str) -> bytes | None:
    """What a ``data:`` address holds; None for every other one, and for what is no picture."""
    head, comma, rest = address.strip().partition(",")
    if not comma or not head.lower().startswith("data:image/"):
        return None
    try:
        raw = unquote_to_bytes(rest)
        return base64.b64decode(raw, validate=False) if head.lower().endswith(";base64") else raw
    except (binascii.Error, ValueError):
        return None


def _field(element: Any) -> str:
    """What a field of a form shows."""
    kind = str(element.get("type", "text")).lower()
    if local(element) == "textarea":
        return f" {element.text or ''} "
    if local(element) == "select":
        chosen = [o for o in element.iter("option") if o.get("selected") is not None]
        return " ".join("".join(option.itertext()) for option in chosen)
    if kind in ("checkbox", "radio"):
        return "☒ " if element.get("checked") is not None else "☐ "
    return f" {element.get('value') or ''} " if kind in ("text", "number", "date", "email", "tel", "url") else ""


def _holds_blocks(element: Any) -> bool:
    return any(
        isinstance(each.tag, str)
        and each.tag not in _INLINE
        and each.tag not in _SILENT
        and each.tag not in ("br", "img", "input", "select", "textarea", "option")
        for each in element.iterdescendants()
    )


def _rows(table: Any) -> Iterator[Any]:
    for each in elements(table):
        if local(each) == "tr":
            yield each
        elif local(each) in ("thead", "tbody", "tfoot"):
            yield from _rows(each)


def _told_by(root: Any) -> set[str]:
    out: set[str] = set()
    for each in root.iter():
        name = local(each).lower()
        out |= (
            {"html_scripts"}
            if name in _RUNNING or any(key.lower().startswith("on") for key in each.attrib)
            else set()
        )
        for key in ("src", "href", "background", "data", "poster", "srcset", "action"):
            address = str(each.get(key, "")).strip().lower()
            if address.startswith("javascript:"):
                out.add("html_scripts")
            elif re.match(r"(?:https?:|ftp:|file:|//|\\\\)", address):
                out.add("office_links" if name in ("a", "area", "form") else "office_remote")
    return out
