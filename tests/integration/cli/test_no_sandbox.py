"""On a system that lets no process be enclosed the commands work, and say no word of it unless asked."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
# A program that refuses every world, as bubblewrap does there.
REFUSING = (
    "import sys, ocr.sandbox\n"
    "ocr.sandbox.PROGRAM = 'false'\n"
    "import app.cli\n"
    "sys.argv = ['truchement', *sys.argv[1:]]\n"
    "app.cli.main()\n"
)


def refused(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", REFUSING, *words]
    environment = {"PATH": "/usr/bin:/bin", "TRUCHEMENT_DATA": str(folder / "data"), "LANG": "C.UTF-8"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("words", "told"), [((), False), (("-v",), True)])
def test_a_document_is_read_without_a_word_on_it(tmp_path: Path, words: tuple[str, ...], told: bool) -> None:
    done = refused(tmp_path, *words, "ocr", "samples/es_informe_alta.pdf", "--json")
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["pages"]) == 2
    assert ("without bubblewrap" in done.stderr) is told
    assert told or done.stderr == ""
