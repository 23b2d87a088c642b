"""The files of a draft: names that meet nobody else's, whole or not at all."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.outputs import OutputForbiddenError, OutputFullError, prepare, stems, write

FILES = {"pdf": b"p" * 5000, "bilingual": b"b" * 90_000, "docx": b"d" * 5000}


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file may grow beyond ``size`` bytes, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        (["a.pdf"], ["a"]),
        (["a.pdf", "b/a.pdf", "a.png"], ["a", "a-2", "a-3"]),
        (["a.pdf", "a-2.pdf", "b/a.png"], ["a", "a-2", "a-3"]),
        (["out/a.fr.pdf", "a.pdf"], ["a.fr", "a-2"]),
        (["a.pdf", "out/../out/a.bilingue.pdf"], ["a-2", "a.bilingue"]),
        (["a.pdf", "a.pdf"], ["a", "a-2"]),
        ([".pdf", "…\n.pdf", "-x.pdf"], ["pdf", "…", "-x"]),
        (["é" * 150 + ".pdf"], ["é" * 100]),
    ],
)
def test_names(tmp_path: Path, inputs: list[str], expected: list[str]) -> None:
    found = stems([tmp_path / name for name in inputs], tmp_path / "out")
    assert found == expected
    assert max(len(os.fsencode(f"{stem}.bilingue.pdf")) for stem in found) < 255


def test_an_input_by_another_way_is_still_the_input(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.fr.pdf").write_bytes(b"%PDF")
    (tmp_path / "link.pdf").symlink_to(tmp_path / "real" / "a.fr.pdf")
    (tmp_path / "out").symlink_to(tmp_path / "real")
    assert stems([tmp_path / "link.pdf", tmp_path / "a.pdf"], tmp_path / "out") == ["link", "a-2"]


def test_files_are_written_with_usual_rights_and_replace_those_of_an_earlier_call(tmp_path: Path) -> None:
    (tmp_path / "a.fr.pdf").write_bytes(b"old")
    (tmp_path / "usual").touch()
    written = write(FILES, tmp_path, "a")
    assert {kind: path.read_bytes() for kind, path in written.items()} == FILES
    assert {path.stat().st_mode for path in written.values()} == {(tmp_path / "usual").stat().st_mode}
    assert len(list(tmp_path.iterdir())) == 4


def test_a_full_disk_leaves_the_earlier_files_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.fr.pdf").write_bytes(b"old")
    with room_for(10_000), pytest.raises(OutputFullError):
        write(FILES, tmp_path, "a")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.fr.pdf": b"old"}


def test_a_name_that_is_a_folder_is_a_clear_refusal(tmp_path: Path) -> None:
    (tmp_path / "a.fr.docx").mkdir()
    with pytest.raises(OutputForbiddenError):
        write(FILES, tmp_path, "a")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_folder_is_made_or_refused_before_the_work(tmp_path: Path) -> None:
    prepare(tmp_path / "new" / "folder")
    assert list((tmp_path / "new" / "folder").iterdir()) == []
    (tmp_path / "file").touch()
    with pytest.raises(OutputForbiddenError):
        prepare(tmp_path / "file" / "below")
