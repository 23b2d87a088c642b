"""Archives of packages: installed whole, or refused with the reason."""

import hashlib
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from translate.engines import packages
from translate.engines.archive import Caps
from translate.errors import PackageAbsentError, PackageError

METADATA: dict[str, Any] = {"package_version": "1.0", "from_code": "de", "to_code": "fr", "argos_version": "1.9"}
ROOT = "translate-de_fr-1_0/"


def files(**metadata: Any) -> dict[str, bytes]:
    """The members of a package; the weights are not read on the way in."""
    return {
        "metadata.json": json.dumps(METADATA | metadata).encode(),
        "sentencepiece.model": b"pieces",
        "model/model.bin": b"weights",
        "model/config.json": b"{}",
        "stanza/resources.json": b"{}",
        "README.md": b"# A model",
    }


def archive(path: Path, members: dict[str, bytes], root: str = ROOT) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in members.items():
            bundle.writestr(root + name, data)
    return path


def without(name: str) -> dict[str, bytes]:
    return {member: data for member, data in files().items() if member != name}


def test_a_package_is_installed_with_its_digest_and_without_what_is_not_used(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.argosmodel", files(demonstration=True))
    package = packages.install(path, tmp_path / "models")
    assert (package.source, package.target, package.version) == ("de", "fr", "1.0")
    assert package.name == "de-fr 1.0"
    assert package.demonstration
    assert package.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (package.folder / "model/model.bin").read_bytes() == b"weights"
    assert not (package.folder / "stanza").exists()
    assert packages.installed(tmp_path / "models") == [package]


def test_a_newer_package_takes_the_place_of_the_older(tmp_path: Path) -> None:
    models = tmp_path / "models"
    first = packages.install(archive(tmp_path / "a.argosmodel", files()), models)
    second = packages.install(archive(tmp_path / "b.argosmodel", files(package_version="1.1")), models)
    other = packages.install(archive(tmp_path / "c.argosmodel", files(from_code="pl")), models)
    assert packages.installed(models) == [second, other]
    assert not first.folder.exists()
    assert sorted(path.name for path in models.iterdir()) == sorted([second.folder.name, other.folder.name])


def test_the_same_package_can_be_installed_again(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.argosmodel", files())
    first = packages.install(path, tmp_path / "models")
    second = packages.install(path, tmp_path / "models")
    assert first.folder == second.folder
    assert packages.installed(tmp_path / "models") == [second]


def test_the_latest_counts_where_a_replacement_was_interrupted(tmp_path: Path) -> None:
    models = tmp_path / "models"
    first = packages.install(archive(tmp_path / "a.argosmodel", files()), tmp_path / "elsewhere")
    second = packages.install(archive(tmp_path / "b.argosmodel", files(package_version="1.1")), models)
    first.folder.rename(models / first.folder.name)
    assert packages.installed(models) == [second]


def test_removing(tmp_path: Path) -> None:
    models = tmp_path / "models"
    packages.install(archive(tmp_path / "a.argosmodel", files()), models)
    packages.remove("de", "fr", models)
    assert packages.installed(models) == []
    with pytest.raises(PackageAbsentError) as caught:
        packages.remove("de", "fr", models)
    assert caught.value.code == "package_absent"


def test_no_folder_no_packages(tmp_path: Path) -> None:
    assert packages.installed(tmp_path / "nothing") == []
    assert packages.broken(tmp_path / "nothing") == []


def test_a_damaged_package_is_named_and_does_not_hide_the_others(tmp_path: Path) -> None:
    models = tmp_path / "models"
    good = packages.install(archive(tmp_path / "a.argosmodel", files()), models)
    bad = packages.install(archive(tmp_path / "b.argosmodel", files(from_code="pl")), models)
    (bad.folder / "metadata.json").write_text("{")
    assert packages.installed(models) == [good]
    assert packages.broken(models) == [bad.folder]


def linked(path: Path) -> Path:
    archive(path, files())
    with zipfile.ZipFile(path, "a") as bundle:
        info = zipfile.ZipInfo(ROOT + "model/link")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        bundle.writestr(info, "/etc/passwd")
    return path


def doubled(path: Path) -> Path:
    archive(path, files())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as bundle:
        bundle.writestr(ROOT + "metadata.json", b"{}")
    return path


def cut(path: Path) -> Path:
    data = archive(path, files()).read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def damaged(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as bundle:
        for name, data in files().items():
            bundle.writestr(ROOT + name, data)
    path.write_bytes(path.read_bytes().replace(b"weights", b"weightz"))
    return path


def empty(path: Path) -> Path:
    path.touch()
    return path


def bomb(path: Path) -> Path:
    return archive(path, files() | {"model/model.bin": bytes(5_000_000)})


def rooted(root: str, **members: bytes) -> Callable[[Path], Path]:
    return lambda path: archive(path, files() | members, root)


REFUSED: list[tuple[str, Callable[[Path], Path]]] = [
    ("package_not_archive", lambda path: path),
    ("package_not_archive", empty),
    ("package_not_archive", cut),
    ("package_not_archive", damaged),
    ("package_too_large", bomb),
    ("package_unsafe", rooted("../")),
    ("package_unsafe", rooted("/etc/")),
    ("package_unsafe", rooted("a\\..\\")),
    ("package_unsafe", lambda path: archive(path, files() | {"../../x": b""})),
    ("package_unsafe", linked),
    ("package_unsafe", doubled),
    ("package_incomplete", rooted("")),
    ("package_incomplete", lambda path: archive(path, {})),
    ("package_incomplete", lambda path: archive(path, without("metadata.json"))),
    ("package_incomplete", lambda path: archive(path, without("sentencepiece.model"))),
    ("package_incomplete", lambda path: archive(path, without("model/model.bin"))),
    ("package_unsupported", lambda path: archive(path, without("sentencepiece.model") | {"bpe.model": b""})),
    ("package_unsupported", lambda path: archive(path, files(type="sbd"))),
    ("package_metadata", lambda path: archive(path, files() | {"metadata.json": b"{"})),
    ("package_metadata", lambda path: archive(path, files() | {"metadata.json": b"\xff\xfe"})),
    ("package_metadata", lambda path: archive(path, files() | {"metadata.json": b"[]"})),
    ("package_metadata", lambda path: archive(path, files(from_code="../../x"))),
    ("package_metadata", lambda path: archive(path, files(from_code=None))),
    ("package_metadata", lambda path: archive(path, files(to_code="de"))),
    ("package_metadata", lambda path: archive(path, files(package_version="1/../../2"))),
    ("package_metadata", lambda path: archive(path, files(package_version=1.0))),
    ("package_metadata", lambda path: archive(path, files(target_prefix=["x"]))),
]


@pytest.mark.parametrize(("code", "make"), REFUSED)
def test_a_bad_package_is_refused_and_changes_nothing(
    tmp_path: Path, code: str, make: Callable[[Path], Path]
) -> None:
    models = tmp_path / "models"
    held = packages.install(archive(tmp_path / "good.argosmodel", files()), models)
    with pytest.raises(PackageError) as caught:
        packages.install(make(tmp_path / "bad.argosmodel"), models)
    assert caught.value.code == code
    assert "bad.argosmodel" in caught.value.message
    assert list(models.iterdir()) == [held.folder]
    assert packages.installed(models) == [held]
    assert not list(tmp_path.parent.glob("x"))


@pytest.mark.parametrize("caps", [Caps(packed=10), Caps(unpacked=10), Caps(members=2)])
def test_caps(tmp_path: Path, caps: Caps) -> None:
    with pytest.raises(PackageError) as caught:
        packages.install(archive(tmp_path / "a.argosmodel", files()), tmp_path / "models", caps)
    assert caught.value.code == "package_too_large"
