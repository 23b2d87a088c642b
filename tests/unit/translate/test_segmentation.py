import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.words import DOUBTFUL, DOUBTFUL_FIGURES, Box, Cell, Word
from tests.unit.translate.pages import page_of, words_of
from translate.segmentation import segments
from translate.segments import Role, words_count


def texts(lines: list[str], language: str = "de") -> list[str]:
    return [segment.text for segment in segments(page_of(words_of(lines), language))]


def test_lines_of_a_paragraph_join_and_keep_one_box_per_line() -> None:
    lines = [
        "Mit diesem Bescheid stellen wir fest, dass",
        "Sie Anspruch auf eine Rente haben, weil die",
        "Zeit erfüllt ist.",
    ]
    (segment,) = segments(page_of(words_of(lines), "de"))
    assert segment.text == " ".join(lines)
    assert segment.role is Role.paragraph
    assert [box.y0 for box in segment.boxes] == [50.0, 63.0, 76.0]
    assert segment.language == "de"
    assert segment.confidence == 95
    assert segment.words == 18


@pytest.mark.parametrize(
    ("language", "lines", "expected"),
    [
        (
            "de",
            ["die gesetzliche Rentenver-", "sicherung hat den Antrag"],
            "die gesetzliche Rentenversicherung hat den Antrag",
        ),
        (
            "de",
            ["über die Kranken-", "und Unfallversicherung des"],
            "über die Kranken- und Unfallversicherung des",
        ),
        ("de", ["aus dem Rhein-Main-", "Gebiet der Versicherung"], "aus dem Rhein-Main-Gebiet der Versicherung"),
        (
            "en",
            ["the person who was self-", "employed in the period"],
            "the person who was self-employed in the period",
        ),
        (
            "pt",
            ["o requerente apresentou-", "se no serviço da segurança"],
            "o requerente apresentou-se no serviço da segurança",
        ),
        ("es", ["la persona benefi-", "ciaria de la pensión"], "la persona beneficiaria de la pensión"),
        ("pl", ["numer sprawy 12/2024-", "15 oddział w Warszawie"], "numer sprawy 12/2024-15 oddział w Warszawie"),
        ("it", ["la domanda di pen\u00ad", "sione è stata accolta"], "la domanda di pensione è stata accolta"),
        (
            "fr",
            ["la date - selon lui -", "est fausse pour tous ici"],
            "la date - selon lui - est fausse pour tous ici",
        ),
    ],
)
def test_words_cut_at_the_line_end(language: str, lines: list[str], expected: str) -> None:
    assert texts(lines, language) == [expected]


def test_lines_ended_on_purpose_are_segments_of_their_own() -> None:
    lines = ["Herrn", "Jan Kowalski", "Musterstraße 12", "10115 Berlin, Bundesrepublik Deutschland"]
    assert texts(lines) == lines


def test_a_line_that_ends_in_mid_word_goes_on() -> None:
    assert texts(["Renten-", "Versicherungsträger und Deutsche Verbindungsstelle"]) == [
        "Renten-Versicherungsträger und Deutsche Verbindungsstelle"
    ]


def test_a_label_and_its_value_on_one_line_of_a_form() -> None:
    found = segments(
        page_of(words_of(["Geburtsname:          Schmidt", "Geburtsdatum:         12.03.1958"]), "de")
    )
    assert [s.text for s in found] == ["Geburtsname:", "Schmidt", "Geburtsdatum:", "12.03.1958"]
    assert [s.role for s in found] == [Role.label, Role.paragraph, Role.label, Role.paragraph]


def test_list_items_part() -> None:
    lines = [
        "- las cotizaciones que constan en el expediente.",
        "- los periodos de residencia que se acrediten ya.",
    ]
    assert texts(lines, "es") == lines


def test_a_date_at_the_start_of_a_line_is_no_list_item() -> None:
    lines = ["Der Versicherte wurde in der Gemeinde Neustadt am", "12. März 1958 geboren und ist dort gemeldet."]
    assert texts(lines) == [" ".join(lines)]


def test_headings_by_height_or_capitals() -> None:
    words = words_of(["Rentenbescheid der Versicherung"], 0, height=16)
    words += words_of(["VIDA LABORAL"], 1, top=100) + words_of(["12 AB 345678"], 2, top=150)
    words += words_of(["Die Rente wird monatlich im Voraus auf Ihr Konto gezahlt."] * 4, 3, top=200)
    found = segments(page_of(words, "de"))
    assert [s.role for s in found[:4]] == [Role.heading, Role.heading, Role.paragraph, Role.paragraph]


def test_cells_keep_their_place_and_numbers_are_kept() -> None:
    words = words_of(["Betrag"], 0) + words_of(["1.234,56"], 1, top=80)
    cells = [Cell(0, 2, 0, 3), Cell(1, 2, 1, 3)]
    found = segments(page_of(words, "de", cells=cells))
    assert [(s.text, s.role, s.table, s.row, s.column) for s in found] == [
        ("Betrag", Role.cell, 2, 0, 3),
        ("1.234,56", Role.cell, 2, 1, 3),
    ]


@pytest.mark.parametrize("text", ["(L.S.)", "[Dienstsiegel]", "pieczęć okrągła", "Firma", "м. п.", "الختم"])
def test_places_of_seals_and_signatures_are_marks(text: str) -> None:
    assert segments(page_of(words_of([text]), "de"))[0].role is Role.mark


def test_noise_is_kept_and_flagged() -> None:
    words = words_of(["~'."], 0, confidence=12) + words_of(["Rentenbescheid vom Amt"], 1, top=90)
    found = segments(page_of(words, "de"))
    assert found[0].text == "~'."
    assert [finding.code for finding in found[0].findings] == ["reading_noise"]
    assert found[1].findings == ()


def test_doubtful_words_are_named() -> None:
    words = words_of(["Betrag von 1.284,56 EUR monatlich"])
    words[2] = replace(words[2], confidence=41)
    (segment,) = segments(page_of(words, "de"))
    (finding,) = segment.findings
    assert (finding.code, finding.blocking, finding.values["value"]) == ("doubtful_reading", False, "1.284,56")
    # That of the word, not the mean of a segment of which the rest was read well.
    assert finding.values["confidence"] == "41"


@pytest.mark.parametrize(("word", "threshold"), [("Betrag", DOUBTFUL), ("1.62", DOUBTFUL_FIGURES)])
def test_a_word_is_doubtful_by_one_threshold_for_the_check_and_for_the_mark_in_the_editor(
    word: str, threshold: float
) -> None:
    words = words_of([f"{word} monatlich"])
    for confidence in (0, threshold - 0.1, threshold, 79, 100):
        words[0] = replace(words[0], confidence=confidence)
        (segment,) = segments(page_of(words, "de"))
        assert bool(segment.findings) is words[0].doubtful is (confidence < threshold)


def test_language_per_block_when_the_page_has_two() -> None:
    german = "Wir bestätigen, dass die Versicherung bestand"
    french = "Nous confirmons que l'assurance existait alors"
    words = words_of([german], 0) + words_of([french], 1, top=90) + words_of(["Total"], 2, top=130)

    def detect(text: str, among: Sequence[str]) -> str | None:
        assert list(among) == ["de", "fr"]
        return {german: "de", french: "fr"}.get(text)

    assert [s.language for s in segments(page_of(words, "de", "fr"), detect)] == ["de", "fr", "fr"]


def test_language_by_script_needs_no_detector() -> None:
    words = (
        words_of(["Ім'я"], 0) + words_of(["Name"], 1, top=90) + words_of(["Свідоцтво про народження"], 2, top=130)
    )
    assert [s.language for s in segments(page_of(words, "en", "uk"))] == ["uk", "en", "uk"]


def test_first_short_blocks_take_the_language_of_the_first_one_that_tells() -> None:
    words = words_of(["Nr. 12"], 0) + words_of(["Die Versicherung bestätigt den Antrag"], 1, top=90)
    found = segments(page_of(words, "fr", "de"), lambda _text, _among: "de")
    assert [s.language for s in found] == ["de", "de"]


def test_a_page_without_words() -> None:
    assert segments(page_of([], "de")) == []


def test_a_page_without_language_is_undetermined() -> None:
    assert segments(page_of(words_of(["Xyz abc"])))[0].language == "und"


def test_arabic_lines_are_ended_at_their_left_edge() -> None:
    def line(text: str, number: int, x1: float) -> list[Word]:
        out = []
        for word in text.split():
            out.append(Word(word, Box(x1 - 5 * len(word), number * 14, x1, number * 14 + 10), 90, 0, number))
            x1 -= 5 * len(word) + 5
        return out

    full = line("ولد السيد محمد بن أحمد في مدينة الرباط بالمملكة", 0, 500)
    rest = line("المغربية سنة 1958 كما هو مبين", 1, 500) + line("حرر بالرباط", 2, 500)
    assert [s.text for s in segments(page_of(full + rest, "ar"))] == [
        "ولد السيد محمد بن أحمد في مدينة الرباط بالمملكة المغربية سنة 1958 كما هو مبين",
        "حرر بالرباط",
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("- . :", 0), ("1.234,56 €", 1), ("l'assuré a cotisé", 3), ("Az.: 65 120345 M 012", 5)],
)
def test_words_count(text: str, count: int) -> None:
    assert words_count(text) == count


_TOKENS = st.text(alphabet="abAB12-.,:äßй\u00ad()م", min_size=1, max_size=8)
_LINES = st.lists(st.lists(_TOKENS, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=5)


@given(st.lists(_LINES, max_size=4), st.sampled_from([(), ("de",), ("pt",), ("de", "uk"), ("ar", "fr")]))
def test_every_word_is_in_exactly_one_segment_in_order(
    blocks: list[list[str]], languages: tuple[str, ...]
) -> None:
    words: list[Word] = []
    for number, lines in enumerate(blocks):
        words += words_of(lines, number, top=50 + 90 * number)
    found = segments(page_of(words, *languages))

    def bare(text: str) -> str:
        return re.sub(r"[\s\-\u00ad]", "", text)

    assert bare("".join(s.text for s in found)) == bare("".join(word.text for word in words))
    assert [s.order for s in found] == list(range(len(found)))
