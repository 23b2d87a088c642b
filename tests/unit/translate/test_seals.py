"""A seal that was read as text is one mark, named; fields that were read badly stay what they are."""

import pytest

from storage.words import Box, PageWords, Word
from tests.unit.translate.pages import page_of, words_of
from translate.drafting import draft
from translate.engines.protocol import Engine
from translate.findings import message_fr
from translate.seals import Scrap, seals
from translate.segmentation import segments
from translate.segments import Origin, Role, SourceSegment

SEAL = [("ŁA UNEGQ >", 59), ("02) MUS", 32), ("Q", 50), ("dn. 3 ŻŚ", 19)]


def certificate(texts: list[tuple[str, float]]) -> PageWords:
    """Good lines, then scraps under each other, then the name of the official."""
    words = words_of(["Poświadcza się zgodność powyższego odpisu z treścią aktu w rejestrze stanu cywilnego."], 0)
    words += words_of(["Nowa Lipa, dnia 9 stycznia 2026 r., pobrano opłatę skarbową w kwocie 33,00 zł"], 1, top=80)
    for number, (text, confidence) in enumerate(texts, 2):
        words += words_of([text], number, top=100 + 25 * number, height=22, confidence=confidence)
    return page_of([*words, *words_of(["Danuta Borowczyk"], 90, top=400)], "pl")


def none_needed(_language: str) -> Engine:
    raise AssertionError("no engine is asked for a seal")


def seal_of(page: PageWords) -> SourceSegment:
    (seal,) = [segment for segment in segments(page) if segment.role is Role.mark]
    return seal


def test_the_scraps_of_a_seal_are_one_mark_and_no_heading() -> None:
    page = certificate(SEAL)
    found = segments(page)
    assert [segment.role for segment in found] == [Role.paragraph, Role.paragraph, Role.mark, Role.paragraph]
    assert found[2].text == "ŁA UNEGQ > 02) MUS Q dn. 3 ŻŚ"
    assert sorted("".join(s.text for s in found).replace(" ", "")) == sorted("".join(w.text for w in page.words))


def test_a_seal_is_named_and_compared_with_nothing() -> None:
    (drafted,) = draft([seal_of(certificate(SEAL))], none_needed)
    assert (drafted.target, drafted.origin, drafted.blocked) == ("[cachet]", Origin.copied, False)
    assert [finding.code for finding in drafted.findings] == ["seal_noise"]
    assert "ŁA UNEGQ" in message_fr(drafted.findings[0])


@pytest.mark.parametrize(
    "texts",
    [
        SEAL[:2],
        [("28 tabs", 40), ("56 tabs", 30), ("1 tab o.d.", 20), ("30 doses", 10)],
        [("M23.52", 40), ("S83.2", 30), ("06.03.2026", 20), ("4711", 10)],
        [("Kowalska Anna", 95), ("Jan", 96), ("Ewa", 96)],
        [("Wzmianka o zmianie nazwiska", 40), ("sprostowano miejsce", 30), ("zamieszkania rodziców", 20)],
    ],
    ids=["too few", "doses", "codes", "well read", "lines"],
)
def test_what_was_read_badly_is_not_hidden(texts: list[tuple[str, float]]) -> None:
    assert [segment for segment in segments(certificate(texts)) if segment.role is Role.mark] == []


def test_on_a_page_that_was_read_badly_nothing_is_a_seal() -> None:
    scraps = [Scrap("x", Box(10 * n, 0, 10 * n + 5, 9), 30.0) for n in range(5)]
    assert seals(scraps, 90.0) == [[0, 1, 2, 3, 4]]
    assert seals(scraps, 70.0) == []


def test_scraps_far_apart_are_no_seal() -> None:
    assert seals([Scrap("x", Box(100 * n, 0, 100 * n + 5, 9), 30.0) for n in range(5)], 90.0) == []


def test_a_long_word_of_little_confidence_may_be_a_heading_and_a_scrap_may_not() -> None:
    body = words_of(["Die Bescheinigung ist der Krankenkasse vorzulegen, und zwar sofort."], 0, top=200)

    def role(text: str) -> Role:
        tall = [Word(w.text, w.box, 53.0, 1, 1) for w in words_of([text], 1, height=20)]
        return segments(page_of([*tall, *body], "de"))[0].role

    assert role("Arbeitsunfähigkeit") is Role.heading
    assert role("SAN APK") is Role.paragraph
