"""Postal addresses: never translated, so kept from the engine. Only forms that cannot be taken for prose."""

import re
from collections.abc import Iterator

_CAPITALISED = r"(?:[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯІЇЄҐ][\w'’.-]{0,30})"
_LINKS = r"(?:(?:de|del|de la|de las|de los|do|da|dos|das|di|della|dei|e|y|i|în|von|der|den|am|an|im)\s+){0,3}"
_NAME = rf"(?:{_LINKS}{_CAPITALISED}(?:\s+{_LINKS}{_CAPITALISED}){{0,4}})"
_NUMBER = r"(?:n\.?\s?[ºo°]?\.?\s?|nr\.?\s?|No:?\s?|буд\.\s?)?\d{1,4}(?:\s?[a-zA-Z](?!\w))?(?:\s?[/-]\s?\d{1,4})?"
_FLOOR = r"(?:,?\s(?:m\.|lok\.|кв\.|ap\.|bl\.|sc\.|et\.|\d{1,2}\.?[ºª])\s?[\w.]{1,5})*"
_STREETS = (
    rf"{_CAPITALISED}?(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|damm|ufer)\s{_NUMBER}",
    rf"(?:ul\.|al\.|pl\.|os\.|вул\.|просп\.|ул\.)\s?{_NAME},?\s{_NUMBER}{_FLOOR}",
    rf"(?:C/|Calle|Avda\.|Avenida|Plaza|Paseo|Ronda|Rua|Av\.|Travessa|Praça|Largo|Estrada|Via|Viale|Corso|Piazza"
    rf"|Carrer|Passeig|Strada|Str\.|Bd\.|Bulevardul|Calea|Șos\.)\s?{_NAME},?\s{_NUMBER}{_FLOOR}",
    rf"\d{{1,4}}[a-z]?\s{_CAPITALISED}(?:\s{_CAPITALISED}){{0,2}}\s(?:Street|Road|Avenue|Lane|Close|Drive|Way|Court)",
    rf"{_NAME}\s(?:Cad\.|Caddesi|Sok\.|Sokak|Mah\.)\s?{_NUMBER}",
)
_PLACES = (
    rf"(?:D-|A-|CH-|PL-|I-|E-|P-|L-)?\d{{5}}\s{_CAPITALISED}(?:[\s-]{_CAPITALISED}){{0,2}}(?!\w)",
    rf"\d{{2}}-\d{{3}}\s{_CAPITALISED}",
    rf"\d{{4}}-\d{{3}}\s{_CAPITALISED}",
    r"[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}(?!\w)",
)
_STREET = re.compile(r"(?<![\w/])(?:" + "|".join(_STREETS) + r")(?!\w)")
_PLACE = re.compile(r"(?<![\w/.,-])(?:" + "|".join(_PLACES) + ")")


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of the street lines, and of postcodes with their town, that the text holds."""
    for pattern in (_STREET, _PLACE):
        for match in pattern.finditer(text):
            yield match.start(), match.start() + len(match[0].rstrip(".,"))
