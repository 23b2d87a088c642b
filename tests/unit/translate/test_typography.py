import pytest

from translate.typography import typeset


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Domicile: Madrid", "Domicile\u00a0: Madrid"),
        ("Montant :", "Montant\u00a0:"),
        ("à 14:30, https://x.fr/a:b", "à 14:30, https://x.fr/a:b"),
        ("¿Est-ce vrai? Oui!", "Est-ce vrai\u202f? Oui\u202f!"),
        ("12 €; 13 %", "12 €\u202f; 13 %"),
        ('dit "pension" et „rente“', "dit «\u00a0pension\u00a0» et «\u00a0rente\u00a0»"),
        ("«\u00a0déjà\u00a0»\u00a0:", "«\u00a0déjà\u00a0»\u00a0:"),
        ("1.234,56 (43a)", "1.234,56 (43a)"),
        ("", ""),
    ],
)
def test_french_typography(text: str, expected: str) -> None:
    assert typeset(text) == expected
    assert typeset(expected) == expected
