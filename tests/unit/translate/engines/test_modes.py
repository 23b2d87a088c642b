"""Apertium's mode files, read without a shell."""

from pathlib import Path

import pytest

from translate.engines import modes
from translate.engines.chains import DEBIAN_PACKAGES, WAYS, arrows

LINE = "lt-proc -w '/d/a b.bin' | apertium-tagger -g $2 '/d/c.prob' | lt-proc $1 '/d/e.bin'"


def test_every_program_is_told_to_answer_at_each_nul() -> None:
    assert modes.parse("x-y", LINE).stages == (
        ("lt-proc", "-z", "-w", "/d/a b.bin"),
        ("apertium-tagger", "-z", "-g", "/d/c.prob"),
        ("lt-proc", "-z", "-g", "/d/e.bin"),
    )


@pytest.mark.parametrize("text", ["", "lt-proc a.bin |", "rm -rf /", "lt-proc a.bin | sh -c id", "/tmp/lt-proc a"])
def test_other_programs_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a program of Apertium"):
        modes.parse("x-y", text)


def test_a_mode_without_its_data_is_not_installed(tmp_path: Path) -> None:
    data = tmp_path / "a.bin"
    (tmp_path / "x-y.mode").write_text(f"lt-proc '{data}'")
    assert modes.read("x-y", tmp_path) is None
    data.touch()
    assert modes.read("x-y", tmp_path) == modes.Mode("x-y", (("lt-proc", "-z", str(data)),))
    assert modes.read("y-x", tmp_path) is None


def test_an_unreadable_mode_is_not_installed(tmp_path: Path) -> None:
    (tmp_path / "x-y.mode").write_bytes(b"lt-proc '\xff")
    assert modes.read("x-y", tmp_path) is None


def test_the_way_is_shown_with_arrows() -> None:
    assert arrows(("ro-es", "spa-cat", "cat-fra")) == "ro→es→cat→fra"


def test_every_mode_of_a_way_names_its_debian_package() -> None:
    for ways in WAYS.values():
        assert ways[0].chrf is None or ways[0].chrf == max(way.chrf or 0 for way in ways)
        for way in ways:
            assert set(way.modes) <= set(DEBIAN_PACKAGES)
