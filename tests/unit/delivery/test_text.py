import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.text import REPLACEMENT, direction, printable, tidy


@given(st.text(st.characters()))
def test_printable_text_is_legal_in_xml(text: str) -> None:
    allowed = "[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    assert re.search(allowed, printable(text)) is None


@given(st.text(st.characters(categories=["L", "N", "P"])))
def test_letters_figures_and_punctuation_stay(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\ud800", "\uffff", "\U0001fffe", "\ue000", "\U000ac12e"])
def test_what_no_file_can_carry_is_shown(char: str) -> None:
    assert printable(f"a{char}b") == f"a{REPLACEMENT}b"


def test_bullets_of_symbol_fonts_are_bullets() -> None:
    assert printable("\uf0b7 un \uf0a8 deux") == "• un ☐ deux"


def test_marks_that_reorder_are_dropped() -> None:
    assert printable("le \u202e03/04/2020\u202c") == "le 03/04/2020"


def test_tidy_keeps_no_break_spaces_and_line_ends() -> None:
    assert tidy("  a \t b\u00a0:\r\n\r\n c\u202f; ") == "a b\u00a0:\nc\u202f;"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("شهادة", "rtl"), ("12 - תעודת", "rtl"), ("214 / 1958", "ltr"), ("Ort شهادة", "ltr"), ("", "ltr")],
)
def test_direction_is_that_of_the_first_letter(text: str, expected: str) -> None:
    assert direction(text) == expected
