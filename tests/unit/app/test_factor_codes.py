"""The codes of telephones against the vectors of RFC 6238, and recovery codes."""

import base64
import re
from datetime import UTC, datetime, timedelta

import pytest

from app.factor.codes import (
    PERIOD,
    address,
    grouped,
    looks_like_recovery,
    matching_step,
    new_recovery_codes,
    new_secret,
    picture,
    recovery_hash,
)
from app.sealing import SealBrokenError, Sealer

# RFC 6238, appendix B: the secret, and the last six of its eight figures (SHA-1).
SECRET = base64.b32encode(b"12345678901234567890").decode()
VECTORS = {59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037"}


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@pytest.mark.parametrize(("seconds", "code"), VECTORS.items())
def test_the_vectors_of_the_standard(seconds: int, code: str) -> None:
    assert matching_step(SECRET, code, at(seconds)) == seconds // PERIOD


def test_a_clock_may_be_one_period_off_and_no_more() -> None:
    present = at(1234567890)
    for drift in (-1, 0, 1):
        assert matching_step(SECRET, "005924", present + timedelta(seconds=drift * PERIOD)) == 1234567890 // PERIOD
    for drift in (-2, 2):
        assert matching_step(SECRET, "005924", present + timedelta(seconds=drift * PERIOD)) is None


@pytest.mark.parametrize("code", ["", "00592", "0059245", "00592a", "٠٠٥٩٢٤", "005 924x"])
def test_what_is_no_code(code: str) -> None:
    assert matching_step(SECRET, code, at(1234567890)) is None


def test_spaces_do_not_matter() -> None:
    assert matching_step(SECRET, " 005 924 ", at(1234567890))


def test_secrets_differ_and_are_long_enough() -> None:
    made = {new_secret() for _ in range(50)}
    assert len(made) == 50
    assert all(len(base64.b32decode(secret)) == 20 for secret in made)
    assert grouped("ABCDEFGHIJ") == "ABCD EFGH IJ"


def test_the_picture_stands_in_a_page_under_the_policy() -> None:
    drawn = picture(address(SECRET, "Truchement", "ada@cpam.example"))
    assert drawn.startswith("<svg")
    assert "style=" not in drawn
    assert "<script" not in drawn
    assert not re.search(r"\son\w+=", drawn)
    assert address(SECRET, "Truchement", "a b@c.fr").startswith("otpauth://totp/Truchement:a%20b%40c.fr?secret=")


def test_recovery_codes_are_ten_and_are_found_however_typed() -> None:
    made = new_recovery_codes()
    assert len(set(made)) == 10
    for code in made:
        assert re.fullmatch(r"[a-z2-7]{4}(-[a-z2-7]{4}){3}", code)
        assert recovery_hash(code) == recovery_hash(f" {code.upper().replace('-', ' ')} ")
        assert looks_like_recovery(code)
        assert code not in recovery_hash(code)
    assert not looks_like_recovery("123 456")


def test_a_seal_opens_with_any_of_the_keys_and_no_other() -> None:
    old, new = Sealer(("an old key",)), Sealer(("a new key", "an old key"))
    sealed = old.seal(SECRET)
    assert SECRET not in sealed
    assert new.open(sealed) == SECRET
    assert not new.is_current(sealed)
    assert new.is_current(new.seal(SECRET))
    with pytest.raises(SealBrokenError):
        Sealer(("a new key",)).open(sealed)
    with pytest.raises(SealBrokenError):
        new.open(sealed[:-4] + "AAAA")
    with pytest.raises(SealBrokenError):
        Sealer(("an old key",), "another purpose").open(sealed)
