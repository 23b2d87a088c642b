"""The least of a browser: cookies, forms, an upload. For tests that need no page."""

import re
from collections.abc import Sequence
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener
from uuid import uuid4


class Browser:
    """Raises OSError, as urllib does, when the server is not there or refuses."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._jar = CookieJar()
        self._opener: OpenerDirector = build_opener(HTTPCookieProcessor(self._jar))

    def cookies(self) -> str:
        """What it sends along, as a header has it."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._jar)

    def get(self, path: str) -> str:
        with self._opener.open(self.url + path, timeout=30) as answer:
            return str(answer.read().decode())

    def token(self, path: str) -> str:
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.get(path))
        if found is None:
            raise OSError("no form token on the page")
        return found[1]

    def sign_in(self, email: str, password: str) -> None:
        fields = {"csrf_token": self.token("/connexion"), "email": email, "password": password}
        request = Request(self.url + "/connexion", urlencode(fields).encode(), {"Referer": self.url})
        with self._opener.open(request, timeout=30) as answer:
            if "/connexion" in answer.geturl():
                raise OSError("not signed in")

    def send(self, files: Sequence[Path], **fields: str) -> str:
        """Sends an order; returns its number once the server has acknowledged it."""
        mark = uuid4().hex
        token = self.token("/demandes/nouvelle")
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in {"csrf_token": token, **fields}.items()
        ]
        for file in files:
            head = f'Content-Disposition: form-data; name="files"; filename="{file.name}"'
            parts.append(f"--{mark}\r\n{head}\r\nContent-Type: application/octet-stream\r\n\r\n".encode())
            parts += [file.read_bytes(), b"\r\n"]
        parts.append(f"--{mark}--\r\n".encode())
        headers = {
            "Content-Type": f"multipart/form-data; boundary={mark}",
            "Accept": "application/json",
            "Referer": self.url,
        }
        try:
            with self._opener.open(
                Request(self.url + "/demandes", b"".join(parts), headers), timeout=60
            ) as answer:
                return re.findall(r'"number":\s*"([^"]+)"', answer.read().decode())[0]
        except HTTPError as error:
            raise OSError(error.read().decode()) from error
