"""Critical items leave a sentence before the engine sees it, and come back after, written in French.

Addresses and names of persons leave too, for they are never translated. Bare integers of up to four figures stay,
unless ``everything`` is asked: engines carry them, and the agreement of the noun beside them is better.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Protocol

from translate.critical.addresses import Address, Country, found
from translate.critical.find import find
from translate.critical.items import Item
from translate.names import names

_BETWEEN = re.compile(r"[ \u00a0\u202f,/–—·;-]{1,3}")

# A text that holds the brackets of placeholders must not be taken for one.
_BRACKETS = re.compile(r"⟦[^⟧]*⟧|[⟦⟧]")


class Placeholders(Protocol):
    """How an engine wants placeholders written: ``render`` writes the one of an index, ``pattern`` finds them
    again, its first group being the index."""

    @property
    def pattern(self) -> re.Pattern[str]: ...

    def render(self, index: int, /) -> str: ...


@dataclass(frozen=True, slots=True)
class Mask:
    """A part of a sentence that the engine must not see: as written, and as it goes into the translation."""

    source: str
    french: str


@dataclass(frozen=True, slots=True)
class Masked:
    """A sentence in ``len(masks) + 1`` pieces of text with a mask between each two."""

    pieces: tuple[str, ...]
    masks: tuple[Mask, ...]

    def interleaved(self, between: list[str]) -> str:
        """The sentence with the given texts in place of its masks."""
        return "".join(chain.from_iterable(zip_longest(self.pieces, between, fillvalue="")))

    @property
    def source(self) -> str:
        return self.interleaved([mask.source for mask in self.masks])

    @property
    def translatable(self) -> bool:
        """Whether anything is left for an engine: a letter outside the masks."""
        return any(char.isalpha() for piece in self.pieces for char in piece)

    def rendered(self, style: Placeholders) -> str:
        """What the engine is given."""
        return self.interleaved([style.render(index) for index in range(len(self.masks))])

    def copied(self) -> str:
        """The sentence as it stands, its masks in French."""
        return self.interleaved([mask.french for mask in self.masks])


@dataclass(frozen=True, slots=True)
class Known:
    """What a document holds elsewhere, and what is therefore known wherever it stands: the ``surnames`` of its
    persons, and the ``towns`` of its addresses."""

    surnames: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()


NOTHING_KNOWN = Known()


@dataclass(frozen=True, slots=True)
class Unmasked:
    """A translation with its masks back; ``lost`` and ``doubled`` are those that the engine did not carry once."""

    text: str
    lost: tuple[Mask, ...]
    doubled: tuple[Mask, ...]

    @property
    def whole(self) -> bool:
        return not (self.lost or self.doubled)


def mask(text: str, language: str, *, everything: bool = False, known: Known = NOTHING_KNOWN) -> Masked:
    """Takes the critical items, the addresses and the names of persons out of a sentence in ``language`` (ISO
    639-1). ``known`` is what the document holds elsewhere."""
    items = [item for item in find(text, language) if everything or not item.plain]
    addresses = found(text)
    # In an address nothing but the country is written the French way: no figure of it is an amount.
    changed: list[Item | Country] = [item for item in items if not any(_lies_in(item, each) for each in addresses)]
    changed += [address.country for address in addresses if address.country]
    kept = [match.span() for match in _BRACKETS.finditer(text)]
    kept += [(address.start, address.end) for address in addresses]
    kept += [*names(text, language, known.surnames), *_towns(text, known.towns)]
    spans = _merged(text, sorted([(i.start, i.end) for i in items] + kept))
    pieces, masks, at = [], [], 0
    for start, end in spans:
        pieces.append(text[at:start])
        masks.append(Mask(text[start:end], _french(text, start, end, changed)))
        at = end
    return Masked((*pieces, text[at:]), tuple(masks))


def unmask(translated: str, masked: Masked, style: Placeholders) -> Unmasked:
    """Puts the masks back in a translation of ``masked.rendered(style)``."""
    seen: Counter[int] = Counter()

    def back(match: re.Match[str]) -> str:
        index = int(match[1])
        seen[index] += 1
        return masked.masks[index].french if index < len(masked.masks) else ""

    text = style.pattern.sub(back, translated)
    lost = tuple(mask for index, mask in enumerate(masked.masks) if not seen[index])
    doubled = tuple(mask for index, mask in enumerate(masked.masks) if seen[index] > 1)
    return Unmasked(text, lost, doubled)


def _merged(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Joins spans that overlap or have nothing but a space, comma or dash between them: fewer placeholders are
    less for an engine to lose."""
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and (start <= out[-1][1] or _BETWEEN.fullmatch(text[out[-1][1] : start])):
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _lies_in(item: Item, address: Address) -> bool:
    return address.start <= item.start and item.end <= address.end


def _towns(text: str, towns: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where known towns stand, as written in an address or in capitals."""
    for town in towns:
        for match in re.finditer(rf"(?<!\w)(?:{re.escape(town)}|{re.escape(town.upper())})(?!\w)", text):
            yield match.span()


def _french(text: str, start: int, end: int, items: Sequence[Item | Country]) -> str:
    out, at = [], start
    for item in sorted(items, key=lambda item: item.start):
        if start <= item.start and item.end <= end:
            out += [text[at : item.start], item.french]
            at = item.end
    return "".join([*out, text[at:end]])
