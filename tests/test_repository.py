"""What holds for the repository as a whole: locks, imports, sizes, the two commands."""

import importlib
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ["app", "cases", "delivery", "intake", "ocr", "review", "storage", "translate"]
LONGEST_MODULE = 300


def tracked(*patterns: str) -> list[Path]:
    """The files that git would commit, new ones included."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return sorted({ROOT / name for name in names if (ROOT / name).is_file()})


def product_modules() -> list[Path]:
    return [path for path in tracked("*.py") if path.relative_to(ROOT).parts[0] in PACKAGES]


def test_no_module_is_too_long() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in product_modules()
        if "migrations"
        not in path.parts  # a migration is a record of what was done, not code to find one's way in
    }
    assert lengths
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_nothing_is_left_to_be_done_in_the_code() -> None:
    mark = re.compile(r"\b(TODO|FIXME|XXX)\b")
    files = [*product_modules(), *tracked("scripts/*", "samples/*.py", "models/*.py")]
    assert [str(path) for path in files if mark.search(path.read_text(encoding="utf-8"))] == []


def test_python_lock_names_no_host_and_pins_every_digest() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash=)", text, re.MULTILINE)
    entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    unpinned = [entry.split()[0] for entry in entries if entry.strip() and "--hash=sha256:" not in entry]
    assert unpinned == []


def test_npm_lock_names_no_host_and_pins_every_digest() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert "://" not in json.dumps(packages)
    assert [name for name, entry in packages.items() if "resolved" in entry or "integrity" not in entry] == []


def asked_for() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [Requirement(text) for text in project["project"]["dependencies"] + project["dependency-groups"]["dev"]]


def test_python_lock_holds_what_the_project_asks_for() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)", text, re.MULTILINE))
    wrong = [
        str(wanted)
        for wanted in asked_for()
        if wanted.name not in locked or not wanted.specifier.contains(locked[wanted.name], prereleases=True)
    ]
    assert wrong == [], "make lock"


def test_npm_lock_holds_what_the_project_asks_for() -> None:
    asked = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    own = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"][""]
    assert own["dependencies"] == asked["dependencies"], "make lock"
    assert own["devDependencies"] == asked["devDependencies"], "make lock"


def test_every_dependency_is_accounted_for() -> None:
    decisions = (ROOT / "docs" / "decisions" / "0001-dependencies.md").read_text(encoding="utf-8")
    assert [wanted.name for wanted in asked_for() if f"`{wanted.name}`" not in decisions] == []


@pytest.mark.parametrize("name", ["torch", "stanza", "spacy", "fitz"])
def test_what_must_stay_out_is_out(name: str) -> None:
    # argostranslate asks for the first three, gigabytes that it needs for nothing we use; the last is AGPL.
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module(name)


@pytest.mark.parametrize("name", PACKAGES)
def test_our_packages_come_from_this_repository(name: str) -> None:
    # `translate`, `storage`, `review`… are also names on PyPI. Asked from elsewhere, as an installed command is.
    code = f"import {name}; print({name}.__file__)"
    found = subprocess.run([sys.executable, "-c", code], cwd="/", capture_output=True, text=True, check=True)
    assert Path(found.stdout.strip()) == ROOT / name / "__init__.py"


def test_the_command_line_knows_its_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert version("truchement") == project["version"]
    for name in project["scripts"]:
        assert (Path(sys.executable).parent / name).is_file()


def test_every_package_folder_is_known() -> None:
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"samples", "models", "tests", "scripts"}
    assert folders == set(PACKAGES)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert set(project["mypy"]["packages"]) == folders
    assert set(project["importlinter"]["root_packages"]) == folders
    assert {pattern.rstrip("*") for pattern in project["setuptools"]["packages"]["find"]["include"]} == folders


def test_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert targets == set(re.findall(r"^  ([a-z-]+) +\S", shown, re.MULTILINE))
    assert {"run", "test", "setup", "check", "demo"} <= targets


def test_nothing_committed_names_this_machine() -> None:
    # A path of the folder that the repository happens to stand in is right on one machine only.
    here = str(ROOT) + "/"
    texts = tracked("*.py", "*.md", "*.toml", "*.txt", "*.json", "*.html", "Makefile", "scripts/*", ".ci/*")
    assert [str(path) for path in texts if here.encode() in path.read_bytes()] == []
