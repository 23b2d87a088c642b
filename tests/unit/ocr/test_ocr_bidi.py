import pytest

from ocr.bidi import is_right_to_left, logical_text, reading_order


@pytest.mark.parametrize(
    ("standing", "read"),
    [
        (["Name", "und", "Vorname"], ["Name", "und", "Vorname"]),
        (["ميلاد", "رسم", "نسخة"], ["نسخة", "رسم", "ميلاد"]),
        # Numbers alone follow the line; a Latin run inside keeps its own direction.
        (["1958", "أبريل", "03", "في"], ["في", "03", "أبريل", "1958"]),
        (["القنيطرة", "Rue", "Pasteur", "عنوان"], ["عنوان", "Rue", "Pasteur", "القنيطرة"]),
        (["naissance", "ولادة", "de", "Acte"], ["naissance", "ولادة", "de", "Acte"]),
    ],
)
def test_words_standing_on_a_line_are_put_in_reading_order(standing, read):
    assert [standing[i] for i in reading_order(standing)] == read


def test_the_direction_of_a_page_is_that_of_most_letters():
    assert is_right_to_left(["عقد", "الازدياد", "AB"])
    assert not is_right_to_left(["Acte", "de", "naissance", "عقد"])
    assert not is_right_to_left(["12", "34"])


def test_glyphs_of_a_right_to_left_word_are_put_in_logical_order():
    assert logical_text(list(reversed("المغرب"))) == "المغرب"
    assert logical_text(["ﻢ", "ﺳ", "ا"]) == "اسم"
    assert logical_text(["لا", "ب"]) == "بلا"


def test_digits_inside_a_right_to_left_word_keep_their_order():
    assert logical_text(list("1984" + "م")) == "م1984"
    assert logical_text(list("Name")) == "Name"
