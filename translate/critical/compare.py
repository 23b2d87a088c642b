"""Whether a translation holds the critical data of its source: each as often, and nothing else.

Values are compared, not characters: ``1.234,56 €`` agrees with ``1 234,56 euros``, ``12. März`` with ``12 mars``.
"""

import re
from dataclasses import dataclass

from translate.critical import addresses
from translate.critical.find import find
from translate.critical.identifiers import elsewhere
from translate.critical.items import Item, Kind

# A translator may write small numbers in words: "drei Kinder", "3 Kinder", "trois enfants". "Un" is left out, for
# it is also the article.
_NUMBER_WORDS = (
    "deux deuxième second seconde|trois troisième|quatre quatrième|cinq cinquième|six sixième|sept septième"
    "|huit huitième|neuf neuvième|dix dixième|onze|douze|treize|quatorze|quinze|seize"
)
_FRENCH_WORDS = {
    word: str(number) for number, words in enumerate(_NUMBER_WORDS.split("|"), start=2) for word in words.split()
}
_NAMED_KINDS = {Kind.identifier, Kind.contact}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the target lacks, what it has in excess, the pairs of amounts whose currencies differ, and the
    ``addresses`` (without their countries) that it does not reproduce word by word."""

    missing: tuple[Item, ...]
    added: tuple[Item, ...]
    currencies: tuple[tuple[Item, Item], ...]
    addresses: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        return not (self.missing or self.added or self.currencies or self.addresses)


def compare(source: str, target: str, language: str) -> Comparison:
    """Compares a source in ``language`` (ISO 639-1) with its French translation."""
    missing = list(find(source, language))
    added = list(find(target, "fr"))
    pairs = _pair_off(missing, added)
    target_text = _blanked(target, [found for _, found in pairs])
    _find_elsewhere(missing, added, target_text)
    _find_elsewhere(added, missing, _blanked(source, [item for item, _ in pairs]))
    _find_in_words(missing, source, target)
    currencies = tuple(
        (item, found) for item, found in pairs if item.currency != found.currency and item.currency is not None
    )
    written = (address.written(source) for address in addresses.found(source))
    lost = tuple(address for address in written if not addresses.holds(address, target))
    return Comparison(tuple(missing), tuple(added), currencies, lost)


def _pair_off(missing: list[Item], added: list[Item]) -> list[tuple[Item, Item]]:
    """Takes the items that agree out of both lists; the best agreements first, so that an ambiguous figure does
    not take the place of a certain one."""
    pairs: list[tuple[Item, Item]] = []
    for degree in (3, 2, 1):
        for item in list(missing):
            found = next((other for other in added if _agreement(item, other) >= degree), None)
            if found is not None:
                missing.remove(item)
                added.remove(found)
                pairs.append((item, found))
    return pairs


def _agreement(item: Item, other: Item) -> int:
    """0 when they disagree; 3 when value, figures and currency are the same; 1 or 2 between."""
    if not set(item.values) & set(other.values):
        return 0
    same_digits = item.digits == other.digits
    if item.ambiguous and not _resolved(item, other):
        return 0
    if item.currency != other.currency:
        return 1
    return 3 if same_digits else 2


def _resolved(item: Item, other: Item) -> bool:
    """Whether the other is the ambiguous item as written, or a decision between its readings: a date with its
    month in letters, a number with other separators. The same date figures in another order, or the other
    separator ("1.234" turned into "1,234"), are more likely a slip."""
    if item.kind in {Kind.date, Kind.time}:
        return item.digits == other.digits or re.search(r"[^\W\d]{3}", other.text) is not None
    return not other.ambiguous or _separators(item) == _separators(other)


def _separators(item: Item) -> str:
    return re.sub(r"[^.,]", "", item.text.rstrip("."))


def _blanked(text: str, items: list[Item]) -> str:
    for item in items:
        text = text[: item.start] + "\0" * (item.end - item.start) + text[item.end :]
    return text


def _find_elsewhere(wanted: list[Item], others: list[Item], text: str) -> None:
    """Takes out the identifiers that the text holds with other separators, and the items that lie there."""
    for item in list(wanted):
        if item.kind not in _NAMED_KINDS:
            continue
        value = item.values[0] if item.kind is Kind.identifier else item.values[0].strip("+")
        match = elsewhere(value).search(text)
        if match is None or any(_straddles(other, match) for other in others):
            continue
        wanted.remove(item)
        others[:] = [other for other in others if not _within(other, match)]
        text = _blanked(text, [Item(item.kind, match.start(), match.end(), "", (), "")])


def _within(item: Item, match: re.Match[str]) -> bool:
    return match.start() <= item.start and item.end <= match.end()


def _straddles(item: Item, match: re.Match[str]) -> bool:
    return item.start < match.end() and match.start() < item.end and not _within(item, match)


def _find_in_words(missing: list[Item], source: str, target: str) -> None:
    words = re.findall(r"[^\W\d_]+", target.lower())
    for word in re.findall(r"[^\W\d_]+", source.lower()):
        if word in words:
            words.remove(word)  # it was there already: it does not stand for a figure
    numbers = [_FRENCH_WORDS[word] for word in words if word in _FRENCH_WORDS]
    for item in list(missing):
        if item.kind is Kind.number and item.values[0] in numbers:
            numbers.remove(item.values[0])
            missing.remove(item)
