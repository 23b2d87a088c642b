"""Numbers of establishments: their key, and La Poste's own."""

import pytest

from app.people.errors import SiretInvalidError
from app.people.siret import is_siret, read_siret

# Made up, but for La Poste's, whose SIREN is in the rule itself.
RIGHT = ["12345678200010", "98765432400019", "35600000000048", "35600000000001"]
WRONG = [
    "12345678200011",
    "1234567820001",
    "123456782000100",
    "1234567820001O",
    "",
    "１２３４５６７８２０００１０",
]


@pytest.mark.parametrize("number", RIGHT)
def test_a_right_number(number: str) -> None:
    assert is_siret(number)


@pytest.mark.parametrize("number", WRONG)
def test_a_wrong_number(number: str) -> None:
    assert not is_siret(number)
    with pytest.raises(SiretInvalidError):
        read_siret(number)


def test_spaces_are_left_out() -> None:
    assert read_siret(" 123 456 782 00010 ") == "12345678200010"
    assert read_siret("123\u202f456\u00a0782 00010") == "12345678200010"


def test_a_wrong_figure_is_always_found_outside_la_poste() -> None:
    number = RIGHT[0]
    for place in range(14):
        for figure in "0123456789":
            other = number[:place] + figure + number[place + 1 :]
            assert is_siret(other) == (other == number)


def test_la_poste_has_a_key_of_its_own_which_nobody_else_may_use() -> None:
    # Its figures add up to a multiple of five; the ordinary key is wrong.
    assert is_siret("35600000012349") is ((3 + 5 + 6 + 1 + 2 + 3 + 4 + 9) % 5 == 0)
    assert is_siret("35600000012346")
    assert not is_siret("35600000012347")
    assert not is_siret("12345678212343")
