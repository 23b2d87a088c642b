"""From a template to a tagged PDF, by WeasyPrint, without fetching anything.

Texts come from documents that anyone may send: the templates escape them, and the fetcher refuses every address,
so that a text can neither reach the network nor read a file of the machine.

Laid out, a page takes a megabyte or more. A long document is therefore printed in parts, each on sheets of its
own: once to know how many sheets there are, which every sheet names, and once for good. A short one is printed
whole.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Any

import weasyprint
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from delivery import record
from delivery.document import TranslatedDocument
from delivery.grid import amounts
from delivery.joining import Bookmark, Joined
from delivery.layout import PageLayout, items, pages
from delivery.sheets import sheets, sides, table_fit
from delivery.text import direction, tidy
from storage.languages import name_fr, right_to_left

_TEMPLATES = Path(__file__).parent / "templates"

# A part takes some 150 MB at most while it is laid out; a document of fewer than thirty full pages is one part.
PART = 200_000
# What a passage takes by itself, in letters: a short one costs its boxes.
PASSAGE = 100
POINTS = 0.75  # a CSS pixel

_Finisher = Callable[[Any, Any], None]


class RefusingFetcher(weasyprint.URLFetcher):  # type: ignore[misc]  # WeasyPrint carries no types
    """Refuses every address: a delivered file is made of its text and of the machine's fonts alone."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:  # noqa: ARG002 - its signature
        """Raises ValueError, which WeasyPrint logs before it goes on without the resource."""
        raise ValueError(f"delivered files fetch nothing, refused: {url[:80]}")


@dataclass(frozen=True, slots=True)
class Part:
    """Pages of origin that are printed at once. ``opening``: they come after the head of the file; ``closing``:
    before its record."""

    layouts: tuple[PageLayout, ...]
    opening: bool = True
    closing: bool = True


@dataclass(frozen=True, slots=True)
class _Job:
    """What is printed; ``undrawn`` are the code points that no font of the machine draws in it."""

    document: TranslatedDocument
    template: str
    values: Mapping[str, Any]
    layouts: tuple[PageLayout, ...]
    undrawn: frozenset[int] = frozenset()


def print_pdf(document: TranslatedDocument, template: str, **values: Any) -> bytes:
    """The PDF of a template of this package; the same document gives the same bytes on the same machine.

    The template has ``document``, ``part`` (its pages), ``record``, ``phrases``, ``day`` (ISO) and ``values``.
    """
    job = _Job(document, template, values, pages(document))
    printed, undrawn = _printed(job)
    if undrawn:
        # Only a printed file knows what its fonts lack; printed again, its record says so.
        printed, _ = _printed(replace(job, undrawn=undrawn))
    return printed


def parts(layouts: Sequence[PageLayout], most: int = PART) -> tuple[Part, ...]:
    """The pages in parts of at most so many letters, never less than one page."""
    cut: list[list[PageLayout]] = [[]]
    size = 0
    for layout in layouts:
        own = sum(PASSAGE + len(item.source) + len(item.target) for item in items(layout.blocks))
        if cut[-1] and size + own > most:
            cut.append([])
            size = 0
        cut[-1].append(layout)
        size += own
    last = len(cut) - 1
    return tuple(Part(tuple(each), place == 0, place == last) for place, each in enumerate(cut))


class _Unmarked(weasyprint.Document):  # type: ignore[misc]  # WeasyPrint carries no types
    """A part of a file, whose bookmarks are written with those of all."""

    def make_bookmark_tree(self, *_how: Any, **_else: Any) -> list[Bookmark]:
        return []


def _printed(job: _Job) -> tuple[bytes, frozenset[int]]:
    """The PDF, and the code points that no font of the machine draws in it."""
    lacking: set[int] = set()

    def note(made: Any, _pdf: Any) -> None:
        lacking.update(point for font in made.fonts.values() for point in font.missing)

    whole, *more = found = parts(job.layouts)
    printed = _joined(job, found, note) if more else _write(_laid_out(job, whole), job, note)
    return printed, frozenset(lacking)


def _joined(job: _Job, found: Sequence[Part], note: _Finisher) -> bytes:
    """The PDF of several parts, of which one at a time is in memory."""
    starts = (0, *accumulate(len(_laid_out(job, part).pages) for part in found))
    joined = Joined()
    for part, before in zip(found, starts, strict=False):
        made = _laid_out(job, part, _numbering(before, starts[-1]))
        _write(_unmarked(made), job, _adder(joined, made.make_bookmark_tree(POINTS, transform_pages=True), note))
    return joined.write(_identifier(job))


def _adder(joined: Joined, bookmarks: list[Bookmark], note: _Finisher) -> _Finisher:
    def add(made: Any, pdf: Any) -> None:
        note(made, pdf)
        joined.add(pdf, bookmarks)

    return add


def _unmarked(made: Any) -> _Unmarked:
    return _Unmarked(
        made.pages, made.metadata, made.url_fetcher, made.font_config, made.color_profiles, made.output_intent
    )


def _numbering(before: int, total: int) -> str:
    """The style of a part that comes after so many sheets of ``total``."""
    return (
        f'@page {{ @bottom-right {{ content: "Page " counter(page) "/{total}" }} }}\n'
        f"@page :first {{ counter-reset: page {before + 1} }}"
    )


def _laid_out(job: _Job, part: Part, *more: str) -> Any:
    """The sheets of a part; ``more`` are styles besides those of every file."""
    names = ["sheet.css"]
    names += ["opening.css"] if part.opening else []
    if job.document.draft_only:
        names += ["draft.css", "draft_opening.css"] if part.opening else ["draft.css"]
    fetcher = RefusingFetcher()
    texts = [(_TEMPLATES / "delivery" / name).read_text("utf-8") for name in names]
    styles = [weasyprint.CSS(string=text, url_fetcher=fetcher) for text in (*texts, *more)]
    html = _filled(job, part, screen=False)
    return weasyprint.HTML(string=html, url_fetcher=fetcher).render(stylesheets=styles)


def _write(made: Any, job: _Job, finisher: _Finisher) -> bytes:
    return bytes(made.write_pdf(finisher=finisher, pdf_tags=True, pdf_identifier=_identifier(job)))


def _identifier(job: _Job) -> bytes:
    return job.document.source_sha256[:32].encode()


def screen_html(document: TranslatedDocument, template: str, **values: Any) -> str:
    """A template of this package as a page for a browser, without any style or script of its own."""
    job = _Job(document, template, values, pages(document))
    return _filled(job, Part(job.layouts), screen=True)


def screen_style() -> str:
    """The style of what ``screen_html`` makes."""
    return "".join((_TEMPLATES / "delivery" / name).read_text("utf-8") for name in ("sheet.css", "screen.css"))


def _filled(job: _Job, part: Part, *, screen: bool) -> str:
    work = job.document.work
    return (
        _environment()
        .get_template(f"delivery/{job.template}")
        .render(
            document=job.document,
            part=part,
            record=record.record(job.document, job.layouts, len(job.undrawn)),
            phrases=record,
            day=(work.revised_on or work.translated_on).isoformat(),
            screen=screen,
            **job.values,
        )
    )


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    filters: dict[str, Callable[..., Any]] = {
        "amounts": lambda table, side: amounts(sides(table)[side], table.columns),
        "direction": direction,
        "fit": table_fit,
        "kind": lambda block: type(block).__name__,
        "name_fr": name_fr,
        "right_to_left": right_to_left,
        "sheets": sheets,
        "tidy": tidy,
    }
    environment.filters.update(filters)
    return environment
