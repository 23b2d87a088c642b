"""What is said of pages: kind, language, French passages, translations, bad pages, boundaries; and of a whole
view."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.recognition import CODES, DocumentView, Finding, PageView, fingerprint, recognise
from intake.recognition.boundaries import boundary_findings, printed_number
from intake.recognition.kinds import recognise_kind
from intake.recognition.passages import bilingual_findings, french_findings
from intake.recognition.pictures import PictureMeasures
from intake.recognition.quality import gibberish_share, quality_findings
from intake.recognition.view import page_view
from storage.words import PageWords
from tests.unit.intake.recognition.pages import OneLanguage, page, reading

GERMAN = (
    "wir haben Ihren Antrag vom 03.04.2021 unter der Nummer 4711822 erhalten und zahlen Ihnen ab dem 01.05.2021 "
    "monatlich 812,50 Euro auf das angegebene Konto, wenn alle Unterlagen vorliegen."
)
FRENCH = (
    "nous avons reçu votre demande du 03.04.2021 sous le numéro 4711822 et nous vous verserons dès le 01.05.2021 la "  # noqa: E501
    "somme de 812,50 euros par mois sur le compte indiqué, une fois que les pièces sont réunies."
)
PICTURE = PictureMeasures(200.0, 0.05, 0.8, 0.5, 4.0, -0.9, -0.2, bytes(16))


def codes(found: "tuple[Finding, ...] | list[Finding]") -> list[str]:
    return [finding.code for finding in found]


# Kinds


@pytest.mark.parametrize(
    ("title", "language", "kind"),
    [
        ("Rentenbescheid", "de", "decision"), ("RECHNUNG", "de", "invoice"), ("Akt urodzenia", "pl",
        "civil_status"),
        ("Zárójelentés", "hu", "medical"), ("Εκκαθαριστικό αποδοχών", "el", "pay_slip"), ("Sentința civilă", "ro",
        "judgment"),
        ("Versicherungsver1auf", "de", "pension_statement"),
    ],
)  # fmt: skip
def test_a_paper_is_what_its_title_says(title: str, language: str, kind: str) -> None:
    found = recognise_kind([page((0.1, title), (0.3, GERMAN), language=language)])
    assert found is not None
    assert found.kind == kind


def test_a_letter_that_speaks_of_an_invoice_is_a_letter() -> None:
    found = recognise_kind(
        [
            page(
                (0.2, "Sehr geehrte Frau Novak,"),
                (0.25, "die Rechnung, die Sie uns am 3. Mai gesandt haben, ist bezahlt."),
            )
        ]
    )
    assert found is not None
    assert found.kind == "letter"


def test_nothing_is_said_of_a_paper_without_title() -> None:
    assert recognise_kind([page((0.4, GERMAN))]) is None
    assert recognise_kind([page()]) is None


# French


def test_a_french_paragraph_is_found_with_its_box() -> None:
    seen = page((0.2, GERMAN), (0.5, FRENCH))
    (found,) = french_findings([seen])
    assert found.code == "french_passage"
    assert found.details["boxes"] == ((*_corners(seen, 1),),)


def _corners(seen: PageView, block: int) -> tuple[float, ...]:
    box = seen.blocks[block].box
    return box.x0, box.y0, box.x1, box.y1


def test_an_address_in_france_is_no_passage() -> None:
    address = (
        "Caisse primaire d'assurance maladie du Rhône, Service des relations internationales, 69619 Villeurbanne"
    )
    assert list(french_findings([page((0.1, address), (0.3, GERMAN))])) == []


def test_a_document_in_french_is_told_once() -> None:
    assert codes(list(french_findings([page((0.1, FRENCH)), page((0.1, FRENCH), number=2)]))) == [
        "french_document"
    ]


def test_a_translation_that_follows_is_found_by_its_numbers() -> None:
    (found,) = bilingual_findings([page((0.1, GERMAN)), page((0.1, FRENCH), number=2)])
    assert (found.details["mode"], found.details["pairs"], found.pages) == ("following", ((1, 2),), (1, 2))
    assert (
        bilingual_findings(
            [
                page((0.1, GERMAN)),
                page(
                    (
                        0.1,
                        FRENCH.replace("812,50", "99,10")
                        .replace("4711822", "1234567")
                        .replace("03.04", "04.05")
                        .replace("01.05", "06.07"),
                    ),
                    number=2,
                ),
            ]
        )
        == ()
    )


def test_a_translation_beside_its_source_is_found() -> None:
    left = reading([(0.1, GERMAN.replace(" ", "\n"))], left=50)
    right = reading([(0.1, FRENCH.replace(" ", "\n"))], left=340)
    words = (*left.words, *(replace(word, block=1, line=word.line + 500) for word in right.words))
    seen = page_view(replace(left, words=words), OneLanguage())
    (found,) = bilingual_findings([seen])
    assert found.details["mode"] == "side_by_side"


# Bad pages


def measured(seen: PageView, **changes: float) -> PageView:
    return replace(seen, picture=replace(PICTURE, **changes))


def test_a_good_page_is_left_alone() -> None:
    assert list(quality_findings([measured(page((0.1, GERMAN)))])) == []


def test_an_empty_page_is_blank_and_a_page_with_a_mark_or_words_is_not() -> None:
    assert codes(list(quality_findings([measured(page(), ink=0.0)]))) == ["blank_page"]
    assert codes(list(quality_findings([measured(page(), ink=0.001)]))) == []
    assert codes(list(quality_findings([measured(page((0.1, GERMAN)), ink=0.0)]))) == []
    assert codes(list(quality_findings([page()]))) == [], "nothing is known of it"


def test_ink_without_words_is_a_page_that_was_not_read() -> None:
    (found,) = quality_findings([measured(page(), ink=0.05, sharpness=0.05)])
    assert found.code == "poor_page"
    assert found.details["reasons"] == ("few_words", "blur")


def test_low_confidence_is_poor_and_a_coarse_page_that_is_read_is_not() -> None:
    (found,) = quality_findings([measured(page((0.1, GERMAN), confidence=40.0))])
    assert "confidence" in found.details["reasons"]  # type: ignore[operator]
    assert list(quality_findings([measured(page((0.1, GERMAN)), dpi=72.0)])) == []


def test_rubbish_belongs_to_no_language() -> None:
    rubbish = (
        "xqzk jvwq hbtf kqxz wvjq zxkq bfhq wqjx kzvq xjwk qvzx fkqj hqzw xkvj qzjw vxkq jzqw kxqv zjxq wkzq fqxz vjkq xwzq kjvx "  # noqa: E501
        * 2
    )
    share = gibberish_share(rubbish, "de")
    assert share is not None
    assert share > 0.6
    sound = gibberish_share(GERMAN * 2, "de")
    assert sound is not None
    assert sound < 0.3
    assert gibberish_share("kurz", "de") is None


def test_a_turn_of_the_reader_is_told_and_a_screen_is() -> None:
    (found,) = quality_findings([page((0.1, GERMAN), rotation=180)])
    assert (found.code, found.details["rotation"]) == ("turned_page", 180)
    assert codes(list(quality_findings([measured(page((0.1, GERMAN)), screen_peak=90.0)]))) == [
        "screen_photograph"
    ]


# Boundaries


def numbered(text: str, foot: str, number: int) -> PageView:
    return page((0.3, text), (0.95, foot), number=number)


@pytest.mark.parametrize(
    ("foot", "told"),
    [("Seite 2 von 3", (2, 3)), ("2/3", (2, 3)), ("- 2 -", (2, None)), ("Strona 1 z 4", (1, 4)), ("3. oldal / 5",
    (3, 5)), ("Konto 3/12", None), ("IBAN DE02 1203", None)],
)  # fmt: skip
def test_printed_page_numbers(foot: str, told: tuple[int, int | None] | None) -> None:
    found = printed_number(numbered(GERMAN, foot, 1))
    assert (found and (found.number, found.total)) == told


def test_numbers_that_go_on_hold_pages_together_and_a_first_page_parts_them() -> None:
    pages = [
        numbered(GERMAN, foot, n)
        for n, foot in enumerate(("Seite 1 von 2", "Seite 2 von 2", "Seite 1 von 2", "Seite 2 von 2"), 1)
    ]
    assert [found.pages for found in boundary_findings(pages)] == [(3,)]


def test_an_annex_with_a_title_of_its_own_goes_on_when_its_number_does() -> None:
    text = "Frau Novak hat von 1990 bis 2004 in Altmoor gearbeitet."
    annex = page((0.1, "Versicherungsverlauf"), (0.3, text), (0.95, "Seite 2 von 2"), number=2)
    assert list(boundary_findings([numbered("Es folgt nichts.", "Seite 1 von 2", 1), annex])) == []
    alone = page((0.1, "Versicherungsverlauf"), (0.3, text), number=2)
    assert [found.pages for found in boundary_findings([page((0.3, "Es folgt nichts.")), alone])] == [(2,)]


def test_a_title_in_another_language_begins_a_document() -> None:
    pages = [page((0.1, GERMAN)), page((0.1, "Akt urodzenia"), (0.3, GERMAN.upper()), number=2, language="pl")]
    (found,) = boundary_findings(pages)
    assert found.pages == (2,)
    assert {"title", "language"} <= set(found.details["reasons"])  # type: ignore[arg-type]


def test_a_sentence_that_runs_over_holds_pages_together() -> None:
    first = page((0.1, GERMAN.rstrip(".")))
    assert (
        list(
            boundary_findings(
                [first, page((0.1, "und die Unterlagen liegen uns bereits seit langem vor."), number=2)]
            )
        )
        == []
    )


def test_a_blank_back_is_no_document() -> None:
    pages = [numbered(GERMAN, "Seite 1 von 2", 1), page(number=2), numbered(GERMAN, "Seite 2 von 2", 3)]
    assert list(boundary_findings(pages)) == []


# All of it


texts = st.lists(
    st.tuples(
        st.floats(0, 0.97),
        st.sampled_from([GERMAN, FRENCH, "A1", "E 104", "2/3", "Rechnung", "1.1 x", "§ ~ 1/1", "Sehr geehrte"]),
    ),
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(texts, max_size=4), st.booleans())
def test_every_finding_is_well_formed(pages: list[list[tuple[float, str]]], pictured: bool) -> None:
    views = [page(*blocks, number=number) for number, blocks in enumerate(pages, 1)]
    views = [measured(view) if pictured else view for view in views]
    read: list[tuple[PageWords, bytes | None]] = [(view.reading, None) for view in views]
    found = recognise(DocumentView(fingerprint("ab", read), tuple(views)))
    assert found == recognise(DocumentView(fingerprint("ab", read), tuple(views))), "nothing is left to chance"
    for finding in found:
        assert set(finding.details) == set(CODES[finding.code])
        assert set(finding.pages) <= set(range(1, len(pages) + 1))
        assert list(finding.pages) == sorted(finding.pages)
        assert json.loads(json.dumps(dict(finding.details))) is not None


def test_a_finding_with_other_details_is_refused() -> None:
    with pytest.raises(ValueError, match="blank_page"):
        Finding("blank_page", (1,), 0.5, {"ink": 0.1})
    with pytest.raises(ValueError, match="french_document"):
        Finding("french_document", (1,), 1.5, {"share": 1.0})
