"""Postal addresses: reproduced in an administrative translation, never translated, so kept from the engine.

An address is a street with its number, a postcode with its town, or both with what stands between them. The
country after it is the one part that is translated. Only forms that cannot be taken for prose count.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from translate.critical.countries import country_at
from translate.critical.streets import (
    AFTER_STREET,
    CAPITALISED,
    NAME,
    NAMED_STREET,
    PLACE,
    SEPARATOR,
    SMALL_WORDS,
    STREET,
)

_TOWN_AFTER_STREET = re.compile(rf"{SEPARATOR}{{1,2}}(?:{AFTER_STREET})(?!\w)")
# Districts, villages and counties between a street and its postcode: "17 Mill Lane, Hollowbrook, Devon EX39 9QT".
_LOCALITY = re.compile(rf"(?:[\s,;·–—-]|\((?=\w)|\)|{NAME})*")
_LOCALITY_LONGEST = 60
# "în Valea Lungă, str. Morilor nr. 19": the town before its street, told by the preposition or the country before.
_TOWN_IN = re.compile(rf"(?:^|\s)(?:în|in|en|em|w|we|у|в|din|im|à)\s({NAME}),\s$")
_TOWN_BEFORE = re.compile(rf",\s({NAME}),\s$")
_COUNTRY_LINK = re.compile(r"\s?[,–—-]?\s?\(?")
_LABEL = re.compile(
    r"(?<!\w)(?:domicilio|dirección|residencia|(?:post|wohn)?anschrift|wohnhaft(?: in)?|adresse|morada|residência"
    r"|endereço|residenza|indirizzo|address|domiciliul?|adresa|adres(?: zamieszkania)?|адреса?|adresi|domicili"
    r"|adreça)(?!\w)\s?:?\s",
    re.IGNORECASE,
)
# What an address after its label is made of, were a word of it misread: capitals, figures, small words.
_LIKE = re.compile(
    rf"(?:\d|{CAPITALISED})(?:[\s,.·–—/()'’-]|\d{{1,4}}|{CAPITALISED}|(?:{SMALL_WORDS}|[a-zà-öø-ÿ]{{1,3}})(?!\w))*"
)
_LIKE_LONGEST = 90
_CODE = re.compile(r"^\S*\d[\dA-Z-]*\s(?:[A-Z]{2}\s)?|\s\([^)]*\)$")
_WORDS = re.compile(r"\w+")
_CAPITAL = re.compile(rf"(?<!\w){CAPITALISED}")


@dataclass(frozen=True, slots=True)
class Country:
    """The country at the end of an address, with its French name."""

    start: int
    end: int
    french: str


@dataclass(frozen=True, slots=True)
class Address:
    """An address at ``text[start:end]``, with its country where it has one."""

    start: int
    end: int
    country: Country | None = None

    def written(self, text: str) -> str:
        """What is reproduced as it stands: the address without its country."""
        stop = self.country.start if self.country else self.end
        return text[self.start : stop].rstrip(" ,–—-(")


@lru_cache(maxsize=1024)  # sentences, masks and checks ask about the same text
def found(text: str) -> tuple[Address, ...]:
    """The addresses of a text, in order and apart from each other."""
    if not any(char.isdecimal() for char in text):
        return ()
    spans = [match.span() for match in STREET.finditer(text)]
    # A street that is told by its town alone begins too early where a word for a street stands within it.
    named = (match.span() for match in NAMED_STREET.finditer(text))
    spans += [span for span in named if not any(start < span[1] and span[0] < end for start, end in spans)]
    spans = [_whole_street(text, *span) for span in spans]
    spans += [match.span() for match in PLACE.finditer(text)]
    joined = _joined(text, sorted((start, _bare(text, start, end)) for start, end in spans))
    return tuple(_with_country(text, *_after_label(text, start, end)) for start, end in joined)


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of the addresses that the text holds."""
    return ((address.start, address.end) for address in found(text))


def towns(texts: Iterable[str]) -> frozenset[str]:
    """The towns of several words in the addresses of the texts: an engine makes "Vallée Longue" of "Valea Lungă"
    elsewhere too. Towns of one word are left out: Roma, London and Lisboa have a French name for prose."""
    names: set[str] = set()
    for text in texts:
        for address in found(text):
            written = address.written(text)
            ends = [match[0] for match in PLACE.finditer(written)]
            before = re.match(rf"({NAME}), ", written)
            names.update(_CODE.sub("", end) for end in ends)
            names.update([before[1]] if before and STREET.match(written, before.end()) else [])
    return frozenset(name for name in names if " " in name and not any(char.isdecimal() for char in name))


def holds(address: str, text: str) -> bool:
    """Whether the text has the address: the same words and figures in the same order, whatever stands between."""
    wanted, there = _words(address), _words(text)
    return any(there[at : at + len(wanted)] == wanted for at in range(len(there) - len(wanted) + 1))


def _words(text: str) -> list[str]:
    return _WORDS.findall(text.casefold())


def _whole_street(text: str, start: int, end: int) -> tuple[int, int]:
    """The street with the town that stands right after it, or before it."""
    town = _TOWN_AFTER_STREET.match(text, end)
    before = _TOWN_IN.search(text[:start])
    if before is None:
        before = _TOWN_BEFORE.search(text[:start])
        if before is not None and not _ends_country(text, before.start()):
            before = None
    if before is not None and country_at(text, before.start(1)) is None:
        start = before.start(1)
    return start, town.end() if town else end


def _ends_country(text: str, end: int) -> bool:
    return any(country[0] == end for country in _countries(text, max(0, end - 40), end))


def _countries(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The countries that are named between two places, as (end, start, French name)."""
    for word in _CAPITAL.finditer(text, start, end):
        country = country_at(text, word.start())
        if country is not None and country[0] <= end:
            yield country[0], word.start(), country[1]


def _bare(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip(".,"))


def _joined(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and (start <= out[-1][1] or _belongs(text, out[-1], start, end)):
            out[-1] = out[-1][0], max(out[-1][1], end)
        else:
            out.append((start, end))
    return out


def _belongs(text: str, before: tuple[int, int], start: int, end: int) -> bool:
    """Whether a postcode's town closes the address before it."""
    gap = text[before[1] : start]
    closed = PLACE.search(text[before[0] : before[1]]) is not None
    is_place = PLACE.fullmatch(text[start:end]) is not None
    return is_place and not closed and len(gap) <= _LOCALITY_LONGEST and _LOCALITY.fullmatch(gap) is not None


def _after_label(text: str, start: int, end: int) -> tuple[int, int]:
    """From a label that says that an address follows: a street that was misread is still a part of it."""
    for label in _LABEL.finditer(text[:start]):
        gap = text[label.end() : start]
        if gap and len(gap) <= _LIKE_LONGEST and any(map(str.isdecimal, gap)) and _LIKE.fullmatch(gap):
            return label.end(), end
    return start, end


def _with_country(text: str, start: int, end: int) -> Address:
    """The address with the country at its end or right after it, and the bracket that closes after that."""
    inside = [each for each in _countries(text, start, end) if not text[each[0] : end].strip(" )")]
    if inside:
        stop, at, french = inside[0]
        return Address(start, end, Country(at, stop, french))
    link = _COUNTRY_LINK.match(text, end)
    at = link.end() if link else end
    country = country_at(text, at) if at > end else None
    if country is None:
        return Address(start, end)
    stop = country[0] + (text[end:at].endswith("(") and text[country[0] : country[0] + 1] == ")")
    return Address(start, stop, Country(at, country[0], country[1]))
