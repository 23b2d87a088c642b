"""The truth of a sample, read from the very HTML that is printed: it cannot disagree with the page.

A page is a ``<section class="page" lang="..">``. What must survive a translation unharmed is marked where it
stands: ``<c-n>`` a number, ``<c-d>`` a date, ``<c-i>`` an identifier, ``<c-a>`` an amount, ``<c-p>`` a name,
``<c-l>`` a line of a postal address.
Pictures (stamps, signatures) have no text here; their ``alt`` goes to ``marks``.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from samples.sample import Sample

CRITICAL = {
    "c-n": "numbers",
    "c-d": "dates",
    "c-i": "identifiers",
    "c-a": "amounts",
    "c-p": "names",
    "c-l": "addresses",
}
BLOCKS = frozenset(
    ("br", "caption", "div", "footer", "h1", "h2", "h3", "header", "li", "ol", "p", "section", "table", "tr", "ul")
)
SILENT = frozenset(("style", "script", "title", "svg"))


@dataclass(slots=True)
class _Page:
    language: str
    pieces: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Blocks on lines of their own, cells of a row apart by tabs; a soft hyphen is no character of a word."""
        raw = "".join(self.pieces).replace("\u00ad", "")
        lines = ([" ".join(cell.split()) for cell in line.split("\t")] for line in raw.split("\n"))
        return "\n".join("\t".join(cell for cell in line if cell) for line in lines if any(line))


class _Reader(HTMLParser):
    """Collects pages, critical items and marks in the order of the document."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pages: list[_Page] = []
        self.critical: dict[str, list[str]] = {kind: [] for kind in CRITICAL.values()}
        self._silent = 0
        self._open: list[tuple[str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in SILENT:
            self._silent += 1
        if tag == "section" and given.get("class", "").startswith("page"):
            self.pages.append(_Page(given["lang"]))
        if not self.pages:
            return
        page = self.pages[-1]
        if given.get("lang", page.language) not in (page.language, *page.languages):
            page.languages.append(given["lang"])
        if tag == "img" and given.get("alt"):
            page.marks.append(given["alt"])
        self._space(tag)
        if tag in CRITICAL:
            self._open.append((CRITICAL[tag], []))

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silent -= 1
        if self.pages and tag != "section":
            self._space(tag)
        if tag in CRITICAL and self._open:
            kind, words = self._open.pop()
            item = " ".join("".join(words).split())
            if item not in self.critical[kind]:
                self.critical[kind].append(item)

    def handle_data(self, data: str) -> None:
        if self._silent or not self.pages:
            return
        data = re.sub(r"\s+", " ", data)
        self.pages[-1].pieces.append(data)
        for _, words in self._open:
            words.append(data)

    def _space(self, tag: str) -> None:
        if tag in BLOCKS:
            self.pages[-1].pieces.append("\n")
        elif tag in ("td", "th"):
            self.pages[-1].pieces.append("\t")


def truth_of(sample: Sample, html: str) -> dict[str, Any]:
    """The ground truth of a filled document: see ``samples/README.md`` for its keys."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    languages = [sample.language]
    for page in reader.pages:
        languages += [code for code in (page.language, *page.languages) if code not in languages]
    return {
        "file": sample.file,
        "kind": sample.kind,
        "pages": [
            {"number": number, "text": page.text, "language": page.language, "marks": page.marks}
            for number, page in enumerate(reader.pages, start=1)
        ],
        "language": sample.language,
        "languages": languages,
        "from": sample.language,
        "scanned": sample.scan is not None,
        "defects": list(sample.defects),
        "critical": reader.critical,
        "description_fr": sample.description_fr,
    }
