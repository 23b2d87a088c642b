"""Dates in figures and with month names, and times of day.

Dates with a month name are written in French by rule, for an engine would ruin them; dates in figures keep their
figures. A partial date stays partial.
"""

import re
from collections.abc import Iterator
from itertools import chain

from translate.critical.items import Item, Kind, digits_of
from translate.critical.months import ALL_NAMES, ANYWHERE, BY_LANGUAGE, french_name

# A lower-case letter may stand before: readings glue labels to their values.
_FREE = r"(?<![\d_.,/:-])(?<!(?-i:[A-ZÀ-ÞА-ЯІЇЄҐ]))"
_DAY = rf"{_FREE}(?P<day>[0-3]?\d)(?:\.|º|°|ᵉʳ|er|st|nd|rd|th|-?го)?"
_MONTH = "(?P<month>" + "|".join(re.escape(name) for name in ALL_NAMES) + r")(?!\w)"
_OF = r"(?:\s+|(?<=\.))(?:day\s+)?(?:d[eo]\s+|d['’]|of\s+|din\s+|al\s+mese\s+di\s+|mese\s+di\s+)?"
_YEAR = r"(?P<year>[12]\d{3})(?!\d)"
# What follows a year in Polish, Ukrainian, Russian, Croatian: "2024 r.", "2024 року".
_YEAR_WORD = r"(?:\s?(?:roku|року|года|г\.|р\.|r\.|god\.|m\.))?(?!\w)"
_TO_YEAR = r"[.,]?\s*(?:de\s+l['’]année\s+|d[eo]l?\s+|of\s+)?(?:سنة\s+|عام\s+)?"

_DAY_MONTH = re.compile(f"{_DAY}{_OF}{_MONTH}(?:{_TO_YEAR}{_YEAR}(?P<tail>{_YEAR_WORD}))?(?![\\d])", re.IGNORECASE)
_MONTH_DAY = re.compile(
    rf"(?<!\w){_MONTH}\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?!\d|[.,]\d)(?:,?\s+{_YEAR}(?P<tail>))?", re.IGNORECASE
)
_YEAR_MONTH_DAY = re.compile(
    rf"(?<!\d){_YEAR}\.?\s+{_MONTH}\s+(?P<day>[0-3]?\d)(?P<tail>\.?)(?!\d)", re.IGNORECASE
)
_MONTH_YEAR = re.compile(rf"(?<!\w){_MONTH}{_TO_YEAR}{_YEAR}(?P<tail>{_YEAR_WORD})", re.IGNORECASE)
# A text without any of these words has no month name: most sentences are spared the long patterns.
_FIRST_WORDS = frozenset(re.split(r"[^\w]", name)[0] for name in ALL_NAMES)
_NAMED = (_YEAR_MONTH_DAY, _DAY_MONTH, _MONTH_DAY, _MONTH_YEAR)

_ISO = re.compile(r"(?<![\w./-])(\d{4})\s?([-./])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?![\w/-]|\.\d)")
_NUMERIC = re.compile(_FREE + r"(\d{1,2})\s?([-./])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\w/-]|\.\d)")
_SPACED = re.compile(r"(?<![\w./-])(?<!\d )(\d{2})( )(\d{2}) ([12]\d{3})(?![\w/-]| \d|[.,]\d)")
_PARTIAL = re.compile(r"(?<![\w./-])(\d{1,2})[./-](\d{4})(?![\w/-]|[.,]\d)")
_TIME = re.compile(
    r"(?<![\d.,:/])([01]?\d|2[0-4])(?::|\s?[hH]\s?|\.(?=\d{2}\s?(?:Uhr|h\b)))([0-5]\d)(?::[0-5]\d)?(?![\d:,]|\.\d)"
)

_CAPITAL_LANGUAGES = frozenset({"en", "de"})


def dates(text: str, language: str) -> Iterator[Item]:
    """The dates and times of the text (figures 0 to 9), in no order; some may overlap: the longest is meant."""
    named = _NAMED if _FIRST_WORDS.intersection(re.findall(r"[^\W\d_]+", text.lower())) else ()
    for pattern in named:
        found = (_named(text, match, language) for match in pattern.finditer(text))
        yield from (item for item in found if item is not None)
    yield from _in_figures(text, language)
    for match in _TIME.finditer(text):
        yield _item(match, (f"T{int(match[1]):02d}:{match[2]}",), kind=Kind.time)


def _in_figures(text: str, language: str) -> Iterator[Item]:
    for match in _ISO.finditer(text):
        year, month, day = int(match[1]), int(match[3]), int(match[4])
        if _real(month, day):
            yield _item(match, (f"{year:04d}-{month:02d}-{day:02d}",))
    for match in chain(_NUMERIC.finditer(text), _SPACED.finditer(text)):
        values = _readings(match, language)
        if values:
            yield _item(match, values, ambiguous=len({value[-5:] for value in values}) > 1)
    for match in _PARTIAL.finditer(text):
        if 1 <= int(match[1]) <= 12 and 1800 <= int(match[2]) <= 2199:
            yield _item(match, (f"{int(match[2]):04d}-{int(match[1]):02d}",))


def _item(
    match: re.Match[str], values: tuple[str, ...], *, ambiguous: bool = False, kind: Kind = Kind.date
) -> Item:
    text = match[0]
    return Item(kind, match.start(), match.end(), text, values, text, ambiguous=ambiguous, digits=digits_of(text))


def _real(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31


def _readings(match: re.Match[str], language: str) -> tuple[str, ...]:
    """The dates that the figures can mean. Only English writes the month first, and not always; with full stops
    the day is first everywhere."""
    first, second = int(match[1]), int(match[3])
    years = (match[4],) if len(match[4]) == 4 else (f"19{match[4]}", f"20{match[4]}")
    pairs = [(second, first)]
    if match[2] not in ". " and language != "fr":
        pairs.append((first, second))
    real = [(month, day) for month, day in pairs if _real(month, day)]
    return tuple(dict.fromkeys(f"{year}-{month:02d}-{day:02d}" for month, day in real for year in years))


def _named(text: str, match: re.Match[str], language: str) -> Item | None:
    groups = match.groupdict()
    month = _month(groups["month"], language, bool(groups.get("year")))
    day = int(groups["day"]) if groups.get("day") else None
    if month is None or (day is not None and not 1 <= day <= 31):
        return None
    year = groups.get("year")
    end = match.end() - (year is None and match[0].endswith("."))
    written = text[match.start() : end]
    value = "-".join((year or "-", month, *([f"{day:02d}"] if day else [])))
    return Item(
        Kind.date,
        match.start(),
        end,
        written,
        (value,),
        _french(day, month, year),
        digits=digits_of(written),
    )


def _month(name: str, language: str, with_year: bool) -> str | None:
    """The month that a name means; None when it is none in this language, or an ordinary word."""
    if language in _CAPITAL_LANGUAGES and name.islower() and not with_year:
        return None
    lowered = name.lower()
    own = BY_LANGUAGE.get(language, {}).get(lowered)
    if with_year:
        return own or BY_LANGUAGE.get(language, {}).get(lowered + ".") or ANYWHERE.get(lowered)
    if lowered.endswith(".") or len(lowered) < 3:
        return None
    return own


def _french(day: int | None, month: str, year: str | None) -> str:
    parts = [french_name(month)]
    if day is not None:
        parts.insert(0, "1er" if day == 1 else str(day))
    if year is not None:
        parts.append(year)
    return " ".join(parts)
