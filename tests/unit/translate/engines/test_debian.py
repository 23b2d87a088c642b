"""Versions read from dpkg's own file."""

from pathlib import Path

from translate.engines import debian

STATUS = """Package: apertium-por-cat
Status: install ok installed
Version: 0.10.1-2

Package: apertium-fra-cat
Status: deinstall ok config-files
Version: 1.10.0-1

Package: bash
Status: install ok installed
Version: 5.2
"""


def test_versions_of_a_chain(tmp_path: Path) -> None:
    status = tmp_path / "status"
    status.write_text(STATUS)
    assert debian.versions(("por-cat", "cat-fra"), status) == "por-cat 0.10.1, fra-cat"


def test_a_machine_without_dpkg(tmp_path: Path) -> None:
    assert debian.versions(("por-cat",), tmp_path / "nothing") == "por-cat"
