import pytest

from delivery.files import file_stem
from tests.unit.delivery.documents import document


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("rentenbescheid.pdf", "rentenbescheid"),
        ("رسم الولادة.pdf", "رسم الولادة"),
        ("../../etc/passwd", "etc_passwd"),
        ("a\x00b:c?.docx", "a_b_c"),
        ("...", "traduction"),
        ("Bescheid v. 12.03.2020", "Bescheid v. 12.03"),
    ],
)
def test_names_are_safe(name: str, expected: str) -> None:
    assert file_stem(document([], file_name=name)) == expected


def test_names_stay_short_in_bytes() -> None:
    assert len(file_stem(document([], file_name="語" * 300)).encode()) <= 200
