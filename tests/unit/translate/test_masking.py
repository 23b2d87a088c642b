import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.engines.protocol import BRACKETS
from translate.masking import mask, unmask

SENTENCES = [
    (
        "de",
        "Die Rente von 1.234,56 € wird ab dem 12. März 2024 auf DE89 3704 0044 0532 0130 00 gezahlt.",
        "Die Rente von ⟦0⟧ wird ab dem ⟦1⟧ auf ⟦2⟧ gezahlt.",
        "Die Rente von 1\u202f234,56\u00a0€ wird ab dem 12 mars 2024 auf DE89 3704 0044 0532 0130 00 gezahlt.",
    ),
    ("de", "Ab 12.03.2024, 14:30 Uhr", "Ab ⟦0⟧ Uhr", "Ab 12.03.2024, 14:30 Uhr"),
    ("es", "Vive en Calle Mayor, 5, 28013 Madrid.", "Vive en ⟦0⟧.", "Vive en Calle Mayor, 5, 28013 Madrid."),
    ("de", "Für 3 Kinder und 12 Monate", "Für 3 Kinder und 12 Monate", "Für 3 Kinder und 12 Monate"),
    ("pl", "dnia 1 maja 2020 r. decyzja", "dnia ⟦0⟧ decyzja", "dnia 1er mai 2020 decyzja"),
    ("en", "see ⟦0⟧ here", "see ⟦0⟧ here", "see ⟦0⟧ here"),
]


@pytest.mark.parametrize(("language", "source", "rendered", "copied"), SENTENCES)
def test_critical_items_leave_and_come_back_in_french(
    language: str, source: str, rendered: str, copied: str
) -> None:
    masked = mask(source, language)
    assert masked.source == source
    assert masked.rendered(BRACKETS) == rendered
    back = unmask(rendered, masked, BRACKETS)
    assert (back.text, back.whole) == (copied, True)
    assert masked.copied() == copied


def test_everything_takes_the_plain_numbers_too() -> None:
    assert mask("Für 3 Kinder", "de", everything=True).rendered(BRACKETS) == "Für ⟦0⟧ Kinder"


def test_order_may_change() -> None:
    masked = mask("Am 12. März 2024 wurden 1.234,56 € gezahlt.", "de")
    back = unmask("⟦1⟧ ont été payés le ⟦0⟧.", masked, BRACKETS)
    assert back.text == "1\u202f234,56\u00a0€ ont été payés le 12 mars 2024."
    assert back.whole


def test_lost_and_doubled_placeholders_are_named() -> None:
    masked = mask("Am 12. März 2024 wurden 1.234,56 € gezahlt.", "de")
    back = unmask("⟦1⟧ et ⟦1⟧ payés ⟦7⟧", masked, BRACKETS)
    assert [lost.source for lost in back.lost] == ["12. März 2024"]
    assert [doubled.source for doubled in back.doubled] == ["1.234,56 €"]
    assert not back.whole
    assert "⟦" not in back.text


@pytest.mark.parametrize(
    ("text", "translatable"),
    [
        ("1.234,56 €", False),
        ("12. März 2024", False),
        ("12.03.2024 - 15.04.2024", False),
        ("ab 2024", True),
        ("", False),
    ],
)
def test_what_an_engine_has_to_do(text: str, translatable: bool) -> None:
    assert mask(text, "de").translatable is translatable


_TEXT = st.text(alphabet="0123456789.,:/- €%aAbMäй⟦⟧⟧()", max_size=40)


@given(_TEXT, st.booleans())
def test_masking_is_undone_exactly(text: str, everything: bool) -> None:
    masked = mask(text, "de", everything=everything)
    assert masked.source == text
    back = unmask(masked.rendered(BRACKETS), masked, BRACKETS)
    assert back.whole
    assert back.text == masked.copied()


@given(_TEXT)
def test_no_figure_is_left_to_the_engine_when_everything_is_masked(text: str) -> None:
    pieces = mask(text, "de", everything=True).pieces
    assert not any(char.isdecimal() for piece in pieces for char in piece)
