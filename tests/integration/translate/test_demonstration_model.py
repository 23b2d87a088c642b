"""The demonstration package of this repository, as it is installed for tests and demonstrations."""

from pathlib import Path

import pytest

from translate.engines.argos import ArgosEngine
from translate.engines.packages import InstalledPackage
from translate.engines.protocol import BRACKETS
from translate.engines.router import NoEngine, Router
from translate.engines.trial import install_tried

FOLDER = Path(__file__).parents[3] / "models/de-fr-demo"
PACKAGE = FOLDER / "translate-de_fr-demo.argosmodel"


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> InstalledPackage:
    return install_tried(PACKAGE, tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="module")
def engine(held: InstalledPackage) -> ArgosEngine:
    return ArgosEngine(held)


def pairs(count: int) -> list[tuple[str, str]]:
    """Held-out sentences with their reference translations."""
    lines = (FOLDER / "test.tsv").read_text(encoding="utf-8").splitlines()[:count]
    return [(source, target) for source, target in (line.split("\t")[:2] for line in lines)]


def test_it_is_announced_as_what_it_is(held: InstalledPackage) -> None:
    router = Router(held.folder.parent)
    (status,) = [pair for pair in router.pairs() if pair.source == "de"]
    assert status.demonstration
    assert status.label == "Argos de→fr 0.1 (modèle de démonstration)"
    assert not isinstance(router.route("de", "fr"), NoEngine)


def test_most_held_out_sentences_are_right(engine: ArgosEngine) -> None:
    asked = pairs(100)
    answers = engine.translate([source for source, _ in asked])
    # The model writes the French no-break spaces as its references do; the figure of its own card is 87 %.
    right = sum(_plain(answer.text) == _plain(target) for answer, (_, target) in zip(answers, asked, strict=True))
    assert right >= 75
    assert all(answer.score is not None and 0 < answer.score <= 1 for answer in answers)
    assert not any(answer.truncated for answer in answers)


def test_a_batch_changes_no_translation(engine: ArgosEngine) -> None:
    sentences = [source for source, _ in pairs(40)]
    together = [answer.text for answer in engine.translate(sentences)]
    assert together == [engine.translate([sentence])[0].text for sentence in sentences]


def test_masked_items_survive_whatever_their_numbers(engine: ArgosEngine) -> None:
    asked = [source for source, _ in pairs(400) if "⟦0⟧" in source and "⟦1⟧" not in source]
    assert len(asked) > 20
    answers = engine.translate([source.replace("⟦0⟧", "⟦4321⟧") for source in asked])
    kept = [BRACKETS.pattern.findall(answer.text) == ["4321"] for answer in answers]
    assert sum(kept) >= 0.9 * len(kept)


def test_sentences_of_its_field_score_better_than_others(engine: ArgosEngine) -> None:
    known = engine.translate([source for source, _ in pairs(30)])
    unknown = engine.translate(["Der Kosmonaut jongliert heimlich mit Quarkbällchen."] * 2)
    worst = max(answer.score or 0 for answer in unknown)
    assert sum((answer.score or 0) > worst for answer in known) >= 25


def _plain(text: str) -> str:
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())
