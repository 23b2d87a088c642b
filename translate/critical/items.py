"""Critical items of a text, with the values by which source and target are compared."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a critical item is; finding codes are made of these names."""

    amount = "amount"
    number = "number"
    date = "date"
    time = "time"
    identifier = "identifier"
    contact = "contact"


@dataclass(frozen=True, slots=True)
class Item:
    """A critical item at ``text[start:end]``.

    ``values`` are its possible readings, the most likely first: the plain decimal of a number (``1234.56``), a
    partial ISO date (``2024-03-12``, ``2024-03``, ``--03-12``), letters and figures alone for an identifier. Two
    items agree when they share a reading. ``french`` is how it is written in the translation; ``currency`` an
    ISO 4217 code; ``ambiguous`` when a careful reader could take it in two ways; ``digits`` its figures in
    order, 0 to 9; ``plain`` when an engine can be trusted to carry it (a bare integer of up to four figures).
    """

    kind: Kind
    start: int
    end: int
    text: str
    values: tuple[str, ...]
    french: str
    currency: str | None = None
    ambiguous: bool = False
    digits: str = ""
    plain: bool = False


def western(text: str) -> str:
    """The text with every decimal figure of any script as 0 to 9; the length does not change."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def digits_of(text: str) -> str:
    """The figures of the text, in order, as 0 to 9."""
    return "".join(char for char in western(text) if char.isdecimal())


def compact(text: str) -> str:
    """Letters and figures alone, upper case: by what identifiers are compared."""
    return "".join(char for char in western(text).upper() if char.isalnum())
