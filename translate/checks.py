"""What is checked on every draft, and again each time a person saves a segment."""

import re
from collections.abc import Iterator

from translate.critical.compare import compare
from translate.critical.find import find
from translate.critical.items import Item, Kind
from translate.critical.months import french_name
from translate.dropped import dropped
from translate.false_friends import false_friends
from translate.masking import mask
from translate.segments import Finding

# A number up to this one may be a word of the source that the translation writes in figures.
_WORDED = 12
_ECHO_WORDS = 4  # fewer words than this may rightly be the same in both languages (names, headings)


def check(source: str, target: str, language: str) -> tuple[Finding, ...]:
    """Compares a source in ``language`` (ISO 639-1) with its French translation.

    Missing and added critical data block approval, and so does an empty target; the rest is advice.
    """
    if not target.strip():
        return (Finding("empty_target", True, {}),) if source.strip() else ()
    return (
        *_critical(source, target, language),
        *_ambiguous(source, language),
        *_echo(source, target, language),
        *(dropped(source, target, language) if language != "fr" else ()),
        *false_friends(source, target, language),
    )


def _critical(source: str, target: str, language: str) -> Iterator[Finding]:
    found = compare(source, target, language)
    for item in found.missing:
        yield Finding(f"{item.kind}_missing", True, {"value": item.text, "fix": item.french})
    for item in found.added:
        yield Finding(f"{item.kind}_added", not _worded(item), {"value": item.text})
    for item, other in found.currencies:
        yield Finding("currency_changed", True, {"value": item.text, "found": other.text, "fix": item.french})
    # Advice: the figures of an address block by themselves, and a reviser may rightly complete a street.
    for address in found.addresses:
        yield Finding("address_missing", False, {"value": address, "fix": address})


def _worded(item: Item) -> bool:
    return item.kind is Kind.number and item.values[0].isdecimal() and int(item.values[0]) <= _WORDED


def _ambiguous(source: str, language: str) -> Iterator[Finding]:
    for item in find(source, language):
        if item.ambiguous:
            code = "ambiguous_date" if item.kind is Kind.date else "ambiguous_amount"
            readings = dict.fromkeys(_spelt(value) for value in item.values)
            yield Finding(code, False, {"value": item.text, "readings": ", ".join(readings)})


def _spelt(value: str) -> str:
    """A reading as a person would say it: the date with its month in letters, the number with a decimal comma."""
    parts = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", value)
    if parts is None:
        return value.replace(".", ",")
    return f"{int(parts[3])} {french_name(parts[2])} {parts[1]}"


def _echo(source: str, target: str, language: str) -> Iterator[Finding]:
    if language == "fr":
        yield Finding("already_french", False, {})
    elif echoed(source, target, language):
        yield Finding("source_echoed", False, {})


def own_words(text: str, language: str) -> str:
    """The text without what is the same in every language: names, addresses, figures."""
    return " ".join(mask(text, language).pieces)


def echoed(source: str, target: str, language: str) -> bool:
    """Whether the target repeats the source word for word; names and addresses are no echo."""
    source, target = own_words(source, language), own_words(target, language)
    words = re.findall(r"[^\W\d_]{2,}", source.lower())
    return len(words) >= _ECHO_WORDS and words == re.findall(r"[^\W\d_]{2,}", target.lower())
