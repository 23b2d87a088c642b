"""The lines of a page, and how they join into running text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from storage.words import Box, Word

_HYPHENS = "-\u2010\u00ad\u00ac"
# German and Dutch leave a hyphen where two compounds share their second half: "Kranken- und Unfallversicherung".
_SHARED_HALF = frozenset({"und", "oder", "bzw.", "sowie", "en", "of"})
# A hyphen that is part of the spelling must survive a line end that falls on it.
_KEPT_AFTER = {
    "en": frozenset({"self", "non", "co", "ex", "vice", "half", "part", "full", "long", "short"}),
    "ro": frozenset({"într", "dintr", "printr", "s", "m", "n", "i", "l", "le", "ne", "v", "d", "c", "ce"}),
    "fr": frozenset({"ci", "non", "ex", "demi", "sous", "vice"}),
}
_KEPT_BEFORE = {
    "pt": frozenset(
        ["se", "o", "a", "os", "as", "lhe", "lhes", "me", "te", "nos", "vos", "lo", "la", "los", "las", "no", "na"]
    ),
    "fr": frozenset(["il", "elle", "ils", "elles", "on", "je", "tu", "nous", "vous", "ci", "là"]),
}
# A gap wider than this many letter heights separates two fields of a form rather than two words.
FIELD_GAP = 3.0


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one line (or of one field of a line), in reading order. ``alone`` is set for a field: it never
    joins the line above or below."""

    words: tuple[Word, ...]
    alone: bool = False

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        box = self.words[0].box
        for word in self.words[1:]:
            box = box.union(word.box)
        return box

    @property
    def height(self) -> float:
        """The letter height in points: the median of the words' heights."""
        return float(median(word.box.height for word in self.words))

    @property
    def right_to_left(self) -> bool:
        return right_to_left(self.text)


def right_to_left(text: str) -> bool:
    """Whether most letters are Hebrew or Arabic."""
    letters = [char for char in text if char.isalpha()]
    return sum("\u0590" <= char <= "\u08ff" or "\ufb1d" <= char <= "\ufefc" for char in letters) * 2 > len(letters)


def lines_of(words: Iterable[Word]) -> list[Line]:
    """The words of one block as lines; a line with wide gaps becomes several fields."""
    out: list[Line] = []
    for _, group in groupby(words, key=lambda word: word.line):
        out += _fields(tuple(group))
    return out


def _fields(words: tuple[Word, ...]) -> list[Line]:
    limit = FIELD_GAP * max(float(median(word.box.height for word in words)), 1.0)
    fields: list[list[Word]] = [[words[0]]]
    for before, word in pairwise(words):
        gap = max(word.box.x0 - before.box.x1, before.box.x0 - word.box.x1)
        if gap > limit:
            fields.append([])
        fields[-1].append(word)
    alone = len(fields) > 1
    return [Line(tuple(field), alone) for field in fields]


def joined(lines: Sequence[Line], language: str) -> str:
    """The lines as one text with single spaces; words cut at a line end are whole again."""
    text = ""
    for line in lines:
        text = _join(text, line.text, language) if text else line.text
    return text


def cut_at_end(text: str) -> bool:
    """Whether the text ends with a hyphen that follows a letter or a figure."""
    return len(text) > 1 and text[-1] in _HYPHENS and text[-2].isalnum()


def _join(left: str, right: str, language: str) -> str:
    if not cut_at_end(left):
        return f"{left} {right}"
    first = right.split(maxsplit=1)[0]
    if first.lower() in _SHARED_HALF:
        return f"{left} {right}"
    if _hyphen_is_spelling(left, first, language):
        return left + right
    return left[:-1] + right


def _hyphen_is_spelling(left: str, first: str, language: str) -> bool:
    if left[-1] in "\u00ad\u00ac":
        return False
    if not first[0].islower() or not left[-2].isalpha():
        return True
    stem = left.rsplit(maxsplit=1)[-1][:-1].lower()
    bare = first.lower().rstrip(".,;:)")
    return stem in _KEPT_AFTER.get(language, ()) or bare in _KEPT_BEFORE.get(language, ())
