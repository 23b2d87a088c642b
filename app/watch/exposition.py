"""Giving the metrics to who holds the token: on the web application's own port, or on a worker's."""

import hmac
import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

PATH = "/metrics"
log = logging.getLogger(__name__)


def admitted(header: str, tokens: Sequence[str]) -> bool:
    """Whether an ``Authorization`` header bears one of the tokens."""
    scheme, _, given = header.partition(" ")
    # Compared with each in the same time, whichever it is.
    fits = [hmac.compare_digest(given.strip().encode(), token.encode()) for token in tokens]
    return scheme.lower() == "bearer" and any(fits)


def text(registry: CollectorRegistry) -> tuple[bytes, str]:
    """The metrics in Prometheus' text form, and its media type."""
    return generate_latest(registry), CONTENT_TYPE_LATEST


class _Silent(WSGIRequestHandler):
    timeout = 10

    def log_message(self, *_: Any) -> None:
        """Writes nothing."""


def serve(host: str, port: int, tokens: Sequence[str], registry: CollectorRegistry) -> None:
    """Answers on a port of its own, beside the work. A port that is taken is told and left: work matters more."""
    try:
        server = make_server(host, port, _application(tokens, registry), handler_class=_Silent)
    except OSError as error:
        log.error("no metrics on port %s: %s", port, type(error).__name__)
        return
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()


def _application(tokens: Sequence[str], registry: CollectorRegistry) -> Callable[..., Iterable[bytes]]:
    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("PATH_INFO") != PATH or environ["REQUEST_METHOD"] != "GET":
            start_response("404 Not Found", [("Content-Length", "0")])
            return [b""]
        if not admitted(environ.get("HTTP_AUTHORIZATION", ""), tokens):
            start_response("401 Unauthorized", [("Content-Length", "0"), ("WWW-Authenticate", "Bearer")])
            return [b""]
        body, media_type = text(registry)
        start_response("200 OK", [("Content-Type", media_type), ("Content-Length", str(len(body)))])
        return [body]

    return answer
