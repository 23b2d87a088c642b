"""The styles of the DOCX: those that Word names in French itself, so that a person can go on working with it."""

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

INK = RGBColor(0x16, 0x20, 0x2C)
BLUE = RGBColor(0x24, 0x41, 0x6B)
GREY = RGBColor(0x55, 0x60, 0x6E)
RUST = RGBColor(0x8A, 0x3A, 0x12)
MARK = "Marque"
OMITTED = "Hors extrait"
SMALL = "Fiche"
_FONT = "Calibri"  # on every machine with Word; others take Carlito, which has the same widths


def set_styles(word: Document) -> None:
    """Sets fonts, sizes, colours and the French language of the styles in use, and adds those of our own."""
    styles = word.styles
    _language(styles.element)
    _style(styles["Normal"], 10.5, INK, after=5)
    _style(styles["Title"], 24, INK, bold=True, after=0)
    _style(styles["Subtitle"], 13, BLUE, after=10)
    _style(styles["Heading 1"], 9.5, BLUE, bold=True, before=18, after=6)
    _style(styles["Heading 2"], 12.5, INK, bold=True, before=10, after=4)
    _style(styles["Header"], 8, GREY)
    _style(styles["Footer"], 8, GREY)
    _border(styles["Heading 1"].element, "bottom")
    for border in styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    _own(word, MARK, 9.5, BLUE, italic=True)
    _own(word, OMITTED, 9, GREY)
    _own(word, SMALL, 9, INK)


def tab_stops(style: Any, right: float) -> None:
    """Leaves one tab stop, at the right, in millimetres from the left margin."""
    stops = style.paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(Mm(right), WD_TAB_ALIGNMENT.RIGHT)


def shade(element: Any, colour: str) -> None:
    """Fills the background of a paragraph (``w:pPr``) or of a cell (``w:tcPr``) with a colour, six digits."""
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shading.set(qn(f"w:{name}"), value)
    element.append(shading)


def rule(table: Any) -> None:
    """Gives a table thin grey rules between its rows and blue ones above and below."""
    borders = OxmlElement("w:tblBorders")
    for side, size, colour in (
        ("top", "8", "24416B"),
        ("bottom", "8", "24416B"),
        ("insideH", "4", "D5DAE1"),
        ("insideV", "4", "E9ECF0"),
    ):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", colour)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties = table._tbl.tblPr
    place = properties.find(qn("w:tblLayout"))
    properties.insert(len(properties) if place is None else list(properties).index(place), borders)


def _own(word: Document, name: str, size: float, colour: RGBColor, *, italic: bool = False) -> None:
    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles["Normal"]
    style.quick_style = True
    _style(style, size, colour, after=3)
    style.font.italic = italic


def _style(
    style: Any, size: float, colour: RGBColor, *, bold: bool = False, before: float = 0, after: float = 0
) -> None:
    style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), bold
    style.font.color.rgb = colour
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi"):
        fonts.set(qn(f"w:{name}"), _FONT)
    fonts.set(qn("w:cs"), "Arial")


def _border(element: Any, side: str) -> None:
    borders = OxmlElement("w:pBdr")
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "2"), ("color", "24416B")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties = element.get_or_add_pPr()
    # The schema wants the borders of a paragraph before its spacing.
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _language(element: Any) -> None:
    for language in element.iter(qn("w:lang")):
        language.set(qn("w:val"), "fr-FR")
