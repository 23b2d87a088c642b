"""One request over HTTP, with the key; asked again when the service says when to."""

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from truchement_client.errors import RefusedError, UnreachableError

PREFIX = "/api/v1"
#: What passes by itself: too many requests, a service that is busy.
AGAIN = (429, 503)
LONGEST_WAIT = 60.0
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A key goes to the address that was given, and to no other."""

    def redirect_request(self, *_: Any) -> None:
        """Follows nothing."""


@dataclass(frozen=True)
class Transport:
    """``address`` is that of the service, without path. ``tries`` counts the first one too."""

    address: str
    key: str = field(repr=False)
    timeout: float = 120.0
    tries: int = 5
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise ValueError("the address begins with https://, or everybody on the way reads the key")

    def json(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        body: Callable[[], Iterable[bytes]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """What is answered, read; None where there is nothing to read."""
        with closing(self.open(method, path, query, body, headers)) as answer:
            data = answer.read()
        return json.loads(data) if data else None

    def open(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        body: Callable[[], Iterable[bytes]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> http.client.HTTPResponse:
        """The answer, to be read and closed; raises RefusedError, UnreachableError. ``body`` gives the body anew
        each time."""
        url = self.address.rstrip("/") + (path if path.startswith(PREFIX) else PREFIX + path)
        if query:
            url += "?" + urlencode(query)
        for left in reversed(range(self.tries)):
            try:
                return self._once(method, url, body, headers or {})
            except RefusedError as refusal:
                if refusal.status not in AGAIN or left == 0:
                    raise
                self.sleep(_wait(refusal))
            except UnreachableError:
                # A request without a name may have been done: only its sender knows whether twice would hurt.
                if left == 0 or (method != "GET" and "Idempotency-Key" not in (headers or {})):
                    raise
                self.sleep(1.0)
        raise UnreachableError("not tried")

    def _once(
        self, method: str, url: str, body: Callable[[], Iterable[bytes]] | None, headers: Mapping[str, str]
    ) -> http.client.HTTPResponse:
        told = {"Authorization": f"Bearer {self.key}", "Accept": "application/json, */*", **headers}
        request = urllib.request.Request(url, method=method, headers=told, data=body() if body else None)  # noqa: S310
        try:
            answer: http.client.HTTPResponse = _OPENER.open(request, timeout=self.timeout)
        except urllib.error.HTTPError as error:
            with closing(error):
                raise RefusedError(error.code, _problem(error)) from None
        except (OSError, http.client.HTTPException) as error:
            raise UnreachableError(str(error)) from error
        return answer


_OPENER = urllib.request.build_opener(_NoRedirect)


def _problem(error: urllib.error.HTTPError) -> dict[str, Any]:
    try:
        told = json.loads(error.read() or b"{}")
    except ValueError:
        told = {}
    problem = dict(told) if isinstance(told, dict) else {}
    if error.headers.get("Retry-After"):
        problem["retry_after"] = error.headers["Retry-After"]
    return problem


def _wait(refusal: RefusedError) -> float:
    told = str(refusal.problem.get("retry_after", ""))
    return min(float(told) if told.isdecimal() else 5.0, LONGEST_WAIT)
