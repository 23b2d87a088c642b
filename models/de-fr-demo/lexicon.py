"""Noun groups by class, drawn with number, adjective and complement, and the tab-separated tables."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import values
from grammar import NounGroup, Place

HERE = Path(__file__).resolve().parent
ADJECTIVAL_NOUNS = [
    ("Versichert", ("assuré", "assurés"), ("assurée", "assurées")),
    ("Leistungsberechtigt", ("bénéficiaire", "bénéficiaires"), ("bénéficiaire", "bénéficiaires")),
    ("Bevollmächtigt", ("mandataire", "mandataires"), ("mandataire", "mandataires")),
    ("Beschäftigt", ("salarié", "salariés"), ("salariée", "salariées")),
    ("Verstorben", ("défunt", "défunts"), ("défunte", "défuntes")),
    ("Familienangehörig", ("membre de la famille", "membres de la famille"), None),
    ("Hinterblieben", ("survivant", "survivants"), ("survivante", "survivantes")),
]
TAILS = {
    "doc": [
        ("des Arbeitgebers", "de l'employeur"),
        ("des Trägers", "de l'institution"),
        ("der Krankenkasse", "de la caisse de maladie"),
        ("des Standesamts", "du service de l'état civil"),
        ("des behandelnden Arztes", "du médecin traitant"),
        ("des Versicherten", "de l'assuré"),
        ("der Versicherten", "de l'assurée"),
        ("der Rentenversicherung", "de l'assurance pension"),
        ("von {name9}", "de {name9}"),
        ("des Krankenhauses", "de l'hôpital"),
        ("vom {date9}", "du {date9}"),
        ("Nr. {id9}", "n° {id9}"),
    ],
    "benefit": [
        ("nach {law9}", "au titre {delaw9}"),
        ("für {name9}", "pour {name9}"),
        ("aus der Rentenversicherung", "de l'assurance pension"),
        ("aus der Unfallversicherung", "de l'assurance accidents"),
        ("in Höhe von {amt9}", "d'un montant de {amt9}"),
    ],
    "period": [
        ("in {cty9}", "{incty9}"),
        ("von {num9} Monaten", "de {num9} mois"),
        ("bei {org9}", "auprès de {org9}"),
    ],
    "inst": [
        ("in {place9}", "de {place9}"),
        ("des Wohnorts", "du lieu de résidence"),
        ("des Aufenthaltsorts", "du lieu de séjour"),
    ],
    "amount": [("für {range9}", "pour {range9}"), ("von {amt9}", "de {amt9}")],
    "person": [("{name9}", "{name9}")],
}
FRENCH_PLURALS = {"indemnités journalières", "allocations familiales"}


def rows(name: str) -> list[list[str]]:
    """The rows of a tab-separated file beside this module, comments left out."""
    with (HERE / name).open(encoding="utf-8", newline="") as handle:
        return [
            row
            for row in csv.reader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
            if row and not row[0].startswith("#")
        ]


class Lexicon:
    """Draws noun groups by class."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.plural_share = 0.25
        self.nouns: dict[str, list[list[str]]] = {}
        for row in rows("nouns.tsv"):
            self.nouns.setdefault(row[0], []).append(row)
        self.adjectives: dict[str, list[list[str]]] = {}
        for row in rows("adjectives.tsv"):
            for kind in row[0].split():
                self.adjectives.setdefault(kind, []).append(row)

    def draw(self, kind: str) -> NounGroup | Place:
        """One lexeme of a class, at random in number, adjective and complement."""
        if kind == "country":
            name, inside, french, french_inside = self.rng.choice(values.COUNTRIES)
            return Place({"n": name, "in": inside}, {"n": french, "in": french_inside})
        if kind == "mr":
            woman = self.rng.random() < 0.5
            return Place(
                {"n": "Frau" if woman else "Herr"},
                {"n": "Mme" if woman else "M."},
                "f" if woman else "m",
                "f" if woman else "m",
            )
        if kind == "person" and self.rng.random() < 0.25:
            return self._adjectival()
        return self._noun(kind)

    def _adjectival(self) -> NounGroup:
        stem, man, woman = self.rng.choice(ADJECTIVAL_NOUNS)
        female = woman is not None and self.rng.random() < 0.45
        plural = self.rng.random() < self.plural_share
        gender = "f" if female else "m"
        french_gender = gender if not female or woman != man else "f"
        return NounGroup(("", "", ""), gender, woman if female else man, french_gender, plural, de_adjective=stem)

    def _noun(self, kind: str) -> NounGroup:
        choices = self.nouns["period" if kind == "periods" else kind]
        if not self.plural_share:
            choices = [row for row in choices if row[5] not in FRENCH_PLURALS and row[1] != "Kosten"]
        _, german, gender, genitive, plural_form, single, plural_french, french_gender = self.rng.choice(choices)
        plural = (
            kind == "periods"
            or german == "Kosten"
            or (plural_form != "-" and self.rng.random() < self.plural_share)
        )
        group = NounGroup(
            (german, genitive, plural_form),
            "m" if gender == "weak" else gender,
            (single, plural_french),
            french_gender,
            plural,
            gender == "weak",
            french_plural=plural or single in FRENCH_PLURALS,
        )
        if kind in self.adjectives and self.rng.random() < 0.33:
            self._qualify(group, self.rng.choice(self.adjectives[kind]))
        if kind in TAILS and self.rng.random() < 0.1 and " " not in german:
            group.de_tail, group.fr_tail = self.rng.choice(TAILS[kind])
        return group

    @staticmethod
    def _qualify(group: NounGroup, row: list[str]) -> None:
        _, stem, *forms, position = row
        index = group.fr_gender == "f"
        texts = (forms[index], forms[2 + index])
        heads = group.fr
        if position == "pre":
            if texts[0] == "nouveau" and heads[0][0] in "aeéiouh":
                texts = ("nouvel", texts[1])
            group.fr = (f"{texts[0]} {heads[0]}", f"{texts[1]} {heads[1]}")
        else:
            group.fr = (f"{heads[0]} {texts[0]}", f"{heads[1]} {texts[1]}")
        group.de_adjective = stem
