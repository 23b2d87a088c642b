"""What the parts of a DOCX beside its text say: which styles are headings, how lists count, where links lead."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

from ocr.office.parcel import Parcel, resolved
from ocr.office.xml import elements, local

#: A list deeper than Word makes any.
MOST_LEVELS: Final = 9
#: Numbers beyond are written as figures.
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def value(element: Any, name: str = "val") -> str:
    """An attribute whatever variant of the format names it, ``""`` when absent."""
    if element is None:
        return ""
    for key, text in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(text)
    return ""


def child(element: Any, *names: str) -> Any:
    """The first descendant along a path of names, None when there is none."""
    for name in names:
        if element is None:
            return None
        element = next((e for e in elements(element) if local(e) == name), None)
    return element


def is_on(element: Any) -> bool:
    """Whether a property that is a switch is there and not switched off."""
    return element is not None and value(element) not in ("0", "false", "off")


def whole(text: str, least: int, most: int, otherwise: int) -> int:
    """A whole number within bounds. Pure."""
    try:
        return min(max(int(text), least), most)
    except ValueError:
        return otherwise


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a relation of a part leads: ``kind`` is the last word of its type."""

    kind: str
    target: str
    external: bool


def relations(parcel: Parcel, part: str) -> dict[str, Relation]:
    """The relations of a part by their identifiers."""
    folder, _, name = part.rpartition("/")
    root = parcel.xml(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
    out: dict[str, Relation] = {}
    for each in elements(root) if root is not None else ():
        external = each.get("TargetMode") == "External"
        target = str(each.get("Target", ""))
        kind = str(each.get("Type", "")).rpartition("/")[2]
        out[str(each.get("Id", ""))] = Relation(kind, target if external else resolved(part, target), external)
    return out


def main_part(parcel: Parcel) -> str:
    """The member that holds the text."""
    for relation in relations(parcel, "").values():
        if relation.kind == "officeDocument" and not relation.external:
            return relation.target
    return "word/document.xml"


@dataclass(slots=True)
class Style:
    """What a style of paragraphs says: the level of its heading (0 when none), its list, its language."""

    heading: int = 0
    number: str = ""
    level: int = 0
    language: str = ""
    hidden: bool = False
    base: str = ""


class Styles:
    """The styles of paragraphs and letters by their identifiers."""

    def __init__(self, root: Any) -> None:
        self._styles: dict[str, Style] = {}
        self.language = ""
        if root is None:
            return
        self.language = value(child(root, "docDefaults", "rPrDefault", "rPr", "lang"))
        for each in elements(root):
            if local(each) == "style":
                self._styles[value(each, "styleId")] = _style(each)

    def find(self, name: str) -> Style:
        """A style with what it takes from those that it is based on."""
        out, seen = Style(), 0
        found = self._styles.get(name)
        while found is not None and seen < 20:
            out.heading = out.heading or found.heading
            if not out.number:
                out.number, out.level = found.number, found.level
            out.language = out.language or found.language
            out.hidden = out.hidden or found.hidden
            found, seen = self._styles.get(found.base), seen + 1
        return out


def _style(element: Any) -> Style:
    name = value(child(element, "name")).lower()
    outline = value(child(element, "pPr", "outlineLvl"))
    heading = whole(outline, 0, 8, -1) + 1
    if name.startswith("heading "):
        heading = whole(name[8:], 1, 9, 1)
    elif name == "title":
        heading = 1
    elif name == "subtitle":
        heading = 2
    return Style(
        heading=heading,
        number=value(child(element, "pPr", "numPr", "numId")),
        level=whole(value(child(element, "pPr", "numPr", "ilvl")), 0, MOST_LEVELS - 1, 0),
        language=value(child(element, "rPr", "lang")),
        hidden=is_on(child(element, "rPr", "vanish")),
        base=value(child(element, "basedOn")),
    )


@dataclass(slots=True)
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass(slots=True)
class Numbering:
    """What stands before the paragraphs of lists, counted as they come."""

    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _counts: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0] * MOST_LEVELS))
    _list_of: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Any) -> "Numbering":
        """The lists of ``numbering.xml``; none when it is not there."""
        out = cls()
        abstract: dict[str, dict[int, _Level]] = {}
        for each in elements(root) if root is not None else ():
            if local(each) == "abstractNum":
                abstract[value(each, "abstractNumId")] = dict(
                    map(_level, (e for e in elements(each) if local(e) == "lvl"))
                )
            elif local(each) == "num":
                name, of = value(each, "numId"), value(child(each, "abstractNumId"))
                out._levels[name] = abstract.get(of, {})
                # Lists of one make go on counting where the other stopped, unless they say that they start anew.
                out._list_of[name] = name if child(each, "lvlOverride") is not None else f"abstract {of}"
        return out

    def next(self, name: str, level: int) -> str:
        """The mark of the next paragraph of a list at a level from 0: ``"3."``, ``"a)"``, ``"•"``, or ``""``."""
        levels = self._levels.get(name)
        if not levels or level not in levels:
            return ""
        counts = self._counts[self._list_of.get(name, name)]
        counts[level] += 1
        counts[level + 1 :] = [0] * (MOST_LEVELS - level - 1)
        own = levels[level]
        if own.form == "bullet":
            return "•"
        if own.form == "none":
            return ""
        out = own.text
        for at in range(level + 1):
            of = levels.get(at, _Level())
            number = max(counts[at], 1) - 1 + of.start
            out = out.replace(f"%{at + 1}", counted(number, of.form))
        return out.strip()[:40]


def _level(element: Any) -> tuple[int, _Level]:
    made = _Level(
        form=value(child(element, "numFmt")) or "decimal",
        text=value(child(element, "lvlText")),
        start=whole(value(child(element, "start")), 0, 100_000, 1),
    )
    return whole(value(element, "ilvl"), 0, MOST_LEVELS - 1, 0), made


def counted(number: int, form: str) -> str:
    """A number in the letters of its list. Pure."""
    if form in ("lowerLetter", "upperLetter") and 1 <= number <= 780:
        # a to z, then aa, bb: each letter once more in every round.
        text = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return text.upper() if form == "upperLetter" else text
    if form in ("lowerRoman", "upperRoman") and 1 <= number < 4000:
        text = ""
        for each, letters in _ROMAN:
            text += letters * (number // each)
            number %= each
        return text.upper() if form == "upperRoman" else text
    return f"{number:02d}" if form == "decimalZero" else str(number)
