"""Seals that were read as text: letters that run in a circle come out as scraps, which are no headings.

A few short scraps of low confidence that lie together are one seal or stamp. It is named in the translation, never
reproduced; what was read of it stays in the source, for a person to compare with the page.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from storage.words import Box
from translate.segments import Draft, Finding, Origin, SourceSegment

CODE = "seal_noise"
FRENCH = "[cachet]"

#: A scrap has few letters and little confidence; so many together make a seal, and some must be worse still.
_MOST_LETTERS = 10
_MOST_WORDS = 4
_UNSURE, _VERY_UNSURE = 70.0, 55.0
_LONGEST_CRUMB = 2
_LEAST_SCRAPS, _LEAST_VERY_UNSURE = 3, 2
#: Scraps of one seal lie at most this far from each other, and reach no farther than this in all, in points.
_GAP, _REACH = 30.0, 200.0
#: On a page that was read badly everything looks like a scrap: there nothing is taken for a seal.
_LEAST_PAGE = 75.0
# What must not be hidden, were it misread: "28 tabs", "M23.52", "06.03.2026".
_TELLING = re.compile(r"\d\W*[a-zà-öø-ÿ]|[^\W\d_]\d|\d{3}|\d\W+\d")


@dataclass(frozen=True, slots=True)
class Scrap:
    """A piece of a page outside tables: what was read, where, and how sure the reading is (0 to 100)."""

    text: str
    box: Box
    confidence: float

    @property
    def doubtful(self) -> bool:
        """Whether this may be a part of a seal."""
        letters = sum(char.isalpha() for char in self.text)
        few = letters <= _MOST_LETTERS and len(self.text.split()) <= _MOST_WORDS
        return few and self.confidence < _UNSURE and _TELLING.search(self.text) is None


def seals(pieces: Sequence[Scrap | None], page_confidence: float) -> list[list[int]]:
    """The numbers of the pieces that form each seal; None stands for a piece that cannot be part of one."""
    if page_confidence < _LEAST_PAGE:
        return []
    groups: list[list[int]] = []
    scraps = {number: piece for number, piece in enumerate(pieces) if piece is not None and piece.doubtful}
    for number, scrap in scraps.items():
        near = [group for group in groups if any(_near(scraps[other].box, scrap.box) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append(sorted([number, *(other for group in near for other in group)]))
    found = sorted(group for group in groups if _is_seal([scraps[number] for number in group]))
    return [sorted({*group, *_within(_whole([scraps[n] for n in group]), pieces)}) for group in found]


def _within(seal: Box, pieces: Sequence[Scrap | None]) -> list[int]:
    """The crumbs that lie within a seal, however sure the reading is of them."""
    return [
        number
        for number, piece in enumerate(pieces)
        if piece is not None
        and len(piece.text) <= _LONGEST_CRUMB
        and seal.x0 <= piece.box.x0
        and piece.box.x1 <= seal.x1
        and seal.y0 <= piece.box.y0
        and piece.box.y1 <= seal.y1
    ]


def _whole(scraps: Sequence[Scrap]) -> Box:
    box = scraps[0].box
    for scrap in scraps[1:]:
        box = box.union(scrap.box)
    return box


def _near(one: Box, other: Box) -> bool:
    across = max(one.x0, other.x0) - min(one.x1, other.x1)
    down = max(one.y0, other.y0) - min(one.y1, other.y1)
    return max(across, down) <= _GAP


def _is_seal(scraps: Sequence[Scrap]) -> bool:
    if len(scraps) < _LEAST_SCRAPS or sum(s.confidence < _VERY_UNSURE for s in scraps) < _LEAST_VERY_UNSURE:
        return False
    whole = _whole(scraps)
    return max(whole.width, whole.height) <= _REACH and any(any(map(str.isalpha, s.text)) for s in scraps)


def finding(text: str) -> Finding:
    """What the editor says beside a seal; never blocking, for the seal is named."""
    return Finding(CODE, False, {"value": text})


def is_seal(segment: SourceSegment) -> bool:
    """Whether a segment is a seal that was read as text."""
    return any(found.code == CODE for found in segment.findings)


def named(segment: SourceSegment) -> Draft:
    """The draft of a seal: its name in brackets. Its scraps are compared with nothing."""
    return Draft(segment, FRENCH, Origin.copied, None, None, segment.findings)
