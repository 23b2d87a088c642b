"""From a template to a tagged PDF, by WeasyPrint, without fetching anything.

Texts come from documents that anyone may send: the templates escape them, and the fetcher refuses every address,
so that a text can neither reach the network nor read a file of the machine.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import weasyprint
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from delivery import record
from delivery.document import TranslatedDocument
from delivery.grid import amounts
from delivery.layout import pages
from delivery.sheets import sheets, sides, table_fit
from delivery.text import direction, tidy
from storage.languages import name_fr, right_to_left

_TEMPLATES = Path(__file__).parent / "templates"


class RefusingFetcher(weasyprint.URLFetcher):  # type: ignore[misc]  # WeasyPrint carries no types
    """Refuses every address: a delivered file is made of its text and of the machine's fonts alone."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:  # noqa: ARG002 - its signature
        """Raises ValueError, which WeasyPrint logs before it goes on without the resource."""
        raise ValueError(f"delivered files fetch nothing, refused: {url[:80]}")


def print_pdf(document: TranslatedDocument, template: str, **values: Any) -> bytes:
    """The PDF of a template of this package; the same document gives the same bytes on the same machine.

    The template has ``document``, ``layouts`` (its pages), ``record``, ``phrases``, ``day`` (ISO) and ``values``.
    """
    printed, undrawn = _printed(document, template, frozenset(), values)
    if undrawn:
        # Only a printed file knows what its fonts lack; printed again, its record says so.
        printed, _ = _printed(document, template, undrawn, values)
    return printed


def _printed(
    document: TranslatedDocument, template: str, undrawn: frozenset[int], values: Mapping[str, Any]
) -> tuple[bytes, frozenset[int]]:
    """The PDF, and the code points that no font of the machine draws in it."""
    html = _filled(document, template, undrawn, screen=False, **values)
    lacking: set[int] = set()

    def note(made: Any, _pdf: Any) -> None:
        lacking.update(point for font in made.fonts.values() for point in font.missing)

    fetcher = RefusingFetcher()
    names = ("sheet.css", "draft.css") if document.draft_only else ("sheet.css",)
    styles = [
        weasyprint.CSS(string=(_TEMPLATES / "delivery" / name).read_text("utf-8"), url_fetcher=fetcher)
        for name in names
    ]
    printed = weasyprint.HTML(string=html, url_fetcher=fetcher).write_pdf(
        finisher=note,
        stylesheets=styles,
        pdf_tags=True,
        pdf_identifier=document.source_sha256[:32].encode(),
    )
    return bytes(printed), frozenset(lacking)


def screen_html(document: TranslatedDocument, template: str, **values: Any) -> str:
    """A template of this package as a page for a browser, without any style or script of its own."""
    return _filled(document, template, frozenset(), screen=True, **values)


def screen_style() -> str:
    """The style of what ``screen_html`` makes."""
    return "".join((_TEMPLATES / "delivery" / name).read_text("utf-8") for name in ("sheet.css", "screen.css"))


def _filled(document: TranslatedDocument, template: str, undrawn: frozenset[int], **values: Any) -> str:
    layouts = pages(document)
    return (
        _environment()
        .get_template(f"delivery/{template}")
        .render(
            document=document,
            layouts=layouts,
            record=record.record(document, layouts, len(undrawn)),
            phrases=record,
            day=(document.work.revised_on or document.work.translated_on).isoformat(),
            **values,
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
