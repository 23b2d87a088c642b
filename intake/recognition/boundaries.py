"""Where one document ends and the next begins in a scan of several. Pure.

What speaks for and against is added up as in a logistic regression; the weights were set by hand on the tuning
half of the made set (``docs/benchmarks/recognition.md``).
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from intake.recognition.findings import Finding
from intake.recognition.forms import greets, recognise_page
from intake.recognition.kinds import title_of
from intake.recognition.kinds_table import CLOSINGS
from intake.recognition.numbers import numbers_of
from intake.recognition.view import Block, PageView
from intake.recognition.wording import fold, likeness

LEAST: Final = 0.5
#: What holds pages together when nothing is known.
BIAS: Final = -1.0
WEIGHTS: Final = {
    "restarts": 3.2, "continues": -5.0, "title": 1.9, "greeting": 1.6, "closing": 0.9, "language": 1.7,
    "size": 1.2,
    "origin": 0.8, "letterhead": 1.0, "same_head": -2.2, "unfinished": -1.8, "reference": -1.8,
    "no_reference": 0.5,
    "other_form": 2.6, "same_form": -3.0, "after_blank": 0.8,
}  # fmt: skip

_OF: Final = (
    "of|von|de|di|da|van|z|ze|zo|din|od|из|от|от общо|з|από|av|af|iz|sur|/|\\|"
)  # fmt: skip
_NUMBERED: Final = re.compile(rf"(?<![\d/.,])(\d{{1,3}})\s?(?:{_OF})\s?(\d{{1,3}})(?![\d/.,])", re.IGNORECASE)
#: "3. oldal / 5"
_NAMED: Final = re.compile(r"(?<![\d/.,])(\d{1,3})\.?\s[^\W\d]{3,10}\s?/\s?(\d{1,3})(?![\d/.,])")
_ALONE: Final = re.compile(r"^[\-–—\s]*(?:\w{1,7}\.?\s)?(\d{1,3})[\-–—\s]*$")
_REFERENCE: Final = re.compile(r"^\d{6,}$")
_WORDS_FOR_PAGE: Final = (
    "page", "seite", "pagina", "página", "pág", "strona", "str", "strana", "stranica", "oldal", "страница", "стр",
    "сторінка", "σελίδα", "sida", "side", "sivu", "lehekülg", "lapa", "puslapis", "sayfa", "pag", "blatt", "hoja",
    "folha",
)  # fmt: skip
HEAD: Final = 0.14
FOOT: Final = 0.90


@dataclass(frozen=True, slots=True)
class Printed:
    """The number that a page prints on itself; ``total`` when it says of how many."""

    number: int
    total: int | None


def boundary_findings(pages: Sequence[PageView]) -> Iterator[Finding]:
    """A finding for every page that seems to begin another document than the page before it.

    A blank page is a back: it belongs to what comes before, and the page after it is compared with the last that
    was not blank.
    """
    previous: PageView | None = None
    blank = False
    for page in pages:
        if not page.reading.words:
            blank = previous is not None
            continue
        if previous is not None:
            told = dict(_evidence(previous, page))
            if blank:
                told["after_blank"] = 1.0
            sure = _logistic(BIAS + sum(WEIGHTS[name] * value for name, value in told.items()))
            if sure >= LEAST:
                reasons = tuple(name for name, value in told.items() if WEIGHTS[name] * value > 0)
                yield Finding("boundary", (page.number,), round(sure, 2), {"reasons": reasons})
        previous, blank = page, False


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))


def _evidence(before: PageView, page: PageView) -> Iterator[tuple[str, float]]:
    yield from _by_page_number(before, page)
    yield from _by_form(before, page)
    if title_of(page) is not None:
        yield "title", 1.0
    if greets(page):
        yield "greeting", 1.0
    if _closes(before):
        yield "closing", 1.0
    if before.language and page.language and before.language != page.language:
        yield "language", 1.0
    if _other_size(before, page):
        yield "size", 1.0
    if before.reading.source != page.reading.source:
        yield "origin", 1.0
    yield from _by_head(before, page)
    if _unfinished(before, page):
        yield "unfinished", 1.0
    yield from _by_reference(before, page)


def printed_number(page: PageView) -> Printed | None:
    """The page number in the head or foot of a page: "2/3", "Seite 2 von 3", "– 2 –"."""
    for block in sorted(page.blocks, key=lambda b: -abs(page.top(b) - 0.5)):
        foot = block.box.y1 >= FOOT * page.reading.height
        if not (foot or page.top(block) <= HEAD):
            continue
        for line in block.lines:
            found = _numbered_line(line, foot=foot)
            if found:
                return found
    return None


def _numbered_line(line: str, *, foot: bool) -> Printed | None:
    named = any(f" {word} " in f" {line.casefold().replace('.', ' ')} " for word in _WORDS_FOR_PAGE)
    # Without a word for page, "3/12" may be of an account; the code of a form may stand beside it.
    bare = sum(c.isalpha() for c in line) <= 3 and len(line) <= (60 if foot else 12)
    for match in (*_NUMBERED.finditer(line), *_NAMED.finditer(line)):
        number, total = int(match.group(1)), int(match.group(2))
        if 1 <= number <= total <= 300 and (named or bare):
            return Printed(number, total)
    alone = _ALONE.match(line.strip())
    if alone and (foot or "-" in line or "–" in line or named) and 1 <= int(alone.group(1)) <= 300:
        return Printed(int(alone.group(1)), None)
    return None


def _by_page_number(before: PageView, page: PageView) -> Iterator[tuple[str, float]]:
    last, this = printed_number(before), printed_number(page)
    if this is None:
        if last is not None and last.total == last.number:
            yield "restarts", 0.7
        return
    if last is not None and last.total == this.total and this.number == last.number + 1:
        yield "continues", 1.0
    elif this.number == 1:
        yield "restarts", 1.0
    elif last is not None and (last.total, last.number + 1) != (this.total, this.number):
        yield "restarts", 0.6
    elif last is None:
        # The first page of a letter carries no number: page 2 after it goes on.
        yield "continues", 0.6


def _by_form(before: PageView, page: PageView) -> Iterator[tuple[str, float]]:
    last, this = recognise_page(before), recognise_page(page)
    if last and this and (last.family, last.part) == (this.family, this.part):
        printed = printed_number(page)
        if printed is None or printed.number > 1:
            yield "same_form", 1.0
    elif this is not None:
        yield "other_form", 1.0


def _closes(page: PageView) -> bool:
    """Whether the last third of a page holds the end of a letter."""
    return any(
        fold(line).startswith(CLOSINGS) for block in page.blocks if page.top(block) > 0.3 for line in block.lines
    )


def _other_size(before: PageView, page: PageView) -> bool:
    sides = [sorted((each.reading.width, each.reading.height)) for each in (before, page)]
    return any(abs(a - b) > 0.06 * max(a, b) for a, b in zip(*sides, strict=True))


def _head_text(page: PageView) -> str:
    lines = [line for block in page.blocks if page.top(block) <= HEAD for line in block.lines[:4]]
    return fold(re.sub(r"\d+", "0", " ".join(lines)))[:300]


def _by_head(before: PageView, page: PageView) -> Iterator[tuple[str, float]]:
    last, this = _head_text(before), _head_text(page)
    if len(last) < 12 or len(this) < 12:
        return
    alike = likeness(last, this)
    if alike >= 0.6:
        yield "same_head", min(1.0, alike)
    elif alike < 0.25 and _letterhead(page):
        yield "letterhead", 1.0


def _letterhead(page: PageView) -> bool:
    """Whether the top of a page names a sender: an address, a telephone, larger letters."""
    top = [block for block in page.blocks if page.top(block) <= HEAD]
    text = " ".join(block.text for block in top)
    tall = any(block.height >= 1.25 * page.letter_height for block in top)
    return tall or bool(re.search(r"\b(?:tel|tél|fax|tlf|telefon|www|@)\b|@|\b\d{4,5}\s\w", text, re.IGNORECASE))


def _unfinished(before: PageView, page: PageView) -> bool:
    """Whether a sentence runs over from one page to the next."""
    last = _last_prose(before.blocks)
    first = next((block for block in page.blocks if block.letters >= 25), None)
    if last is None or first is None:
        return False
    begins = next((c for c in first.text if c.isalpha()), "")
    return last.text.rstrip()[-1:] not in {".", ":", "!", "?", ")", "»", ";", "”"} and begins.islower()


def _last_prose(blocks: Sequence[Block]) -> Block | None:
    return next((block for block in reversed(blocks) if block.letters >= 25), None)


def _by_reference(before: PageView, page: PageView) -> Iterator[tuple[str, float]]:
    last, this = (
        {number.text for number in numbers_of(each.reading.words) if _REFERENCE.match(number.text)}
        for each in (before, page)
    )
    if last & this:
        yield "reference", 1.0
    elif last and this:
        yield "no_reference", 1.0
