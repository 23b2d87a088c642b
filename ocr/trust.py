"""Whether the text layer of a page may be taken for what is printed on it. Pure.

A bad text layer taken for good is worse than a second recognition: fonts without a character map, layers of an
earlier OCR, a stamp's text over a scan.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

Reason = Literal["no_text", "mostly_picture", "garbled", "sideways", "implausible", "ocr_layer"]

#: A picture over this share of the page with fewer characters than that is a scan with a stamp or a header on it.
PICTURE_SHARE: Final = 0.5
PICTURE_CHARACTERS: Final = 250
#: Share of glyphs without a meaning from which the whole font is suspect.
GARBAGE: Final = 0.01
LETTERS: Final = 0.5
SIDEWAYS: Final = 0.5
#: Text of a wrong character map belongs to no language; shorter texts (names, figures) do not either.
PLAUSIBLE_LETTERS: Final = 120
PLAUSIBLE_CONFIDENCE: Final = 0.35
#: What an earlier OCR must reach to be kept.
LAYER_CONFIDENCE: Final = 0.95
LAYER_CHARACTERS: Final = 400
LAYER_ODD_WORDS: Final = 0.02

_CID: Final = re.compile(r"\(cid:\d+\)")
_LEADER: Final = re.compile(r"[._…·\-–—=*|/\\]{3,}|[☐☑☒□■]")
_ODD: Final = re.compile(r"[^\W\d_]\d[^\W\d_]|[a-zà-ÿ][A-ZÀ-Þ][a-zà-ÿ]|[^\W\d_][|\\<>{}~^*=_][^\W\d_]|[|\\<>{}~^]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a text layer: its words; the shares (0 to 1) of text ``invisible`` and ``sideways``; the
    largest ``picture``'s share of the page; the ``confidence`` (0 to 1) of its likeliest language."""

    words: Sequence[str]
    invisible: float
    sideways: float
    picture: float
    confidence: float


def reason_to_doubt(evidence: Evidence) -> Reason | None:
    """Why the page must be recognised from its picture, or None when the text layer can be trusted."""
    text = "".join(evidence.words)
    characters = len(_CID.sub("\ufffd", text))
    letters = sum(character.isalpha() for character in text)
    if not any(character.isalnum() for character in text):
        return "no_text"
    if evidence.picture >= PICTURE_SHARE and characters < PICTURE_CHARACTERS:
        return "mostly_picture"
    if garbage_share(text) > GARBAGE or letter_share(text) < LETTERS:
        return "garbled"
    if evidence.sideways > SIDEWAYS:
        return "sideways"
    if letters >= PLAUSIBLE_LETTERS and evidence.confidence < PLAUSIBLE_CONFIDENCE:
        return "implausible"
    if evidence.invisible >= 0.5 and not _good_layer(evidence, characters):
        return "ocr_layer"
    return None


def garbage_share(text: str) -> float:
    """Share of glyphs that mean nothing: unmapped, replaced, control, private or unassigned characters."""
    plain = _CID.sub("\ufffd", text)
    bad = sum(c == "\ufffd" or unicodedata.category(c) in {"Cc", "Co", "Cn", "Cs"} for c in plain)
    return bad / len(plain) if plain else 0.0


def letter_share(text: str) -> float:
    """Share of letters, marks and digits, dotted leaders and tick boxes left aside; 1 for an empty text."""
    plain = _LEADER.sub("", text)
    good = sum(unicodedata.category(c)[0] in "LMN" for c in plain)
    return good / len(plain) if plain else 1.0


def odd_share(words: Sequence[str]) -> float:
    """Share of words with the marks of bad recognition: digits or capitals amid small letters, stray signs."""
    return sum(bool(_ODD.search(word)) for word in words) / len(words) if words else 0.0


def _good_layer(evidence: Evidence, characters: int) -> bool:
    return (
        characters >= LAYER_CHARACTERS
        and evidence.confidence >= LAYER_CONFIDENCE
        and odd_share(evidence.words) <= LAYER_ODD_WORDS
    )
