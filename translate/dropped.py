"""Content that is in the source and not in its translation, told by length and by parts.

The length is judged as Gale and Church do for aligning sentences (1993): what a translation is longer or shorter
than expected grows with the root of the length, so that a short text may differ much and a long one may not. The
parts of a text are set off by marks that engines and translators carry: a middle dot, a spaced dash, brackets.
"""

import math
import re
from collections.abc import Iterator

from translate.segments import Finding

# Characters of French for one of the source: in the drafts of the samples that say what their source says, and
# for German in the reference translations of the demonstration model. A low figure spares false alarms.
_EXPECTED = {"de": 1.05, "en": 1.08, "es": 1.01, "it": 1.01, "pt": 1.03, "ro": 1.05}
_USUAL = 1.05
# Variance of the length by character: 1.8 in those references, 0.1 to 0.8 in the drafts of Apertium.
_VARIANCE = 2.0
_LEAST_DEVIATION = 2.5
_MOST_SHARE = 0.65
_LONG_ENOUGH = 20

_SET_OFF = re.compile(r"\s[·•|]\s|\s[–—-]\s")
_BRACKETS = re.compile(r"\([^()]*\)")
_SPOKEN = re.compile(r"[^\W\d_]{3}")
# French has its own formulas, shorter ("Monsieur,") or longer than those of a letter.
_FORMULA = re.compile(
    r"(?:sehr geehrte|liebe|dear|estimad|muy señor|apreciad|exm|car[oa]s?\s|prezad|gentil|egregi|spett|szanown"
    r"|stimat|шановн|sayın)",
    re.IGNORECASE,
)
_LONGEST_FORMULA = 60


def dropped(source: str, target: str, language: str) -> Iterator[Finding]:
    """What tells that a part of a source in ``language`` (ISO 639-1) was left out: advice, for neither length nor
    marks prove anything, and a short translation may be the right one."""
    source, target = source.strip(), target.strip()
    if not target or _is_formula(source):
        return
    parts, found = _parts(source), _parts(target)
    if found < parts and parts > 1:
        yield Finding("parts_dropped", False, {"value": str(parts), "found": str(found)})
    elif too_short(len(source), len(target), language):
        yield Finding("content_dropped", False, {})


def too_short(source: int, target: int, language: str) -> bool:
    """Whether a translation of ``target`` characters is too short for a source of ``source`` characters."""
    if source < _LONG_ENOUGH:
        return False
    expected = _EXPECTED.get(language, _USUAL) * source
    deviation = (target - expected) / math.sqrt(_VARIANCE * source)
    return deviation < -_LEAST_DEVIATION and target < _MOST_SHARE * expected


def _parts(text: str) -> int:
    """The parts of a text that hold a word of three letters; brackets may stand anywhere between them."""
    parts = [*_SET_OFF.split(_BRACKETS.sub(" ", text)), *_BRACKETS.findall(text)]
    return sum(_SPOKEN.search(part) is not None for part in parts)


def _is_formula(source: str) -> bool:
    return len(source) <= _LONGEST_FORMULA and source[-1:] in ",!:" and _FORMULA.match(source) is not None
