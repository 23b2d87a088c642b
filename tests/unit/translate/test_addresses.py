"""Postal addresses are reproduced, their countries translated, and prose is taken for none."""

import time
from pathlib import Path

import pytest

from translate.checks import check
from translate.critical.addresses import found, holds, towns
from translate.engines.protocol import BRACKETS
from translate.masking import Known, mask

MODEL = Path(__file__).parents[3] / "models" / "de-fr-demo"
WHOLE = [
    "Am Römerkastell 12, 66121 Saarbrücken",
    "An der Alster 5, 20099 Hamburg",
    "Straße des 17. Juni 135, 10623 Berlin",
    "Große Straße 5",
    "Lindenweg 3, 77694 Kehl",
    "14, rue des Tanneurs 67600 SÉLESTAT",
    "8, rue du Moulin F 67610 La Wantzenau",
    "5 bis, avenue des Pyrénées, 31600 Muret",
    "27, rue Claude-Monet",
    "17 Mill Lane; Hollowbrook, Devon EX39 9QT",
    "Flat 3, 12 High Street, London SW1A 1AA",
    "Avda. de la Constitución, 118 · 28770 Alvares del Río (Madrid)",
    "calle Mayor, 5",
    "Paseo de la Castellana, s/n, 28046 Madrid",
    "Via dei Mulini, 41 — 10015 Ivrea (TO)",
    "via Garibaldi, 12",
    "Rua 25 de Abril, 12, 3.º Esq., 4700-001 Braga",
    "Largo do Pelourinho, 4 — 4755-112 Vila Nova do Cávado",
    "str. Morilor nr. 19",
    "Piața Unirii nr. 4, bl. 3, sc. A, et. 2, ap. 10",
    "ul. Słoneczna 5/7 m. 3, 00-123 Warszawa",
    "вул. Хрещатик, буд. 22, кв. 7",
    "Cumhuriyet Mah. Lale Sok. No: 5/3 Çankaya/ANKARA",
    "Kerkstraat 12, 1012 AB Amsterdam",
]


def spans(text: str) -> list[str]:
    return [text[address.start : address.end] for address in found(text)]


@pytest.mark.parametrize("address", WHOLE)
def test_an_address_is_found_whole(address: str) -> None:
    assert spans(address) == [address]
    assert spans(f"x: {address}; y") == [address]
    assert not mask(address, "de").translatable


@pytest.mark.parametrize(
    "text",
    [
        "Se reclama por la vía de apremio 5 veces.",
        "inviare via e-mail 2 copie o via PEC 12",
        "La calle estaba cortada el 5 de mayo.",
        "Calle 13 de mayo",
        "Rua Augusta 15.3.2020",
        "en route 5 fois",
        "Der Arbeitsplatz 3 im Lager wurde am 12. März 2024 frei.",
        "Die Rente von 12500 Euro",
        "in 15000 Fällen",
        "Artikel 23 der Verordnung (EG) Nr. 883/2004",
        "N.º episodio 2026-004917 Alta",
        "Seite 1 von 3",
        "24 Supreme Court judges",
        "Corso di 30 ore",
        "a strada 5",
        "Versicherungsnummer 53 070659 F 413",
        "Versicherungsnummer 53 070659 Feldkamp",
        "Absatz 2 10000 F",
    ],
)
def test_prose_is_no_address(text: str) -> None:
    assert spans(text) == []


@pytest.mark.parametrize(
    ("text", "french"),
    [
        ("14, rue des Tanneurs 67600 SÉLESTAT FRANKREICH", "14, rue des Tanneurs 67600 SÉLESTAT FRANCE"),
        ("23, rue Sommeiller – 74000 Annecy (Francia)", "23, rue Sommeiller – 74000 Annecy (France)"),
        ("ul. Długa 5, 00-123 Warszawa, Polska", "ul. Długa 5, 00-123 Warszawa, Pologne"),
        ("12 High Street, London SW1A 1AA, United Kingdom", "12 High Street, London SW1A 1AA, Royaume-Uni"),
    ],
)
def test_the_country_alone_is_translated(text: str, french: str) -> None:
    assert mask(text, "de").copied() == french


def test_the_town_before_its_street_belongs_to_the_address() -> None:
    assert spans("ales în Valea Lungă, str. Morilor nr. 19, județul") == ["Valea Lungă, str. Morilor nr. 19"]
    assert spans("în Franța, Saint-Étienne, 44 rue de la Montat.") == ["Saint-Étienne, 44 rue de la Montat"]


def test_an_institution_before_an_address_is_left_to_the_engine() -> None:
    line = "Conservatória do Registo Civil Largo do Pelourinho, 4 — 4755-112 Braga"
    assert mask(line, "pt").rendered(BRACKETS) == "Conservatória do Registo Civil ⟦0⟧"


def test_after_its_label_an_address_may_be_misread() -> None:
    assert spans("Current address: 6 rue des s Voiliers, 29900 Concarneau") == [
        "6 rue des s Voiliers, 29900 Concarneau"
    ]
    assert spans("Current address unknown since 2019; see 29900 Concarneau") == ["29900 Concarneau"]


def test_a_town_of_several_words_is_known_wherever_it_stands() -> None:
    known = towns(["în Valea Lungă, str. Morilor nr. 19", "28770 Alvares del Río", "Via Roma 5, 00184 Roma"])
    assert known == {"Valea Lungă", "Alvares del Río"}
    masked = mask("JUDECĂTORIA VALEA LUNGĂ", "ro", known=Known(towns=known))
    assert masked.rendered(BRACKETS) == "JUDECĂTORIA ⟦0⟧"


def test_words_count_and_not_what_stands_between() -> None:
    assert holds("Via dei Mulini, 41 – 10015 Ivrea (TO)", "chez X\nvia dei mulini 41\n10015 IVREA, TO")
    assert not holds("14, rue des Tanneurs", "14, rue des Tanneur")
    assert not holds("14, rue des Tanneurs", "114, rue des Tanneurs")


def test_a_changed_street_is_told_with_what_belongs_there() -> None:
    source = "Wohnhaft 14, rue des Tanneurs, 67600 Sélestat, Frankreich."
    kept = "Domicilié 14, rue des Tanneurs, 67600 Sélestat, France."
    assert check(source, kept, "de") == ()
    (finding,) = check(source, kept.replace("Tanneurs", "Tannnnvier"), "de")
    assert (finding.code, finding.blocking) == ("address_missing", False)
    assert finding.values["fix"] == "14, rue des Tanneurs, 67600 Sélestat"


@pytest.mark.parametrize(
    "part", ["A-a ", "Ab ", "de la ", "d'Ab ", "12 ", "A. ", "Im Am ", "12 Ab ", "A'b-", "Rua A, "]
)
def test_no_text_takes_long(part: str) -> None:
    began = time.monotonic()
    found(part * 400 + "3, 12345 A")
    assert time.monotonic() - began < 1


def test_the_phrases_of_forms_hold_no_address() -> None:
    """The German and French phrases of the demonstration model: 1,700 pairs without an address."""
    lines = [
        cell
        for name in ("test", "handwritten", "sentences", "labels")
        for line in (MODEL / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
        for cell in line.split("\t")[:2]
    ]
    assert len(lines) > 3000
    assert [line for line in lines if found(line)] == []
