"""Long texts, cut where it harms least."""

import re

from hypothesis import given
from hypothesis import strategies as st

from translate.engines.windows import windows


def parts(text: str, limit: int) -> list[str]:
    return [part for part, _ in windows(text, lambda part: len(part) <= limit)]


def test_a_text_that_fits_is_left_alone() -> None:
    assert list(windows("Ein Satz.", lambda _: True)) == [("Ein Satz.", "")]


def test_sentences_come_before_clauses_and_words() -> None:
    assert parts("Eins, zwei. Drei, vier fünf.", 17) == ["Eins, zwei.", "Drei, vier fünf."]
    assert parts("Eins zwei, drei vier", 12) == ["Eins zwei,", "drei vier"]
    assert parts("Eins zwei drei", 9) == ["Eins zwei", "drei"]


def test_a_word_without_end_is_cut_but_no_placeholder() -> None:
    assert parts("x" * 10, 5) == ["xxxxx", "xxxxx"]
    assert parts("xx⟦12⟧yy", 4) == ["xx", "⟦12⟧", "yy"]
    assert parts("⟦12⟧", 2) == ["⟦12⟧"]


@given(st.text("ab .,;!\n⟦1⟧é", max_size=200), st.integers(1, 30))
def test_nothing_is_lost_and_every_part_fits(text: str, limit: int) -> None:
    cut = list(windows(text, lambda part: len(part) <= limit))
    assert "".join(part + gap for part, gap in cut) == text
    assert all(len(part) <= limit or re.fullmatch("⟦[0-9]{1,4}⟧", part) for part, _ in cut)
