"""Whether two documents are one: by their bytes, their text, their pictures; and what differs. Pure."""

from dataclasses import dataclass
from typing import Final, Literal

from intake.recognition.documents import (
    DocumentFingerprint,
    PageFingerprint,
    likeness_of,
    picture_likeness,
)
from intake.recognition.numbers import Difference, compare_numbers

Kind = Literal["exact", "same_text", "same_picture", "other_numbers"]

#: Two scans of one page share a quarter of their shingles at worst; so do two persons' pages of one template,
#: which their numbers tell apart.
LEAST_TEXT: Final = 0.22
#: Without the support of its numbers a text must be nearly the same, word by word.
NEAR_TEXT: Final = 0.7
#: Share of the numbers that both sides hold, from which the texts are of one document or of its versions.
SHARED_NUMBERS: Final = 0.55
#: Equal bits of two picture hashes, from which pages that cannot be read are the same; lower where the text
#: agrees.
LEAST_PICTURE: Final = 0.86
#: A page with fewer words and numbers is compared by its picture.
FEW_WORDS: Final = 25


@dataclass(frozen=True, slots=True)
class PagePair:
    """Two pages (numbers from 1) that are one, or versions of one."""

    here: int
    there: int
    kind: Kind
    similarity: float
    differing: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents. ``similarity`` is 0 to 1 over the pages of the longer one; ``aligned`` names the pages."""

    kind: Kind
    similarity: float
    aligned: tuple[PagePair, ...]

    @property
    def same(self) -> bool:
        return self.kind != "other_numbers"


def compare_documents(here: DocumentFingerprint, there: DocumentFingerprint) -> Pair | None:
    """How two documents agree, or None when no page of one is on the other side."""
    if here.sha256 == there.sha256:
        pages = range(1, max(len(here.pages), 1) + 1)
        return Pair("exact", 1.0, tuple(PagePair(page, page, "exact", 1.0) for page in pages))
    aligned = _align(here, there)
    if not aligned:
        return None
    longer = max(len(here.pages), len(there.pages))
    similarity = round(sum(pair.similarity for pair in aligned) / longer, 3)
    kinds = {pair.kind for pair in aligned}
    kind: Kind = "other_numbers" if "other_numbers" in kinds else "same_text"
    if kinds == {"same_picture"}:
        kind = "same_picture"
    return Pair(kind, similarity, aligned)


def _align(here: DocumentFingerprint, there: DocumentFingerprint) -> tuple[PagePair, ...]:
    pairs = [
        pair
        for i, left in enumerate(here.pages, start=1)
        for j, right in enumerate(there.pages, start=1)
        if (pair := compare_pages(left, right, i, j))
    ]
    # The best pair first; of equal ones (a form's empty second page) those that keep the order of the pages.
    pairs.sort(key=lambda p: (p.kind == "other_numbers", -p.similarity, abs(p.here - p.there), p.here))
    chosen: list[PagePair] = []
    for pair in pairs:
        if all(pair.here != other.here and pair.there != other.there for other in chosen):
            chosen.append(pair)
    return tuple(sorted(chosen, key=lambda pair: pair.here))


def compare_pages(left: PageFingerprint, right: PageFingerprint, i: int = 1, j: int = 1) -> PagePair | None:
    """Whether two pages are one (``same_text``, ``same_picture``), versions of one (``other_numbers``) or not
    related.

    A picture alone says only that two pages look alike, as two persons' copies of one form do: it decides where
    there is too little text, and never against what can be read.
    """
    picture = picture_likeness(left.picture, right.picture)
    if min(_said(left), _said(right)) < FEW_WORDS or not left.signature or not right.signature:
        return _by_picture(left, right, picture, (i, j))
    text = likeness_of(left.signature, right.signature)
    if text < LEAST_TEXT:
        return None
    differing = compare_numbers(left.numbers, right.numbers)
    shared = _shared(left, right)
    if shared < SHARED_NUMBERS and text < NEAR_TEXT:
        return None
    certain = [difference for difference in differing if not difference.doubtful]
    kind: Kind = "other_numbers" if certain else "same_text"
    return PagePair(i, j, kind, round(max(text, shared if not certain else text), 3), differing)


def _said(page: PageFingerprint) -> int:
    return page.words + len(page.numbers)


def _by_picture(
    left: PageFingerprint, right: PageFingerprint, picture: float, at: tuple[int, int]
) -> PagePair | None:
    # One page is read and the other is not: a letter beside a bad copy of it is for the eye to compare.
    if picture < LEAST_PICTURE or max(_said(left), _said(right)) > 4 * max(
        FEW_WORDS, min(_said(left), _said(right))
    ):
        return None
    differing = compare_numbers(left.numbers, right.numbers)
    certain = [difference for difference in differing if not difference.doubtful]
    return PagePair(*at, "other_numbers" if certain else "same_picture", round(picture, 3), differing)


def _shared(left: PageFingerprint, right: PageFingerprint) -> float:
    ours, theirs = [n.text for n in left.numbers], [n.text for n in right.numbers]
    if not ours and not theirs:
        return 1.0
    rest = list(theirs)
    common = 0
    for text in ours:
        if text in rest:
            rest.remove(text)
            common += 1
    return common / max(len(ours), len(theirs))
