"""The demonstration package translates for real: opened as Argos opens it, run by CTranslate2."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import ctranslate2
import pytest
import sentencepiece

ARCHIVE = Path(__file__).parents[2] / "models" / "de-fr-demo" / "translate-de_fr-demo.argosmodel"
PLACEHOLDER = re.compile("⟦\\d+⟧")

OPEN_WITH_ARGOS = """
import json
from argostranslate import package
(found,) = package.get_installed_packages()
print(json.dumps({
    "from": found.from_code, "to": found.to_code, "version": found.package_version,
    "segmenter": found.packaged_sbd_path, "pieces": found.tokenizer.encode("Rente ab ⟦0⟧"),
    "text": found.tokenizer.decode(found.tokenizer.encode("Né le ⟦3⟧ : oui")),
}))
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packages")
    with zipfile.ZipFile(ARCHIVE) as bundle:
        bundle.extractall(folder)
    (only,) = folder.iterdir()
    return only


@pytest.fixture(scope="module")
def translate(root: Path):
    tokenizer = sentencepiece.SentencePieceProcessor(model_file=str(root / "sentencepiece.model"))
    translator = ctranslate2.Translator(str(root / "model"), device="cpu", compute_type="int8", intra_threads=1)

    def run(text: str) -> str:
        pieces = tokenizer.encode(text, out_type=str)
        best = translator.translate_batch([pieces], beam_size=4)[0].hypotheses[0]
        return str(tokenizer.decode_pieces(best))

    return run


@pytest.mark.parametrize(
    ("german", "french"),
    [
        ("Rentenbescheid", "Décision de pension"),
        ("Versicherungsverlauf", "Relevé de carrière"),
        ("Arbeitsunfähigkeitsbescheinigung", "Certificat d'incapacité de travail"),
        ("Tag und Ort der Geburt", "Date et lieu de naissance"),
        ("Die Rente beginnt am ⟦0⟧.", "La pension prend effet le ⟦0⟧."),
        ("Die Unfallrente beträgt monatlich ⟦0⟧.", "La rente d'accident du travail s'élève à ⟦0⟧ par mois."),
        ("arbeitsunfähig seit ⟦0⟧", "en incapacité de travail depuis le ⟦0⟧"),
    ],
)
def test_phrases_of_the_family(translate, german: str, french: str) -> None:
    assert translate(german) == french


@pytest.mark.parametrize(
    "german",
    [
        "Für die Zeit vom ⟦0⟧ bis ⟦1⟧ beträgt die Nachzahlung ⟦2⟧.",
        "Auf Ihren Antrag vom ⟦4⟧ bewilligen wir Ihnen Altersrente ab ⟦5⟧.",
        "Versicherungsnummer ⟦0⟧, Bescheid vom ⟦1⟧",
    ],
)
def test_placeholders_come_through_once_each(translate, german: str) -> None:
    french = translate(german)
    assert sorted(PLACEHOLDER.findall(french)) == sorted(PLACEHOLDER.findall(german))
    assert french != german


def test_argos_reads_the_package(root: Path, tmp_path: Path) -> None:
    # In a process of its own: importing the library makes folders where the environment says.
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "ARGOS_PACKAGES_DIR": str(root.parent),
    }
    done = subprocess.run(
        [sys.executable, "-c", OPEN_WITH_ARGOS], env=env, capture_output=True, text=True, check=True, timeout=120
    )
    seen = json.loads(done.stdout)
    assert (seen["from"], seen["to"], seen["segmenter"]) == ("de", "fr", None)
    assert "⟦0⟧" in seen["pieces"]
    assert seen["text"] == "Né le ⟦3⟧ : oui"


def test_the_package_says_that_it_is_a_demonstration(root: Path) -> None:
    metadata = json.loads((root / "metadata.json").read_text(encoding="utf-8"))
    assert metadata["demonstration"] is True
    assert "Not for production" in metadata["description"]
    assert "demonstration" in (root / "README.md").read_text(encoding="utf-8")
    assert ARCHIVE.stat().st_size < 8_000_000
