import pytest

from storage.languages import LANGUAGES, from_fr, in_fr, name_en, name_fr, right_to_left


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("de", "de l’allemand"),
        ("pl", "du polonais"),
        ("uk", "de l’ukrainien"),
        ("ar", "de l’arabe"),
        ("pt", "du portugais"),
        ("tr", "du turc"),
        ("hu", "du hongrois"),  # the h is aspirate
        ("he", "de l’hébreu"),  # the h is mute
        ("hi", "de l’hindi"),
        ("und", "d’une langue non déterminée"),
        ("", "d’une langue non déterminée"),
        ("xx", "de la langue «\u00a0xx\u00a0»"),
    ],
)
def test_translated_from(code: str, expected: str) -> None:
    assert from_fr(code) == expected


def test_elision_follows_the_first_letter() -> None:
    vowels = {code for code, language in LANGUAGES.items() if language.french[0] in "aeiouéâ"}
    mute_h = {"he", "hi"}
    assert {code for code, language in LANGUAGES.items() if language.elided} == vowels | mute_h


def test_written_in() -> None:
    assert in_fr("el") == "en grec"
    assert in_fr("und") == "dans une langue non déterminée"
    assert in_fr("xx") == "dans la langue «\u00a0xx\u00a0»"


def test_names() -> None:
    assert (name_fr("nl"), name_en("nl")) == ("néerlandais", "Dutch")
    assert (name_fr("und"), name_en("")) == ("langue non déterminée", "undetermined language")
    assert (name_fr("xx"), name_en("xx")) == ("langue «\u00a0xx\u00a0»", "language “xx”")


def test_the_official_languages_of_the_union_are_all_there() -> None:
    union = [
        "bg",
        "cs",
        "da",
        "de",
        "el",
        "en",
        "es",
        "et",
        "fi",
        "fr",
        "ga",
        "hr",
        "hu",
        "it",
        "lt",
        "lv",
        "mt",
        "nl",
    ]
    union += ["pl", "pt", "ro", "sk", "sl", "sv"]
    assert set(union) <= LANGUAGES.keys()


def test_direction() -> None:
    assert {code for code in LANGUAGES if right_to_left(code)} == {"ar", "fa", "he", "ps", "ur"}
    assert not right_to_left("xx")
