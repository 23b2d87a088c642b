"""The one import of ``argostranslate.package``, kept from writing into the home directory.

Importing ``argostranslate.settings`` reads environment variables and creates folders below ``~/.local``,
``~/.config`` and ``~/.cache``. The import therefore happens while the variables that name these places point to a
temporary folder, which goes again at once; packages are afterwards opened by path only. ``argostranslate.package``
imports neither stanza nor torch, ``argostranslate.translate`` does and is not used.
"""

import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any


@contextmanager
def _away_from_home() -> Iterator[None]:
    before = os.environ.copy()
    with TemporaryDirectory(prefix="argos-import-") as scratch:
        for name in [name for name in before if name == "SNAP" or name.startswith("ARGOS_")]:
            del os.environ[name]
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            os.environ[name] = scratch
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


with _away_from_home():
    _package: Any = importlib.import_module("argostranslate.package")

Package = _package.Package
AvailablePackage = _package.AvailablePackage
