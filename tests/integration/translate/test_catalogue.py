"""The index of Argos packages, served here by a local server in place of the network."""

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.integration.translate.tiny_packages import Recipe, package
from translate.engines.catalogue import fetch
from translate.errors import NoNetworkError, PackageError, PackageUnavailableError


class Quiet(SimpleHTTPRequestHandler):
    """Serves files, says nothing."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is inherited
        """Nothing on the terminal."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    folder = tmp_path / "site"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield folder, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def entry(version: str, *links: str) -> dict[str, Any]:
    return {"from_code": "es", "to_code": "fr", "package_version": version, "links": list(links)}


def test_the_newest_package_of_the_pair_is_installed(tmp_path: Path, site: tuple[Path, str]) -> None:
    folder, url = site
    package(folder / "new.argosmodel", Recipe("es", "fr", "1.10"))
    index = [
        entry("1.9", f"{url}/old.argosmodel"),
        entry("1.10", "ipfs://elsewhere", f"{url}/gone.argosmodel", f"{url}/new.argosmodel"),
    ]
    (folder / "index.json").write_text(json.dumps(index))
    held = fetch("es", "fr", tmp_path / "models", f"{url}/index.json")
    assert (held.source, held.target, held.version) == ("es", "fr", "1.10")


def test_a_pair_that_the_index_lacks(tmp_path: Path, site: tuple[Path, str]) -> None:
    folder, url = site
    (folder / "index.json").write_text(json.dumps([entry("1.9")]))
    with pytest.raises(PackageUnavailableError) as caught:
        fetch("xx", "fr", tmp_path / "models", f"{url}/index.json")
    assert "xx-en" in caught.value.message


@pytest.mark.parametrize("content", [None, "<html>login</html>", "[1]", "{"])
def test_no_index_is_no_network(tmp_path: Path, site: tuple[Path, str], content: str | None) -> None:
    folder, url = site
    if content is not None:
        (folder / "index.json").write_text(content)
    with pytest.raises(NoNetworkError) as caught:
        fetch("es", "fr", tmp_path / "models", f"{url}/index.json")
    assert caught.value.code == "no_network"
    assert "truchement models add" in caught.value.message


def test_a_package_that_cannot_be_had(tmp_path: Path, site: tuple[Path, str]) -> None:
    folder, url = site
    (folder / "index.json").write_text(json.dumps([entry("1.9", f"{url}/gone.argosmodel", "file:///etc/passwd")]))
    with pytest.raises(NoNetworkError):
        fetch("es", "fr", tmp_path / "models", f"{url}/index.json")


def test_nobody_listens(tmp_path: Path) -> None:
    with pytest.raises(NoNetworkError):
        fetch("es", "fr", tmp_path / "models", "http://127.0.0.1:9/index.json")


def test_what_comes_is_checked(tmp_path: Path, site: tuple[Path, str]) -> None:
    folder, url = site
    (folder / "bad.argosmodel").write_text("nothing")
    (folder / "index.json").write_text(json.dumps([entry("1.9", f"{url}/bad.argosmodel")]))
    with pytest.raises(PackageError) as caught:
        fetch("es", "fr", tmp_path / "models", f"{url}/index.json")
    assert caught.value.code == "package_not_archive"
