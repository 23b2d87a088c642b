"""The documents of the samples as files that carry their text: the same HTML as Word, OpenDocument, RTF, plain
text and a web page, so that their truth is that of the document."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from itertools import groupby

import docx

from samples.truth import BLOCKS, SILENT

_MADE = (2026, 1, 5, 9, 0, 0)
_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "manifest")
)
_ODT = "application/vnd.oasis.opendocument.text"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, or a row of a table (``cells``; ``table`` is its number)."""

    text: str
    heading: bool = False
    cells: tuple[str, ...] = ()
    table: int = -1


@dataclass(slots=True)
class _Reader(HTMLParser):
    blocks: list[Block] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self, convert_charrefs=True)
        self._letters: list[str] = []
        self._cells: list[str] | None = None
        self._silent = self._tables = 0
        self._heading = self._in_page = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - its signature
        if tag in SILENT:
            self._silent += 1
        self._in_page = self._in_page or tag == "section"
        if tag in BLOCKS:
            self._end()
        if tag == "br" and self._cells is not None:
            self._letters.append(" ")
        elif tag == "table":
            self._tables += 1
        elif tag == "tr":
            self._cells = []
        elif tag in ("h1", "h2", "h3"):
            self._heading = True

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silent -= 1
        if tag in ("td", "th") and self._cells is not None:
            self._cells.append(self._taken())
        elif tag == "tr" and self._cells is not None:
            if any(self._cells):
                self.blocks.append(Block("\t".join(self._cells), cells=tuple(self._cells), table=self._tables))
            self._cells = None
        elif tag in BLOCKS:
            self._end()
        if tag in ("h1", "h2", "h3"):
            self._heading = False

    def handle_data(self, data: str) -> None:
        if self._in_page and not self._silent:
            self._letters.append(data)

    def _taken(self) -> str:
        text = " ".join("".join(self._letters).replace("\u00ad", "").split())
        self._letters = []
        return text

    def _end(self) -> None:
        if self._cells is None and (text := self._taken()):
            self.blocks.append(Block(text, heading=self._heading))


def blocks_of(html: str) -> list[Block]:
    """What a filled document says, in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.blocks


def _grouped(blocks: list[Block]) -> list[list[Block]]:
    """Each block alone, the rows of a table together."""
    out: list[list[Block]] = []
    for table, group in groupby(blocks, key=lambda block: block.table):
        found = list(group)
        out += [found] if table >= 0 else [[block] for block in found]
    return out


def packed(members: Mapping[str, bytes]) -> bytes:
    """An archive that is the same whenever it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in members.items():
            # The first member of an ODT is its type, legible as it is.
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            file.writestr(zipfile.ZipInfo(name, _MADE), data, method)
    return out.getvalue()


def as_docx(html: str) -> bytes:
    """A Word file with real headings and tables."""
    document = docx.Document()
    for group in _grouped(blocks_of(html)):
        first = group[0]
        if first.table < 0:
            document.add_heading(first.text, 1) if first.heading else document.add_paragraph(first.text)
            continue
        columns = max(len(row.cells) for row in group)
        table = document.add_table(rows=0, cols=columns, style="Table Grid")
        for row in group:
            for cell, text in zip(table.add_row().cells, row.cells, strict=False):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as file:
        return packed({name: file.read(name) for name in file.namelist()})


def as_odt(html: str) -> bytes:
    """An OpenDocument text with real headings and tables."""
    body: list[str] = []
    for group in _grouped(blocks_of(html)):
        first = group[0]
        if first.table < 0:
            tag = 'text:h text:outline-level="1"' if first.heading else "text:p"
            body.append(f"<{tag}>{escape(first.text)}</{tag.partition(' ')[0]}>")
            continue
        rows = "".join(
            "<table:table-row>"
            + "".join(
                f"<table:table-cell><text:p>{escape(text)}</text:p></table:table-cell>" for text in row.cells
            )
            + "</table:table-row>"
            for row in group
        )
        body.append(f"<table:table>{rows}</table:table>")
    root = f'<office:document-content {_ODF} office:version="1.3"><office:body><office:text>'
    entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODT}"/>'
    return packed(
        {
            "mimetype": _ODT.encode(),
            "META-INF/manifest.xml": f"<manifest:manifest {_ODF}>{entry}</manifest:manifest>".encode(),
            "content.xml": f"{root}{''.join(body)}</office:text></office:body></office:document-content>".encode(),
        }
    )


def as_rtf(html: str, codec: str, charset: int) -> bytes:
    """An RTF in one of Windows' code pages; what it lacks is written by its number."""
    fonts = rf"{{\fonttbl{{\f0\fcharset{charset} Liberation Serif;}}}}"
    out = [rf"{{\rtf1\ansi\ansicpg{codec.removeprefix('cp')}\deff0{fonts}\f0"]
    for group in _grouped(blocks_of(html)):
        first = group[0]
        if first.table < 0:
            letters = _rtf(first.text, codec)
            out.append(rf"\pard{{\b\fs28 {letters}}}\par" if first.heading else rf"\pard {letters}\par")
            continue
        columns = max(len(row.cells) for row in group)
        edges = "".join(rf"\cellx{9000 * (n + 1) // columns}" for n in range(columns))
        for row in group:
            texts = (*row.cells, *[""] * (columns - len(row.cells)))
            cells = "".join(rf"\pard\intbl {_rtf(text, codec)}\cell" for text in texts)
            out.append(rf"\trowd{edges}{cells}\row")
    return ("\n".join(out) + "}").encode("ascii")


def _rtf(text: str, codec: str) -> str:
    out: list[str] = []
    for char in text:
        if char in "\\{}":
            out.append("\\" + char)
        elif char < "\x80":
            out.append(char)
        else:
            try:
                out.append("".join(rf"\'{byte:02x}" for byte in char.encode(codec)))
            except UnicodeEncodeError:
                out.append(rf"\u{ord(char)}?")
    return "".join(out)


def as_text(html: str, codec: str) -> bytes:
    """A plain text: a line for a paragraph, an empty one after it; rows with tabs."""
    lines = [block.text for block in blocks_of(html)]
    return re.sub(r"\n{3,}", "\n\n", "\n\n".join(lines) + "\n").replace("\n", "\r\n").encode(codec, "replace")


def as_page(html: str) -> bytes:
    """A web page without the marks of the truth, its style or its pictures."""
    plain = re.sub(r"</?c-[ndiapl]>|<link[^>]*>|<img[^>]*>", "", html)
    return re.sub(r"<style>.*?</style>", "", plain, flags=re.DOTALL).encode()
