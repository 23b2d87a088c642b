"""Check digits of the national identifiers that stand in the samples.

Every number in the samples is invented; those that a reader may verify carry a valid check digit, so that a check
which refuses them has found a misread character and not a careless sample. Each predicate accepts the spacing and
punctuation in which the number is printed.
"""

import re

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_CF_ODD_DIGITS = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21)
_CF_ODD_LETTERS = (*_CF_ODD_DIGITS, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
_CF_ODD = dict(zip("0123456789" + _LETTERS, _CF_ODD_DIGITS + _CF_ODD_LETTERS, strict=True))
_CF_EVEN = {**{str(n): n for n in range(10)}, **{letter: n for n, letter in enumerate(_LETTERS)}}


def _bare(text: str) -> str:
    return re.sub(r"[\s./-]", "", text).upper()


def _digits(text: str, length: int) -> list[int] | None:
    bare = _bare(text)
    return [int(c) for c in bare] if re.fullmatch(rf"[0-9]{{{length}}}", bare) else None


def _weighted(digits: list[int], weights: str | tuple[int, ...]) -> int:
    return sum(digit * int(weight) for digit, weight in zip(digits, weights, strict=False))


def _cross_sum(digits: list[int], weights: str) -> int:
    return sum(sum(divmod(d * int(w), 10)) for d, w in zip(digits, weights, strict=False))


def is_iban(text: str) -> bool:
    """ISO 13616: the remainder by 97 is 1."""
    bare = _bare(text)
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", bare):
        return False
    return int("".join(str(int(c, 36)) for c in bare[4:] + bare[:4])) % 97 == 1


def is_pesel(text: str) -> bool:
    """Poland: number of the population register, eleven digits."""
    digits = _digits(text, 11)
    return digits is not None and _weighted(digits, "13791379131") % 10 == 0


def is_codice_fiscale(text: str) -> bool:
    """Italy: tax code of a person, sixteen characters."""
    bare = _bare(text)
    if not re.fullmatch(r"[A-Z]{6}[0-9]{2}[A-Z][0-9]{2}[A-Z][0-9]{3}[A-Z]", bare):
        return False
    total = sum((_CF_ODD if place % 2 == 0 else _CF_EVEN)[char] for place, char in enumerate(bare[:15]))
    return _LETTERS[total % 26] == bare[15]


def is_partita_iva(text: str) -> bool:
    """Italy: tax number of a business, eleven digits (Luhn)."""
    digits = _digits(text, 11)
    return digits is not None and _cross_sum(digits, "12121212121") % 10 == 0


def is_dni(text: str) -> bool:
    """Spain: identity number, eight digits and a letter."""
    bare = _bare(text)
    return bool(re.fullmatch(r"[0-9]{8}[A-Z]", bare)) and _DNI_LETTERS[int(bare[:8]) % 23] == bare[8]


def is_spanish_affiliation(text: str) -> bool:
    """Spain: social security number of a person (12 digits) or account of an employer (11), by 97.

    Holds for sequence numbers that fill their field, as all of the samples do.
    """
    bare = _bare(text)
    return bool(re.fullmatch(r"[0-9]{11,12}", bare)) and int(bare[:-2]) % 97 == int(bare[-2:])


def is_nif_pt(text: str) -> bool:
    """Portugal: tax number, nine digits."""
    digits = _digits(text, 9)
    if digits is None:
        return False
    rest = 11 - _weighted(digits, "98765432") % 11
    return digits[8] == (0 if rest > 9 else rest)


def is_niss_pt(text: str) -> bool:
    """Portugal: social security number, eleven digits."""
    digits = _digits(text, 11)
    return digits is not None and 9 - _weighted(digits, (29, 23, 19, 17, 13, 11, 7, 5, 3, 2)) % 10 == digits[10]


def is_cnp(text: str) -> bool:
    """Romania: personal numeric code, thirteen digits."""
    digits = _digits(text, 13)
    if digits is None:
        return False
    rest = _weighted(digits, "279146358279") % 11
    return digits[12] == (1 if rest == 10 else rest)


def is_nhs_number(text: str) -> bool:
    """England and Wales: health service number, ten digits."""
    digits = _digits(text, 10)
    return digits is not None and (11 - _weighted(digits, (10, 9, 8, 7, 6, 5, 4, 3, 2)) % 11) % 11 == digits[9]


def is_versicherungsnummer(text: str) -> bool:
    """Germany: number of the pension insurance, eight digits, a letter, three digits."""
    bare = _bare(text)
    if not re.fullmatch(r"[0-9]{8}[A-Z][0-9]{3}", bare):
        return False
    spelt = bare[:8] + f"{_LETTERS.index(bare[8]) + 1:02d}" + bare[9:11]
    return _cross_sum([int(c) for c in spelt], "212571212121") % 10 == int(bare[11])


def is_kvnr(text: str) -> bool:
    """Germany: number of a person in the statutory health insurance, a letter and nine digits."""
    bare = _bare(text)
    if not re.fullmatch(r"[A-Z][0-9]{9}", bare):
        return False
    spelt = f"{_LETTERS.index(bare[0]) + 1:02d}" + bare[1:9]
    return _cross_sum([int(c) for c in spelt], "1212121212") % 10 == int(bare[9])


def is_tc_kimlik(text: str) -> bool:
    """Türkiye: identity number, eleven digits."""
    digits = _digits(text, 11)
    if digits is None or digits[0] == 0:
        return False
    tenth = (sum(digits[0:9:2]) * 7 - sum(digits[1:8:2])) % 10
    return digits[9] == tenth and sum(digits[:10]) % 10 == digits[10]
