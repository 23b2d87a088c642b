"""Forms are known by how they are built; a form that is only mentioned is not one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.recognition import forms_table as table
from intake.recognition.forms import recognise_forms, recognise_page
from intake.recognition.view import PageView
from tests.unit.intake.recognition.pages import page

BOXES = "1.1 Name NOVAK\n1.2 Datum 03.04.1961\n2.1 Adresse\n2.2 Land\n2.3 Ort\n3.1 Zeit"
GREETING = (0.25, "Sehr geehrte Frau Novak,")


def form(code: str, head: str, *, number: int = 1, total: int = 1, boxes: str = BOXES) -> PageView:
    return page((0.03, head), (0.08, code), (0.3, boxes), (0.95, f"{code} {number}/{total}"), number=number)


@pytest.mark.parametrize("part", table.PORTABLE)
@pytest.mark.parametrize("language", ["bg", "el", "fi", "hu", "mt", "pl"])
def test_a_portable_document_is_known_in_any_language(part: str, language: str) -> None:
    (found,) = recognise_forms([form(part, table.COORDINATION[language])])
    assert found.details["family"] == "portable_document"
    assert (found.details["part"], found.details["edition"], found.details["to_verify"]) == (part, language, False)


@pytest.mark.parametrize(
    ("read", "meant"), [("E 1O1", "E 101"), ("E IO6", "E 106"), ("E121", "E 121"), ("E 2O5 DE", "E 205")]
)
def test_an_older_form_is_known_though_its_code_is_misread(read: str, meant: str) -> None:
    (found,) = recognise_forms([form(read, table.COMMISSION["de"])])
    assert (found.details["family"], found.details["part"]) == ("e_form", meant)


def test_a_head_with_misread_letters_is_known() -> None:
    head = "Koordlnierung der Systerne der sozialen Slcherheit"
    found = recognise_page(form("A1", head))
    assert found is not None
    assert found.edition == "de"


def test_a_structured_document() -> None:
    seen = page((0.05, "Strukturiertes elektronisches Dokument"), (0.1, "SED P5000"), (0.3, BOXES))
    (found,) = recognise_forms([seen])
    assert (found.details["family"], found.details["part"]) == ("sed", "P5000")


def test_a_form_of_the_regulation_on_public_documents() -> None:
    rows = [(0.35 + n / 40, f"{n} Name / Nom NOVAK") for n in range(1, 9)]
    seen = page((0.03, "(EU) 2016/1191"), (0.06, "Mehrsprachiges Formular"), (0.1, "Geburt / birth"), *rows)
    (found,) = recognise_forms([seen])
    assert (found.details["family"], found.details["part"]) == ("regulation_2016_1191", "birth")


def test_an_extract_of_the_ciec_is_to_be_verified() -> None:
    rows = [(0.3 + n / 40, f"{n} Soyadi / Nom NOVAK") for n in range(1, 9)]
    seen = page(
        (0.05, "Formül A - Formule A"),
        (0.1, "Extrait de l'acte de naissance"),
        *rows,
        (0.9, "Jo: jour Mo: mois An: année"),
    )
    (found,) = recognise_forms([seen])
    assert (found.details["family"], found.details["part"], found.details["to_verify"]) == ("ciec", "A", True)


@pytest.mark.parametrize(
    "mention",
    [
        "Bitte senden Sie uns das Formular E 104.", "E 104", "Betreff: Formular A1", "A1",
        "Verordnung (EWG) 1408/71, Formular E 121", "SED P5000", "Verordnung (EU) 2016/1191, Formule A",
    ],
)  # fmt: skip
def test_a_letter_that_mentions_a_form_is_none(mention: str) -> None:
    prose = "wir haben Ihren Antrag erhalten und bitten um die fehlenden Angaben."
    assert recognise_forms([page((0.08, mention), GREETING, (0.35, prose))]) == ()
    assert recognise_forms([page((0.08, mention), GREETING, (0.35, f"{prose}\n1. Name\n2. Ort\n3. Zeit"))]) == ()


def test_a_letter_that_quotes_a_head_and_a_code_is_none() -> None:
    assert (
        recognise_forms(
            [page((0.03, table.COORDINATION["de"]), (0.08, "A1"), GREETING, (0.4, "wir bitten um Antwort."))]
        )
        == ()
    )


def test_the_pages_of_one_form_are_one_finding_and_a_second_copy_another() -> None:
    head = table.COORDINATION["de"]
    pages = [form("A1", head, number=n, total=2) for n in (1, 2)]
    again = [page((0.03, head), (0.08, "A1"), (0.3, BOXES), (0.95, f"A1 {n}/2"), number=n + 2) for n in (1, 2)]
    assert [found.pages for found in recognise_forms([*pages, *again])] == [(1, 2), (3, 4)]


def test_a_page_of_boxes_that_does_not_name_its_form_goes_with_the_page_before() -> None:
    rest = page((0.1, BOXES.replace("1.", "4.").replace("2.", "5.")), number=2)
    (found,) = recognise_forms([form("S1", table.COORDINATION["de"]), rest])
    assert found.pages == (1, 2)
    assert recognise_forms([rest]) == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 0.97), st.text(max_size=60)), max_size=6))
def test_nothing_on_a_page_breaks_it(blocks: list[tuple[float, str]]) -> None:
    held = [block for block in blocks if block[1].split()]
    for found in recognise_forms([page(*held)]):
        assert 0.6 <= found.confidence <= 1
