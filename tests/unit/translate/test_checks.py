"""The comparison of a translation with its source."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from translate.checks import check
from translate.failures import failures, sentences_dropped
from translate.findings import TEMPLATES, message_fr
from translate.masking import mask
from translate.segments import Finding


def codes(source: str, target: str, language: str) -> list[str]:
    return [finding.code for finding in check(source, target, language)]


AGREE = [
    ("de", "Rente von 1.234,56 € ab dem 1. März 2024", "Pension de 1 234,56 euros à compter du 1er mars 2024"),
    ("de", "Versicherungsnummer 65 120345 M 012", "Numéro d'assurance 65120345M012"),
    ("de", "1.234 EUR", "1.234 EUR"),
    ("de", "3 Kinder", "trois enfants"),
    ("de", "am 12.03.1958", "le 12 mars 1958"),
    ("de", "am 12.03.58", "le 12/03/1958"),
    ("en", "£1,234.56 a month", "1 234,56 livres sterling par mois"),
    ("en", "on 05/12/2020", "le 5 décembre 2020"),
    ("en", "by 2:30", "avant 2 h 30"),
    ("es", "NIF 12345678Z, art. 12 de la Ley 39/2015", "NIF 12345678-Z, art. 12 de la loi 39/2015"),
    ("pl", "decyzja z 12 marca 2024 r. znak 12/2024", "décision du 12 mars 2024, réf. 12/2024"),
    ("uk", "12 345,67 грн", "12 345,67 UAH"),
    ("ar", "بتاريخ ١٢ مارس ٢٠٢٤ مبلغ ١٢٣٤٫٥٦ درهم", "le 12 mars 2024, 1 234,56 dirhams"),
    ("ro", "2.500 lei", "2 500 lei"),
    ("it", "IBAN IT60X0542811101000000123456", "IBAN IT60 X054 2811 1010 0000 0123 456"),
    ("de", "Tel. +49 30 1234-567", "Tél. +49 30 1234567"),
]


@pytest.mark.parametrize(("language", "source", "target"), AGREE)
def test_what_agrees_by_value_does_not_block(language: str, source: str, target: str) -> None:
    assert [finding for finding in check(source, target, language) if finding.blocking] == []


DISAGREE = [
    ("de", "Rente von 1.234,56 €", "Pension de 1.243,56 €", ["amount_missing", "amount_added"]),
    ("de", "Rente von 1.234,56 €", "Pension mensuelle", ["amount_missing"]),
    ("de", "1.234,56 €", "1 234,56 $", ["currency_changed"]),
    ("de", "1.234,56 €", "1 234,56", ["currency_changed"]),
    ("de", "100,50 €", "10050 €", ["amount_missing", "amount_added"]),
    ("de", "-12,50 €", "12,50 €", ["amount_missing", "amount_added"]),
    ("de", "12. März 2024", "12 mai 2024", ["date_missing", "date_added"]),
    ("de", "12. März 2024", "12 mars", ["date_missing", "date_added"]),
    ("de", "§ 43 SGB VI", "§ 34 SGB VI", ["number_missing", "number_added"]),
    ("de", "883/2004", "88/32004", ["identifier_missing", "identifier_added"]),
    ("es", "NIF 12345678Z", "NIF 12345678X", ["identifier_missing", "identifier_added"]),
    ("es", "a.b@inss.es", "a.c@inss.es", ["contact_missing", "contact_added"]),
    ("en", "2:30", "2 h 20", ["time_missing", "time_added"]),
    ("pl", "500 zł i 500 zł", "500 zł", ["amount_missing"]),
    ("pl", "500 zł", "500 zł et 500 zł", ["amount_added"]),
]


@pytest.mark.parametrize(("language", "source", "target", "expected"), DISAGREE)
def test_what_disagrees_blocks(language: str, source: str, target: str, expected: list[str]) -> None:
    found = check(source, target, language)
    assert [finding.code for finding in found] == expected
    assert all(finding.blocking for finding in found)


def test_a_swap_of_an_ambiguous_date_blocks() -> None:
    assert codes("03/04/2021", "04/03/2021", "en") == ["date_missing", "date_added", "ambiguous_date"]


def test_an_ambiguous_number_may_be_resolved_but_not_reread() -> None:
    assert codes("1.234 €", "1 234 €", "de") == ["ambiguous_amount"]
    assert codes("1.234 €", "1,234 €", "de") == ["amount_missing", "amount_added", "ambiguous_amount"]


def test_small_numbers_written_in_figures_only_in_french_do_not_block() -> None:
    (finding,) = check("drei Kinder", "3 enfants", "de")
    assert (finding.code, finding.blocking) == ("number_added", False)
    assert [f.blocking for f in check("viele Kinder", "13 enfants", "de")] == [True]


def test_a_number_word_of_the_source_does_not_stand_for_a_lost_figure() -> None:
    assert codes("5 (cinq) mois", "6 (cinq) mois", "ro") == ["number_missing", "number_added"]
    assert codes("5 luni", "cinq mois", "ro") == []


def test_the_missing_value_comes_with_its_fix_and_a_sentence() -> None:
    (finding,) = check("Betrag: 1.234,56 €", "Montant :", "de")
    assert dict(finding.values) == {"value": "1.234,56 €", "fix": "1\u202f234,56\u00a0€"}
    assert message_fr(finding) == "Montant absent\u00a0: 1.234,56 €"


def test_readings_are_spelt_out() -> None:
    (finding,) = check("03/04/2021", "03/04/2021", "en")
    assert finding.values["readings"] == "3 avril 2021, 4 mars 2021"


@pytest.mark.parametrize("target", ["", "  \n"])
def test_an_empty_target_blocks(target: str) -> None:
    assert [(f.code, f.blocking) for f in check("Antrag", target, "de")] == [("empty_target", True)]
    assert check("", target, "de") == ()


def test_the_source_repeated() -> None:
    text = "Der Antrag wird hiermit abgelehnt."
    assert codes(text, text, "de") == ["source_echoed"]
    assert codes("Jan Kowalski", "Jan Kowalski", "pl") == []
    assert codes(text, text, "fr") == ["already_french"]


@pytest.mark.parametrize(
    ("language", "source", "target", "fell"),
    [
        ("es", "salario en especie", "salaire en espèces", True),
        ("es", "salario en especie", "salaire en nature", False),
        ("pt", "prestação em espécie", "prestation en espèces", True),
        ("es", "estado civil: casado", "état civil : marié", True),
        ("es", "pensión de alimentos", "pension de retraite", True),
        ("pt", "pensão de reforma", "pension de réforme", True),
        ("it", "infortunio sul lavoro", "infortune au travail", True),
        ("de", "Ihre Rente beginnt", "Votre rente commence", True),
        ("de", "Ihre Unfallrente beginnt", "Votre rente d'accident du travail commence", False),
        ("de", "Ihre Unfallrente beginnt", "Votre pension commence", True),
        ("de", "der Rentenbescheid", "l'avis de pension", True),
        ("pl", "renta z tytułu niezdolności", "retraite pour incapacité", True),
        ("pl", "emerytura", "pension de vieillesse", False),
        ("it", "stato civile", "état civil", False),
    ],
)
def test_false_friends(language: str, source: str, target: str, fell: bool) -> None:
    found = check(source, target, language)
    assert [f.code for f in found] == ["false_friend"] * fell
    assert not any(f.blocking for f in found)


def test_ambiguous_labels_of_german_forms() -> None:
    assert codes("Name:", "Nom :", "de") == ["ambiguous_term"]
    assert codes("Name der Mutter", "Nom de la mère", "de") == []


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Der Antrag wurde am Montag gestellt.", "La demande a été faite lundi.", []),
        (
            "Der Antrag wurde heute abgelehnt und beendet.",
            "Der Antrag wurde heute abgelehnt et beendet.",
            ["echo"],
        ),
        ("Der Antrag wird geprüft und beantwortet.", "la demande la demande la demande est vue", ["loop"]),
        ("Der Antrag wird geprüft und beantwortet.", "oui oui oui oui oui oui oui oui", ["loop"]),
        ("Wir bitten Sie um Ihre Mitwirkung bei der Prüfung.", "Nous", ["single_word"]),
        (
            "Wir bitten Sie um Ihre Mitwirkung bei der Prüfung des Antrags.",
            "Nous vous demandons votre concours",
            ["truncated"],
        ),
        (
            "Wir bitten Sie um Ihre Mitwirkung dabei",
            "Nous " + "vous demandons ici votre concours à tous " * 2 + "et puis encore mille autres choses",
            ["length"],
        ),
        ("nein nein nein nein", "non non non non", []),
        ("12.03.2024", "12.03.2024", []),
    ],
)
def test_failures_of_machines(source: str, target: str, expected: list[str]) -> None:
    names = {"echo": "source_echoed"}
    assert [f.code for f in failures(source, target, "de")] == [
        names.get(name, f"engine_{name}") for name in expected
    ]


def test_dropped_sentences() -> None:
    assert sentences_dropped(3, 2) == ()
    (finding,) = sentences_dropped(3, 1)
    assert message_fr(finding) == "La traduction compte moins de phrases que la source\u00a0: 1 au lieu de 3."


def test_every_template_can_be_filled_and_unknown_codes_show() -> None:
    for code in TEMPLATES:
        assert "{" not in message_fr(Finding(code, False, {"value": "1"}))
    assert message_fr(Finding("from_another_version", False, {})) == "from_another_version"


_LANGUAGES = ["de", "en", "es", "pl", "uk"]
_PIECES = st.sampled_from(
    [
        "1.234,56 €",
        "12. März 2024",
        "03/04/2021",
        "65 120345 M 012",
        "1,5",
        "1.234",
        "0,00",
        "883/2004",
        "2019-2020",
        "M54.5",
        "12.03.58",
        "14:30",
        "§ 43a",
        "£1,234.56",
        "cinq",
        "DE89 3704 0044 0532 0130 00",
        "+49 30 1234-567",
        "am",
        "Rente",
        "1 234 567",
        "12,13,14",
        "00",
        "٣٤",
        "50,-- EUR",
        "3.",
        "2nd",
        "deux",
        "-7,5",
        "12 %",
        "x1y",
    ]
)


@given(st.lists(_PIECES, min_size=1, max_size=8), st.sampled_from(_LANGUAGES), st.data())
def test_one_changed_figure_is_always_found(pieces: list[str], language: str, data: st.DataObject) -> None:
    source = " ".join(pieces)
    places = [n for n, char in enumerate(source) if char.isdecimal()]
    assume(places)
    at = data.draw(st.sampled_from(places))
    figure = data.draw(st.sampled_from([d for d in "0123456789" if int(d) != int(source[at])]))
    target = source[:at] + figure + source[at + 1 :]
    found = [f.code for f in check(source, target, language)]
    assert any(code.endswith(("_missing", "_added")) for code in found)


@given(st.lists(_PIECES, max_size=8), st.sampled_from(_LANGUAGES))
def test_a_faithful_copy_never_blocks(pieces: list[str], language: str) -> None:
    text = " ".join(pieces)
    assert not any(finding.blocking for finding in check(text, text, language))


@given(st.lists(_PIECES, max_size=8), st.sampled_from([" und ", "; ", " - "]), st.sampled_from(_LANGUAGES))
def test_the_french_of_the_masks_never_blocks(pieces: list[str], between: str, language: str) -> None:
    text = between.join(pieces)
    target = mask(text, language, everything=True).copied()
    assert [finding for finding in check(text, target, language) if finding.blocking] == []


@given(st.text(alphabet="0123456789.,:/- €%aMäм()", max_size=30), st.data())
def test_one_changed_figure_is_found_in_any_text(source: str, data: st.DataObject) -> None:
    places = [n for n, char in enumerate(source) if char.isdecimal()]
    assume(places)
    at = data.draw(st.sampled_from(places))
    figure = data.draw(st.sampled_from([d for d in "0123456789" if d != source[at]]))
    target = source[:at] + figure + source[at + 1 :]
    assert any(f.code.endswith(("_missing", "_added")) for f in check(source, target, "de"))
