"""Text as a file can carry it: nothing that breaks XML or misleads the eye, and the direction it is read in."""

import re
import unicodedata

REPLACEMENT = "\ufffd"

# Characters that XML forbids, lone surrogates, non-characters: shown, so that nobody takes the text as whole.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Marks that reorder what follows could make an amount read backwards; each segment has its own direction.
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def printable(text: str) -> str:
    """The text with line ends as newlines, illegal characters as U+FFFD, and no mark that reorders the line."""
    lines = _LINE_ENDS.sub("\n", text)
    shown = _REORDERING.sub("", _ILLEGAL.sub(REPLACEMENT, lines))
    return "".join(REPLACEMENT if ord(char) & 0xFFFE == 0xFFFE else char for char in shown)


def direction(text: str) -> str:
    """``rtl`` when the first letter that has a direction is written from right to left, else ``ltr``."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def tidy(text: str) -> str:
    """Printable text with single spaces and no empty line; no-break spaces and line ends stay what they are."""
    lines = (re.sub(r"[ \t]+", " ", line).strip(" ") for line in printable(text).split("\n"))
    return "\n".join(line for line in lines if line)
