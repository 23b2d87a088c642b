"""All critical items of a text, without overlap; each figure of the text is in one of them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from translate.critical.amounts import numbers
from translate.critical.dates import dates
from translate.critical.identifiers import accounts, contacts, identifiers, tokens
from translate.critical.items import Item, Kind, western


@lru_cache(maxsize=1024)  # drafting and checking ask several times about the same sentence
def find(text: str, language: str) -> tuple[Item, ...]:
    """The critical items of the text in its order. The language (ISO 639-1) decides between readings only: what is
    found hardly depends on it, so that a source and its copy in a translation are taken alike."""
    plain = western(text)
    amounts = tuple(numbers(plain, language))
    layers: tuple[Iterable[Item], ...] = (
        accounts(plain),
        contacts(plain),
        identifiers(plain),
        dates(plain, language),
        (item for item in amounts if item.kind is Kind.amount),
        tokens(plain, language),
        (item for item in amounts if item.kind is Kind.number),
    )
    kept: list[Item] = []
    taken = bytearray(len(plain))
    for layer in layers:
        _keep(layer, kept, taken)
    _keep(_leftovers(plain, taken), kept, taken)
    return tuple(_closed(item, text) for item in sorted(kept, key=lambda item: item.start))


def _keep(layer: Iterable[Item], kept: list[Item], taken: bytearray) -> None:
    """Adds the items of a layer that overlap none of those kept, the longest first."""
    for item in sorted(layer, key=lambda item: (item.start - item.end, item.start)):
        if not any(taken[item.start : item.end]):
            taken[item.start : item.end] = b"\1" * (item.end - item.start)
            kept.append(item)


def _leftovers(text: str, taken: bytearray) -> Iterator[Item]:
    """Figures that no other rule has taken: none may escape the comparison."""
    for match in re.finditer(r"\d", text):
        if not taken[match.start()]:
            start = match.start()
            while start > 0 and text[start - 1].isdecimal() and not taken[start - 1]:
                start -= 1
            run = re.match(r"\d+", text[start:])
            digits = run[0] if run else match[0]
            end = next((n for n in range(start, start + len(digits)) if taken[n]), start + len(digits))
            digits = text[start:end]
            yield Item(Kind.number, start, end, digits, (digits,), digits, digits=digits, plain=len(digits) <= 4)


def _closed(item: Item, text: str) -> Item:
    """The item as written; a full stop that also ends the sentence ("2024 r.", "грн.") is left outside."""
    end = item.end
    if text[end - 1] == "." and not text[end:].strip():
        end -= 1
    return replace(item, end=end, text=text[item.start : end])
