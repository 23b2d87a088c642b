"""From the structure of a file to the page that is set of it: plain HTML of our own making. Pure.

Nothing of the file goes in but its letters and its pictures, written anew; every block bears a number, by which
the words are found again on the pages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final, Literal

from ocr.bidi import direction_of
from ocr.office.structure import Block, PageEnd, Paragraph, Picture, Structure, Table, TableCell, text_of

#: A paragraph of fewer letters is not cut between two pages, so that it stays one passage.
WHOLE: Final = 1500
_SIZES: Final = ((6, 10.0), (10, 8.0), (16, 6.5), (24, 5.0))
_SMALLEST: Final = 4.0
STYLE: Final = """
@page { size: A4; margin: 18mm 20mm }
@page sheet { size: A4; margin: 0 }
@page wide { size: A4 landscape; margin: 0 }
* {
  font-family:
    "Noto Sans", "DejaVu Sans", "Noto Naskh Arabic", "Noto Sans Hebrew", "WenQuanYi Micro Hei", sans-serif
}
body { font-size: 10pt; line-height: 1.4; margin: 0; overflow-wrap: anywhere }
p, h1, h2, h3, h4, h5, h6 { margin: 0 0 6pt; font-size: 10pt }
h1 { font-size: 15pt } h2 { font-size: 13pt } h3 { font-size: 12pt } h4, h5, h6 { font-size: 11pt }
h1, h2, h3, h4, h5, h6 { margin-top: 8pt; break-after: avoid }
.whole, tr { break-inside: avoid }
.item { margin-left: 12pt }
.note, .header, .footer { font-size: 8.5pt; color: #444 }
.next { break-before: page }
table { table-layout: fixed; width: 100%; border-collapse: collapse; margin: 4pt 0 8pt }
td { border: 0.5pt solid #777; padding: 2pt 3pt; vertical-align: top }
img.small { max-width: 100%; max-height: 120pt }
.sheet { page: sheet; break-before: page; break-after: page }
.wide { page: wide; break-before: page; break-after: page }
.sheet img { width: 210mm; height: 296mm; object-fit: contain }
.wide img { width: 297mm; height: 209mm; object-fit: contain }
"""


@dataclass(frozen=True, slots=True)
class Placed:
    """What a numbered block is: a role, and for a cell its table, row and column; ``text`` is all that it says."""

    text: str
    role: Literal["heading", "paragraph", "cell"]
    language: str = ""
    table: int = 0
    row: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """The page to be set, its numbered blocks, its pictures by name."""

    html: str
    blocks: tuple[Placed, ...]
    pictures: dict[str, Picture]


@dataclass(slots=True)
class _Setting:
    blocks: list[Placed] = field(default_factory=list)
    pictures: dict[str, Picture] = field(default_factory=dict)
    tables: int = 0
    breaks: bool = False

    def number(self, placed: Placed) -> int:
        self.blocks.append(placed)
        return len(self.blocks) - 1


def set_page(structure: Structure) -> Page:
    """The whole file as one page of HTML, to be cut into sheets; its pictures must be sound."""
    setting = _Setting()
    body = "".join(_blocks(structure.blocks, setting))
    html = (
        f'<!doctype html><html><head><meta charset="utf-8"><style>{STYLE}</style></head><body>{body}</body></html>'
    )
    return Page(html, tuple(setting.blocks), setting.pictures)


def _blocks(blocks: Sequence[Block], setting: _Setting) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, PageEnd):
            # Several are one, and before all text there is no page to end.
            setting.breaks = bool(setting.blocks)
        elif isinstance(block, Paragraph):
            yield _paragraph(block, setting)
        elif isinstance(block, Picture):
            yield _picture(block, setting)
        else:
            yield _table(block, setting)


def _classes(setting: _Setting, *names: str) -> str:
    breaks, setting.breaks = setting.breaks, False
    return " ".join(name for name in (*names, "next" if breaks else "") if name)


def _paragraph(block: Paragraph, setting: _Setting) -> str:
    heading = block.kind == "heading"
    number = setting.number(Placed(block.text, "heading" if heading else "paragraph", block.language))
    tag = f"h{min(max(block.level, 1), 6)}" if heading else "p"
    whole = "whole" if len(block.text) < WHOLE else ""
    kind = "" if block.kind in ("heading", "paragraph") else block.kind
    about = f'data-n="{number}" class="{_classes(setting, kind, whole)}"{_direction(block.text)}'
    return f"<{tag} {about}>{_letters(block.text)}</{tag}>"


def _letters(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _direction(text: str) -> str:
    return ' dir="rtl"' if direction_of(text) == "R" else ""


def _picture(block: Picture, setting: _Setting) -> str:
    name = f"picture:{len(setting.pictures)}"
    setting.pictures[name] = block
    if block.is_page:
        setting.breaks = False
        return f'<div class="{"sheet" if block.height >= block.width else "wide"}"><img src="{name}" alt=""></div>'
    image = f'<img class="small" src="{name}" alt="" width="{block.width / 0.75:.0f}">'
    return f'<p class="{_classes(setting)}">{image}</p>'


def _table(block: Table, setting: _Setting) -> str:
    columns = block.columns
    size = next((size for most, size in _SIZES if columns <= most), _SMALLEST)
    table, setting.tables = setting.tables, setting.tables + 1
    rtl = direction_of(text_of((block,))) == "R"
    out = [f'<table class="{_classes(setting)}" style="font-size:{size}pt"{" dir=rtl" if rtl else ""}>']
    out += [f'<col style="width:{width:.2f}%">' for width in widths(block)]
    for row, cells in enumerate(block.rows):
        out.append("<tr>")
        at = 0
        for cell in cells:
            if cell.column > at:
                out.append(f'<td colspan="{cell.column - at}"></td>' if not _covered(block, row, at) else "")
            out.append(_cell(cell, table, row, len(block.rows), setting))
            at = cell.column + cell.columns
        out.append("</tr>")
    out.append("</table>")
    return "".join(out)


def _covered(block: Table, row: int, column: int) -> bool:
    """Whether a cell of a row above reaches down to a place."""
    return any(
        cell.column <= column < cell.column + cell.columns and above + cell.rows > row
        for above, cells in enumerate(block.rows[:row])
        for cell in cells
        if cell.rows > 1
    )


def _cell(cell: TableCell, table: int, row: int, rows: int, setting: _Setting) -> str:
    text = text_of(cell.blocks)
    spans = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    down = min(cell.rows, rows - row)
    spans += f' rowspan="{down}"' if down > 1 else ""
    if not text:
        return f"<td{spans}></td>"
    language = next((b.language for b in cell.blocks if isinstance(b, Paragraph) and b.language), "")
    number = setting.number(Placed(text, "cell", language, table, row, cell.column))
    return f'<td data-n="{number}"{spans}{_direction(text)}>{_letters(text)}</td>'


def widths(block: Table) -> list[float]:
    """The widths of the columns in percents: more for those that hold more, none much less than its share."""
    longest = [1.0] * block.columns
    for cell in (cell for row in block.rows for cell in row if cell.columns == 1):
        longest[cell.column] = max(longest[cell.column], float(len(text_of(cell.blocks))))
    weights = [min(length, 400.0) ** 0.5 for length in longest]
    least = 0.5 * sum(weights) / len(weights)
    weights = [max(weight, least) for weight in weights]
    return [100 * weight / sum(weights) for weight in weights]
