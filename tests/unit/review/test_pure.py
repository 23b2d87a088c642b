"""What the editor decides without rows: changes, doubtful words, the place of a box."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.changes import changes
from review.doubts import Doubt, pieces
from review.placing import predecessor
from storage.models import Segment
from storage.words import Box


def told(draft: str, text: str) -> list[tuple[str, str]]:
    return [(part.act, part.text) for part in changes(draft, text)]


def test_changes_are_told_by_words() -> None:
    assert told("Une pension de 100 €", "Une pension mensuelle de 200 €") == [
        ("same", "Une pension "),
        ("added", "mensuelle "),
        ("same", "de "),
        ("removed", "100"),
        ("added", "200"),
        ("same", " €"),
    ]
    assert told("", "Texte") == [("added", "Texte")]
    assert told("Texte", "") == [("removed", "Texte")]
    assert told("Texte", "Texte") == [("same", "Texte")]
    assert told("", "") == []


def test_two_changed_words_are_one_change() -> None:
    assert told("le petit chat", "le grand chien") == [
        ("same", "le "),
        ("removed", "petit chat"),
        ("added", "grand chien"),
    ]


TEXT = st.text(st.sampled_from("ab é'1. \n"), max_size=40)


@given(TEXT, TEXT)
def test_changes_hold_both_texts_whole(draft: str, text: str) -> None:
    parts = changes(draft, text)
    assert "".join(p.text for p in parts if p.act != "removed") == text
    assert "".join(p.text for p in parts if p.act != "added") == draft
    assert all(p.text for p in parts)


def test_a_text_too_long_to_compare_is_replaced_whole() -> None:
    assert told("a " * 4000, "b " * 4000) == [("removed", "a " * 4000), ("added", "b " * 4000)]


LINE = [72.0, 100.0, 300.0, 112.0]


def word(text: str, x: float, y: float = 106.0) -> Doubt:
    return Doubt(text, Box(x, y - 5, x + 20, y + 5))


@pytest.mark.parametrize(
    ("doubts", "marked"),
    [
        ([word("Geld", 80), word("Geld", 200)], ["Geld", "Geld"]),
        ([word("Geld", 80, y=300.0)], []),  # on another line of the page
        ([word("Gold", 80)], []),  # not in the text of the segment
        ([word("und", 120), word("Gut", 160)], ["und", "Gut"]),
    ],
)
def test_doubtful_words_of_a_segment(doubts: list[Doubt], marked: list[str]) -> None:
    source = "Geld und Gut, Geld"
    found = pieces(source, [LINE], doubts)
    assert "".join(piece.text for piece in found) == source
    assert [piece.text for piece in found if piece.doubtful] == marked


def on(*boxes: tuple[float, float, float, float]) -> list[Segment]:
    return [Segment(boxes=[list(box)]) for box in boxes]


HEAD, LEFT, RIGHT, FOOT = (72, 50, 500, 70), (72, 100, 250, 300), (320, 100, 500, 300), (72, 700, 500, 720)


@pytest.mark.parametrize(
    ("box", "after"),
    [
        (Box(72, 10, 200, 30), None),  # above everything
        (Box(100, 320, 200, 360), 1),  # under the left column, not under the right one
        (Box(350, 320, 450, 360), 2),
        (Box(510, 50, 560, 70), 0),  # on the line of the heading, to its right
        (Box(72, 740, 200, 760), 3),
    ],
)
def test_a_box_is_read_after_what_is_nearest_above_or_left(box: Box, after: int | None) -> None:
    segments = on(HEAD, LEFT, RIGHT, FOOT)
    found = predecessor(segments, box)
    assert (None if found is None else segments.index(found)) == after
