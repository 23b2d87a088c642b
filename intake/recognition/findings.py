"""What the recognisers say: one shape for all of them, which a row or a screen can hold as it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

#: A value of ``Finding.details``: plain, so that JSON holds it. A box is four floats in points (x0, y0, x1, y1).
Detail = str | int | float | bool | None | tuple["Detail", ...]

#: Every code with the keys of its details. Nothing is decided by a finding: it proposes, a person decides.
CODES: Final[Mapping[str, tuple[str, ...]]] = {
    # A multilingual form. ``family``: portable_document, e_form, sed, regulation_2016_1191, ciec. ``part``: A1, E
    # 104, P5000, birth, B… ``edition``: language of the print (ISO 639-1) or None. ``to_verify``: acceptance is
    # not sure.
    "standard_form": ("family", "part", "edition", "to_verify", "evidence"),
    # The same document, or one that only looks like it. ``kind``: exact, same_text, same_picture, other_numbers.
    # ``aligned``: pairs (page here, page there). ``differing``: (page here, number here or None, number there or
    # None, doubtful); ``doubtful`` when a misread character may be all of it.
    "duplicate": ("kind", "document", "similarity", "aligned", "differing"),
    # The other document has a delivered translation, and the text is the same.
    "already_translated": ("document", "similarity", "kind"),
    # The document holds its own French translation. ``mode``: following, side_by_side. ``pairs``: (source page,
    # French page). ``shared``: share of the numbers (0 to 1) that stand on both sides.
    "contains_translation": ("mode", "language", "pairs", "shared"),
    # Paragraphs already in French, a box for each, and the share (0 to 1) of the page's letters in them.
    "french_passage": ("boxes", "share"),
    "french_document": ("share",),
    # ``reasons`` among confidence, gibberish, few_words, resolution, blur, contrast, with the measures themselves.
    "poor_page": ("reasons", "confidence", "gibberish", "words", "dpi", "sharpness", "contrast"),
    # ``peak``: how far the strongest periodic pattern stands out of the spectrum (``pictures.screen_peak``).
    "screen_photograph": ("peak",),
    "blank_page": ("ink", "words"),
    # ``rotation``: the clockwise turn (90, 180, 270) that sets the page upright; ``source``: reading or picture.
    "turned_page": ("rotation", "source"),
    # A new document seems to begin at ``pages[0]``.
    "boundary": ("reasons",),
    # ``kind`` as in ``kinds_table.KINDS``; ``language`` that of the words that told.
    "document_kind": ("kind", "language", "title"),
    "page_language": ("language", "share"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One proposal about some pages (numbers from 1, ascending): ``confidence`` is 0 to 1; ``details`` holds the
    keys that ``CODES`` lists for the code, and nothing else.

    Confidences order findings of one code and say which are nearly certain; they are not probabilities.
    """

    code: str
    pages: tuple[int, ...]
    confidence: float
    details: Mapping[str, Detail] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if set(self.details) != set(CODES[self.code]):
            raise ValueError(f"{self.code}: {sorted(self.details)}")
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"{self.code}: {self.confidence}")
