from dataclasses import replace
from datetime import date

import pytest

from delivery.document import RenderedSegment, TranslatedDocument, WorkDone
from delivery.layout import pages
from delivery.record import (
    Record,
    date_fr,
    fingerprint,
    page_notice,
    page_title,
    record,
    short_fingerprint,
    status,
    subtitle,
)
from tests.unit.delivery.documents import DRAFTED, REVIEWED, birth, document, draft, extract, page, pension

SHA = "0123456789abcdef" * 4


def made(found: TranslatedDocument) -> Record:
    return record(found, pages(found))


def said(found: TranslatedDocument) -> dict[str, str]:
    return {entry.label: entry.value for entry in made(found).work}


def test_post_edited_and_revised() -> None:
    told = said(pension())
    assert told["Ébauche automatique"] == "Oui (moteur\u00a0: argos-de_fr 1.9)"
    assert told["Post-édition"].startswith("Oui")
    assert told["Relecture"].endswith("le 5\u00a0mars\u00a02026")
    assert "Nature du moteur" not in told


def test_a_machine_draft_says_that_nobody_took_it_up() -> None:
    told = said(draft())
    assert told["Post-édition"].startswith("Non")
    assert told["Relecture"] == "Non"
    assert told["Passages confirmés"].startswith("0 sur 41")
    assert "Modèle de démonstration" in told["Nature du moteur"]
    assert "Personne ne l’a relu" in made(draft()).statement[0]


def test_a_translation_without_machine_does_not_speak_of_post_editing() -> None:
    told = said(birth())
    assert "Post-édition" not in told
    assert told["Traduction par une personne"] == "Oui, le 1er\u00a0avril\u00a02026"


def test_a_draft_without_engine_claims_no_work() -> None:
    work = WorkDone(False, None, False, False, False, date(2026, 3, 1))
    assert said(document([], work=work, draft_only=True))["Traduction par une personne"] == "Non"


def test_what_misses_and_what_is_not_confirmed_is_counted() -> None:
    found = [
        RenderedSegment(1, 0, "paragraph", "a", "A", confirmed=True),
        RenderedSegment(1, 1, "paragraph", "b", "B"),
        RenderedSegment(1, 2, "paragraph", "c", ""),
        RenderedSegment(1, 3, "paragraph", " ", ""),
    ]
    told = said(document(found))
    assert told["Passages confirmés"] == "1 sur 2, par une personne"
    assert told["Passages sans traduction"].startswith("1, ")


def test_an_extract_lists_what_it_leaves_out() -> None:
    assert said(extract())["Portée"].startswith("Extrait")
    assert [entry.label for entry in made(extract()).left_out] == [
        "Page\u00a01",
        "Page\u00a02 (en partie)",
        "Page\u00a04",
    ]
    assert subtitle(extract()) == "Traduit du roumain – extrait"
    assert made(pension()).left_out == ()


def test_pages_name_their_language_when_it_is_another() -> None:
    first, _, third, _ = pages(extract())
    assert page_title(extract(), first) == "Page\u00a01 du document d’origine"
    assert page_title(extract(), third) == "Page\u00a03 du document d’origine (en hongrois)"
    assert page_notice(first).startswith("[…] Page hors de l’extrait, non traduite\u00a0: exposé")
    (blank,) = pages(document([], [page(1)]))
    assert page_notice(blank) == "[page sans texte]"


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (
            REVIEWED,
            "Ébauche automatique reprise par une personne (post-édition), relecture par une seconde personne",
        ),
        (DRAFTED, "Ébauche automatique, non reprise par une personne, sans relecture par une seconde personne"),
        (
            replace(DRAFTED, machine_draft=False),
            "Traduit par une personne, sans relecture par une seconde personne",
        ),
    ],
)
def test_status_in_one_line(work: WorkDone, expected: str) -> None:
    assert status(document([], work=work)) == expected


def test_a_draft_that_nobody_reviewed_cannot_be_said_reviewed() -> None:
    with pytest.raises(ValueError, match="neither post-edited nor revised"):
        document([], work=REVIEWED, draft_only=True)


def test_fingerprint_whole_and_short() -> None:
    assert "".join(fingerprint(SHA)) == SHA
    assert {len(group) for group in fingerprint(SHA)} == {8}
    assert short_fingerprint(SHA) == "0123456789ab…89abcdef"


def test_dates() -> None:
    assert date_fr(date(2026, 8, 1)) == "1er\u00a0août\u00a02026"
    assert date_fr(date(2026, 12, 31)) == "31\u00a0décembre\u00a02026"
