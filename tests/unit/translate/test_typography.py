import pytest

from translate.typography import typeset, with_articles


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
        ("décret n.º 187/2007", "décret n° 187/2007"),
        ("", ""),
    ],
)
def test_french_typography(text: str, expected: str) -> None:
    assert typeset(text) == expected
    assert typeset(expected) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("à partir de 1er janvier 2023", "à partir du 1er janvier 2023"),
        ("de 3 mai 1985 la 31 décembre 1999", "du 3 mai 1985 au 31 décembre 1999"),
        ("du 01.02.1985 à 31.12.1999", "du 01.02.1985 au 31.12.1999"),
        ("depuis 6 avril 2024", "depuis le 6 avril 2024"),
        ("reçue sur 12 mars 2024", "reçue le 12 mars 2024"),
        ("Avant 15.06.2024", "Avant le 15.06.2024"),
        ("de mars 2024", "de mars 2024"),
        ("le 12 mars 2024, de 12 mois", "le 12 mars 2024, de 12 mois"),
        ("procédé 12 mars", "procédé 12 mars"),
    ],
)
def test_articles_before_dates(text: str, expected: str) -> None:
    assert with_articles(text) == expected
    assert with_articles(expected) == expected
