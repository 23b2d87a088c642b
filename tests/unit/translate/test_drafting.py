"""Drafting, with an engine that translates word by word and can be told to misbehave."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from storage.words import Cell
from tests.unit.translate.pages import page_of, words_of
from translate.drafting import Unavailable, draft, translate_lines
from translate.engines.protocol import BRACKETS, Engine, PlaceholderStyle, Tick, Translated
from translate.findings import message_fr
from translate.page_drafter import PageDrafter
from translate.segments import Draft, Origin, Role, SourceSegment

WORDS = {
    "rente": "pension",
    "die": "la",
    "beträgt": "s'élève",
    "ab": "à compter du",
    "für": "pour",
    "kinder": "enfants",
    "antrag": "demande",
    "abgelehnt": "rejetée",
    "wird": "est",
    "uhr": "heures",
    "monatlich": "par mois",
    "geprüft": "examinée",
    "beantwortet": "suivie d'une réponse",
}
Fault = Callable[[str], str]


@dataclass(frozen=True)
class Missing:
    reason: str


class WordForWord:
    """Translates the words that it knows and leaves the others; ``fault`` spoils what comes out."""

    name = "words"
    label = "Mot à mot"
    version = "1"
    source = "de"
    target = "fr"
    chain = ("words",)
    demonstration = True

    def __init__(self, fault: Fault = str) -> None:
        self.fault = fault
        self.batches: list[list[str]] = []

    @property
    def placeholder(self) -> PlaceholderStyle:
        return BRACKETS

    def translate(self, sentences: Sequence[str], *, tick: Tick | None = None) -> list[Translated]:
        self.batches.append(list(sentences))
        if tick is not None:
            tick()
        told = [re.sub(r"[^\W\d_]+", lambda m: WORDS.get(m[0].lower(), m[0]), text) for text in sentences]
        return [Translated(self.fault(text), 0.5) for text in told]

    def close(self) -> None:
        """Nothing is open."""


def segment(text: str, language: str = "de", order: int = 0) -> SourceSegment:
    return SourceSegment(1, order, (), Role.paragraph, text, language, 90.0)


def only(engine: Engine) -> Callable[[str], Engine | Unavailable]:
    return lambda _: engine


def one(text: str, engine: Engine, language: str = "de") -> Draft:
    (drafted,) = draft([segment(text, language)], only(engine))
    return drafted


def codes(drafted: Draft) -> list[str]:
    return [finding.code for finding in drafted.findings]


RENTE = "Die Rente beträgt ab dem 1. März 2024 monatlich 1.234,56 €."
PENSION = "la pension s'élève à compter du dem 1er mars 2024 par mois 1\u202f234,56\u00a0€."


def test_critical_data_pass_around_the_engine() -> None:
    engine = WordForWord()
    drafted = one(RENTE, engine)
    assert engine.batches == [["Die Rente beträgt ab dem ⟦0⟧ monatlich ⟦1⟧."]]
    assert (drafted.target, drafted.origin, drafted.engine, drafted.score) == (
        PENSION,
        Origin.machine,
        "Mot à mot",
        0.5,
    )
    assert codes(drafted) == []


def _drops_first(text: str) -> str:
    return text.replace("⟦0⟧", "")


def _doubles_first(text: str) -> str:
    return text.replace("⟦0⟧", "⟦0⟧ ⟦0⟧")


def _changes_figures(text: str) -> str:
    return text.replace("3", "8")


@pytest.mark.parametrize("fault", [_drops_first, _doubles_first])
def test_a_lost_or_doubled_placeholder_is_mended_by_translating_around_it(fault: Fault) -> None:
    engine = WordForWord(fault)
    drafted = one(RENTE, engine)
    assert drafted.target == PENSION
    assert engine.batches[1:] == [["Die Rente beträgt ab dem", "monatlich"]]
    assert not drafted.blocked


def test_a_changed_plain_number_is_mended_too() -> None:
    drafted = one("Die Rente für 3 Kinder wird geprüft", WordForWord(_changes_figures))
    assert drafted.target == "la pension pour 3 enfants est examinée"
    assert not drafted.blocked


def test_what_cannot_be_mended_blocks() -> None:
    drafted = one("Die Rente für 3 Kinder wird geprüft", WordForWord(lambda _: "environ 77 choses"))
    assert drafted.blocked
    assert "number_added" in codes(drafted)


def test_signs_of_failure_are_retried_by_clause_and_flagged() -> None:
    text = "Der Antrag wird geprüft, der Antrag wird heute noch beantwortet."
    engine = WordForWord(lambda told: "oui oui oui oui oui oui oui oui" if len(told) > 50 else told)
    drafted = one(text, engine)
    assert drafted.target == "Der demande est examinée, der demande est heute noch suivie d'une réponse."
    assert "engine_loop" not in codes(drafted)
    drafted = one(text, WordForWord(lambda _: "oui oui oui oui oui oui oui oui"))
    assert "engine_loop" in codes(drafted)


def test_one_batch_per_language_and_same_texts_once() -> None:
    engines = {"de": WordForWord(), "es": WordForWord()}
    ticks: list[int] = []
    texts = [
        ("Antrag geprüft. Antrag abgelehnt.", "de"),
        ("Rente", "es"),
        ("Antrag abgelehnt.", "de"),
        ("Rente", "es"),
    ]
    segments = [segment(text, language, n) for n, (text, language) in enumerate(texts)]
    drafts = draft(segments, engines.__getitem__, tick=lambda: ticks.append(1))
    assert engines["de"].batches == [["Antrag geprüft.", "Antrag abgelehnt."]]
    assert engines["es"].batches == [["Rente"]]
    assert [item.target for item in drafts] == [
        "demande examinée. demande rejetée.",
        "pension",
        "demande rejetée.",
        "pension",
    ]
    assert [item.segment.order for item in drafts] == [0, 1, 2, 3]
    assert len(ticks) == 2


def test_what_needs_no_engine_is_copied_in_french_form() -> None:
    engine = WordForWord()
    for text, target in [
        ("1.234,56 €", "1\u202f234,56\u00a0€"),
        ("12. März 2024", "12 mars 2024"),
        ("65 120345 M 012", "65 120345 M 012"),
        ("a.b@rente.de", "a.b@rente.de"),
        ("Musterstraße 12, 10115 Berlin", "Musterstraße 12, 10115 Berlin"),
        ("- - -", "- - -"),
        ("", ""),
    ]:
        drafted = one(text, engine)
        assert (drafted.target, drafted.origin, drafted.engine) == (target, Origin.copied, None)
        assert not drafted.blocked
    assert engine.batches == []


def test_passages_in_french_are_copied_and_marked() -> None:
    engine = WordForWord()
    drafted = one("Extrait de l'acte n° 12 du 3 mai 2020", engine, "fr")
    assert drafted.target == "Extrait de l'acte n° 12 du 3 mai 2020"
    assert (drafted.origin, codes(drafted), engine.batches) == (Origin.copied, ["already_french"], [])


def test_a_language_without_engine_leaves_the_target_empty_and_says_why() -> None:
    missing = Missing("Aucun paquet pour cette langue.")
    drafts = draft([segment("Прізвище", "uk"), segment("12", "uk", 1)], lambda _: missing)
    assert [(item.target, item.origin) for item in drafts] == [("", Origin.none), ("12", Origin.copied)]
    assert codes(drafts[0]) == ["no_engine", "empty_target"]
    assert drafts[0].findings[0].values == {"language": "uk", "reason": "Aucun paquet pour cette langue."}
    assert message_fr(drafts[0].findings[0]) == "Pas de brouillon. Aucun paquet pour cette langue."


def test_nothing_to_draft_asks_no_engine() -> None:
    engine = WordForWord()
    assert draft([], only(engine)) == []
    assert engine.batches == []


def test_an_engine_that_stopped_early_is_reported() -> None:
    class Truncating(WordForWord):
        def translate(self, sentences: Sequence[str], *, tick: Tick | None = None) -> list[Translated]:
            return [Translated(item.text, 0.1, truncated=True) for item in super().translate(sentences, tick=tick)]

    assert codes(one("Antrag abgelehnt", Truncating())) == ["engine_truncated"]


def test_lines_for_scripts() -> None:
    records = translate_lines(["Antrag abgelehnt", "03/04/2021", ""], "de", only(WordForWord()))
    assert [(r.target, r.origin, r.engine) for r in records] == [
        ("demande rejetée", "machine", "Mot à mot"),
        ("03/04/2021", "copied", None),
        ("", "copied", None),
    ]
    assert [message_fr(finding) for finding in records[1].warnings] == [
        "Date à lire de deux façons\u00a0: 03/04/2021 (ou 3 avril 2021, 4 mars 2021)"
    ]
    assert records[0].warnings == ()


def test_pages_become_drafts() -> None:
    words = words_of(["Antrag abgelehnt"], 0) + words_of(["12,5"], 1, top=90)
    page = page_of(words, "pl", cells=[Cell(1, 0, 0, 0)])
    asked: list[tuple[str, str]] = []

    def route(source: str, target: str) -> Engine | Unavailable:
        asked.append((source, target))
        return WordForWord()

    done = PageDrafter(route)([page], "de", "fr", lambda: None)
    assert [(d.target, d.segment.role, d.segment.language) for d in done.drafts] == [
        ("demande rejetée", Role.paragraph, "de"),
        ("12,5", Role.cell, "de"),
    ]
    assert done.demonstration
    assert set(asked) == {("de", "fr")}
