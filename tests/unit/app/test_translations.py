"""Every text that a person reads has its English, with the same values in it."""

import re

import pytest
from babel.messages.catalog import Catalog, Message

from scripts.translations import english, french, untranslated

PLACES = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%%")


def forms(message: Message) -> list[tuple[str, str]]:
    """Pairs of French and English."""
    if message.pluralizable:
        return list(zip(message.id, message.string, strict=True))
    return [(message.id, message.string)]


@pytest.fixture(scope="module")
def written() -> Catalog:
    return english()


@pytest.fixture(scope="module")
def wanted() -> Catalog:
    return french()


def test_texts_are_found_in_code_and_in_templates(wanted: Catalog) -> None:
    assert "Se connecter" in wanted  # a template
    assert "Le mot de passe actuel n'est pas le bon." in wanted  # a mark on a declaration
    assert "La session est fermée." in wanted  # a call


def test_every_text_has_its_english(written: Catalog, wanted: Catalog) -> None:
    missing = [m.id for m in wanted if m.id and m.id not in written]
    assert missing == [], "run scripts/translations.py, then translate"
    assert [m.id for m in untranslated(written)] == []


def test_no_english_is_left_over(written: Catalog, wanted: Catalog) -> None:
    assert [m.id for m in written if m.id and m.id not in wanted] == []


def test_values_are_the_same_in_both_languages(written: Catalog) -> None:
    differing = [
        (french_text, english_text)
        for message in written
        if message.id
        for french_text, english_text in forms(message)
        if sorted(PLACES.findall(french_text)) != sorted(PLACES.findall(english_text))
    ]
    assert differing == []
