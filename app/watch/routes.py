"""What machines ask: ``/healthz`` (is the process alive?), ``/readyz`` (can it work?), ``/metrics``."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, jsonify, request
from prometheus_client import CollectorRegistry
from werkzeug.exceptions import NotFound

from app.request_ids import BEGAN
from app.watch.exposition import PATH, admitted, text
from app.watch.meters import Meters
from app.watch.probes import Probe, ask, lines
from storage.access import allow_machines

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
UPLOAD = "multipart/form-data"


@dataclass(frozen=True)
class Views:
    """Nobody is identified here. Without ``tokens`` there are no metrics, not even to be refused."""

    probes: Sequence[Probe]
    registry: CollectorRegistry
    tokens: Sequence[str]

    @allow_machines
    def health(self) -> Response:
        """Alive, whatever the database does: a process is not to be killed because another one is."""
        return jsonify(status="ok")

    @allow_machines
    def readiness(self) -> Response:
        """503 as soon as one part is missing."""
        found = ask(self.probes)
        status = 200 if all(part.ready for part in found) else 503
        return Response(lines(found), status, mimetype="application/x-ndjson")

    @allow_machines
    def metrics(self) -> Response:
        if not self.tokens:
            raise NotFound()
        if not admitted(request.headers.get("Authorization", ""), self.tokens):
            return Response(status=401, headers={"WWW-Authenticate": "Bearer"})
        body, media_type = text(self.registry)
        return Response(body, content_type=media_type)


def measure(meters: Meters, response: Response) -> Response:
    """Counts a request by the pattern of its address, never by the address."""
    rule = request.url_rule
    route = rule.rule if rule is not None else "unmatched"
    method = request.method if request.method in METHODS else "other"
    meters.requests.labels(route, method, str(response.status_code)).inc()
    began = request.environ.get(BEGAN)
    if began is not None:
        meters.request_seconds.labels(route).observe(time.monotonic() - began)
    if request.mimetype == UPLOAD and response.status_code < 400:
        meters.received.inc(request.content_length or 0)
    return response


def create_blueprint(probes: Sequence[Probe], meters: Meters, tokens: Sequence[str]) -> Blueprint:
    """The blueprint ``watch``, which also measures every request of the application."""
    pages, views = Blueprint("watch", __name__), Views(probes, meters.registry, tokens)
    pages.get("/healthz")(views.health)
    pages.get("/readyz")(views.readiness)
    pages.get(PATH)(views.metrics)
    pages.after_app_request(lambda response: measure(meters, response))
    return pages
