"""Every request has an identifier: in its answer, on the page that tells of a defect, in every line of the log."""

import re
import time
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any
from uuid import uuid4

KEY = "truchement.request_id"
BEGAN = "truchement.began"
HEADER = "X-Request-Id"
# Of a proxy that is trusted: nothing that could be taken for something else in a log or a page.
VALID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")

# The log reads it; a thread keeps its last one until its next request.
_at: ContextVar[str | None] = ContextVar("truchement_request", default=None)
Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class RequestIds:
    """Gives each request its identifier: the proxy's when one is ``trusted``, else a new one."""

    def __init__(self, app: Application, *, trusted: bool) -> None:
        self._app, self._trusted = app, trusted

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        given = environ.get("HTTP_X_REQUEST_ID", "") if self._trusted else ""
        chosen = given if VALID.fullmatch(given) else str(uuid4())
        _at.set(chosen)
        environ[KEY], environ[BEGAN] = chosen, time.monotonic()

        def start(status: str, headers: list[tuple[str, str]], *failure: Any) -> Any:
            return start_response(status, [*headers, (HEADER, chosen)], *failure)

        return self._app(environ, start)


def current() -> str | None:
    """The identifier of the request that this thread is answering, None where there was none."""
    return _at.get()
