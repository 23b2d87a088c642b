"""Names of persons are found as whole names, and institutions are left to the engine."""

import pytest

from translate.masking import mask
from translate.names import names, surnames


def found(text: str, language: str, known: frozenset[str] = frozenset()) -> list[str]:
    return [text[start:end] for start, end in names(text, language, known)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("pt", "e de Rosa Emília da Silva Magalhães, de vinte e oito anos", ["Rosa Emília da Silva Magalhães"]),
        ("pt", "testemunhas Domingos Ferreira da Costa, comerciante", ["Domingos Ferreira da Costa"]),
        ("pt", "Joaquim Teixeira e Albertina de Jesus", ["Joaquim Teixeira", "Albertina de Jesus"]),
        ("pt", "na freguesia de Santa Maria do Souto", ["Santa Maria do Souto"]),
        ("ro", "minorul Țurcanu Matei Alexandru, născut", ["Matei Alexandru"]),
        ("en", "Dear Dr Le Gall,", ["Le Gall"]),
        ("en", "Dr. Yannick Le Gall", ["Yannick Le Gall"]),
        ("es", "la doctora Beatriz Olmedo Sanchís.", ["Beatriz Olmedo Sanchís"]),
        ("it", "dal Dott. Ruggero Castagneri", ["Ruggero Castagneri"]),
    ],
)
def test_a_name_is_found_whole(language: str, text: str, expected: list[str]) -> None:
    assert found(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pt", "Conservatória do Registo Civil de Braga"),
        ("pt", "Maria nasceu em Lisboa"),
        ("es", "Instituto Nacional de la Seguridad Social"),
        ("es", "Tesorería General de la Seguridad Social de Jaén"),
        ("it", "Ministero di Grazia e Giustizia"),
        ("it", "Azienda Sanitaria Locale"),
        ("ro", "Casa Județeană de Pensii"),
        ("en", "National Health Service, General Practitioner"),
        ("de", "Rentenversicherung Saar, Arbeitgeber"),
        ("es", ""),
    ],
)
def test_what_is_no_name_is_left_to_the_engine(language: str, text: str) -> None:
    assert found(text, language) == []


def test_a_surname_is_known_wherever_it_stands() -> None:
    known = surnames(["filha de Manuel Augusto Magalhães", "e de Emília da Silva"], "pt")
    assert known == {"Magalhães", "Silva"}
    assert found("os apelidos Magalhães Teixeira", "pt", known) == ["Magalhães"]
    assert found("os apelidos Magalhães Teixeira", "pt") == []


def test_a_saint_is_no_surname() -> None:
    assert surnames(["freguesia de Santa Maria do Souto"], "pt") == {"Souto"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Young patients were seen.", []),
        ("They left. Young patients were seen.", []),
        ("Mrs Agnes Young, then Young was seen.", ["Agnes Young", "Young"]),
        ("Young", ["Young"]),
        ("we saw Young again", ["Young"]),
    ],
)
def test_a_surname_that_is_also_a_word_is_not_taken_for_one(text: str, expected: list[str]) -> None:
    assert found(text, "en", frozenset({"Young"})) == expected


def test_a_name_comes_back_as_it_was() -> None:
    masked = mask("Neta de Manuel Augusto Magalhães, nascido em 12/05/1981.", "pt")
    assert next(m.french for m in masked.masks) == "Manuel Augusto Magalhães"
    assert "Magalhães" not in "".join(masked.pieces)
    assert masked.source == "Neta de Manuel Augusto Magalhães, nascido em 12/05/1981."


def test_a_name_alone_needs_no_engine() -> None:
    assert not mask("Yannick Hughes", "en").translatable
