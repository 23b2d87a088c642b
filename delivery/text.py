"""Text as a file can carry it: nothing that breaks XML or misleads the eye, and the direction it is read in."""

import re
import unicodedata

REPLACEMENT = "\ufffd"

# Characters that XML forbids, lone surrogates, non-characters: shown, so that nobody takes the text as whole.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Marks that reorder what follows could make an amount read backwards; each segment has its own direction.
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# What word processors write for the bullets and boxes of their symbol fonts.
_SYMBOLS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF06F: "☐", 0xF0A8: "☐", 0xF0FE: "☒"}
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def printable(text: str) -> str:
    """The text with line ends as newlines, illegal or private characters as U+FFFD, no mark that reorders."""
    lines = _LINE_ENDS.sub("\n", text.translate(_SYMBOLS))
    shown = _REORDERING.sub("", _ILLEGAL.sub(REPLACEMENT, lines))
    return shown if shown.isascii() else "".join(map(_assigned, shown))


def _assigned(char: str) -> str:
    """No font draws a private or unassigned character, and a glyph that misses spoils the text of a PDF."""
    return REPLACEMENT if unicodedata.category(char) in ("Cn", "Co") else char


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
