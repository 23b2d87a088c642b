import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.grid import amounts, fit, has_header

ROW = ["Jahr", "Zeitraum", "Betrag"]


def test_a_narrow_table_keeps_the_usual_size_upright() -> None:
    found = fit([[ROW, ["1999", "Januar", "12,00"]]], 3)
    assert (found.landscape, found.size) == (False, 9.0)


def test_letters_shrink_before_the_sheet_turns() -> None:
    row = ["1.234.567,89"] * 8
    assert fit([[row]], 8).landscape is False
    assert fit([[row]], 8).size < 9
    assert fit([[["1.234.567,89"] * 10]], 10).landscape is True


def test_many_columns_turn_the_sheet_whatever_they_hold() -> None:
    assert fit([[["1"] * 11]], 11).landscape is True


def test_columns_of_dates_stay_on_one_line_and_long_texts_wrap() -> None:
    rows = [["01.09.1976 – 31.08.1979", "Période de cotisation obligatoire " * 5]]
    found = fit([rows], 2)
    assert found.widths[0] / 100 * 174 > len(rows[0][0]) * 9 * 0.19
    assert found.widths[1] > found.widths[0]


def test_numbers_beside_the_texts_take_room() -> None:
    rows = [["1.234.567,89"] * 7]
    assert fit([rows], 7, extra=4).size < fit([rows], 7).size


def test_a_period_stands_on_one_line() -> None:
    row = [
        "08.06.1976 – 31.07.1976",
        "Période de cotisation obligatoire",
        "12",
        "34 126,00 EUR",
        "Points de retraite",
    ]
    found = fit([[row]], 5, extra=5)
    letters = found.widths[0] / 100 * (261 if found.landscape else 174) / (found.size * 0.205)
    narrow = sum(char in " .–" for char in row[0])
    assert letters >= len(row[0]) - narrow / 2 + 5


@given(st.lists(st.lists(st.text(max_size=60), min_size=5, max_size=5), min_size=1, max_size=4))
def test_widths_fill_the_sheet(rows: list[list[str]]) -> None:
    widths = fit([rows], 5).widths
    assert sum(widths) == pytest.approx(100, abs=0.1)
    assert min(widths) > 1


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["Année", "Mois 1", "Montant"], ["1999", "12", "1 234,00"]], True),
        ([["1999", "12", "1 234,00"], ["2000", "12", "1 234,00"]], False),
        ([["Nom", "Prénom"], ["Schmidt", "Anna"]], False),
        ([["Année", "Montant"]], False),
        ([["Total", "", ""], ["1999", "12", "3"]], False),
        ([["Périodes allemandes", "299 mois"], ["Montant", "982,72 EUR"]], False),
        ([["Analyse", "11/02/2026", "13/02/2026"], ["Glucose", "187 *", "142 *"]], True),
        ([["11/02/2026", "13/02/2026"], ["187 *", "142 *"]], False),
    ],
)
def test_a_header_names_columns_of_figures(rows: list[list[str]], expected: bool) -> None:
    assert has_header(rows) is expected


def test_amounts_are_told_from_years_and_words() -> None:
    rows = [["Année", "Montant", "Nature", "EUR"], ["1999", "1 234,00", "emploi", "12,00 EUR"]]
    assert amounts(rows, 4) == (False, True, False, True)


@pytest.mark.parametrize(
    "texts", [["2 140,00 DM", "34 126,00 EUR"], ["1 842,0 *", "142 *", "–"], ["33,00 zł", ""]]
)
def test_old_currencies_marks_and_dashes_leave_a_column_of_amounts(texts: list[str]) -> None:
    assert amounts([["Montant"], *([text] for text in texts)], 1) == (True,)


def test_dashes_alone_are_no_amounts() -> None:
    assert amounts([["Montant"], ["–"], ["–"]], 1) == (False,)
