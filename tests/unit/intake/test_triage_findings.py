"""What the readings alone tell, and which of it keeps a document from passing by itself."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from intake.triage import Door
from intake.triage_findings import NEEDS_PERSON, Finding, ReadingRecogniser
from storage.models import Document, Straight
from storage.sheets import Laid
from storage.unit_of_work import UnitOfWork


def page(number: int, **said: Any) -> Laid:
    base = {"word_count": 80, "languages": ["es"], "confidence": 95.0, "source": "ocr", "warnings": []}
    reading = SimpleNamespace(**(base | said)) if "failed" not in said else None
    return Laid(number, cast("Any", None), cast("Any", None), cast("Any", reading))


def found(*pages: Laid, told: str | None = None) -> list[tuple[str, tuple[int, ...]]]:
    document = cast("Document", SimpleNamespace(told_language=told))
    findings = ReadingRecogniser(60.0)(cast("UnitOfWork", None), document, pages)
    return [(finding.code, finding.pages) for finding in findings]


def test_sound_pages_in_one_language_say_nothing() -> None:
    assert found(page(1), page(2), page(3, word_count=3, languages=[])) == []


def test_an_empty_page_is_told_and_holds_nothing_up() -> None:
    assert found(page(1), page(2, word_count=0, languages=[], warnings=["blank_page"])) == [("blank_page", (2,))]
    assert "blank_page" not in NEEDS_PERSON


@pytest.mark.parametrize(
    "said", [{"confidence": 41.0}, {"word_count": 0, "languages": [], "warnings": ["unreadable_page"]}]
)
def test_a_page_that_is_hardly_read_needs_a_person(said: dict[str, Any]) -> None:
    assert found(page(1), page(2, **said)) == [("poor_page", (2,))]


def test_a_text_layer_is_not_doubted_and_a_failed_page_is_a_failure() -> None:
    assert found(page(1, source="text-layer", confidence=10.0), page(2, failed=True)) == []


def test_a_second_language_and_none_at_all() -> None:
    assert found(page(1), page(2), page(3, languages=["de"])) == [("several_languages", (3,))]
    assert found(page(1, languages=[])) == [("language_unknown", (1,))]
    assert found(page(1, languages=[]), told="pl") == []


@pytest.mark.parametrize(
    ("own", "straight", "code", "passes"),
    [
        (None, Straight.UNDOUBTED, "blank_page", True),
        (None, Straight.UNDOUBTED, "boundary", False),
        (None, Straight.ALWAYS, "boundary", True),
        (None, Straight.NEVER, "blank_page", False),
        (Straight.ALWAYS, Straight.NEVER, "boundary", True),
        (Straight.NEVER, Straight.ALWAYS, "blank_page", False),
    ],
)
def test_the_rule_of_a_body_comes_before_the_setting(
    own: Straight | None, straight: Straight, code: str, passes: bool
) -> None:
    door = Door(straight, ReadingRecogniser(60.0))
    assert door.passes(own, [Finding(code, (1,), 0.9)]) is passes
