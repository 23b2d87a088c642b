"""Apertium's stream format: how a sentence is written for it and what its marks mean. No process runs here.

In the stream ``[ ] { } ^ $ / \\ @ < >`` have a meaning; ``*``, ``@`` and ``#`` before a word say that Apertium
does not know it, cannot translate it or cannot inflect it; it marks signs such as « · » that way too.
"""

import re
from dataclasses import dataclass

from translate.engines.protocol import BRACKETS

# Masked items travel as capitals that no dictionary knows: a word that Apertium does not know stays where it is,
# whereas its own "superblanks" are moved or swallow an article ("de [x] al mes" lost its preposition).
_FIGURES = "BCDFGHJLMN"
_ITEM = re.compile(f"XQZ([{_FIGURES}]{{1,8}})K")

# Characters with a meaning travel as private ones. The backslash that the format provides is not enough: a
# sentence of "\\^" alone, without a word, never comes out of lrx-proc.
_SPECIAL = "[]{}^$/\\@<>*#~"
_PRIVATE = "".join(chr(0xE9F0 + index) for index in range(len(_SPECIAL)))
_TO_PRIVATE = str.maketrans(_SPECIAL, _PRIVATE)
_FROM_PRIVATE = str.maketrans(_PRIVATE, _SPECIAL)

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]")
_BLANK = re.compile(r"[\s\x00-\x20\x7f-\xa0]+")
_MARK = re.compile(r"[*@#](?=\w)")
# The sentence's own are private characters by then: whatever is left of them is a mark.
_ANY_MARK = re.compile("[*@#]")
_WORD = re.compile(r"[^\W\d_]+")

# No word of any dictionary is this long, and some stages take quadratic time over one: it is carried as it is,
# and so are addresses, of which Apertium would translate the parts ("?a=1" becomes "?à=1").
_LONGEST_WORD = 100
_ADDRESS = re.compile(r"\w@\w|://|^www\.", re.IGNORECASE)
_CARRIED = re.compile(f"{BRACKETS.pattern.pattern}|{_ITEM.pattern}")
_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence in the stream format. ``items`` are what its carried words stand for.

    ``end`` closes the unit: without a blank at the end some stages lose the last stop, and with it the sentence;
    its number tells that an answer belongs to its question.
    """

    stream: str
    end: str
    words: int
    items: dict[int, str]


def write(sentence: str, number: int = 0) -> Written:
    """The sentence as one unit of the stream: never empty, without NUL, whatever the characters."""
    items: dict[int, str] = {}
    text = sentence.encode("utf-8", "replace").decode()
    text = _BLANK.sub(" ", _INVISIBLE.sub("", text)).strip()
    words = len(_WORD.findall(BRACKETS.pattern.sub(" ", text)))
    text = _TOKEN.sub(lambda found: _token(found.group(), items), text)
    end = f"[][{number}\n]"
    return Written(text.translate(_TO_PRIVATE) + end, end, words, items)


def read(stream: str, written: Written) -> tuple[str, int]:
    """What Apertium answered to ``written``: the text without marks, and how many of its words were unknown.

    Raises:
        ValueError: this is no answer to that question; question and answer have lost step.
    """
    if not stream.endswith(written.end):
        raise ValueError("the answer belongs to another question")
    marked = stream.removesuffix(written.end)
    unknown = sum(1 for mark in _MARK.finditer(marked) if not _ITEM.match(marked, mark.end()))
    text = _ANY_MARK.sub("", marked).translate(_FROM_PRIVATE)
    return _BLANK.sub(" ", _restore(text, written.items)).strip(), unknown


def _restore(text: str, items: dict[int, str]) -> str:
    """The text with every carried word put back; what only looks like one is left alone."""
    return _ITEM.sub(lambda found: items.get(_number(found.group(1)), found.group()), text)


def _token(token: str, items: dict[int, str]) -> str:
    if len(token) >= _LONGEST_WORD:
        return _carry(token, items)
    if _ADDRESS.search(token):
        address = token.rstrip(".,;:)")
        return _carry(address, items) + token[len(address) :]
    return _CARRIED.sub(lambda found: _carry(found.group(), items), token)


def _carry(what: str, items: dict[int, str]) -> str:
    index = len(items)
    items[index] = what
    return "XQZ" + "".join(_FIGURES[int(figure)] for figure in str(index)) + "K"


def _number(figures: str) -> int:
    return int("".join(str(_FIGURES.index(figure)) for figure in figures))
