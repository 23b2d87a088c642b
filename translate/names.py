"""Names of persons, found so that no engine translates them: *Magalhães* must not become *Magellan*.

A name begins with a given name that is known, or after a title, and goes on over words with a capital and the
particles between them. Surnames that were met in a name are then known wherever they stand. What is found stays as
written; an institution that bears somebody's name keeps that name, which is no harm.
"""

import re
from collections.abc import Iterable

from translate.given_names import GIVEN

# "E" and "y" are left out: they join two persons more often than two names of one.
_PARTICLES = "da|das|de|del|della|delle|dei|degli|di|do|dos|du|la|las|le|lo|los|van|von"
_WORD = r"[^\W\d_][\w'’-]*"
_GO_ON = re.compile(rf" (?:(?:{_PARTICLES}) ){{0,2}}({_WORD})")
_WORDS = re.compile(rf"(?<![\w'’-]){_WORD}")
_TITLE = re.compile(r"\b(?:Dr|Dra|Mr|Mrs|Ms|Sr|Sra|Sig|Dott|Dña|Dna)\.?(?:ª|ra|ssa)? (?=\w)")
_SAINTS = frozenset(("San", "Sant", "Santa", "Santo", "São", "Sfânta", "Sfântul"))
_SAINT = re.compile(rf"\b(?:{'|'.join(sorted(_SAINTS))}) (?=\w)")
# A surname that begins a sentence and is followed by a small letter may be an ordinary word: "Young patients".
_PROSE = re.compile(r"(?:^|[.!?:;] )$")
_LONGEST = 7
# Every noun has a capital in German: there a name ends with its first surname ("Matthias Feldkamp Versicherter").
_CAPITAL_NOUNS = frozenset(("de",))
_BEFORE = re.compile(rf"({_WORD}) $")
# After a name that stands in a field by itself: its end, a comma, the figure of a house.
_FIELD_ENDS = re.compile(r"$|[,;(]|[ ,]+\d")
_CALLED = (
    "Herr Herrn Frau Señor Señora Don Doña Senhor Senhora Signor Signora Signore Domnul Doamna Mister Madame"
    " Monsieur Saint San Santa Santo São Sankt Prof Doktor"
)
_SHORTEST_SURNAME = 4


def names(text: str, language: str, known: frozenset[str] = frozenset()) -> list[tuple[int, int]]:
    """The spans of names of persons in a text in ``language`` (ISO 639-1), in order, apart from each other.
    ``known`` are surnames that were met elsewhere. Nothing is found in a language without given names here."""
    given = GIVEN.get(language)
    if given is None:
        return []
    begins = _begins(text, given, one_surname=language in _CAPITAL_NOUNS)
    spans: list[tuple[int, int]] = []
    for match in _WORDS.finditer(text):
        if spans and match.start() < spans[-1][1]:
            continue
        if match.start() in begins:
            spans.append((match.start(), begins[match.start()]))
        elif match[0] in known and not _may_be_prose(text, *match.span()):
            spans.append(match.span())
    return spans


def _may_be_prose(text: str, start: int, end: int) -> bool:
    return text[end : end + 1] == " " and text[end + 1 : end + 2].islower() and bool(_PROSE.search(text[:start]))


def _begins(text: str, given: frozenset[str], *, one_surname: bool) -> dict[int, int]:
    """Where names may begin, with their ends. A given name alone is none: it may be the name of anything."""
    ends_after = given if one_surname else frozenset[str]()
    begins: dict[int, int] = {}
    for match in _WORDS.finditer(text):
        if match[0] in given:
            end, count = _run(text, match.end(), ends_after)
            start = match.start() if count > 1 else _surname_before(text, *match.span())
            if start is not None:
                begins[start] = end
    for saint in _SAINT.finditer(text):
        if saint.end() in begins:
            begins[saint.start()] = begins[saint.end()]
    for title in _TITLE.finditer(text):
        word = _WORDS.match(text, title.end())
        if word and word[0][0].isupper() and word.start() not in begins:
            begins[word.start()] = _run(text, word.end(), ends_after)[0]
    return begins


def _surname_before(text: str, start: int, end: int) -> int | None:
    """Where the surname begins that a form puts before a lone given name: "Schaeffler Laurent, 8"."""
    before = _BEFORE.search(text[:start])
    if before is None or not _FIELD_ENDS.match(text, end):
        return None
    word = before[1]
    named = word[0].isupper() and len(word) >= _SHORTEST_SURNAME and word not in _CALLED.split()
    return before.start(1) if named else None


def surnames(texts: Iterable[str], language: str) -> frozenset[str]:
    """The surnames in the names of persons that the texts hold."""
    given = GIVEN.get(language, frozenset())
    words: set[str] = set()
    for text in texts:
        for start, end in names(text, language):
            words.update(match[0] for match in _WORDS.finditer(text[start:end]))
    return frozenset(w for w in words - given - _SAINTS if w[0].isupper() and len(w) >= _SHORTEST_SURNAME)


def _run(text: str, end: int, given: frozenset[str]) -> tuple[int, int]:
    """Where a name ends that has begun before ``end``, and how many words with a capital it has. With ``given``
    names it ends with the first word that is none of them."""
    count = 1
    while count < _LONGEST:
        match = _GO_ON.match(text, end)
        if match is None or not match[1][0].isupper():
            break
        end, count = match.end(), count + 1
        if given and match[1] not in given:
            break
    return end, count
