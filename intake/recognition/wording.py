"""Words as they are compared: folded, cut into trigrams, found again though some letters were misread. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

_SPACES: Final = re.compile(r"[^\w]+", re.UNICODE)
#: Letters that Unicode does not take apart, as they are written without their marks.
_PLAIN: Final = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})


def letters_in(text: str) -> int:
    """How many characters are letters."""
    return sum(character.isalpha() for character in text)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Small letters without accents, one space between words, nothing but letters and digits."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    bare = "".join(character for character in apart if not unicodedata.combining(character))
    return _SPACES.sub(" ", bare).replace("_", " ").strip()


@lru_cache(maxsize=8192)
def trigrams(folded: str) -> frozenset[str]:
    """Three characters at a time, with the ends of words."""
    padded = f" {folded} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


@lru_cache(maxsize=4096)
def _known_phrase(phrase: str) -> tuple[str, frozenset[str], int]:
    folded = fold(phrase)
    return folded, trigrams(folded), len(folded.split())


def find_phrase(phrase: str, text: str) -> float:
    """How much of ``phrase`` stands together in ``text``, 0 to 1; about 0.7 is left when every eighth letter is
    misread. ``text`` is folded; ``phrase`` is folded here."""
    wanted, grams, words = _known_phrase(phrase)
    if not wanted or len(text) < len(wanted) // 2:
        return 0.0
    if f" {wanted} " in f" {text} ":
        return 1.0
    # Short words are nearly all in any text once two letters may differ: they must be there as they are.
    if len(wanted) < 7 or len(grams & trigrams(text)) < 0.6 * len(grams):
        return 0.0
    return max(_likeness(grams, trigrams(window)) for window in _windows(text.split(), words))


def _windows(words: list[str], size: int) -> Iterator[str]:
    # One word more or less: a space lost or found is the commonest misreading.
    for wide in {max(1, size - 1), size, size + 1}:
        for start in range(max(1, len(words) - wide + 1)):
            yield " ".join(words[start : start + wide])


def _likeness(left: frozenset[str], right: frozenset[str]) -> float:
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def likeness(left: str, right: str) -> float:
    """How alike two folded texts are by their trigrams (Dice), 0 to 1."""
    return _likeness(trigrams(left), trigrams(right))
