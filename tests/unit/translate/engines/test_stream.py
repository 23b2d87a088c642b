"""Sentences in Apertium's stream format."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.engines import stream


def answer(text: str, sentence: str = "") -> tuple[str, int]:
    written = stream.write(sentence)
    return stream.read(text + written.end, written)


@pytest.mark.parametrize("character", list("[]{}^$/\\@<>*#~"))
def test_characters_of_the_format_travel_as_others(character: str) -> None:
    written = stream.write(f"a {character} b")
    assert character not in written.stream.removesuffix(written.end)
    assert stream.read(written.stream, written) == (f"a {character} b", 0)


def test_the_answer_to_another_question_is_refused() -> None:
    with pytest.raises(ValueError, match="another question"):
        stream.read(stream.write("a", 1).stream, stream.write("a", 2))


def test_marks_are_removed_and_counted() -> None:
    assert answer("Le *foobar a @quux et #dire.") == ("Le foobar a quux et dire.", 3)


def test_stars_of_the_text_are_no_marks() -> None:
    sentence = "*nota #1 a*b"
    written = stream.write(sentence)
    assert stream.read(written.stream, written) == (sentence, 0)


def test_masked_items_travel_as_unknown_words_that_do_not_count() -> None:
    written = stream.write("Nacido el ⟦12⟧ en ⟦3⟧")
    assert "⟦" not in written.stream
    assert written.words == 3
    first, second = (word for word in written.stream.removesuffix(written.end).split() if word.startswith("XQZ"))
    assert stream.read(f"Né le *{first} à *{second}{written.end}", written) == ("Né le ⟦12⟧ à ⟦3⟧", 0)


def test_a_word_that_looks_like_a_carried_one_is_kept() -> None:
    written = stream.write("⟦7⟧ XQZBK")
    assert stream.read(written.stream, written)[0] == "⟦7⟧ XQZBK"


def test_addresses_and_endless_words_are_carried_whole() -> None:
    sentence = f"a@b.es, https://x.es/?y=1 {'é' * 10_000}"
    written = stream.write(sentence)
    assert "@" not in written.stream
    assert len(written.stream) < 100
    assert stream.read(written.stream, written) == (sentence, 0)


def test_line_breaks_and_nul_become_spaces() -> None:
    written = stream.write(" a\nb\0c\u00a0d\u00ad ")
    assert written.stream == "a b c d" + written.end


@given(st.text(st.characters(codec=None)) | st.text("[]{}^$/\\@<>*#~ ⟦⟧0XQZBK\n\0"))
def test_what_is_written_is_read_back(text: str) -> None:
    written = stream.write(text)
    assert "\0" not in written.stream
    again = stream.write(stream.read(written.stream, written)[0])
    assert stream.read(again.stream, again)[0] == stream.read(written.stream, written)[0]


@given(st.text(st.characters(exclude_categories=["C", "Z"], min_codepoint=33), max_size=99))
def test_visible_characters_are_never_lost(text: str) -> None:
    written = stream.write(text)
    assert stream.read(written.stream, written)[0].split() == text.split()


def test_no_mark_of_apertium_is_left_whatever_it_stands_before() -> None:
    # Apertium does not know the middle dot either, and says so.
    assert answer("Service de Cardiologie *· Unité *xyz") == ("Service de Cardiologie · Unité xyz", 1)
    written = stream.write("2 * 3 · #4")
    assert stream.read(written.stream.replace("·", "*·"), written) == ("2 * 3 · #4", 0)
