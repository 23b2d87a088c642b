"""What Tesseract prints, read; which data files are asked for."""

from dataclasses import replace

import pytest

from ocr.lines import lines_of
from ocr.scripts import SAMPLES, script_of
from ocr.tesseract import Found, Tesseract, parse_osd, parse_tsv

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
TESSERACT = Tesseract(frozenset({"deu", "eng", "ukr", "pol", "ara"}))


def test_only_words_are_kept_from_tsv():
    tsv = HEAD + (
        "1\t1\t0\t0\t0\t0\t0\t0\t900\t900\t-1\t\n"
        "5\t1\t2\t1\t3\t1\t10\t20\t30\t40\t96.5\tRente\n"
        "5\t1\t2\t1\t3\t2\t50\t20\t30\t40\t11\t \n"
        '5\t1\t2\t1\t3\t3\t90\t20\t30\t40\t-1\t"\t"\n'
    )
    assert parse_tsv(tsv) == [
        Found("Rente", 10, 20, 30, 40, 96.5, (2, 1, 3)),
        Found('"\t"', 90, 20, 30, 40, 0.0, (2, 1, 3)),
    ]
    assert parse_tsv("") == []


def test_the_orientation_report_is_read_or_is_none():
    report = (
        "Page number: 0\nOrientation in degrees: 270\nRotate: 90\nOrientation confidence: 5.25\n"
        "Script: Cyrillic\nScript confidence: 3.33\n"
    )
    found = parse_osd(report)
    assert found is not None
    assert (found.rotation, found.script, found.rotation_confidence) == (90, "Cyrillic", 5.25)
    assert parse_osd("Too few characters") is None


def test_languages_become_installed_data_files_or_their_nearest():
    assert TESSERACT.codes_for(("de", "uk")) == ("deu", "ukr")
    assert TESSERACT.codes_for(("ru", "cs")) == ("ukr", "pol")
    assert TESSERACT.codes_for(("th",)) == ()
    assert TESSERACT.codes_for(("ru", "uk")) == ("ukr",)


def test_every_sampled_script_has_data_files_of_that_script():
    everything = replace(
        TESSERACT, languages=frozenset({"rus", "ukr", "ara", "ell", "heb", "hye", "kat", "tha", "hin"})
    )
    for script in ("Cyrillic", "Arabic", "Greek", "Hebrew", "Armenian", "Georgian", "Thai", "Devanagari"):
        assert everything.codes_for(SAMPLES[script])
        assert all(script_of(code) == script for code in everything.codes_for(SAMPLES[script]))
    assert script_of("deu") == "Latin"


@pytest.mark.parametrize(
    ("text", "confidence", "kept"),
    [("Rente", 20, "Rente"), ("|", 95, None), ("—", 30, None), ("–", 90, "–"), ("|10|", 90, "10")],
)
def test_strokes_of_rules_are_not_words(text, confidence, kept):
    found = [Found("Wort", 0, 0, 40, 20, 95, (1, 1, 1)), Found(text, 50, 0, 40, 20, confidence, (1, 1, 1))]
    words = [token.text for line in lines_of(found, 0.24, 595, 842) for token in line]
    assert words[1:] == ([kept] if kept else [])


def test_boxes_stay_on_the_page():
    ((token,),) = lines_of([Found("Rand", 90, 95, 40, 20, 95, (1, 1, 1))], 1.0, 100, 100)
    assert (token.box.x1, token.box.y1) == (100, 100)


def test_a_rule_between_two_cells_parts_the_word():
    (line,) = lines_of([Found("08|1.993", 100, 10, 80, 20, 90, (1, 1, 1))], 1.0, 500, 500)
    assert [(token.text, token.box.x0, token.box.x1) for token in line] == [("08", 100, 120), ("1.993", 130, 180)]
