"""The public index of Argos packages, for a machine that has a network."""

import http.client
import json
import re
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from translate.engines.argos_library import AvailablePackage
from translate.engines.packages import InstalledPackage
from translate.engines.trial import install_tried
from translate.errors import NoNetworkError, PackageTooLargeError, PackageUnavailableError

INDEX_URL = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/index.json"
_TIMEOUT = 30.0
_LARGEST_INDEX = 20 << 20
_LARGEST_PACKAGE = 1 << 30
_CHUNK = 1 << 20


def fetch(source: str, target: str, folder: Path, index_url: str = INDEX_URL) -> InstalledPackage:
    """Downloads the newest package of the pair and installs it below ``folder``.

    Raises:
        NoNetworkError: neither the index nor the package can be reached.
        PackageUnavailableError: the index has no package of that pair.
        PackageError: what came is no good.
    """
    package = _newest(source, target, index_url)
    with tempfile.TemporaryDirectory(prefix="argos-") as scratch:
        path = Path(scratch) / f"{source}-{target}.argosmodel"
        for link in package.links:
            if _download(link, path):
                return install_tried(path, folder)
    raise NoNetworkError(source=source, target=target)


def _newest(source: str, target: str, index_url: str) -> Any:
    with tempfile.TemporaryDirectory(prefix="argos-") as scratch:
        path = Path(scratch) / "index.json"
        if not _download(index_url, path, _LARGEST_INDEX):
            raise NoNetworkError(source=source, target=target)
        try:
            packages = [AvailablePackage(metadata) for metadata in json.loads(path.read_bytes())]
        except (ValueError, TypeError, AttributeError) as failure:
            # A page of a proxy that asks for a login is no index.
            raise NoNetworkError(source=source, target=target) from failure
    found = [p for p in packages if (p.type, p.from_code, p.to_code) == ("translate", source, target)]
    if not found:
        raise PackageUnavailableError(source=source, target=target)
    return max(found, key=lambda package: _version(package.package_version))


def _version(text: str) -> tuple[int, ...]:
    """``1.10`` comes after ``1.9``."""
    return tuple(int(figures) for figures in re.findall(r"[0-9]{1,9}", text))


def _download(url: str, path: Path, largest: int = _LARGEST_PACKAGE) -> bool:
    """Whether the whole of ``url`` is now in ``path``."""
    if not url.startswith(("https://", "http://")):
        return False
    request = urllib.request.Request(url, headers={"User-Agent": "truchement"})  # noqa: S310 - checked above
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer, path.open("wb") as sink:  # noqa: S310
            left = largest
            while data := answer.read(_CHUNK):
                left -= len(data)
                if left < 0:
                    raise PackageTooLargeError(name=path.name, reason="téléchargement trop volumineux")
                sink.write(data)
    except (OSError, urllib.error.URLError, http.client.HTTPException):
        return False
    return True
