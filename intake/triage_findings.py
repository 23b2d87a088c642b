"""What is noticed on a file that was read, and what notices it: the seam between triage and its recognisers.

A finding proposes, a person decides. The codes are those of ``NEEDS_PERSON`` and ``HINTS``; a code that is in
neither is kept and shown by its pages alone.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from storage.models import Document
from storage.sheets import Laid
from storage.unit_of_work import UnitOfWork

#: A document on which one of these was found does not pass by itself: somebody has to look.
NEEDS_PERSON: Final = frozenset(
    {
        "standard_form",
        "already_translated",
        "duplicate",
        "contains_translation",
        "french_document",
        "poor_page",
        "screen_photograph",
        "turned_page",
        "boundary",
        "several_languages",
        "language_unknown",
    }
)
#: These are told, and hold nothing up: an empty page gives no segment.
HINTS: Final = frozenset({"blank_page", "french_passage", "document_kind", "page_language"})
#: A page with fewer words says nothing of the document's languages.
TELLING_WORDS: Final = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """``pages`` are numbers from 1, ascending; ``confidence`` is 0 to 1; ``details`` are plain values that fill
    the sentence of the code."""

    code: str
    pages: tuple[int, ...]
    confidence: float
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def needs_person(self) -> bool:
        """Whether it keeps the document from passing by itself."""
        return self.code in NEEDS_PERSON


class Recogniser(Protocol):
    """Looks at a file that was read; ``pages`` are all of its pages as they came. It only reads."""

    def __call__(self, uow: UnitOfWork, document: Document, pages: Sequence[Laid]) -> Sequence[Finding]: ...


@dataclass(frozen=True, slots=True)
class ReadingRecogniser:
    """What the readings themselves tell: empty pages, pages hardly read (below ``doubtful``, 0 to 100), pages in
    another language than the others, no language at all."""

    doubtful: float

    def __call__(self, uow: UnitOfWork, document: Document, pages: Sequence[Laid]) -> Sequence[Finding]:
        del uow  # it needs nothing beside the readings
        told = document.told_language is not None
        return (*_blank(pages), *self._poor(pages), *_languages(pages, told=told))

    def _poor(self, pages: Sequence[Laid]) -> Iterator[Finding]:
        for laid in pages:
            reading = laid.reading
            if reading is None:
                # Its reading failed: it can be resumed among the failures, and the others need not wait for it.
                continue
            if not reading.word_count and "blank_page" not in reading.warnings:
                yield Finding("poor_page", (laid.position,), 1.0, {"reasons": ["unreadable"], "confidence": 0})
            if reading.word_count and reading.source == "ocr" and reading.confidence < self.doubtful:
                details = {"reasons": ["confidence"], "confidence": round(reading.confidence)}
                yield Finding("poor_page", (laid.position,), 1 - reading.confidence / 100, details)


def _blank(pages: Sequence[Laid]) -> Iterator[Finding]:
    for laid in pages:
        if laid.reading is not None and not laid.reading.word_count and "blank_page" in laid.reading.warnings:
            yield Finding("blank_page", (laid.position,), 0.95, {"words": 0})


def _languages(pages: Sequence[Laid], *, told: bool) -> Iterator[Finding]:
    telling = [laid for laid in pages if laid.reading is not None and laid.reading.word_count >= TELLING_WORDS]
    words: Counter[str] = Counter()
    for laid in telling:
        if laid.reading is not None and laid.reading.languages:
            words[str(laid.reading.languages[0])] += laid.reading.word_count
    if not words:
        if telling and not told:
            yield Finding("language_unknown", tuple(laid.position for laid in telling), 0.9)
        return
    main = words.most_common(1)[0][0]
    others = tuple(laid.position for laid in telling if _first(laid) not in (None, main))
    if others:
        found = sorted(words)
        yield Finding("several_languages", others, 0.8, {"main": main, "languages": found})


def _first(laid: Laid) -> str | None:
    return str(laid.reading.languages[0]) if laid.reading is not None and laid.reading.languages else None
