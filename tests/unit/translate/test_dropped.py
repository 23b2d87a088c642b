"""Content left out of a translation is told, and translations that people made are not suspected."""

import random
from pathlib import Path

import pytest

from translate.checks import check
from translate.dropped import dropped, too_short

REFERENCES = Path(__file__).parents[3] / "models" / "de-fr-demo"


def codes(source: str, target: str, language: str = "de") -> list[str]:
    return [finding.code for finding in dropped(source, target, language)]


def pairs() -> list[tuple[str, str]]:
    lines = [
        line.split("\t")
        for name in ("test", "handwritten")
        for line in (REFERENCES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    ]
    return [(line[0], line[1]) for line in lines if len(line) > 1]


def test_reference_translations_are_not_suspected() -> None:
    suspected = [pair for pair in pairs() if codes(*pair)]
    assert len(pairs()) > 1000
    assert len(suspected) * 200 <= len(pairs())


def test_a_lost_second_sentence_is_told() -> None:
    """Lines that a reading joined, of which an engine dropped the second, where that is a third of the text."""
    rng, all_pairs, told, lost = random.Random(1), pairs(), 0, 0
    for _ in range(1000):
        (source, target), (other, left_out) = rng.sample(all_pairs, 2)
        if len(left_out) * 2 > len(target):
            lost += 1
            told += bool(codes(f"{source} {other}", target))
    assert lost > 500
    assert told >= 0.9 * lost


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (
            "Name: Feldkamp, Vorname: Matthias, geboren am 07.06.1959 in Homburg (Saar) Die folgenden Zeiten sind"
            " für Sie gespeichert:",
            "Nom : Feldkamp, prénom : Matthias, né(e) le 07.06.1959 à Homburg (Saar)",
            ["content_dropped"],
        ),
        ("Vordruck R 1020 – Versicherungsverlauf", "Formulaire R 1020", ["parts_dropped"]),
        ("Vordruck R 1020 – Versicherungsverlauf", "Formulaire R 1020 – Relevé de carrière", []),
        ("Konto bei der Sparkasse (Zweigstelle Kehl)", "Compte auprès de la caisse d'épargne", ["parts_dropped"]),
        ("Innerstaatliche (autonome) Leistung", "Prestation nationale (autonome)", []),
        ("Sehr geehrter Herr Feldkamp,", "Monsieur,", []),
        ("geb. am 23.09.1981", "né(e) le 23.09.1981", []),
        ("Herrn", "M.", []),
        ("", "", []),
        ("Antrag", "", []),
    ],
)
def test_parts_and_length(source: str, target: str, expected: list[str]) -> None:
    assert codes(source, target) == expected


def test_a_short_text_may_differ_much_and_a_long_one_may_not() -> None:
    assert not too_short(19, 1, "de")
    assert not too_short(25, 14, "de")
    assert too_short(250, 140, "de")


def test_what_a_person_saves_is_checked_too_and_never_blocked_by_it() -> None:
    source = "Der Widerspruch ist schriftlich, in elektronischer Form oder zur Niederschrift zu erheben."
    (finding,) = check(source, "La réclamation est écrite.", "de")
    assert (finding.code, finding.blocking) == ("content_dropped", False)
