"""What a page becomes: segments, and segments with a draft."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from storage.words import Box

_WORD = re.compile(r"\w+(?:['’.,\-/]\w+)*")


class Role(StrEnum):
    """What a segment is on its page."""

    heading = "heading"
    paragraph = "paragraph"
    label = "label"
    cell = "cell"
    mark = "mark"  # a seal, a signature, a stamp: named in the translation, never reproduced


class Origin(StrEnum):
    """Where the target text of a draft comes from."""

    machine = "machine"
    copied = "copied"  # nothing to translate: numbers, codes, names, a passage already in French
    none = "none"  # no engine for the language: the target is empty


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person must look at. ``blocking`` findings forbid approval until solved or waived.

    ``values`` fill the French sentence of the code (see ``translate.findings.message_fr``); the value under
    ``value`` is what is missing or added, as written, and the one under ``fix`` is a text that may be inserted.
    """

    code: str
    blocking: bool
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SourceSegment:
    """One paragraph, heading, label or cell of a page, as read.

    ``page`` counts from 1, ``order`` from 0 within the page; ``boxes`` hold one box per line, in PDF points;
    ``text`` is one line of text with single spaces; ``language`` is an ISO 639-1 code, ``und`` when unknown;
    ``confidence`` is 0 to 100; ``table``, ``row``, ``column`` count from 0 and are None outside tables;
    ``findings`` are those of the reading (noise, low confidence), never blocking.
    """

    page: int
    order: int
    boxes: tuple[Box, ...]
    role: Role
    text: str
    language: str
    confidence: float
    table: int | None = None
    row: int | None = None
    column: int | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def words(self) -> int:
        """The words of the source text: what is counted, 300 to a page."""
        return words_count(self.text)


@dataclass(frozen=True, slots=True)
class Draft:
    """A segment with its draft. ``engine`` is None unless a machine translated; ``score`` is 0 to 1, how likely
    the engine finds its own output, None when it does not say. ``findings`` include those of the segment."""

    segment: SourceSegment
    target: str
    origin: Origin
    engine: str | None
    score: float | None
    findings: tuple[Finding, ...] = ()

    @property
    def blocked(self) -> bool:
        """Whether a finding forbids approval of the draft as it stands."""
        return any(finding.blocking for finding in self.findings)


def words_count(text: str) -> int:
    """The words of a text: runs of letters or figures; ``1.234,56``, ``l'assuré`` and ``A-12/3`` are one word."""
    return len(_WORD.findall(text))
