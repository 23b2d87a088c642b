"""Every format that is taken, by its sample: what must survive is read, tables are tables."""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from intake.checks import CheckedFile, check_file
from intake.checks import Limits as DoorLimits
from ocr.limits import Limits
from ocr.reading import ReadingOptions
from ocr.supervision import look_in_child, read_in_child
from samples.formats import FOLDER, KEPT, make, truth
from storage.words import PageWords
from translate.segmentation import segments
from translate.segments import Role

DOOR = DoorLimits(size=10_000_000, pages=100, files=1, order=10_000_000)
OFFICE = [name for name, kept in KEPT.items() if kept.carry]
SCANS = [name for name, kept in KEPT.items() if kept.draw]


def taken(name: str) -> CheckedFile:
    return check_file(FOLDER / name, name, DOOR, lambda path, kind: look_in_child(path, kind, limits=Limits()))


def read(file: CheckedFile, folder: Path, numbers: Sequence[int]) -> Iterator[PageWords]:
    path, kind = file.path, file.media_type
    if file.copy:
        path, kind = folder / "copy", file.copy_type
        path.write_bytes(file.copy)
    return read_in_child(path, kind, numbers, ReadingOptions(), limits=Limits())


def bare(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))


def critical(told: dict[str, Any]) -> list[str]:
    return [item for kind in told["critical"].values() for item in kind]


@pytest.mark.parametrize("name", OFFICE)
def test_a_file_that_carries_its_text_is_read_without_a_fault(name: str, tmp_path: Path) -> None:
    told = truth(KEPT[name])
    file = taken(name)
    pages = list(read(file, tmp_path, range(1, file.pages + 1)))
    assert all(page.source == "text-layer" and page.confidence == 100 for page in pages)
    assert {page.languages[0] for page in pages if page.languages} == {told["language"]}
    text = bare(" ".join(page.text for page in pages))
    assert [item for item in critical(told) if bare(item) not in text] == []
    found = [segment for page in pages for segment in segments(page)]
    # Nothing is split or run together: every line of the truth, or cell of its rows, is a passage.
    lines = [
        bare(cell) for page in told["pages"] for line in page["text"].split("\n") for cell in line.split("\t")
    ]
    joined = "".join(bare(segment.text) for segment in found)
    assert [line for line in lines if line not in joined] == []


@pytest.mark.parametrize("name", ["de_rentenbescheid.docx", "es_vida_laboral.odt", "ro_sentinta_civila.rtf"])
def test_tables_are_cells_and_headings_are_headings(name: str, tmp_path: Path) -> None:
    file = taken(name)
    found = [s for page in read(file, tmp_path, range(1, file.pages + 1)) for s in segments(page)]
    if name != "ro_sentinta_civila.rtf":
        assert sum(segment.role is Role.cell for segment in found) > 30
        assert max(segment.column or 0 for segment in found) >= 2
    assert any(segment.role is Role.heading for segment in found)


@pytest.mark.parametrize("name", SCANS)
def test_a_picture_of_another_format_is_read_as_a_scan(name: str, tmp_path: Path) -> None:
    kept = KEPT[name]
    file = taken(name)
    assert file.pages == kept.pages
    # One page tells whether the format is read; the recognition itself is tried on the samples.
    last = kept.pages
    (page,) = read(file, tmp_path, [last])
    assert page.source == "ocr"
    words = set(re.findall(r"\w{4,}", truth(kept)["pages"][last - 1]["text"].lower()))
    seen = set(re.findall(r"\w{4,}", page.text.lower()))
    assert len(words & seen) > 0.7 * len(words)


@pytest.mark.parametrize("name", OFFICE)
def test_made_again_it_is_the_same(name: str, tmp_path: Path) -> None:
    path = make(KEPT[name], tmp_path)
    assert path.read_bytes() == (FOLDER / name).read_bytes()
    for made in tmp_path.glob("*.json"):
        assert json.loads(made.read_text()) == json.loads((FOLDER / made.name).read_text())
