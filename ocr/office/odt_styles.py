"""The styles of an ODT: which paragraphs are headings, hidden, bold, which lists are numbered and how."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from ocr.office.docx_parts import child, counted, value, whole
from ocr.office.xml import elements, local

_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


@dataclass(slots=True)
class Style:
    """``heading`` is 0 for none; ``breaks``: it begins on a new page."""

    heading: int = 0
    hidden: bool = False
    bold: bool = False
    breaks: bool = False
    language: str = ""
    parent: str = ""


class Styles:
    """The styles that the parts of a file define, by name."""

    def __init__(self, roots: Iterable[Any]) -> None:
        self._styles: dict[str, Style] = {}
        self._lists: dict[str, dict[int, Any]] = {}
        for root in roots:
            for each in root.iter("{*}style", "{*}default-style", "{*}list-style"):
                if local(each) == "list-style":
                    levels = {whole(value(level, "level"), 1, 10, 1): level for level in elements(each)}
                    self._lists[value(each, "name")] = levels
                elif local(each) == "style" or value(each, "family") == "paragraph":
                    self._styles.setdefault(value(each, "name"), _style(each))

    def find(self, name: str) -> Style:
        """A style with what it takes from its parents."""
        out, seen = Style(), 0
        found = self._styles.get(name)
        while found is not None and seen < 20:
            out.heading = out.heading or found.heading
            out.hidden, out.bold = out.hidden or found.hidden, out.bold or found.bold
            out.breaks = out.breaks or (found.breaks and seen == 0)
            out.language = out.language or found.language
            found, seen = self._styles.get(found.parent), seen + 1
        out.language = out.language or self._styles.get("", Style()).language
        return out

    def marks(self, name: str, depth: int) -> Callable[[int], str]:
        """What stands before the items of a list of that style, by their number."""
        level = self._lists.get(name, {}).get(depth)
        if level is None or local(level) != "list-level-style-number":
            return lambda _number: "•" if level is not None else ""
        before, after = value(level, "num-prefix")[:10], value(level, "num-suffix")[:10]
        form, first = _FORMS.get(value(level, "num-format"), ""), whole(value(level, "start-value"), 0, 100_000, 1)
        if not form:
            return lambda _number: ""
        return lambda number: f"{before}{counted(number - 1 + first, form)}{after}"


def _style(element: Any) -> Style:
    letters, lines = child(element, "text-properties"), child(element, "paragraph-properties")
    name = (value(element, "display-name") or value(element, "name")).replace("_20_", " ").lower()
    heading = whole(value(element, "default-outline-level"), 1, 6, 0)
    if not heading and name in ("title", "subtitle"):
        heading = 1 if name == "title" else 2
    return Style(
        heading=heading,
        hidden=value(letters, "display") == "none",
        bold=value(letters, "font-weight") in ("bold", "600", "700", "800", "900"),
        breaks=value(lines, "break-before") == "page",
        language=value(letters, "language")[:2].lower() if value(letters, "language") != "none" else "",
        parent=value(element, "parent-style-name"),
    )
