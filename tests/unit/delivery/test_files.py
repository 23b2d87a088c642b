import pytest

from delivery.names import file_name, file_stem


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
    assert file_stem(name) == expected


def test_names_stay_short_in_bytes() -> None:
    assert len(file_stem("語" * 300).encode()) <= 200


def test_a_downloaded_file_is_called_by_its_order_and_the_original_s_safe_name():
    assert file_name("2026-000123", "rentenbescheid.pdf", "pdf") == "2026-000123-rentenbescheid.fr.pdf"
    assert file_name("2026-000123", "../a\u202eb?.pdf", "bilingual") == "2026-000123-ab.bilingue.pdf"
    assert len(file_name("2026-000123", "語" * 300, "bilingual").encode()) <= 255
