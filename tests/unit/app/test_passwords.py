"""The rules of a password and its hash."""

import pytest
from argon2 import PasswordHasher

from app.signin.errors import PasswordTooLongError, PasswordTooShortError, PasswordTooSimpleError
from app.signin.passwords import Passwords, check
from storage.errors import ServiceError

CHEAP = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
EMAIL, NAME = "lea.martin@cpam.example", "Léa Martin Dupont"


@pytest.mark.parametrize("password", ["correct cheval pile", "éééàààùùù çç œ", "123456789 abc"])
def test_good_passwords(password: str) -> None:
    check(password, EMAIL, NAME)


@pytest.mark.parametrize(
    ("password", "error"),
    [
        ("court", PasswordTooShortError),
        ("a" * 11, PasswordTooShortError),
        ("x" * 201, PasswordTooLongError),
        ("aaaaaaaaaaaaaa", PasswordTooSimpleError),
        ("abcabcabcabcabc", PasswordTooSimpleError),
        ("Lea.Martin@CPAM.example", PasswordTooSimpleError),
        ("léa martin dupont", PasswordTooSimpleError),
    ],
)
def test_bad_passwords(password: str, error: type[ServiceError]) -> None:
    with pytest.raises(error):
        check(password, EMAIL, NAME)


def test_only_the_right_password_matches() -> None:
    passwords = Passwords(CHEAP)
    kept = passwords.hash("café crème du matin")
    assert passwords.verify(kept, "cafe\u0301 crème du matin")  # the same letters, typed on another keyboard
    assert not passwords.verify(kept, "café crème du soir")
    assert not passwords.verify(kept, "x" * 100_000)
    assert not passwords.verify("not a hash", "café crème du matin")


def test_nobody_has_a_password() -> None:
    """An account without a hash never matches, and a hash is computed all the same."""
    computed: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # noqa: A002
            computed.append(str(hash))
            return super().verify(hash, password)

    passwords = Passwords(Counting(time_cost=1, memory_cost=64, parallelism=1))
    assert not passwords.verify(None, "anything at all")
    assert len(computed) == 1


def test_old_parameters_are_noticed() -> None:
    kept = Passwords(CHEAP).hash("correct cheval pile")
    assert not Passwords(CHEAP).is_outdated(kept)
    assert Passwords(PasswordHasher(time_cost=2, memory_cost=64, parallelism=1)).is_outdated(kept)
