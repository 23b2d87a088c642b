"""Argos packages on the real CTranslate2 and SentencePiece; the weights are random, the mechanics are not."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
import sentencepiece
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.integration.translate.tiny_packages import Recipe, archive, members, package
from translate.engines.argos import ArgosEngine
from translate.engines.packages import InstalledPackage, install, installed
from translate.engines.pieces import Tokenizer
from translate.engines.pivot import PivotEngine
from translate.engines.protocol import BRACKETS
from translate.engines.trial import install_tried
from translate.engines.windows import windows
from translate.errors import PackageModelError

SENTENCES = ["Der Antrag ist eingegangen.", "", "Rente", "Bitte senden Sie uns den Bescheid ⟦7⟧ zurück. " * 3]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> InstalledPackage:
    folder = tmp_path_factory.mktemp("tiny")
    return install_tried(package(folder / "de-fr.argosmodel"), folder / "models")


@pytest.fixture(scope="module")
def engine(tiny: InstalledPackage) -> ArgosEngine:
    return ArgosEngine(tiny, beam=2)


def tokenizer(folder: Path, brackets: bool) -> Tokenizer:
    data = members(Recipe(brackets=brackets), folder / "scratch")["sentencepiece.model"]
    return Tokenizer(sentencepiece.SentencePieceProcessor(model_proto=data))


def test_a_batch_gives_what_each_sentence_gives_alone(engine: ArgosEngine) -> None:
    together = engine.translate(SENTENCES)
    alone = [engine.translate([sentence])[0] for sentence in SENTENCES]
    assert [each.text for each in together] == [each.text for each in alone]
    assert [each.truncated for each in together] == [each.truncated for each in alone]
    assert together[0].text
    assert together[1].text == ""
    assert together[1].score is None


def test_the_score_is_a_mean_probability(engine: ArgosEngine) -> None:
    scores = [each.score for each in engine.translate(["Rente", "Antrag"])]
    assert all(score is not None and 0 < score < 1 for score in scores)


def test_long_inputs_are_translated_to_their_end(engine: ArgosEngine, tiny: InstalledPackage) -> None:
    text = "Der Antrag ist eingegangen; " * 20 + "Bitte senden Sie uns den Bescheid. " * 20
    processor = sentencepiece.SentencePieceProcessor(model_file=str(tiny.folder / "sentencepiece.model"))
    parts = [part for part, _ in windows(text, lambda part: Tokenizer(processor).fits(part, 150))]
    assert len(parts) > 5
    (whole,) = engine.translate([text])
    assert whole.text == " ".join(each.text for each in engine.translate(parts))


def test_an_output_that_never_ends_is_said_to_be_truncated(engine: ArgosEngine) -> None:
    # Random weights hardly ever write the end of a sentence.
    assert any(each.truncated for each in engine.translate(["Der Antrag auf Altersrente ist eingegangen."] * 2))


def test_progress_is_told_from_the_calling_thread(engine: ArgosEngine) -> None:
    threads = []
    engine.translate(["Rente"] * 40, tick=lambda: threads.append(threading.current_thread()))
    assert len(threads) > 2
    assert set(threads) == {threading.current_thread()}


def test_threads_share_an_engine(engine: ArgosEngine) -> None:
    expected = engine.translate(SENTENCES)
    results: list[list[str]] = []

    def work() -> None:
        results.append([each.text for each in engine.translate(SENTENCES)])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [[each.text for each in expected]] * 4


def test_a_closed_engine_opens_again(tiny: InstalledPackage) -> None:
    engine = ArgosEngine(tiny, beam=1)
    before = engine.translate(["Rente"])
    engine.close()
    assert engine.translate(["Rente"]) == before


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.text(st.characters(codec=None), max_size=40) | st.sampled_from(["\0", "\ud800", "é" * 2000]), max_size=4
    )
)
def test_weird_texts_keep_their_number(tiny: InstalledPackage, sentences: list[str]) -> None:
    engine = ArgosEngine(tiny, beam=1)
    assert len(engine.translate(sentences)) == len(sentences)


def test_items_are_numbered_anew_and_come_back_in_their_own_numbers(tmp_path: Path) -> None:
    own = tokenizer(tmp_path, brackets=True)
    encoded = own.encode("Bescheid ⟦940⟧ und ⟦21⟧")
    assert [piece for piece in encoded.pieces if "⟦" in piece] == ["⟦0⟧", "⟦1⟧"]
    assert own.decode(encoded.pieces, encoded.items) == "Bescheid ⟦940⟧ und ⟦21⟧"


def test_a_vocabulary_without_brackets_gets_letters_that_it_knows(tmp_path: Path) -> None:
    foreign = tokenizer(tmp_path, brackets=False)
    assert foreign.style != BRACKETS
    encoded = foreign.encode("Bescheid ⟦940⟧ und ⟦21⟧")
    assert not any("⟦" in piece for piece in encoded.pieces)
    assert foreign.decode(encoded.pieces, encoded.items) == "Bescheid ⟦940⟧ und ⟦21⟧"


def test_underscores_stay_underscores(tmp_path: Path) -> None:
    own = tokenizer(tmp_path, brackets=True)
    encoded = own.encode("a_b c")
    assert own.decode(encoded.pieces, encoded.items) == "a_b c"


def test_more_items_than_the_vocabulary_numbers_do_not_fit(tmp_path: Path) -> None:
    own = tokenizer(tmp_path, brackets=True)
    assert own.fits(" ".join(BRACKETS.render(index) for index in range(16)), 150)
    assert not own.fits(" ".join(BRACKETS.render(index) for index in range(17)), 150)


class Recorder(ArgosEngine):
    """The real engine, remembering what it was asked."""

    def translate(self, sentences: Sequence[str], *, tick: object = None) -> list[object]:  # type: ignore[override]
        self.asked = list(sentences)
        return list(super().translate(sentences))


def test_by_english_the_second_translates_what_the_first_wrote(tmp_path: Path) -> None:
    models = tmp_path / "models"
    first = install(package(tmp_path / "pl-en.argosmodel", Recipe("pl", "en")), models)
    second = install(
        package(tmp_path / "en-fr.argosmodel", Recipe("en", "fr", metadata={"demonstration": True})), models
    )
    start, end = ArgosEngine(first, beam=1), Recorder(second, beam=1)
    pivot = PivotEngine(start, end)  # type: ignore[arg-type]
    assert (pivot.source, pivot.target, pivot.demonstration) == ("pl", "fr", True)
    assert pivot.chain == ("pl-en 1.0", "en-fr 1.0")
    assert pivot.label == "Argos pl→en→fr 1.0, 1.0 (modèle de démonstration)"
    (translated,) = pivot.translate(["Antrag"])
    assert end.asked == [start.translate(["Antrag"])[0].text]
    assert translated.text == ArgosEngine(second, beam=1).translate(end.asked)[0].text


def test_engines_that_do_not_meet_cannot_be_joined(engine: ArgosEngine) -> None:
    with pytest.raises(ValueError, match="does not lead to"):
        PivotEngine(engine, engine)


@pytest.mark.parametrize(
    ("member", "data"),
    [
        ("model/model.bin", b"\0" * 100),
        ("model/model.bin", b""),
        ("sentencepiece.model", b"nothing"),
        ("model/config.json", b"{"),
    ],
)
def test_a_model_that_does_not_load_is_not_installed(tmp_path: Path, member: str, data: bytes) -> None:
    files = members(Recipe(), tmp_path / "scratch") | {member: data}
    with pytest.raises(PackageModelError) as caught:
        install_tried(archive(tmp_path / "bad.argosmodel", files), tmp_path / "models")
    assert caught.value.code == "package_model"
    assert installed(tmp_path / "models") == []
    assert list((tmp_path / "models").iterdir()) == []


def test_a_package_damaged_after_its_installation_is_said(tmp_path: Path) -> None:
    held = install(package(tmp_path / "a.argosmodel"), tmp_path / "models")
    (held.folder / "model/model.bin").write_bytes(b"")
    with pytest.raises(PackageModelError):
        ArgosEngine(held).translate(["Rente"])


def test_nothing_is_written_at_home_and_no_torch_is_loaded(tmp_path: Path) -> None:
    script = (
        "import sys, translate.engines.router\n"
        "print(*[name for name in ('torch', 'stanza', 'spacy') if name in sys.modules])\n"
    )
    home = {key: value for key, value in os.environ.items() if not key.startswith("XDG_")} | {
        "HOME": str(tmp_path)
    }
    done = subprocess.run([sys.executable, "-c", script], env=home, capture_output=True, text=True, check=True)
    assert re.fullmatch(r"\s*", done.stdout)
    assert list(tmp_path.iterdir()) == []
