"""What kind of paper a document is, by the words of its titles. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from intake.recognition import kinds_table as table
from intake.recognition.findings import Detail, Finding
from intake.recognition.forms import greets
from intake.recognition.view import Block, PageView
from intake.recognition.wording import find_phrase, fold

#: A title stands in the upper part of its page.
ZONE: Final = 0.45
ALIKE: Final = 0.78
LEAST: Final = 0.4
#: A line that is nothing but the title, a heading that holds it, a sentence that mentions it.
ALONE: Final = 1.0
HEADING: Final = 0.75
MENTION: Final = 0.2
PROSE: Final = 110


@dataclass(frozen=True, slots=True)
class Titled:
    """A kind, the language of the words that told, the line, and how much it says (0 to 1)."""

    kind: str
    language: str
    title: str
    score: float


def recognise_kind(pages: Sequence[PageView]) -> Titled | None:
    """The kind of a document by its first page with words; a letter when it names itself nothing else and
    greets."""
    first = next((page for page in pages if page.reading.words), None)
    if first is None:
        return None
    scores: dict[str, list[Titled]] = {}
    for titled in _titles(first):
        scores.setdefault(titled.kind, []).append(titled)
    letter = _letter(pages, first)
    if letter is not None:
        scores.setdefault("letter", []).append(letter)
    best = max(
        (max(found, key=lambda t: t.score) for found in scores.values()),
        key=lambda t: (t.score, t.kind),
        default=None,
    )
    return best if best is not None and best.score >= LEAST else None


def kind_findings(pages: Sequence[PageView]) -> tuple[Finding, ...]:
    """The kind of the document, when it can be told, over all its pages."""
    titled = recognise_kind(pages)
    if titled is None:
        return ()
    details: dict[str, Detail] = {"kind": titled.kind, "language": titled.language, "title": titled.title[:120]}
    return (Finding("document_kind", tuple(page.number for page in pages), round(titled.score, 2), details),)


def language_findings(pages: Sequence[PageView]) -> Iterator[Finding]:
    """The main language of every page that has one, and its share of the letters whose language is known."""
    for page in pages:
        language = page.language
        if language is None:
            continue
        known = [block for block in page.blocks if block.language]
        letters = sum(block.letters for block in known)
        own = sum(block.letters for block in known if block.language == language)
        share = round(own / letters, 3) if letters else 1.0
        confidence = min(1.0, 0.5 + letters / 400) * share
        details: dict[str, Detail] = {"language": language, "share": share}
        yield Finding("page_language", (page.number,), round(confidence, 2), details)


def title_of(page: PageView) -> Titled | None:
    """The title that a page begins with, if it is one of the known."""
    found = [titled for titled in _titles(page) if titled.score >= HEADING * 0.8]
    return max(found, key=lambda titled: titled.score, default=None)


def _titles(page: PageView) -> Iterator[Titled]:
    usual = page.letter_height
    for block in page.blocks:
        if page.top(block) > ZONE or block.letters > 600:
            continue
        for line in _lines(block):
            folded = fold(line)
            if not folded or len(folded) > 160:
                continue
            yield from _in_line(page, block, line, folded, tall=block.height >= 1.2 * usual)


def _lines(block: Block) -> Iterator[str]:
    yield from block.lines
    # A title is often broken over two lines.
    yield from (f"{a} {b}" for a, b in pairwise(block.lines) if len(a) + len(b) < 110)


def _in_line(page: PageView, block: Block, line: str, folded: str, *, tall: bool) -> Iterator[Titled]:
    for kind, languages in table.TITLES.items():
        for language, phrases in languages.items():
            for phrase in phrases:
                found = find_phrase(phrase, folded)
                if found < ALIKE:
                    continue
                share = len(fold(phrase)) / len(folded)
                weight = ALONE if share > 0.55 else HEADING if tall or line.isupper() or share > 0.35 else MENTION
                # The last word of a paragraph stands alone on its line too.
                weight = MENTION if block.letters > PROSE and not tall else weight
                # The higher it stands and the likelier its language on this page, the more it is the title.
                weight *= 1 - 0.5 * max(0.0, page.top(block) - 0.05)
                weight *= 1.0 if language == page.language or page.language is None else 0.85
                yield Titled(kind, language, line, round(weight * found * (1.0 if tall else 0.92), 3))


def _letter(pages: Sequence[PageView], first: PageView) -> Titled | None:
    greeting = greets(first)
    closing = any(
        fold(line).startswith(table.CLOSINGS)
        for page in pages
        for block in page.blocks
        for line in block.lines[:2]
    )
    if not greeting:
        return None
    return Titled("letter", first.language or "", "", 0.78 if closing else 0.6)
