"""A new package proves itself in a process of its own before it is installed.

The weights come from outside and are read by native code: a bad file may end the process that reads it.
"""

import multiprocessing
import sys
from pathlib import Path

from translate.engines.argos import ArgosEngine
from translate.engines.packages import Arrival, InstalledPackage
from translate.errors import EngineCrashedError, PackageModelError

_SENTENCE = "1234 A. ⟦0⟧"
_SECONDS = 120.0


def install_tried(path: Path, folder: Path, seconds: float = _SECONDS) -> InstalledPackage:
    """Installs an ``.argosmodel`` below ``folder`` once its model has loaded and translated a sentence.

    ``seconds`` is the time allowed for that.

    Raises:
        PackageError: one subclass per reason; nothing is changed then.
    """
    arrival = Arrival(path, folder)
    if not _passes(arrival.package, seconds):
        arrival.discard()
        raise PackageModelError(name=path.name)
    return arrival.settle()


def _passes(package: InstalledPackage, seconds: float) -> bool:
    process = multiprocessing.get_context("spawn").Process(target=_try, args=(package,), daemon=True)
    process.start()
    process.join(seconds)
    passed = process.exitcode == 0
    process.kill()
    process.join()
    process.close()
    return passed


def _try(package: InstalledPackage) -> None:
    try:
        ArgosEngine(package, beam=1).translate([_SENTENCE])
    except (PackageModelError, EngineCrashedError, ValueError):
        sys.exit(1)
