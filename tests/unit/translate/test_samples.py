"""The sample documents: their true text with its critical data, written in French by rule."""

import json
from pathlib import Path

import pytest

from translate.checks import check
from translate.critical.find import find
from translate.masking import mask

TRUTHS = sorted((Path(__file__).parents[3] / "samples").glob("*.truth.json"))


def test_there_are_samples() -> None:
    assert len(TRUTHS) >= 8


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.name.split(".")[0])
def test_every_line_survives_masking(path: Path) -> None:
    truth = json.loads(path.read_text(encoding="utf-8"))
    lines = [line for page in truth["pages"] for line in page["text"].split("\n") if line.strip()]
    for line in lines:
        french = mask(line, truth["language"], everything=True).copied()
        assert [f for f in check(line, french, truth["language"]) if f.blocking] == [], line
        assert not any(char.isdecimal() for char in "".join(mask(line, "de", everything=True).pieces))


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.name.split(".")[0])
def test_a_changed_figure_of_its_critical_data_is_found(path: Path) -> None:
    truth = json.loads(path.read_text(encoding="utf-8"))
    lines = [line for page in truth["pages"] for line in page["text"].split("\n")]
    for kind in ("numbers", "dates", "identifiers", "amounts"):
        for value in truth["critical"][kind]:
            host = next((line for line in lines if value in line), "")
            for at in (n for n, char in enumerate(value) if char.isdecimal()):
                changed = value[:at] + ("1" if value[at] != "1" else "2") + value[at + 1 :]
                found = check(host, host.replace(value, changed, 1), truth["language"])
                assert any(f.code.endswith("_missing") for f in found), (value, changed)


def test_dates_and_amounts_of_a_german_decision_are_read() -> None:
    truth = json.loads((TRUTHS[0].parent / "de_rentenbescheid.truth.json").read_text(encoding="utf-8"))
    for kind in ("dates", "amounts"):
        for value in truth["critical"][kind]:
            assert [item.text for item in find(f"x {value} y", "de")] == [value]
