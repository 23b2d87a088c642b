"""Argos packages on disk: installed whole or not at all, listed, removed.

A package lives in ``<from>-<to>-<start of its sha256>`` below the folder of packages, with a record of its own
beside its metadata. A folder appears by one rename; the packages it replaces go afterwards.
"""

import hashlib
import json
import re
import shutil
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from translate.engines.archive import Caps, unpack
from translate.engines.argos_library import Package
from translate.errors import (
    PackageAbsentError,
    PackageError,
    PackageMetadataError,
    PackageNotArchiveError,
    PackageUnsupportedError,
)

_RECORD = "installed.json"
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,30}")


@dataclass(frozen=True, slots=True)
class InstalledPackage:
    """One package. ``source`` and ``target`` are ISO 639 codes; ``target_prefix`` is a piece that every output
    starts with, empty for most; ``sha256`` is that of the archive it came in."""

    folder: Path
    source: str
    target: str
    version: str
    demonstration: bool
    target_prefix: str
    sha256: str
    installed_at: float

    @property
    def name(self) -> str:
        """``de-fr 0.1``."""
        return f"{self.source}-{self.target} {self.version}"


@dataclass(frozen=True, slots=True)
class _Record:
    sha256: str
    file: str
    installed_at: float


def install(path: Path, folder: Path, caps: Caps = Caps()) -> InstalledPackage:  # noqa: B008 - frozen
    """Installs an ``.argosmodel`` below ``folder``, in place of any package of the same pair.

    Its model is *not* run here: see ``translate.engines.trial.install_tried``.

    Raises:
        PackageError: one subclass per reason; nothing is changed then.
    """
    return Arrival(path, folder, caps).settle()


class Arrival:
    """A package on its way in: unpacked and checked in a folder apart, then settled or discarded."""

    def __init__(self, path: Path, folder: Path, caps: Caps = Caps()) -> None:  # noqa: B008 - frozen
        if not path.is_file():
            raise PackageNotArchiveError(name=path.name)
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._apart = Path(tempfile.mkdtemp(prefix=".arriving-", dir=folder))
        try:
            unpack(path, self._apart, caps)
            record = _Record(_sha256(path), path.name, time.time())
            (self._apart / _RECORD).write_text(json.dumps(asdict(record)), encoding="utf-8")
            self.package = _open(self._apart, path.name)
        except PackageError:
            self.discard()
            raise

    def settle(self) -> InstalledPackage:
        """Puts the package in its place; the ones that it replaces go."""
        package = self.package
        place = self._folder / f"{package.source}-{package.target}-{package.sha256[:12]}"
        replaced = [old.folder for old in _all(self._folder) if _pair(old) == _pair(package)]
        if place.exists():
            shutil.rmtree(place)
        self._apart.rename(place)
        for old in replaced:
            if old != place:
                shutil.rmtree(old, ignore_errors=True)
        return _open(place, package.name)

    def discard(self) -> None:
        """Leaves nothing behind."""
        shutil.rmtree(self._apart, ignore_errors=True)


def installed(folder: Path) -> list[InstalledPackage]:
    """The packages below ``folder`` by pair, the latest where an interrupted replacement left two.

    Folders that hold no valid package are passed over: ``broken`` lists them.
    """
    latest: dict[tuple[str, str], InstalledPackage] = {}
    for package in sorted(_all(folder), key=lambda package: package.installed_at):
        latest[_pair(package)] = package
    return [latest[pair] for pair in sorted(latest)]


def broken(folder: Path) -> list[Path]:
    """The folders of packages that cannot be opened."""
    good = {package.folder for package in _all(folder)}
    return [path for path in _folders(folder) if path not in good]


def remove(source: str, target: str, folder: Path) -> None:
    """Removes the package of the pair; raises PackageAbsentError where there is none."""
    found = [package.folder for package in _all(folder) if _pair(package) == (source, target)]
    if not found:
        raise PackageAbsentError(source=source, target=target)
    for path in found:
        shutil.rmtree(path)


def _all(folder: Path) -> list[InstalledPackage]:
    packages = []
    for path in _folders(folder):
        try:
            packages.append(_open(path, path.name))
        except PackageError:
            continue
    return packages


def _folders(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))


def _open(path: Path, name: str) -> InstalledPackage:
    try:
        metadata = json.loads((path / "metadata.json").read_text(encoding="utf-8"))
        record = _Record(**json.loads((path / _RECORD).read_text(encoding="utf-8")))
        package = Package(path)
    except (OSError, ValueError, TypeError, AttributeError) as failure:
        raise PackageMetadataError(name=name, reason="illisible") from failure
    _check(package, name)
    return InstalledPackage(
        folder=path,
        source=package.from_code,
        target=package.to_code,
        version=package.package_version,
        demonstration=metadata.get("demonstration") is True,
        target_prefix=package.target_prefix,
        sha256=record.sha256,
        installed_at=record.installed_at,
    )


def _check(package: Any, name: str) -> None:
    if package.type != "translate":
        raise PackageUnsupportedError(name=name, reason=f"type «\u00a0{str(package.type)[:20]}\u00a0»")
    rules = (
        ("from_code", package.from_code, _LANGUAGE),
        ("to_code", package.to_code, _LANGUAGE),
        ("package_version", package.package_version, _VERSION),
    )
    for field, value, rule in rules:
        if not isinstance(value, str) or not rule.fullmatch(value):
            raise PackageMetadataError(name=name, reason=f"champ {field}")
    if package.from_code == package.to_code or not isinstance(package.target_prefix, str):
        raise PackageMetadataError(name=name, reason="langues")


def _pair(package: InstalledPackage) -> tuple[str, str]:
    return package.source, package.target


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
