"""What is said of each thing looked at, and how a folder is looked at."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Line:
    """One thing. ``code`` is stable; ``said`` and ``remedy`` are French; ``needed`` things that are not ``good``
    make the command fail."""

    group: str
    code: str
    what: str
    good: bool
    said: str
    remedy: str = ""
    needed: bool = True


def nearest(folder: Path) -> Path:
    """The folder, or the one above it that is there already."""
    return next(path for path in (folder, *folder.parents) if path.exists())


def folder_line(group: str, code: str, what: str, folder: Path, least: int) -> Line:
    """Whether a folder can be written, or made, with ``least`` bytes to spare: below, uploads are refused."""
    present = nearest(folder)
    if not present.is_dir() or not os.access(present, os.W_OK | os.X_OK):
        return Line(
            group, code, what, False, f"{folder} : écriture impossible", f"donnez le droit d'écrire {present}"
        )
    free = shutil.disk_usage(present).free
    said = f"{folder}, {free / 1e9:.1f} Go libres".replace(".", ",") if present == folder else f"{folder}, à créer"
    if free < least:
        short = f"{folder}, {free / 1e6:.0f} Mo libres, au moins {least / 1e6:.0f} attendus"
        return Line(group, code, what, False, short, "libérez de la place : les nouveaux dépôts sont refusés")
    return Line(group, code, what, True, said)
