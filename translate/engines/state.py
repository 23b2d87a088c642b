"""What the engines lack and how to mend it, as data: for the doctor and the administration page."""

from dataclasses import dataclass
from pathlib import Path

from storage.languages import name_fr
from translate.engines import modes, packages
from translate.engines.chains import DEBIAN_PACKAGES, WAYS
from translate.engines.pipeline import installed as program_installed


@dataclass(frozen=True, slots=True)
class StateLine:
    """One line. ``subject`` and ``state`` are French; ``remedy`` says what to do, empty when ``good``."""

    good: bool
    subject: str
    state: str
    remedy: str = ""


def missing(folder: Path, modes_folder: Path = modes.MODES_FOLDER) -> list[StateLine]:
    """What could be better, with its remedy: Apertium itself, its pairs, Argos packages that do not open."""
    if not program_installed("lt-proc") or not program_installed("apertium-tagger"):
        return [*_broken(folder), _absent("Apertium", "apertium", "absent")]
    return _broken(folder) + _pairs(modes_folder)


def _pairs(modes_folder: Path) -> list[StateLine]:
    wanted: dict[str, list[str]] = {}
    for (source, _), ways in WAYS.items():
        for name in ways[0].modes:
            if modes.read(name, modes_folder) is None:
                wanted.setdefault(DEBIAN_PACKAGES[name], []).append(name_fr(source))
    return [
        _absent(
            f"Apertium, paquet Debian {package}", package, f"absent (meilleure voie pour {', '.join(sources)})"
        )
        for package, sources in wanted.items()
    ]


def _absent(subject: str, package: str, text: str) -> StateLine:
    return StateLine(False, subject, text, f"sudo apt install {package}")


def _broken(folder: Path) -> list[StateLine]:
    return [
        StateLine(
            False,
            f"Paquet Argos {path.name}",
            "illisible",
            f"supprimez le dossier {path}, puis lancez «\u00a0truchement models add CHEMIN\u00a0»",
        )
        for path in packages.broken(folder)
    ]
