"""Which engine goes from a language to another: Argos directly, Argos by English, Apertium, in that order."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from storage import languages
from storage.errors import N_
from translate.engines import modes, packages
from translate.engines.apertium import ApertiumEngine
from translate.engines.argos import ArgosEngine
from translate.engines.chains import WAYS, Way
from translate.engines.debian import versions
from translate.engines.packages import InstalledPackage
from translate.engines.pipeline import installed as program_installed
from translate.engines.pivot import PivotEngine
from translate.engines.protocol import Engine
from translate.engines.state import StateLine, missing

_NO_ENGINE = N_(
    "Aucun moteur de traduction n'est installé de «\u00a0{source}\u00a0» vers «\u00a0{target}\u00a0»\u00a0: "
    "traduisez ce segment à la main, ou demandez un moteur à votre administrateur."
)
_UNKNOWN = N_("La langue de ce segment n'a pas pu être reconnue\u00a0: indiquez-la, puis relancez le brouillon.")
_SAME = N_("Ce segment est déjà en {target}\u00a0: il n'y a rien à traduire.")
_BRIDGE = "en"


@dataclass(frozen=True, slots=True)
class NoEngine:
    """Why nothing translates: ``code`` is ``no_engine``, ``unknown_language`` or ``same_language``; ``reason`` a
    French sentence that says what to do."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class PairStatus:
    """A pair that works now; ``engine`` is ``argos`` or ``apertium``, ``label`` in French for users."""

    source: str
    target: str
    engine: str
    label: str
    chain: tuple[str, ...]
    version: str
    demonstration: bool


class Router:
    """Engines by pair, opened at their first use and kept. Threads may share it."""

    def __init__(self, folder: Path, *, beam: int = 4, modes_folder: Path = modes.MODES_FOLDER) -> None:
        """``folder`` holds the Argos packages; ``beam`` is the width of their search."""
        self._folder = folder
        self._beam = beam
        self._modes_folder = modes_folder
        self._lock = threading.Lock()
        self._argos: dict[str, ArgosEngine] = {}
        self._apertium: dict[tuple[str, ...], ApertiumEngine] = {}

    def route(self, source: str, target: str) -> Engine | NoEngine:
        """The best engine that is installed now, or why there is none (ISO 639-1 codes)."""
        if source in ("", "und"):
            return NoEngine("unknown_language", _UNKNOWN)
        if source == target:
            return NoEngine("same_language", _SAME.format(target=languages.name_fr(target)))
        with self._lock:
            engine = self._find(source, target)
        if engine is None:
            names = {"source": languages.name_fr(source), "target": languages.name_fr(target)}
            return NoEngine("no_engine", _NO_ENGINE.format(**names))
        return engine

    def pairs(self) -> list[PairStatus]:
        """Every pair that works now, by source language. Nothing is started."""
        direct = {(p.source, p.target) for p in packages.installed(self._folder)}
        bridged = {
            (source, target)
            for source, middle in direct
            for start, target in direct
            if middle == start == _BRIDGE and source != target
        }
        out = []
        for source, target in sorted(direct | bridged | set(WAYS)):
            engine = self.route(source, target)
            if not isinstance(engine, NoEngine):
                out.append(_status(engine))
        return out

    def missing(self) -> list[StateLine]:
        """What could be better, each line with its remedy."""
        return missing(self._folder, self._modes_folder)

    def state(self) -> list[StateLine]:
        """The pairs that work, then what is missing: the engines' part of the doctor."""
        return [_line(pair) for pair in self.pairs()] + self.missing()

    def close(self) -> None:
        """Ends the processes and frees the models of all engines."""
        with self._lock:
            engines: list[Engine] = [*self._argos.values(), *self._apertium.values()]
            self._argos.clear()
            self._apertium.clear()
        for engine in engines:
            engine.close()

    def _find(self, source: str, target: str) -> Engine | None:
        # What is installed is read again each time: a package added by another process works at once.
        held = {(p.source, p.target): p for p in packages.installed(self._folder)}
        for gone in set(self._argos) - {package.sha256 for package in held.values()}:
            del self._argos[gone]
        ways: tuple[Callable[[], Engine | None], ...] = (
            lambda: self._package(held.get((source, target))),
            lambda: self._bridge(held, source, target),
            lambda: self._chain(source, target),
        )
        return next((engine for way in ways if (engine := way()) is not None), None)

    def _package(self, package: InstalledPackage | None) -> Engine | None:
        if package is None:
            return None
        if package.sha256 not in self._argos:
            self._argos[package.sha256] = ArgosEngine(package, self._beam)
        return self._argos[package.sha256]

    def _bridge(self, held: dict[tuple[str, str], InstalledPackage], source: str, target: str) -> Engine | None:
        first, second = self._package(held.get((source, _BRIDGE))), self._package(held.get((_BRIDGE, target)))
        return None if first is None or second is None else PivotEngine(first, second)

    def _chain(self, source: str, target: str) -> Engine | None:
        found = next((way for way in WAYS.get((source, target), ()) if self._walkable(way)), None)
        if found is None:
            return None
        if found.modes not in self._apertium:
            steps = [mode for name in found.modes if (mode := modes.read(name, self._modes_folder))]
            self._apertium[found.modes] = ApertiumEngine(source, target, steps, versions(found.modes))
        return self._apertium[found.modes]

    def _walkable(self, way: Way) -> bool:
        steps = [modes.read(name, self._modes_folder) for name in way.modes]
        return all(mode and all(program_installed(stage[0]) for stage in mode.stages) for mode in steps)


def _line(pair: PairStatus) -> StateLine:
    return StateLine(True, f"Traduction {pair.source}→{pair.target}", f"{pair.label} ({pair.version})")


def _status(engine: Engine) -> PairStatus:
    return PairStatus(
        source=engine.source,
        target=engine.target,
        engine=engine.name,
        label=engine.label,
        chain=engine.chain,
        version=engine.version,
        demonstration=engine.demonstration,
    )
