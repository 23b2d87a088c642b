"""Words that look like a French one and mean another, and words of forms that mean several things."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from translate.segments import Finding

# The state of the table; it grows with the body's terminology.
AS_OF = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class FalseFriend:
    """In ``language``, what matches ``source`` is rendered by ``right``, not by what matches ``wrong``; what
    matches ``unless`` in the translation shows that it was understood."""

    language: str
    source: str
    wrong: str
    right: str
    unless: str = r"(?!)"


TABLE = (
    FalseFriend("es", r"en especies?", r"en espèces?", "en nature"),
    FalseFriend("pt", r"em espécie", r"en espèces?", "en nature"),
    FalseFriend("es", r"en metálico", r"en nature|en métal\w*|métalliques?", "en espèces"),
    FalseFriend("pt", r"pecuniári[ao]s?", r"en nature", "en espèces"),
    FalseFriend(
        "es", r"pensi[oó]n(?:es)? (?:de alimentos|alimenticias?)", r"retraite|vieillesse", "pension alimentaire"
    ),
    FalseFriend("pt", r"(?:pensão de )?reforma", r"réformes?", "retraite"),
    FalseFriend("it", r"infortuni?o?", r"infortunes?|malheurs?", "accident"),
    FalseFriend("de", r"(?:\w+)?(?<!unfall)renten?", r"rentes?", "pension", unless=r"rente d['’]accident"),
    FalseFriend("de", r"unfallrenten?", r"pensions?", "rente d'accident du travail", unless=r"\brentes?\b"),
    FalseFriend("de", r"(?:\w+)?bescheid(?:e|es|s)?", r"avis|certificat|message|réponse", "décision"),
    FalseFriend(
        "pl", r"rent(?:a|y|ę|ą|cie)", r"rentes?|retraites?|vieillesse", "pension d'invalidité ou de survivant"
    ),
    FalseFriend("pl", r"emerytur(?:a|y|ę|ą|ze)?", r"rentes?|invalidité|survivants?", "pension de vieillesse"),
    FalseFriend("es", r"estado civil", r"état civil", "situation matrimoniale"),
    FalseFriend("ca", r"estat civil", r"état civil", "situation matrimoniale"),
    FalseFriend("pt", r"estado civil", r"état civil", "situation matrimoniale"),
    FalseFriend("pl", r"stan(?:u|em|ie)? cywiln(?:y|ego|ym)", r"état civil", "situation matrimoniale"),
)
# Labels of forms that a machine must not decide alone.
AMBIGUOUS_LABELS = {
    ("de", "name"): "nom de famille, ou nom et prénoms",
    ("de", "art"): "genre, nature, type\u2026 selon la rubrique",
}


def false_friends(source: str, target: str, language: str) -> Iterator[Finding]:
    """The false friends of the source that the French target fell for; never blocking."""
    for row in TABLE:
        if row.language != language:
            continue
        met, taken = _word(row.source, source), _word(row.wrong, target)
        if met and taken and not re.search(row.unless, target, re.IGNORECASE):
            yield Finding("false_friend", False, {"value": met, "found": taken, "fix": row.right})
    readings = AMBIGUOUS_LABELS.get((language, source.strip(" :*").lower()))
    if readings:
        yield Finding("ambiguous_term", False, {"value": source.strip(" :*"), "readings": readings})


def _word(pattern: str, text: str) -> str | None:
    match = re.search(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE)
    return match[0] if match else None
